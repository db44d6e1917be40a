"""A maker answers a line of a request: as asked, changed or declined. Answering reserves."""

from datetime import datetime

from sqlalchemy.orm.attributes import set_committed_value

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal, Stale
from app.domain.catalogue.models import Kind
from app.domain.people.models import STAFF, Artisan, User
from app.domain.purchasing import holds, locking, telling, totals
from app.domain.purchasing.arrows import Actor, Deed, Who, check, move
from app.domain.purchasing.destinations import NotToThisCustomer, may_go
from app.domain.purchasing.figures import Shown, as_asked, shown
from app.domain.purchasing.models import AnswerKind, DeclineReason, LineAnswer, PurchaseRequest, RequestLine

MOST_PIECES = 999
LONGEST_LEAD = 365


class NotAsAsked(Refusal):
    text = N_("This differs from what was asked. Choose “Yes, but…” and say what changes.")


class NothingPromised(Refusal):
    text = N_("Write how many pieces, from 1 to 999.")


class NoReason(Refusal):
    text = N_("Say why not: it helps to know what customers miss.")


class NoPrice(Refusal):
    text = N_("Write the price of one piece.")


class WrongLead(Refusal):
    text = N_("Write a number of days, from 0 to 365.")


class OneOfAKind(Refusal):
    text = N_("This is a unique piece: it cannot be made again.")


class NotOnAShelf(Refusal):
    text = N_("This piece has to be made: none can be ready.")


class NoMaker(Refusal):
    text = N_("First choose the artisan who would make it.")


def answer(
    line: RequestLine,
    *,
    kind: AnswerKind,
    quantity_ready: int | None = None,
    quantity_made: int | None = None,
    unit_price: int | None = None,
    lead_days: int | None = None,
    reason: DeclineReason | None = None,
    note: str | None = None,
    by: User,
    on_behalf: bool = False,
    seen: Shown | None = None,
    at: datetime,
) -> LineAnswer:
    """Answer a line, or answer it anew: what an earlier answer held is given back first.

    quantities: pieces; left out, what was asked is split by what is ready once nobody else can take of it.
    unit_price: centimes; left out, as asked. lead_days: the maker's own delay; left out beside the quantities, the
    piece's usual one; the kept one is longer where their weeks are full. seen: what the person's page showed; Stale
    where another answer counts by now, or something else is wished. Raises a Refusal.
    """
    who = _who(line, by, on_behalf)
    request = locking.hold_of(line)
    check(request.state, Deed.ANSWER, who)
    earlier = line.answer
    if seen is not None and seen != shown(line):
        raise Stale
    declines = kind is AnswerKind.DECLINED
    if not declines:
        locking.hold_maker(line)
    is_plain_yes = not declines and quantity_ready is None and quantity_made is None
    if is_plain_yes:
        if earlier is not None or as_asked(line).quantity_made:
            locking.hold_shelf(line)
        quantity_ready, quantity_made, _price, usual_days = as_asked(line)
        lead_days = usual_days if lead_days is None else lead_days
    if not declines and line.variant and not may_go(line.variant, request.destination):
        raise NotToThisCustomer(field="kind")
    made = LineAnswer(line=line, kind=kind, note=note or None, by=by, on_behalf=who.actor is Actor.STAFF, at=at)
    if declines:
        if reason is None:
            raise NoReason(field="reason")
        made.reason, made.quantity_ready, made.quantity_made, made.lead_days = reason, 0, 0, 0
    else:
        days = lead_days or 0
        _promise(made, line, ready=quantity_ready, to_make=quantity_made, unit_price=unit_price, lead_days=days)
    if earlier is not None:
        _let_go(earlier, at)
    if not declines:
        _set_aside(made, line, at, reckon_again=is_plain_yes and earlier is None)
    db.session.add(made)
    db.session.flush()
    set_committed_value(line, "answer", made)
    facts = {"line_id": line.id, "answer_id": made.id, "kind": kind.value, "reason": reason.value if reason else None}
    move(request, Deed.ANSWER, who, at=at, **facts)
    _look_whether_that_was_the_last(request, who, at)
    return made


def entrust(line: RequestLine, artisan: Artisan, *, by: User, at: datetime) -> None:
    """Ask a maker to answer a custom wish that named nobody. Staff only."""
    who = Who(Actor.STAFF, by)
    if not by.is_a(*STAFF):
        raise Forbidden
    request = locking.hold_of(line)
    check(request.state, Deed.ENTRUST, who)
    if line.variant_id is not None:
        raise Forbidden
    if line.answer is not None:
        _let_go(line.answer, at)
        set_committed_value(line, "answer", None)
    line.artisan, line.reminded_at, line.escalated_at = artisan, None, None
    move(request, Deed.ENTRUST, who, at=at, line_id=line.id, artisan_id=artisan.id)
    telling.lines_waiting(request, [line], at=at)


def _who(line: RequestLine, by: User, on_behalf: bool) -> Who:
    """The line's own maker, or staff in their name. Everybody else is refused."""
    if line.artisan is not None and line.artisan.user_id == by.id and not on_behalf:
        return Who(Actor.ARTISAN, by)
    if by.is_a(*STAFF):
        return Who(Actor.STAFF, by, line.artisan)
    raise Forbidden


def _promise(
    made: LineAnswer,
    line: RequestLine,
    *,
    ready: int | None,
    to_make: int | None,
    unit_price: int | None,
    lead_days: int,
) -> None:
    """Write what is promised, after looking whether it can be."""
    made.quantity_ready, made.quantity_made = ready or 0, to_make or 0
    made.unit_price = line.wanted_price if unit_price is None else unit_price
    made.lead_days = lead_days
    _check_quantities(made, line)
    if not made.unit_price or made.unit_price < 0:
        raise NoPrice(field="unit_price")
    totals.amount(made)
    if not 0 <= lead_days <= LONGEST_LEAD:
        raise WrongLead(field="lead_days")
    if made.kind is AnswerKind.AS_ASKED and (made.quantity, made.unit_price) != (
        line.wanted_quantity,
        line.wanted_price or made.unit_price,
    ):
        raise NotAsAsked(field="kind")


def _check_quantities(made: LineAnswer, line: RequestLine) -> None:
    field = "quantity_made" if made.quantity_made else "quantity_ready"
    if min(made.quantity_ready, made.quantity_made) < 0 or not 1 <= made.quantity <= MOST_PIECES:
        raise NothingPromised(field=field)
    if made.quantity_made and line.artisan is None:
        raise NoMaker
    if made.quantity_ready and (line.variant is None or not line.variant.is_stocked):
        raise NotOnAShelf(field="quantity_ready")
    if line.variant is not None and line.variant.kind is Kind.UNIQUE and (made.quantity_made or made.quantity > 1):
        raise OneOfAKind(field=field)


def _let_go(earlier: LineAnswer, at: datetime) -> None:
    """It counts no more, and this is written before another counts."""
    holds.release([earlier], at=at)
    earlier.live = False
    db.session.flush()


def _set_aside(made: LineAnswer, line: RequestLine, at: datetime, *, reckon_again: bool) -> None:
    """Hold what is promised. reckon_again: where somebody was faster, share out anew what nobody can take any more."""
    try:
        made.ready_on = holds.place(made, line, at=at)
    except holds.NotEnoughReady:
        if not reckon_again:
            raise
        locking.hold_shelf(line)
        ready, to_make, _price, usual_days = as_asked(line)
        days = made.lead_days or usual_days
        _promise(made, line, ready=ready, to_make=to_make, unit_price=made.unit_price, lead_days=days)
        made.ready_on = holds.place(made, line, at=at)
    made.lead_days = (made.ready_on - clock.local(at).date()).days


def _look_whether_that_was_the_last(request: PurchaseRequest, who: Who, at: datetime) -> None:
    answers = locking.live_answers(request)
    if len(answers) < len(request.lines):
        return
    if all(given.kind is AnswerKind.DECLINED for given in answers.values()):
        move(request, Deed.DECLINE, who, at=at)
        telling.all_declined(request, at=at)
    else:
        telling.all_answered(request, at=at)
