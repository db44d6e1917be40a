"""An advisor makes an offer of what was answered: numbered, immutable, good until the end of a day in Casablanca."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal, Stale
from app.domain.people.models import STAFF, User
from app.domain.purchasing import holds, locking, numbering, papers, telling, totals
from app.domain.purchasing.arrows import Actor, Deed, Who, check, move
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest
from app.domain.purchasing.offer_models import Offer, OfferLine

LONGEST_DAYS = 90
DEAREST_DELIVERY = 100_000_00


class NothingToOffer(Refusal):
    text = N_("No artisan has promised anything yet, so there is nothing to offer.")


class WrongExpiry(Refusal):
    text = N_("Choose a day from today on, ninety days from now at most.")


class WrongDelivery(Refusal):
    text = N_("Write the delivery cost in dirhams, from 0 to 100,000.")


def offer(
    request: PurchaseRequest,
    *,
    delivery_cost: int,
    expires_on: date,
    note: str | None = None,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> Offer:
    """Send the customer what was answered. What the answers hold passes to the offer.

    delivery_cost: centimes. seen: the request's version that the offer was read from; Stale where an answer was given
    since, for nobody has read that one. Holds that ended meanwhile are taken again, or the offer is refused.
    """
    who = Who(Actor.STAFF, by)
    if not by.is_a(*STAFF):
        raise Forbidden
    locking.hold(request)
    check(request.state, Deed.OFFER, who)
    if seen is not None and seen != request.version:
        raise Stale
    today = clock.local(at).date()
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise WrongExpiry(field="expires_on")
    if not 0 <= delivery_cost <= DEAREST_DELIVERY:
        raise WrongDelivery(field="delivery_cost")
    promised = _promised(request)
    _hold_again(promised, at)
    made = _write(request, promised, delivery_cost, expires_on, at)
    made.note, made.sent_by = note or None, by
    db.session.add(made)
    db.session.flush()
    papers.issue_pro_forma(made, by=by, at=at)
    move(request, Deed.OFFER, who, at=at, offer_id=made.id)
    telling.offer_ready(made, at=at)
    return made


def _promised(request: PurchaseRequest) -> list[LineAnswer]:
    answers = locking.live_answers(request)
    promised = [answers[line.id] for line in request.lines if line.id in answers]
    promised = [answer for answer in promised if answer.kind is not AnswerKind.DECLINED]
    if not promised:
        raise NothingToOffer
    return promised


def _hold_again(promised: list[LineAnswer], at: datetime) -> None:
    """Answers whose seven days are over hold nothing: try again, in the order all rules lock in."""
    for answer in sorted(promised, key=lambda a: (a.line.artisan_id or 0, a.line.variant_id or 0)):
        if not holds.are_live(answer):
            locking.hold_maker(answer.line)
            holds.release([answer], at=at)
            answer.ready_on = holds.place(answer, answer.line, at=at)


def _write(
    request: PurchaseRequest, promised: list[LineAnswer], delivery_cost: int, expires_on: date, at: datetime
) -> Offer:
    version = db.session.scalar(select(func.count(Offer.id)).where(Offer.request_id == request.id)) or 0
    goods = totals.goods(promised)
    totals.check(goods + delivery_cost)
    today = clock.local(at).date()
    lines = [_line(answer, position, today) for position, answer in enumerate(promised)]
    return Offer(
        request=request,
        number_in_request=version + 1,
        number=numbering.take(numbering.OFFER, today.year),
        goods=goods,
        delivery_cost=delivery_cost,
        total=goods + delivery_cost,
        ready_on=max(line.ready_on for line in lines),
        expires_on=expires_on,
        expires_at=clock.end_of_day(expires_on),
        sent_at=at,
        lines=lines,
    )


def _line(answer: LineAnswer, position: int, today: date) -> OfferLine:
    assert answer.unit_price is not None  # answering refuses a promise without a price
    return OfferLine(
        line=answer.line,
        answer=answer,
        position=position,
        titles=answer.line.titles,
        quantity=answer.quantity,
        unit_price=answer.unit_price,
        amount=totals.amount(answer),
        ready_on=answer.ready_on or today,
    )
