"""What becomes of what was set aside once a customer said yes: made, sent, taken back.

Hold and movement change together, each in one statement with its condition in it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select, update

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue.models import Kind, MovementKind, StockMovement, Variant
from app.domain.people.models import User
from app.domain.purchasing import holds
from app.domain.purchasing.models import LineAnswer
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Reservation


class AlreadyThere(Refusal):
    text = N_("The shelf holds this unique piece already. Correct its count first.")


class Hand(NamedTuple):
    """Who moves pieces, and when. on_behalf: for the maker."""

    by: User
    at: datetime
    on_behalf: bool = False


def make(answer: LineAnswer, hand: Hand) -> int:
    """What was booked is made: it comes on the shelf and stands reserved there. Returns how many pieces.

    A wish has no shelf: of it only the work ends.
    """
    bookings = select(CapacityBooking).where(CapacityBooking.answer_id == answer.id, CapacityBooking.state == Hold.LIVE)
    quantity = 0
    for booking in db.session.scalars(bookings.order_by(CapacityBooking.id)).all():
        if holds.end(CapacityBooking, booking.id, hand.at, Hold.MADE):
            quantity += booking.quantity
        db.session.expire(booking)
    variant_id = answer.line.variant_id
    if quantity and variant_id is not None:
        _come_in(variant_id, quantity, MovementKind.MADE, hand)
        _reserve_more(answer, variant_id, quantity, hand.at)
    return quantity


def ship(answers: Iterable[LineAnswer], hand: Hand) -> None:
    """What is reserved leaves."""
    for one in db.session.scalars(_of(answers).where(Reservation.state == Hold.LIVE)).all():
        if holds.end(Reservation, one.id, hand.at, Hold.SHIPPED):
            gone = {"on_hand": Variant.on_hand - one.quantity, "reserved": Variant.reserved - one.quantity}
            holds.change(one.variant_id, **gone)
            _write(one.variant_id, -one.quantity, MovementKind.SHIPPED, hand)
        db.session.expire(one)


def take_back(answers: Iterable[LineAnswer], hand: Hand, *, since: datetime) -> None:
    """What left in a parcel is here again, reserved as it was. since: when the parcel left. Raises AlreadyThere."""
    shipped = _of(answers).where(Reservation.state == Hold.SHIPPED, Reservation.ended_at >= since)
    for one in db.session.scalars(shipped).all():
        _come_in(one.variant_id, one.quantity, MovementKind.RETURNED, hand)
        _reserve_more(one.answer, one.variant_id, one.quantity, hand.at)


def _of(answers: Iterable[LineAnswer]) -> Select[Reservation]:
    """In the order in which every rule locks shelves."""
    theirs = Reservation.answer_id.in_([answer.id for answer in answers])
    return select(Reservation).where(theirs).order_by(Reservation.variant_id, Reservation.id)


def _come_in(variant_id: int, quantity: int, kind: MovementKind, hand: Hand) -> None:
    """Pieces come on the shelf, promised already."""
    fits = or_(Variant.kind != Kind.UNIQUE, Variant.on_hand + quantity <= 1)
    come = {"on_hand": Variant.on_hand + quantity, "reserved": Variant.reserved + quantity}
    if not holds.change(variant_id, fits, **come):
        raise AlreadyThere
    _write(variant_id, quantity, kind, hand)


def _write(variant_id: int, change: int, kind: MovementKind, hand: Hand) -> None:
    moved = {"variant_id": variant_id, "change": change, "kind": kind}
    db.session.add(StockMovement(**moved, by_id=hand.by.id, on_behalf=hand.on_behalf, at=hand.at))


def _reserve_more(answer: LineAnswer, variant_id: int, quantity: int, at: datetime) -> None:
    """One live reservation an answer: what it holds already grows."""
    live = (Reservation.answer_id == answer.id, Reservation.state == Hold.LIVE)
    if not holds.run(update(Reservation).where(*live).values(quantity=Reservation.quantity + quantity)):
        db.session.add(Reservation(variant_id=variant_id, answer=answer, quantity=quantity, at=at))
        db.session.flush()
    for one in db.session.scalars(select(Reservation).where(*live)):
        db.session.refresh(one)
