"""Demand as it is read: days that were rolled up, and raw signals for those that were not yet."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, rolling
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind


class About(NamedTuple):
    """What a question is about: some pieces, some artisans. items: the same pieces as a statement, where many."""

    item_ids: frozenset[int] = frozenset()
    artisan_ids: frozenset[int] = frozenset()
    items: Select[tuple[int]] | None = None

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
    fresh: date | None = None,
) -> list[Cell]:
    """The cells of some days, both ends included, kept or counted this moment. At most four statements.

    about: only of these pieces, and of what these artisans make.
    fresh: the first day that was not rolled up, where the caller knows.
    by_piece: else views of pieces that could be had are summed by craft, which is a fraction of the rows.
    Cells of the same thing on the same day may come in two halves; whoever reads adds them up.
    """
    fresh = fresh or first_fresh_day(now)
    chosen: list[ColumnElement[bool]] = [DemandDay.kind.in_(kinds)] if kinds else []
    if craft_id is not None:
        chosen.append(DemandDay.craft_id == craft_id)
    if artisan_id is not None:
        chosen.append(DemandDay.artisan_id == artisan_id)
    if about is not None:
        chosen.append(about.of_days())
    old = _rolled(first, min(last, fresh - timedelta(days=1)), chosen, by_piece)
    new = counting.cells(max(first, fresh), min(last, clock.local(now).date()), craft_id=craft_id)
    return old + [
        cell
        for cell in new
        if (not kinds or cell.kind in kinds)
        and (artisan_id is None or cell.artisan_id == artisan_id)
        and (about is None or about.holds(cell))
    ]


def first_fresh_day(now: datetime) -> date:
    """From which day on raw signals are counted: the day after the last one rolled up, at most ninety days ago."""
    today = clock.local(now).date()
    last = rolling.last_rolled(today)
    horizon = today - timedelta(days=rolling.RAW_DAYS)
    return max(last + timedelta(days=1), horizon) if last else horizon


def _rolled(first: date, last: date, chosen: list[ColumnElement[bool]], by_piece: bool) -> list[Cell]:
    if first > last:
        return []
    which = _which(by_piece)
    sums = (DemandDay.signals, DemandDay.visitors, DemandDay.quantity, DemandDay.value, DemandDay.without_result)
    inner = select(*which, *sums).where(DemandDay.day >= first, DemandDay.day <= last, *chosen)
    kept = list(inner.subquery().c)
    summed = select(*kept[: len(which)], *map(func.sum, kept[len(which) :])).group_by(*kept[: len(which)])
    return [Cell(*row[: len(which)], *map(int, row[len(which) :])) for row in db.session.execute(summed)]


def _which(by_piece: bool) -> list[ColumnElement[Any]]:
    """What tells cells apart, in the order of Cell's fields."""
    day = DemandDay
    could_be_had = and_(day.kind == SignalKind.VIEW, ~day.out_of_stock)
    piece: list[ColumnElement[Any]] = [day.item_id.expression, day.craft_id.expression, day.artisan_id.expression]
    if not by_piece:
        piece[0] = case((could_be_had, 0), else_=day.item_id).label("item_id")
        piece[2] = case((could_be_had, 0), else_=day.artisan_id).label("artisan_id")
    rest = (day.words, day.reason, day.country, day.out_of_stock)
    return [day.day.expression, day.kind.expression, *piece, *(column.expression for column in rest)]


def first_day() -> date | None:
    """Since when demand is recorded."""
    days = (db.session.scalar(select(func.min(DemandDay.day))), counting.first_raw_day())
    return min((day for day in days if day), default=None)
