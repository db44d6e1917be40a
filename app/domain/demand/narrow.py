"""What one opportunity is found again from: the cells of its own kind, and sums of all that values it.

A row a craft for the sums, so that what is read does not grow with pieces, words or days.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, reading
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import Kind

VALUED_BY = (SignalKind.VIEW, SignalKind.REQUEST_LINE, SignalKind.OFFER_ACCEPTED, SignalKind.OFFER_REFUSED)
_SEARCHED = (SignalKind.SEARCH, SignalKind.CLICK)
OF_KIND = {
    Kind.NO_RESULT: _SEARCHED,
    Kind.POOR_RESULT: _SEARCHED,
    Kind.UNAVAILABLE: _SEARCHED,
    Kind.OUT_OF_STOCK: (SignalKind.VIEW, SignalKind.STOCK_ALERT, SignalKind.REQUEST_LINE),
    Kind.DECLINED: (SignalKind.DECLINE, SignalKind.REQUEST_LINE),
    Kind.REDUCED: (SignalKind.REDUCTION, SignalKind.REQUEST_LINE),
    Kind.REFUSED: (SignalKind.OFFER_REFUSED, SignalKind.OFFER_ACCEPTED, SignalKind.REQUEST_LINE),
    Kind.ATTRIBUTE: (SignalKind.IMPRESSION,),
    Kind.RISING: (SignalKind.VIEW,),
}


def cells(kind: Kind, first: date, last: date, *, now: datetime) -> tuple[list[Cell], list[Cell]]:
    """The cells an opportunity of a kind is made of, and those that value it. Four statements."""
    fresh = reading.first_fresh_day(now)
    day = DemandDay
    days = day.day >= first, day.day <= min(last, fresh - timedelta(days=1))
    item: Any = literal(0) if kind is Kind.RISING else day.item_id
    said = [day.words, day.reason, day.country, day.out_of_stock, day.facet, day.language]
    own = _summed([literal(True), day.day, day.kind, item, day.craft_id, *said]).where(*days, _of(kind))
    nothing = [literal(""), literal(""), literal(""), literal(False), literal(""), literal("")]
    sums = [literal(False), literal(first, day.day.type), day.kind, literal(0), day.craft_id, *nothing]
    both = union_all(own, _summed(sums).where(*days, day.kind.in_(VALUED_BY)))
    found: tuple[list[Cell], list[Cell]] = ([], [])
    for is_own, on, of, piece, craft, words, reason, country, gone, facet, language, *counts in db.session.execute(
        both
    ):
        signals, visitors, quantity, value, nothing_found = map(int, counts)
        found[0 if is_own else 1].append(
            Cell(on, SignalKind(of), piece, craft, 0, words, reason, country, bool(gone), facet, language,
                 signals, visitors, quantity, value, nothing_found)
        )  # fmt: skip
    today = counting.cells(max(first, fresh), min(last, clock.local(now).date()))
    found[0].extend(cell for cell in today if cell.kind in OF_KIND[kind])
    found[1].extend(cell for cell in today if cell.kind in VALUED_BY)
    return found


def _of(kind: Kind) -> ColumnElement[bool]:
    if kind is Kind.OUT_OF_STOCK:
        gone = and_(DemandDay.kind == SignalKind.VIEW, DemandDay.out_of_stock)
        return or_(gone, DemandDay.kind.in_((SignalKind.STOCK_ALERT, SignalKind.REQUEST_LINE)))
    return DemandDay.kind.in_(OF_KIND[kind])


def _summed(columns: list[Any]) -> Select[Any]:
    """Grouped by what are columns of the table; constants stand beside them."""
    day = DemandDay
    sums = map(func.sum, (day.signals, day.visitors, day.quantity, day.value, day.without_result))
    return select(*columns, *sums).group_by(*(one for one in columns if hasattr(one, "class_")))
