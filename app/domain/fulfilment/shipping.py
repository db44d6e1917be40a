"""A parcel leaves, arrives, or comes back. Nothing leaves before every piece in it has passed its check."""

from datetime import datetime

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.base.money import Centimes
from app.domain.fulfilment import balance, goods, paying, settling, stages, telling
from app.domain.fulfilment.goods import Hand
from app.domain.fulfilment.models import Journey, Payment, ReturnReason, Shipment
from app.domain.fulfilment.stages import Stage
from app.domain.people.models import STAFF, User
from app.domain.purchasing import locking, papers
from app.domain.purchasing.arrows import Actor, Deed, Who, check, move
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import LineAnswer, PurchaseRequest
from app.domain.purchasing.offer_models import Offer


class NotChecked(Refusal):
    text = N_("Not everything has passed its check yet, so nothing can leave.")
    status = 409


class NoCarrier(Refusal):
    text = N_("Say who carries the parcel.")


class NoAddressYet(Refusal):
    text = N_("Nobody has said where the parcel goes. Ask the customer, then write the address down.")
    status = 409


def ship(request: PurchaseRequest, *, carrier: str, tracking: str | None = None, by: User, at: datetime) -> Shipment:
    """Send the parcel: hold and movement of every line are settled with it."""
    who = _staff(by)
    locking.hold(request)
    check(request.state, Deed.SHIP, who)
    if not carrier.strip():
        raise NoCarrier(field="carrier")
    if request.lacks_address:
        raise NoAddressYet
    offer = _accepted(request)
    if any(standing.stage is not Stage.PASSED for standing in stages.of(offer)):
        raise NotChecked
    goods.ship(_answers(offer), Hand(by, at))
    sent = Shipment(
        request_id=request.id, carrier=carrier.strip(), tracking=(tracking or "").strip() or None, sent_at=at,
        sent_by_id=by.id,
    )  # fmt: skip
    db.session.add(sent)
    db.session.flush()
    move(request, Deed.SHIP, who, at=at, shipment_id=sent.id)
    papers.issue_delivery_note(
        request,
        offer,
        carrier=sent.carrier,
        tracking=sent.tracking or "",
        to_collect=balance.reckoned(request, offer, balance.entries(request)).still_due,
        by=by,
        at=at,
    )
    telling.shipped(request, sent, at=at)
    return sent


def deliver(request: PurchaseRequest, *, cash: int = 0, by: User, at: datetime) -> None:
    """It has arrived. cash: centimes that were paid on delivery. Closes the request where nothing is owed any more."""
    who = _staff(by)
    locking.hold(request)
    check(request.state, Deed.DELIVER, who)
    _end(request, Journey.DELIVERED, at)
    move(request, Deed.DELIVER, who, at=at)
    telling.delivered(request, at=at)
    now = balance.of(request)
    if not cash:
        settling.close_if_settled(request, now, who, at=at)
        return
    if cash > now.still_due:
        raise paying.MoreThanDue(field="cash", sum=Centimes(now.still_due))
    paid = {"amount": cash, "way": PaymentWay.ON_DELIVERY, "paid_on": clock.local(at).date(), "at": at}
    paying.take_in(request, Payment(request_id=request.id, **paid, by=by), who, now)


def take_back(request: PurchaseRequest, reason: ReturnReason, *, by: User, at: datetime) -> None:
    """The parcel has come back: its pieces are on the shelf again, reserved as they were."""
    who = _staff(by)
    locking.hold(request)
    check(request.state, Deed.TAKE_BACK, who)
    sent = _end(request, Journey.RETURNED, at, reason)
    if sent is not None:
        goods.take_back(_answers(_accepted(request)), Hand(by, at), since=sent.sent_at)
    move(request, Deed.TAKE_BACK, who, at=at, reason=reason.value)
    telling.came_back(request, at=at)


def of(request: PurchaseRequest) -> list[Shipment]:
    """Its parcels, the last one first."""
    query = select(Shipment).where(Shipment.request_id == request.id)
    return list(db.session.scalars(query.order_by(Shipment.id.desc())))


def _end(
    request: PurchaseRequest, journey: Journey, at: datetime, reason: ReturnReason | None = None
) -> Shipment | None:
    query = select(Shipment).where(Shipment.request_id == request.id, Shipment.journey == Journey.ON_ITS_WAY)
    sent = db.session.scalar(query)
    if sent is not None:
        sent.journey, sent.ended_at, sent.return_reason = journey, at, reason
    return sent


def _accepted(request: PurchaseRequest) -> Offer:
    offer = balance.accepted_offer(request)
    if offer is None:
        raise Missing
    return offer


def _answers(offer: Offer) -> list[LineAnswer]:
    return [line.answer for line in offer.lines if line.accepted]


def _staff(by: User) -> Who:
    if not by.is_a(*STAFF):
        raise Forbidden
    return Who(Actor.STAFF, by)
