"""Demand as it is read: days that were rolled up, and raw signals for those that were not yet."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, rolling
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind

MANY = (SignalKind.IMPRESSION, SignalKind.CLICK, SignalKind.PAST_SALE)
"""Kinds that are read only by whoever asks for them."""
USUAL = tuple(kind for kind in SignalKind if kind not in MANY)


class About(NamedTuple):
    """What a question is about: some pieces, some artisans."""

    item_ids: frozenset[int] = frozenset()
    artisan_ids: frozenset[int] = frozenset()


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
    fresh: date | None = None,
) -> list[Cell]:
    """The cells of some days, both ends included, kept or counted this moment. At most four statements.

    kinds: where none is named, all but what lists showed, what was opened from searches and past sales.
    about: only of these pieces, and of what these artisans make.
    fresh: see ``first_fresh_day``, where the caller has asked already.
    by_piece: else views of pieces that could be had are summed by craft, which is a fraction of the rows.
    by_facet, by_language: else cells say nothing of what a list was narrowed to, of the language of a search.
    Cells of the same thing on the same day may come in two halves; whoever reads adds them up.
    """
    fresh = fresh or first_fresh_day(now)
    wanted = kinds or USUAL
    chosen: list[ColumnElement[bool]] = [DemandDay.kind.in_(wanted)]
    if craft_id is not None:
        chosen.append(DemandDay.craft_id == craft_id)
    if artisan_id is not None:
        chosen.append(DemandDay.artisan_id == artisan_id)
    if about is not None:
        chosen.append(or_(DemandDay.item_id.in_(about.item_ids), DemandDay.artisan_id.in_(about.artisan_ids)))
    old = _rolled(first, min(last, fresh - timedelta(days=1)), chosen, _which(by_piece, by_facet, by_language))
    new = counting.cells(max(first, fresh), min(last, clock.local(now).date()), kinds=wanted, craft_id=craft_id)
    return old + [
        replace(cell, facet=cell.facet if by_facet else "", language=cell.language if by_language else "")
        for cell in new
        if (artisan_id is None or cell.artisan_id == artisan_id)
        and (about is None or cell.item_id in about.item_ids or cell.artisan_id in about.artisan_ids)
    ]


def first_fresh_day(now: datetime) -> date:
    """From which day on raw signals are counted: the day after the last one rolled up, at most ninety days ago."""
    today = clock.local(now).date()
    last = rolling.last_rolled(today)
    horizon = today - timedelta(days=rolling.RAW_DAYS)
    return max(last + timedelta(days=1), horizon) if last else horizon


def _rolled(first: date, last: date, chosen: list[ColumnElement[bool]], which: list[ColumnElement[Any]]) -> list[Cell]:
    if first > last:
        return []
    sums = (DemandDay.signals, DemandDay.visitors, DemandDay.quantity, DemandDay.value, DemandDay.without_result)
    inner = select(*which, *sums).where(DemandDay.day >= first, DemandDay.day <= last, *chosen)
    kept = list(inner.subquery().c)
    summed = select(*kept[: len(which)], *map(func.sum, kept[len(which) :])).group_by(*kept[: len(which)])
    return [Cell(*row[: len(which)], *map(int, row[len(which) :])) for row in db.session.execute(summed)]


def _which(by_piece: bool, by_facet: bool, by_language: bool) -> list[ColumnElement[Any]]:
    """What tells cells apart, in the order of Cell's fields."""
    day = DemandDay
    could_be_had = and_(day.kind == SignalKind.VIEW, ~day.out_of_stock)
    piece: list[ColumnElement[Any]] = [day.item_id.expression, day.craft_id.expression, day.artisan_id.expression]
    if not by_piece:
        piece[0] = case((could_be_had, 0), else_=day.item_id).label("item_id")
        piece[2] = case((could_be_had, 0), else_=day.artisan_id).label("artisan_id")
    rest = [column.expression for column in (day.words, day.reason, day.country, day.out_of_stock)]
    facet = day.facet.expression if by_facet else literal("").label("facet")
    language = day.language.expression if by_language else literal("").label("language")
    return [day.day.expression, day.kind.expression, *piece, *rest, facet, language]


def first_day() -> date | None:
    """Since when demand is recorded here; what was sold before may be older."""
    kept = select(func.min(DemandDay.day)).where(DemandDay.kind != SignalKind.PAST_SALE)
    days = (db.session.scalar(kept), counting.first_raw_day())
    return min((day for day in days if day), default=None)
