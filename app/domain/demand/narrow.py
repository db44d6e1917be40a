"""What opportunities are looked for in: the cells of their own kinds, and sums of all that values them.

A row a craft for the sums and a row a craft and day for views of what could be had, so that what is read does not grow
with pieces or visits.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.types import NullType

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, reading
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.once import Once
from app.domain.demand.opportunities import SEARCHED, WEEKS, Kind
from app.domain.demand.reading import About

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
_WHICH = [type_coerce(column, NullType()) for column in (DemandDay.day, DemandDay.kind)]
"""As they lie in the database: there are few of them and many rows, and each is turned into what it is once."""


def cells(
    kinds: Collection[Kind],
    first: date,
    last: date,
    *,
    now: datetime,
    about: About | None = None,
    fresh: date | None = None,
    raw: Iterable[Cell] | None = None,
) -> tuple[list[Cell], list[Cell]]:
    """The cells that opportunities of some kinds are made of, and those that value them. Four statements.

    about: only of these pieces and artisans. fresh, raw: the first day not rolled up and the cells since, where the
    caller has read them. Searches and views of more than twelve weeks ago stand together on the first days.
    """
    fresh = fresh or reading.first_fresh_day(now)
    day = DemandDay
    days = [day.day >= first, day.day <= min(last, fresh - timedelta(days=1)), *([about.of_days()] if about else [])]
    daily = max(first, last - timedelta(days=7 * WEEKS - 1))
    found: tuple[list[Cell], list[Cell]] = ([], [])
    days_of, kinds_of = Once(_day), Once(SignalKind)
    for is_value, on, kind, item, craft, words, reason, country, gone, facet, *counts in db.session.execute(
        union_all(*_questions(kinds, first, daily, and_(*days)))
    ).all():
        found[is_value].append(
            Cell(days_of[on], kinds_of[kind], item, craft, 0, words, reason, country, bool(gone), facet, "",
                 *map(int, counts))
        )  # fmt: skip
    if raw is None:
        raw = counting.cells(max(first, fresh), min(last, clock.local(now).date()))
    today = [cell for cell in raw if first <= cell.day <= last and (about is None or about.holds(cell))]
    found[0].extend(cell for cell in today if _is_of(cell, kinds))
    found[1].extend(cell for cell in today if cell.kind in VALUED_BY)
    return found


def _questions(kinds: Collection[Kind], first: date, daily: date, within: ColumnElement[bool]) -> Iterator[Select[Any]]:
    """daily: from when on each day is told from the others."""
    day = DemandDay
    could_be_had = and_(day.kind == SignalKind.VIEW, ~day.out_of_stock)
    together = or_(day.kind.in_(_SEARCHED), could_be_had)
    said = (day.words, day.reason, day.country, day.out_of_stock, day.facet)
    counts = (day.signals, day.visitors, day.quantity, day.value, day.without_result)
    sums = [*map(func.sum, counts)]
    own, nothing = _of(kinds), (literal(""), literal(""), literal(""), false(), literal(""))
    each = select(literal(0), *_WHICH, day.item_id, day.craft_id, *said, *counts)
    yield each.where(within, own, ~could_be_had, or_(day.day >= daily, ~together))
    whole = select(literal(0), *_WHICH, literal(0), day.craft_id, *nothing, *sums).where(within)
    if Kind.RISING in kinds:
        yield whole.where(could_be_had, day.day >= daily).group_by(day.day, day.kind, day.craft_id)
    if daily > first and set(kinds) & SEARCHED:
        yield _long_ago(first, and_(within, day.day < daily))
    of_craft = select(
        literal(1), type_coerce(func.min(day.day), NullType()), _WHICH[1], literal(0), day.craft_id, *nothing, *sums
    ).where(within)
    yield of_craft.where(day.kind.in_(VALUED_BY)).group_by(day.kind, day.craft_id)


def _long_ago(first: date, within: ColumnElement[bool]) -> Select[Any]:
    """Searches, and what was opened from them, of weeks that are not told apart: on the first day those before it was
    recorded what is opened, on the next day all others. As many found nothing as did day by day.
    """
    day = DemandDay
    told = select(func.min(day.day)).where(within, day.kind == SignalKind.CLICK).correlate(None).scalar_subquery()
    known = case((day.day < told, 0), else_=1).label("known")
    empty = case((day.visitors < day.without_result, day.visitors), else_=day.without_result).label("empty")
    which = [type_coerce(day.kind, NullType()).label("kind"), day.craft_id, day.words]
    counts = (day.signals, day.visitors, day.quantity, day.value)
    gone = day.out_of_stock.label("gone")
    rows = select(known, *which, gone, *counts, empty).where(within, day.kind.in_(_SEARCHED)).subquery().c
    begin, after = (literal(one, day.day.type) for one in (first, first + timedelta(days=1)))
    on = type_coerce(case((rows.known == 0, begin), else_=after), NullType())
    return select(
        *(literal(0), on, rows.kind, literal(0), rows.craft_id, rows.words, literal(""), literal(""), rows.gone),
        *(literal(""), *(func.sum(rows[name]) for name in ("signals", "visitors", "quantity", "value", "empty"))),
    ).group_by(rows.known, rows.kind, rows.craft_id, rows.words, rows.gone)


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


def _day(lies: str | date) -> date:
    """An engine without a type for days keeps text."""
    return lies if isinstance(lies, date) else date.fromisoformat(lies)
