"""Demand as it is read: what was counted of days, and raw signals for what was not counted yet."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.types import NullType

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, counts, raw
from app.domain.demand.counting import Cell
from app.domain.demand.counts import Fresh
from app.domain.demand.models import NOTED, DemandDay, SignalKind
from app.domain.demand.once import Once

MANY = (SignalKind.IMPRESSION, SignalKind.CLICK, SignalKind.PAST_SALE)
"""Kinds that are read only by whoever asks for them."""
USUAL = tuple(kind for kind in SignalKind if kind not in MANY)


class About(NamedTuple):
    """What a question is about: some pieces, some artisans. items: the same pieces as a statement, where many."""

    item_ids: frozenset[int] = frozenset()
    artisan_ids: frozenset[int] = frozenset()
    items: Select[int] | None = None

    def of_days(self) -> ColumnElement[bool]:
        """As a condition on kept days."""
        pieces = self.item_ids if self.items is None else self.items
        return or_(DemandDay.item_id.in_(pieces), DemandDay.artisan_id.in_(self.artisan_ids))

    def holds(self, cell: Cell) -> bool:
        return cell.item_id in self.item_ids or cell.artisan_id in self.artisan_ids


def cells(
    first: date,
    last: date,
    *,
    now: datetime,
    kinds: tuple[SignalKind, ...] = (),
    craft_id: int | None = None,
    artisan_id: int | None = None,
    about: About | None = None,
    by_piece: bool = True,
    by_facet: bool = False,
    by_language: bool = False,
    fresh: Fresh | None = None,
) -> list[Cell]:
    """The cells of some days, both ends included, kept or counted this moment. At most four statements.

    kinds: where none is named, all but what lists showed, what was opened from searches and past sales.
    about: only of these pieces, and of what these artisans make.
    by_piece: else views of pieces that could be had are summed by craft, and what was opened from searches by their
    words, which is a fraction of the rows.
    by_facet, by_language: else cells say nothing of what a list was narrowed to, of the language of a search.
    fresh: where the caller has asked already.
    Cells of the same thing on the same day may come in several parts; whoever reads adds them up.
    """
    fresh = fresh or counts.read(now)
    wanted = kinds or USUAL
    chosen: list[ColumnElement[bool]] = [DemandDay.kind.in_(wanted)]
    if craft_id is not None:
        chosen.append(DemandDay.craft_id == craft_id)
    if artisan_id is not None:
        chosen.append(DemandDay.artisan_id == artisan_id)
    if about is not None:
        chosen.append(about.of_days())
    said = [DemandDay.facet if by_facet else literal(""), DemandDay.language if by_language else literal("")]
    old = _rolled(first, min(last, fresh.noted - timedelta(days=1)), chosen, said, by_piece)
    new = since(first, last, now=now, kinds=wanted, craft_id=craft_id, fresh=fresh)
    return old + [
        replace(cell, facet=cell.facet if by_facet else "", language=cell.language if by_language else "")
        for cell in new
        if (artisan_id is None or cell.artisan_id == artisan_id) and (about is None or about.holds(cell))
    ]


def since(
    first: date, last: date, *, now: datetime, kinds: Collection[SignalKind], fresh: Fresh, craft_id: int | None = None
) -> list[Cell]:
    """Of some days the cells that nobody has counted yet. Three statements, one where this day's visits are counted."""
    last = min(last, clock.local(now).date())
    noted, told = set(kinds).intersection(NOTED), set(kinds).difference(NOTED)
    if noted and fresh.noted <= fresh.day:
        return counting.cells(max(first, fresh.day), last, kinds=noted | told, craft_id=craft_id)
    return counting.cells(max(first, fresh.day), last, kinds=told, craft_id=craft_id) if told else []


def _rolled(first: date, last: date, chosen: list[ColumnElement[bool]], said: list[Any], by_piece: bool) -> list[Cell]:
    """said: the facet and the language, or nothing in their place."""
    if first > last:
        return []
    day = DemandDay
    within = (day.day.between(first, last), *chosen)
    whole = select(*_WHICH, *said, *_COUNTS).where(*within)
    if by_piece:
        return _cells(whole)
    could_be_had, opened = and_(day.kind == SignalKind.VIEW, ~day.out_of_stock), day.kind == SignalKind.CLICK
    none, empty, sums = literal(0), literal(""), list(map(func.sum, _COUNTS))
    views = select(*_WHICH[:2], none, day.craft_id, none, empty, empty, empty, false(), empty, empty, *sums)
    clicks = select(*_WHICH[:2], none, none, none, day.words, empty, empty, false(), empty, said[1], *sums)
    return _cells(
        union_all(
            whole.where(~could_be_had, ~opened),
            views.where(*within, could_be_had).group_by(day.day, day.kind, day.craft_id),
            clicks.where(*within, opened).group_by(day.day, day.kind, day.words, *said[1:]),
        )
    )


_WHICH = [
    *(type_coerce(column, NullType()) for column in (DemandDay.day, DemandDay.kind)),
    *(DemandDay.item_id, DemandDay.craft_id, DemandDay.artisan_id),
    *(DemandDay.words, DemandDay.reason, DemandDay.country, type_coerce(DemandDay.out_of_stock, Integer())),
]
_COUNTS = [DemandDay.signals, DemandDay.visitors, DemandDay.quantity, DemandDay.value, DemandDay.without_result]
"""In the order of Cell's fields, the facet and the language between them. Days, kinds and yes or no as they lie in the
database: there are few of them and many rows, and each is turned into what it is once."""


def _cells(query: Executable) -> list[Cell]:
    days, kinds, rows = Once(_day), Once(SignalKind), db.session.execute(query).all()
    return [
        Cell(days[day], kinds[kind], item, craft, artisan, words, reason, country, bool(sold_out), *rest)
        for day, kind, item, craft, artisan, words, reason, country, sold_out, *rest in rows
    ]


def _day(lies: str | date) -> date:
    """An engine without a type for days keeps text."""
    return lies if isinstance(lies, date) else date.fromisoformat(lies)


def first_day() -> date | None:
    """Since when demand is recorded here; what was sold before may be older."""
    kept = select(func.min(DemandDay.day)).where(DemandDay.kind != SignalKind.PAST_SALE)
    days = (db.session.scalar(kept), raw.first_raw_day())
    return min((day for day in days if day), default=None)
