"""What opportunities are looked for in: the cells of their own kinds, and sums of all that values them.

A row a craft for the sums and a row a craft and day for views of what could be had, so that what is read does not grow
with pieces or visits.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType

from app.base import together
from app.base.together import Question
from app.domain.demand import counts, reading, remembered
from app.domain.demand.counting import Cell
from app.domain.demand.counts import Fresh
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.once import Once
from app.domain.demand.opportunities import WEEKS, Kind
from app.domain.demand.reading import About
from app.domain.demand.sought import TYPED, Typed

VALUED_BY = (SignalKind.VIEW, SignalKind.REQUEST_LINE, SignalKind.OFFER_ACCEPTED, SignalKind.OFFER_REFUSED)
_OF_KIND: dict[Kind, tuple[SignalKind, ...]] = {
    Kind.NO_RESULT: TYPED,
    Kind.POOR_RESULT: TYPED,
    Kind.UNAVAILABLE: TYPED,
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
_GONE = type_coerce(DemandDay.out_of_stock, NullType())
_SAID = (DemandDay.words, DemandDay.reason, DemandDay.country, _GONE, DemandDay.facet)
_NOTHING = (literal(""), literal(""), literal(""), type_coerce(false(), NullType()), literal(""))
_COUNTS = (DemandDay.signals, DemandDay.visitors, DemandDay.quantity, DemandDay.value, DemandDay.without_result)
_SUMS = tuple(map(func.sum, _COUNTS))
_PIECES = (SignalKind.REQUEST_LINE, SignalKind.OFFER_ACCEPTED)
_TOGETHER = {*TYPED, *_PIECES}
"""Signs that stand together where weeks are not told apart."""
_ALERT = aliased(DemandDay)


class Found(NamedTuple):
    """cells: what is looked through; typed: the searches among it, apart. valued_by: what values it."""

    cells: list[Cell]
    typed: Typed
    valued_by: list[Cell]


class _Kept(NamedTuple):
    cells: list[Cell]
    typed: list[Cell]
    valued_by: list[Cell]


def cells(
    kinds: Collection[Kind],
    first: date,
    last: date,
    *,
    now: datetime,
    about: About | None = None,
    fresh: Fresh | None = None,
    raw: Iterable[Cell] | None = None,
) -> Found:
    """The cells that opportunities of some kinds are made of, and those that value them. Four statements.

    about: only of these pieces and artisans. fresh, raw: what is not rolled up, and the cells since its first day,
    where the caller has read them. Searches and views of more than twelve weeks ago stand together on the first days.
    """
    fresh = fresh or counts.read(now)
    last_kept = min(last, fresh.day - timedelta(days=1))
    what = None if about else ("cells", frozenset(kinds), first, last, last_kept)
    question = partial(_kept, kinds, first, last, last_kept, about)
    kept = remembered.once(fresh, what, question) if what else question()
    if raw is None:
        since = max(first, fresh.day)
        raw = reading.cells(since, last, now=now, kinds=tuple(_signs(kinds)), by_facet=True, about=about, fresh=fresh)
    today = [cell for cell in raw if first <= cell.day <= last and (about is None or about.holds(cell))]
    looked_through = [cell for cell in today if _is_of(cell, kinds)]
    typed = [cell for cell in looked_through if cell.kind in TYPED]
    return Found(
        [*kept.cells, *(cell for cell in looked_through if cell.kind not in TYPED)],
        Typed(kept.typed, typed, (fresh, what) if what else None),
        [*kept.valued_by, *(cell for cell in today if cell.kind in VALUED_BY)],
    )


def _kept(kinds: Collection[Kind], first: date, last: date, last_kept: date, about: About | None) -> _Kept:
    """Of days that were rolled up."""
    day = DemandDay
    days = and_(day.day >= first, day.day <= last_kept, *([about.of_days()] if about else []))
    daily = max(first, last - timedelta(days=7 * WEEKS - 1))
    found = _Kept([], [], [])
    days_of, kinds_of = Once(_day), Once(SignalKind)
    every = together.plain(union_all(*_questions(kinds, first, daily, days)))
    for is_value, on, kind, item, craft, words, reason, country, gone, facet, *counted in every:
        sign = kinds_of[kind]
        (found.valued_by if is_value else found.typed if sign in TYPED else found.cells).append(
            Cell(days_of[on], sign, item, craft, 0, words, reason, country, bool(gone), facet, "",
                 *map(int, counted))
        )  # fmt: skip
    return found


def _signs(kinds: Collection[Kind]) -> set[SignalKind]:
    """All that must be counted just now: what has no words is half the work."""
    own = {sign for kind in kinds for sign in _OF_KIND[kind]}
    return {*VALUED_BY, *own, *([SignalKind.IMPRESSION] if Kind.ATTRIBUTE in kinds else [])}


def _questions(kinds: Collection[Kind], first: date, daily: date, within: ColumnElement[bool]) -> Iterator[Question]:
    """One for each way a sign is read: an engine finds each by its index. daily: from when on each day is told."""
    day = DemandDay
    signs = {sign for kind in kinds for sign in _OF_KIND[kind]}
    lately, before = and_(within, day.day >= daily), and_(within, day.day < daily)
    gone, had = (and_(day.kind == SignalKind.VIEW, one) for one in (day.out_of_stock, ~day.out_of_stock))
    each = select(literal(0), *_WHICH, day.item_id, day.craft_id, *_SAID, *_COUNTS)
    by_craft = select(literal(0), *_WHICH, literal(0), day.craft_id, *_NOTHING, *_SUMS)
    long_ago = _on(func.min(day.day)), _WHICH[1]
    if one_by_one := signs - {SignalKind.CLICK}:
        yield each.where(lately, day.kind.in_(one_by_one))
    if SignalKind.CLICK in signs:
        by_words = select(literal(0), *_WHICH, literal(0), literal(0), day.words, *_NOTHING[1:], *_SUMS)
        yield by_words.where(lately, day.kind == SignalKind.CLICK).group_by(day.day, day.kind, day.words)
    if by_day := signs - _TOGETHER:
        yield each.where(before, day.kind.in_(by_day))
    if Kind.OUT_OF_STOCK in kinds:
        yield each.where(lately, gone)
    if Kind.ATTRIBUTE in kinds:
        yield each.where(within, day.kind == SignalKind.IMPRESSION, day.facet != "", day.without_result > 0)
    if Kind.RISING in kinds:
        yield by_craft.where(lately, had).group_by(day.day, day.kind, day.craft_id)
    if daily > first:
        if Kind.RISING in kinds:
            once = select(literal(0), *long_ago, literal(0), day.craft_id, *_NOTHING, *_SUMS).where(before, had)
            yield once.group_by(day.kind, day.craft_id)
        chosen: list[ColumnElement[bool]] = [day.kind.in_(signs & set(_PIECES))] * bool(signs & set(_PIECES))
        chosen += [gone] * (Kind.OUT_OF_STOCK in kinds)
        if chosen:
            yield from _pieces_long_ago(before, or_(*chosen))
        if signs & set(TYPED):
            yield _searches_long_ago(first, before)
    value = select(literal(1), *long_ago, literal(0), day.craft_id, *_NOTHING, *_SUMS).where(within)
    yield value.where(day.kind.in_(VALUED_BY)).group_by(day.kind, day.craft_id)


def _pieces_long_ago(before: ColumnElement[bool], chosen: ColumnElement[bool]) -> Iterator[Question]:
    """What is said of pieces in weeks that are not told apart: day by day only where somebody asked to be told, as it
    matters who came first.
    """
    day = DemandDay
    told = day.item_id.in_(select(_ALERT.item_id).where(_ALERT.kind == SignalKind.STOCK_ALERT))
    yield select(literal(0), *_WHICH, day.item_id, day.craft_id, *_SAID, *_COUNTS).where(before, chosen, told)
    which = (day.kind, day.item_id, day.craft_id, day.country, day.out_of_stock)
    nothing = literal("")
    yield (
        select(
            *(literal(0), _on(func.min(day.day)), _WHICH[1], day.item_id, day.craft_id, nothing, nothing),
            *(day.country, _GONE, literal(""), *_SUMS),
        )
        .where(before, chosen, ~told)
        .group_by(*which)
    )


def _searches_long_ago(first: date, before: ColumnElement[bool]) -> Question:
    """Searches, and what was opened from them, of weeks that are not told apart: on the first day those before it was
    recorded what is opened, on the next day all others. As many found nothing as did day by day.
    """
    day = DemandDay
    told = select(func.min(day.day)).where(before, day.kind == SignalKind.CLICK).correlate(None).scalar_subquery()
    known = case((day.day < told, 0), else_=1).label("known")
    empty = case((day.visitors < day.without_result, day.visitors), else_=day.without_result).label("empty")
    which = [type_coerce(day.kind, NullType()).label("kind"), day.craft_id, day.words]
    rows = (
        select(known, *which, _GONE.label("gone"), *_COUNTS[:4], empty).where(before, day.kind.in_(TYPED)).subquery().c
    )
    begin, after = (literal(one, day.day.type) for one in (first, first + timedelta(days=1)))
    on = _on(case((rows.known == 0, begin), else_=after))
    return select(
        *(literal(0), on, rows.kind, literal(0), rows.craft_id, rows.words, literal(""), literal(""), rows.gone),
        *(literal(""), *(func.sum(rows[name]) for name in ("signals", "visitors", "quantity", "value", "empty"))),
    ).group_by(rows.known, rows.kind, rows.craft_id, rows.words, rows.gone)


def _on(day: ColumnElement[date]) -> ColumnElement[Any]:
    return type_coerce(day, NullType())


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
