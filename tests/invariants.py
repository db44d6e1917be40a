"""What holds of a whole database whatever was done to it: the invariants of the domain, each as one question.

Asked after a rush and after kills. Each gives what is wrong, in words; nothing is well.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.base.database import db
from app.domain.catalogue.models import Kind, StockMovement, Variant
from app.domain.people.models import Artisan
from app.domain.purchasing import arrows
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestEvent, State
from app.domain.purchasing.offer_models import (
    CapacityBooking,
    DocumentCounter,
    Hold,
    Offer,
    OfferLine,
    OfferState,
    Reservation,
)


def broken() -> list[str]:
    """All of it."""
    return [*of_stock(), *of_holds(), *of_requests(), *of_offers()]


def of_stock() -> list[str]:
    """On hand is the sum of movements, reserved the sum of live reservations, and never more than is on hand."""
    moved = _sum(StockMovement.change, select(StockMovement.variant_id).group_by(StockMovement.variant_id))
    held = _sum(
        Reservation.quantity,
        select(Reservation.variant_id).where(Reservation.state == Hold.LIVE).group_by(Reservation.variant_id),
    )
    columns = (Variant.id, Variant.kind, Variant.on_hand, Variant.reserved)
    trouble = []
    for id_, kind, on_hand, reserved in db.session.execute(select(*columns)):
        sound = (
            on_hand == moved[id_]
            and reserved == held[id_]
            and 0 <= reserved <= on_hand
            and (kind is not Kind.UNIQUE or on_hand <= 1)
        )
        if not sound:
            told = f"{on_hand} on hand of {moved[id_]} moved, {reserved} reserved of {held[id_]} held"
            trouble.append(f"variant {id_}: {told}")
    return trouble


def of_holds() -> list[str]:
    """Every live hold belongs to a live answer, a line has one, and no week holds more than its maker can make."""
    trouble = []
    for kind in (Reservation, CapacityBooking):
        orphans = select(kind.id).join(LineAnswer, LineAnswer.id == kind.answer_id)
        orphans = orphans.where(kind.state == Hold.LIVE, ~LineAnswer.live)
        trouble += [
            f"{kind.__tablename__} {id_} of an answer that counts no more" for id_ in db.session.scalars(orphans)
        ]
    twice = select(LineAnswer.line_id).where(LineAnswer.live).group_by(LineAnswer.line_id).having(func.count() > 1)
    trouble += [f"line {id_} has two answers" for id_ in db.session.scalars(twice)]
    booked = func.sum(CapacityBooking.quantity)
    weeks = select(Artisan.id, CapacityBooking.week, booked, Artisan.weekly_capacity).join(
        Artisan, Artisan.id == CapacityBooking.artisan_id
    )
    weeks = weeks.where(CapacityBooking.state != Hold.RELEASED).group_by(Artisan.id, CapacityBooking.week)
    full = db.session.execute(weeks.having(booked > Artisan.weekly_capacity))
    trouble += [f"maker {id_} makes {made} of {most} in the week of {week}" for id_, week, made, most in full]
    return trouble


def of_requests() -> list[str]:
    """The events of a request replay to its state."""
    logs: dict[int, list[RequestEvent]] = defaultdict(list)
    for event in db.session.scalars(select(RequestEvent).order_by(RequestEvent.id)):
        logs[event.request_id].append(event)
    trouble = []
    for id_, state in db.session.execute(select(PurchaseRequest.id, PurchaseRequest.state)):
        try:
            led_to: State | None = arrows.replay(logs[id_])
        except ValueError as wrong:
            trouble.append(f"request {id_}: {wrong}")
            continue
        if led_to is not state:
            trouble.append(f"request {id_} is {state}, its events lead to {led_to}")
    return trouble


def of_offers() -> list[str]:
    """A total is what its lines and the delivery come to, numbers have no gap, and one offer of a request counts."""
    goods = _sum(OfferLine.amount, select(OfferLine.offer_id).group_by(OfferLine.offer_id))
    sums = select(Offer.id, Offer.total, Offer.delivery_cost)
    trouble = [
        f"offer {id_} comes to {total}"
        for id_, total, delivery in db.session.execute(sums)
        if total != goods[id_] + delivery
    ]
    open_ = or_(Offer.state == OfferState.SENT, Offer.state == OfferState.ACCEPTED)
    several = select(Offer.request_id).where(open_).group_by(Offer.request_id).having(func.count() > 1)
    trouble += [f"request {id_} has two offers that count" for id_ in db.session.scalars(several)]
    numbers = sorted(int(number.rsplit("-", 1)[1]) for number in db.session.scalars(select(Offer.number)))
    last = db.session.scalar(select(func.sum(DocumentCounter.last)).where(DocumentCounter.kind == "OF")) or 0
    if numbers != list(range(1, int(last) + 1)):
        trouble.append(f"{len(numbers)} offers are numbered up to {last}")
    return trouble


def _sum(column: Any, by: Select[Any]) -> dict[int, int]:
    """A sum for each of what a query is grouped by; none where there is no row."""
    rows = db.session.execute(by.add_columns(func.sum(column)))
    return defaultdict(int, {key: int(total) for key, total in rows})
