"""From the customer's yes to pieces that may leave: makers say that a line is ready, the team looks at it."""

from collections.abc import Sequence
from datetime import datetime

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal
from app.base.money import Centimes
from app.domain.fulfilment import balance, goods, stages, telling, work_photos
from app.domain.fulfilment.goods import Hand
from app.domain.fulfilment.models import Fault, QualityCheck, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.fulfilment.stages import Stage
from app.domain.people.models import STAFF, User
from app.domain.purchasing import locking
from app.domain.purchasing.arrows import Actor, Deed, Who, check, move
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import OfferLine


class DepositMissing(Refusal):
    text = N_("The deposit is not there yet. Still to pay before preparing: %(sum)s.")


class NotAccepted(Refusal):
    text = N_("The customer did not take this piece.")


class ReadyAlready(Refusal):
    text = N_("This is ready already. The cooperative looks at it.")
    status = 409


class NotReadyYet(Refusal):
    text = N_("These pieces are not ready yet, so they cannot be checked.")


class PassedAlready(Refusal):
    text = N_("These pieces have passed the check already.")
    status = 409


class NoFault(Refusal):
    text = N_("Say what is wrong: the artisan must know what to mend.")


def prepare(request: PurchaseRequest, *, deposit_share: int, waived: bool = False, by: User, at: datetime) -> None:
    """Begin: the makers may start. deposit_share: thousandths. waived: begin without the deposit; it is on record."""
    who = _staff(by)
    locking.hold(request)
    check(request.state, Deed.PREPARE, who)
    missing = balance.of(request, deposit_share=deposit_share).deposit_due
    if missing and not waived:
        raise DepositMissing(field="waived", sum=Centimes(missing))
    move(request, Deed.PREPARE, who, at=at, waived=bool(missing))
    telling.preparing(request, at=at)


def prepare_again(request: PurchaseRequest, *, by: User, at: datetime) -> None:
    """The parcel that came back is to be sent once more. Everything in it is looked at anew."""
    who = _staff(by)
    locking.hold(request)
    move(request, Deed.PREPARE_AGAIN, who, at=at)


def say_ready(line: OfferLine, *, by: User, at: datetime) -> None:
    """*It is ready*: what was booked stands reserved on the shelf. By the line's maker, or staff in their name."""
    request, who = line.offer.request, maker_or_team(line, by)
    locking.hold(request)
    check(request.state, Deed.READY, who)
    must_be_taken(line)
    if stages.standings([line])[0].stage is not Stage.TO_PREPARE:
        raise ReadyAlready
    made = goods.make(line.answer, Hand(by, at, on_behalf=who.on_behalf_of is not None))
    move(request, Deed.READY, who, at=at, line_id=line.line_id, quantity=made)
    telling.ready(line, at=at)


def look_at(
    line: OfferLine,
    verdict: Verdict,
    *,
    fault: Fault | None = None,
    note: str | None = None,
    pictures: Sequence[WorkPicture] = (),
    by: User,
    at: datetime,
) -> QualityCheck:
    """Record a quality check. Pieces that do not pass go back to their maker, who is told why.

    pictures: taken at it. Raises what ``work_photos.place`` raises.
    """
    request, who = line.offer.request, _staff(by)
    locking.hold(request)
    check(request.state, Deed.CHECK, who)
    must_be_taken(line)
    standing = stages.standings([line])[0]
    if standing.stage is Stage.PASSED:
        raise PassedAlready
    if standing.to_make or standing.sent_back is not None:
        raise NotReadyYet
    if verdict is Verdict.RETURNED and fault is None:
        raise NoFault(field="fault")
    made = QualityCheck(
        line=line,
        verdict=verdict,
        fault=fault if verdict is Verdict.RETURNED else None,
        note=note or None,
        at=at,
        by=by,
    )
    db.session.add(made)
    db.session.flush()
    work_photos.place(pictures, line, check=made)
    reason = made.fault.value if made.fault else None
    facts = {"line_id": line.line_id, "check_id": made.id, "verdict": verdict.value, "reason": reason}
    move(request, Deed.CHECK, who, at=at, **facts, **({"pictures": len(pictures)} if pictures else {}))
    if verdict is Verdict.RETURNED:
        telling.sent_back(line, at=at)
    return made


def maker_or_team(line: OfferLine, by: User) -> Who:
    """The line's maker, or staff in their name. Raises Forbidden."""
    maker = line.line.artisan
    if maker is not None and maker.user_id == by.id:
        return Who(Actor.ARTISAN, by)
    if not by.is_a(*STAFF):
        raise Forbidden
    return Who(Actor.STAFF, by, maker)


def must_be_taken(line: OfferLine) -> None:
    """Raises NotAccepted."""
    if not line.accepted:
        raise NotAccepted


def _staff(by: User) -> Who:
    if not by.is_a(*STAFF):
        raise Forbidden
    return Who(Actor.STAFF, by)
