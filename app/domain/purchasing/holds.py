"""What is set aside for a line answer: ready units reserved, units to be made booked. Released exactly once.

Both are written with the condition in the WHERE, so available never goes below zero whatever runs beside it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue.models import Variant
from app.domain.purchasing import capacity
from app.domain.purchasing.models import LineAnswer, RequestLine
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Reservation

_SHELF = (Variant.on_hand, Variant.reserved, Variant.version)


class NotEnoughReady(Refusal):
    text = N_("Ready now: %(available)d. The others are promised to somebody else.")


def place(answer: LineAnswer, line: RequestLine, *, at: datetime) -> date:
    """Set aside what an answer promises. Returns the day all of it is ready.

    Raises NotEnoughReady, or TooMuchWork where the maker's weeks are full.
    """
    today = clock.local(at).date()
    shares: list[capacity.Share] = []
    if answer.quantity_made and line.artisan is not None:
        shares = capacity.plan(line.artisan, line.variant, answer.quantity_made, today)
        _book(answer, line, shares, at)
    if answer.quantity_ready and line.variant is not None:
        _reserve(answer, line.variant, at)
    return capacity.ready_on(shares, today, answer.lead_days)


def are_live(answer: LineAnswer) -> bool:
    """Whether all that an answer promises is still set aside."""
    booked = sum(_live_quantities(CapacityBooking, answer))
    return (ready_held(answer), booked) == (answer.quantity_ready, answer.quantity_made)


def ready_held(answer: LineAnswer) -> int:
    """Ready pieces that are still set aside for an answer."""
    return sum(_live_quantities(Reservation, answer))


def release(answers: Iterable[LineAnswer], *, at: datetime) -> int:
    """Give back what these answers hold. Doing it twice changes nothing. Returns how many holds ended."""
    ended = 0
    ids = [answer.id for answer in answers]
    reservations = select(Reservation).where(Reservation.answer_id.in_(ids), Reservation.state == Hold.LIVE)
    for reservation in db.session.scalars(reservations.order_by(Reservation.variant_id, Reservation.id)).all():
        if end(Reservation, reservation.id, at):
            _give_back(reservation.variant_id, reservation.quantity)
            db.session.expire(reservation)
            ended += 1
    bookings = select(CapacityBooking).where(CapacityBooking.answer_id.in_(ids), CapacityBooking.state == Hold.LIVE)
    for booking in db.session.scalars(bookings.order_by(CapacityBooking.id)).all():
        ended += end(CapacityBooking, booking.id, at)
        db.session.expire(booking)
    return ended


def _reserve(answer: LineAnswer, variant: Variant, at: datetime) -> None:
    wanted = answer.quantity_ready
    take = (
        update(Variant)
        .where(Variant.id == variant.id, Variant.on_hand - Variant.reserved >= wanted)
        .values(reserved=Variant.reserved + wanted, version=Variant.version + 1)
        .returning(*_SHELF)
    )
    left = db.session.execute(take.execution_options(synchronize_session=False)).one_or_none()
    if left is None:
        db.session.refresh(variant, [column.key for column in _SHELF])
        raise NotEnoughReady(field="quantity_ready", available=variant.available)
    for name, value in left._mapping.items():
        set_committed_value(variant, name, value)
    db.session.add(Reservation(variant_id=variant.id, answer=answer, quantity=wanted, at=at))


def _book(answer: LineAnswer, line: RequestLine, shares: list[capacity.Share], at: datetime) -> None:
    for share in shares:
        db.session.add(
            CapacityBooking(
                artisan_id=line.artisan_id,
                variant_id=line.variant_id,
                answer=answer,
                week=share.week,
                quantity=share.quantity,
                at=at,
            )
        )


def _live_quantities(kind: type[Reservation] | type[CapacityBooking], answer: LineAnswer) -> list[int]:
    return list(db.session.scalars(select(kind.quantity).where(kind.answer_id == answer.id, kind.state == Hold.LIVE)))


def end(kind: type[Reservation] | type[CapacityBooking], id_: int, at: datetime, state: Hold = Hold.RELEASED) -> int:
    """1 for whoever ends the hold, 0 for everybody after."""
    return run(update(kind).where(kind.id == id_, kind.state == Hold.LIVE).values(state=state, ended_at=at))


def _give_back(variant_id: int, quantity: int) -> None:
    change(variant_id, reserved=Variant.reserved - quantity)


def change(variant_id: int, *conditions: ColumnElement[bool], **columns: Any) -> int:
    """Change a shelf in one statement, so that nothing that runs beside it is lost. Returns 0 where it does not fit."""
    db.session.flush()
    done = run(
        update(Variant).where(Variant.id == variant_id, *conditions).values(**columns, version=Variant.version + 1)
    )
    variant = db.session.identity_map.get(db.session.identity_key(Variant, variant_id))
    if variant is not None:
        db.session.refresh(variant, [column.key for column in _SHELF])
    return done


def run(statement: Update) -> int:
    """How many rows a change touched."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount
