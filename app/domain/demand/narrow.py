"""What opportunities are looked for in: the cells of their own kinds, and sums of all that values them.

A row a craft for the sums and a row a craft and day for views of what could be had, so that what is read does not grow
with pieces or visits.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, reading
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import Kind

VALUED_BY = (SignalKind.VIEW, SignalKind.REQUEST_LINE, SignalKind.OFFER_ACCEPTED, SignalKind.OFFER_REFUSED)
_SEARCHED = (SignalKind.SEARCH, SignalKind.CLICK)
_OF_KIND: dict[Kind, tuple[SignalKind, ...]] = {
    Kind.NO_RESULT: _SEARCHED,
    Kind.POOR_RESULT: _SEARCHED,
    Kind.UNAVAILABLE: _SEARCHED,
    Kind.OUT_OF_STOCK: (SignalKind.STOCK_ALERT, SignalKind.REQUEST_LINE),
    Kind.DECLINED: (SignalKind.DECLINE, SignalKind.REQUEST_LINE),
    Kind.REDUCED: (SignalKind.REDUCTION, SignalKind.REQUEST_LINE),
    Kind.REFUSED: (SignalKind.OFFER_REFUSED, SignalKind.OFFER_ACCEPTED, SignalKind.REQUEST_LINE),
    Kind.ATTRIBUTE: (),
    Kind.RISING: (),
}
"""Signs that are all read; what is read in part stands in ``_of``."""


def cells(kinds: Collection[Kind], first: date, last: date, *, now: datetime) -> tuple[list[Cell], list[Cell]]:
    """The cells that opportunities of some kinds are made of, and those that value them. Four statements."""
    fresh = reading.first_fresh_day(now)
    day = DemandDay
    days = and_(day.day >= first, day.day <= min(last, fresh - timedelta(days=1)))
    could_be_had = and_(day.kind == SignalKind.VIEW, ~day.out_of_stock)
    item = case((could_be_had, 0), else_=day.item_id).label("item_id")
    said = (day.words, day.reason, day.country, day.out_of_stock, day.facet, day.language)
    own = _summed([day.day, day.kind, item, day.craft_id, *said], and_(days, _of(kinds)), is_own=True)
    nothing = [literal(text).label(f"no{place}") for place, text in enumerate(("", "", "", False, "", ""))]
    whole = literal(first, day.day.type).label("day"), day.kind, literal(0).label("item_id"), day.craft_id
    sums = _summed([*whole, *nothing], and_(days, day.kind.in_(VALUED_BY)), is_own=False)
    found: tuple[list[Cell], list[Cell]] = ([], [])
    for is_own, on, kind, piece, craft, words, reason, country, gone, facet, language, *counts in db.session.execute(
        union_all(own, sums)
    ):
        found[0 if is_own else 1].append(
            Cell(on, SignalKind(kind), piece, craft, 0, words, reason, country, bool(gone), facet, language,
                 *map(int, counts))
        )  # fmt: skip
    today = counting.cells(max(first, fresh), min(last, clock.local(now).date()))
    found[0].extend(cell for cell in today if _is_of(cell, kinds))
    found[1].extend(cell for cell in today if cell.kind in VALUED_BY)
    return found


def _of(kinds: Collection[Kind]) -> ColumnElement[bool]:
    day = DemandDay
    chosen: list[ColumnElement[bool]] = [day.kind.in_({sign for kind in kinds for sign in _OF_KIND[kind]})]
    if Kind.OUT_OF_STOCK in kinds:
        chosen.append(and_(day.kind == SignalKind.VIEW, day.out_of_stock))
    if Kind.RISING in kinds:
        chosen.append(and_(day.kind == SignalKind.VIEW, ~day.out_of_stock))
    if Kind.ATTRIBUTE in kinds:
        chosen.append(and_(day.kind == SignalKind.IMPRESSION, day.facet != "", day.without_result > 0))
    return or_(*chosen)


def _is_of(cell: Cell, kinds: Collection[Kind]) -> bool:
    """The same of a cell that was counted just now."""
    match cell.kind:
        case SignalKind.VIEW:
            return (Kind.OUT_OF_STOCK if cell.out_of_stock else Kind.RISING) in kinds
        case SignalKind.IMPRESSION:
            return Kind.ATTRIBUTE in kinds and cell.facet != "" and cell.without_result > 0
        case _:
            return any(cell.kind in _OF_KIND[kind] for kind in kinds)


def _summed(columns: list[Any], where: ColumnElement[bool], *, is_own: bool) -> Select[Any]:
    """Summed by the columns; these are named first, for an engine that takes two equal constants for different ones."""
    day = DemandDay
    counts = (day.signals, day.visitors, day.quantity, day.value, day.without_result)
    inner = select(*columns, *counts).where(where).subquery()
    which, sums = list(inner.c)[: len(columns)], list(inner.c)[len(columns) :]
    return select(literal(is_own), *which, *map(func.sum, sums)).group_by(*which)
