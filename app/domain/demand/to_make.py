"""What an artisan could make in the coming weeks: each piece with what is there, what is expected, and how many."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue import ownership
from app.domain.catalogue.models import Item, ItemState, Kind
from app.domain.demand import expected, making
from app.domain.demand.bands import Band
from app.domain.demand.forecast_models import Forecast
from app.domain.demand.foreseeing import WEEK
from app.domain.demand.making import Losses, Making, Wanted
from app.domain.people.models import Artisan
from app.domain.purchasing.capacity import monday
from app.domain.purchasing.offer_models import CapacityBooking, Hold

MISSED = 0.6
"""What a piece loses that was wanted and not there, as a share of its price: what is left when the material is paid."""
DURABLE_WEEKS, FOOD_WEEKS = 8, 4
SHELVED = frozenset({Kind.READY, Kind.READY_THEN_MADE})


@dataclass(frozen=True)
class Line:
    """A piece. promised: reserved by requests. four, eight: what weeks may bring, None where nothing is known.

    making: how many; None where it is made to order, one of a kind, or nothing is known. is_own: the forecast is the
    piece's own, else of pieces of its craft that are as new.
    """

    item: Item
    ready: int
    promised: int
    four: Band | None
    eight: Band | None
    making: Making | None
    is_own: bool

    @property
    def is_unique(self) -> bool:
        return all(variant.kind is Kind.UNIQUE for variant in self.item.variants)


@dataclass(frozen=True)
class Work:
    """weeks: how far ahead. free: pieces that can still be made in them; None where the capacity is not known."""

    lines: list[Line]
    weeks: int
    free: int | None

    @property
    def is_short(self) -> bool:
        """Whether more would be right than there is time for."""
        return any(line.making and line.making.quantity < line.making.wanted for line in self.lines)


def of(artisan: Artisan, *, today: date, unsold: float, unsold_food: float) -> Work:
    """unsold, unsold_food: what a piece that stays loses, as shares of its price. About eight statements."""
    items = [item for item in ownership.pieces_of(artisan) if item.state is ItemState.PUBLISHED and item.variants]
    weeks = FOOD_WEEKS if any(item.craft.is_food for item in items) else DURABLE_WEEKS
    own = expected.of_items([item.id for item in items])
    new = expected.of_newcomers({item.craft_id for item in items})
    known = {item.id: own.get(item.id) or expected.newcomer(new, item.craft_id, _age(item, today)) for item in items}
    made = {item.id: kept for item in items if (kept := known[item.id]) and _is_shelved(item)}
    free = _free(artisan, today, weeks)
    wanted = [
        _wanted(item, made[item.id], weeks, unsold_food if item.craft.is_food else unsold)
        for item in items
        if item.id in made
    ]
    quantities = dict(zip(made, making.how_many(wanted, free), strict=True))
    lines = [_line(item, known[item.id], quantities.get(item.id), is_own=item.id in own) for item in items]
    return Work(sorted(lines, key=_most_first), weeks, free)


def _line(item: Item, kept: Forecast | None, quantity: Making | None, *, is_own: bool) -> Line:
    four, eight = (Band(kept.made_on, expected.total(kept, weeks)) if kept else None for weeks in (4, 8))
    promised = sum(variant.reserved for variant in item.variants)
    return Line(item, item.available, promised, four, eight, quantity, is_own)


def _most_first(line: Line) -> tuple[int, float, int]:
    return (-line.making.quantity if line.making else 1, -line.eight.mean if line.eight else 0.0, line.item.id)


def _wanted(item: Item, kept: Forecast, weeks: int, unsold: float) -> Wanted:
    return Wanted(expected.total(kept, weeks), item.main.price, item.available, Losses(unsold, MISSED))


def _is_shelved(item: Item) -> bool:
    """Whether pieces of it can be made ahead and wait on a shelf."""
    return any(variant.kind in SHELVED for variant in item.variants)


def _age(item: Item, today: date) -> int:
    """Whole weeks since it is shown."""
    return (today - clock.local(item.published_at).date()).days // WEEK if item.published_at else 0


def _free(artisan: Artisan, today: date, weeks: int) -> int | None:
    """Pieces that can still be made in the weeks that begin with this one."""
    if not artisan.weekly_capacity:
        return None
    return max(artisan.weekly_capacity * weeks - int(db.session.scalar(booked(artisan.id, today, weeks)) or 0), 0)


def booked(artisan_id: int | ColumnElement[int], today: date, weeks: int) -> Select[int]:
    """Pieces an artisan has promised to make in the weeks that begin with this one."""
    first = monday(today)
    return select(func.coalesce(func.sum(CapacityBooking.quantity), 0)).where(
        CapacityBooking.artisan_id == artisan_id,
        CapacityBooking.week >= first,
        CapacityBooking.week < first + timedelta(weeks=weeks),
        CapacityBooking.state != Hold.RELEASED,
    )
