"""Pieces asked for, month by month, by craft and maker, and how much of each month was observed.

One measure for seasons and forecasts: pieces of request lines, of wishes for something made specially, of past sales.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, extract, func, literal, or_, select

from app.base import clock
from app.base.database import db
from app.base.together import Question
from app.domain.demand import counting, counts
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.demand.reading import About

REQUESTED = (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH)
"""What customers asked for here, day by day as it came: a month that is over is never added to."""
ASKED = (*REQUESTED, SignalKind.PAST_SALE)
KEPT_MONTHS = 36


@dataclass(frozen=True)
class Asked:
    """How many pieces of a craft by one maker were asked for in a month. artisan_id: 0 where nobody was named."""

    month: date
    craft_id: int
    artisan_id: int
    count: int


@dataclass(frozen=True)
class Span:
    """From which day to which demand was recorded, both included."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first days of all months it touches, oldest first."""
        found = [self.first.replace(day=1)]
        while (following := after(found[-1])) <= self.last:
            found.append(following)
        return found

    def share(self, month: date) -> float:
        """How much of a month was observed, 0 to 1."""
        begin, end = max(self.first, month), min(self.last, after(month) - timedelta(days=1))
        return max((end - begin).days + 1, 0) / length(month)


@dataclass(frozen=True)
class Eras:
    """Spans that may lie apart, in order: what was sold before is known from other days than what was asked here.

    here: since when all crafts are recorded; None where past sales are all that is known.
    """

    spans: tuple[Span, ...]
    here: date | None = None

    @property
    def months(self) -> list[date]:
        return sorted({month for span in self.spans for month in span.months})

    def share(self, month: date) -> float:
        return min(sum(span.share(month) for span in self.spans), 1.0)


def after(month: date, count: int = 1) -> date:
    """The first day of a later month, or with a negative count of an earlier one."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def observed(now: datetime) -> Span | None:
    """The days that count, on end: three years at most, up to yesterday. None before the first whole day."""
    yesterday = clock.local(now).date() - timedelta(days=1)
    horizon = after(yesterday.replace(day=1), -KEPT_MONTHS)
    edges = db.session.execute(recorded()).one()
    begun = [span.first for span in _spans(edges, now) if span.last >= horizon]
    return Span(max(min(begun), horizon), yesterday) if begun else None


def eras(now: datetime) -> Eras | None:
    """All days of which something is known: three years of what was recorded, the last three years of past sales.

    None before the first whole day.
    """
    return eras_of(db.session.execute(recorded()).one(), now)


def eras_of(edges: Sequence[Any], now: datetime) -> Eras | None:
    """edges: what ``recorded`` answers."""
    found: list[Span] = []
    for span in sorted(_spans(edges, now), key=lambda span: span.first):
        kept = Span(max(span.first, after(span.last.replace(day=1), -KEPT_MONTHS)), span.last)
        if found and kept.first <= found[-1].last + timedelta(days=1):
            found[-1] = Span(found[-1].first, max(found[-1].last, kept.last))
        else:
            found.append(kept)
    return Eras(tuple(found), _here(edges)) if found else None


def recorded() -> Question:
    """The first day that was rolled up, the first raw signal, the first and the last day of past sales."""
    sold = DemandDay.kind == SignalKind.PAST_SALE
    edges = (
        select(func.min(DemandDay.day)).where(~sold).scalar_subquery(),
        select(func.min(DemandSignal.at)).scalar_subquery(),
        select(func.min(DemandDay.day)).where(sold).scalar_subquery(),
        select(func.max(DemandDay.day)).where(sold).scalar_subquery(),
    )
    return select(*edges)


def _spans(edges: Sequence[Any], now: datetime) -> list[Span]:
    """What was recorded here, up to yesterday, and the days of past sales."""
    yesterday = clock.local(now).date() - timedelta(days=1)
    _kept, _raw, first, last = edges
    here = _here(edges)
    spans = [Span(here, yesterday)] if here and here <= yesterday else []
    return [*spans, Span(first, min(last, yesterday))] if first and first <= yesterday else spans


def _here(edges: Sequence[Any]) -> date | None:
    """The first day that anything was recorded here."""
    kept, raw, *_sold = edges
    return min((day for day in (kept, clock.local(raw).date() if raw else None) if day), default=None)


def asked(
    span: Span | Eras,
    *,
    now: datetime,
    about: About | None = None,
    country: str = "",
    fresh: date | None = None,
    raw: Iterable[Cell] | None = None,
    kinds: tuple[SignalKind, ...] = ASKED,
) -> list[Asked]:
    """What was asked for in these days, by month, craft and maker. A handful of statements.

    about, country: only of these. fresh, raw: the first day not rolled up and the cells since, where the caller
    has read them.
    """
    fresh = fresh or counts.read(now).day
    kept = db.session.execute(question(span, fresh, about=about, country=country, kinds=kinds))
    if raw is None:
        raw = counting.cells(max(fresh, _spans_of(span)[0].first), _spans_of(span)[-1].last, kinds=kinds)
    return made(kept, span, fresh, raw, about=about, country=country, kinds=kinds)


def _spans_of(span: Span | Eras) -> tuple[Span, ...]:
    return span.spans if isinstance(span, Eras) else (span,)


def question(
    span: Span | Eras,
    fresh: date,
    *,
    about: About | None = None,
    country: str = "",
    kinds: tuple[SignalKind, ...] = ASKED,
    by_maker: bool = True,
) -> Question:
    """What was kept, by month. by_maker: else makers are not told apart."""
    day = DemandDay.day
    chosen: list[ColumnElement[bool]] = [about.of_days()] if about else []
    if country:
        chosen.append(DemandDay.country == country)
    of_days = or_(*(day.between(one.first, one.last) for one in _spans_of(span)))
    which = (extract("year", day), extract("month", day), DemandDay.craft_id)
    maker = DemandDay.artisan_id if by_maker else literal(0)
    summed = select(*which, maker.label("maker"), func.sum(DemandDay.quantity))
    within = summed.where(of_days, DemandDay.kind.in_(kinds), is_kept(fresh), *chosen)
    return within.group_by(*which, *([DemandDay.artisan_id] if by_maker else []))


def made(
    rows: Iterable[Any],
    span: Span | Eras,
    fresh: date,
    raw: Iterable[Cell],
    *,
    about: About | None = None,
    country: str = "",
    kinds: tuple[SignalKind, ...] = ASKED,
) -> list[Asked]:
    """Of the answer to the question, and the cells since. What narrows it is said to both."""
    counts: Counter[tuple[date, int, int]] = Counter()
    for year, month, craft, maker, pieces in rows:
        counts[date(int(year), int(month), 1), craft, maker] += int(pieces)
    begin, last = max(fresh, _spans_of(span)[0].first), _spans_of(span)[-1].last
    for cell in raw:
        follows = (about is None or about.holds(cell)) and (not country or cell.country == country)
        if cell.kind in kinds and begin <= cell.day <= last and follows:
            counts[cell.day.replace(day=1), cell.craft_id, cell.artisan_id] += cell.quantity
    return [Asked(month, craft, maker, pieces) for (month, craft, maker), pieces in counts.items()]


class Sign(NamedTuple):
    """Pieces asked for on a day that was not rolled up. Ids: 0 where nothing was named."""

    day: date
    item_id: int
    craft_id: int
    artisan_id: int
    pieces: int


def not_rolled(first: date, last: date) -> list[Sign]:
    """What was asked for on some days, both ends included, from raw signals. No statement where there are no days."""
    if first > last:
        return []
    raw = DemandSignal
    within = (raw.at >= clock.start_of_day(first), raw.at < clock.start_of_day(last + timedelta(days=1)))
    chosen = select(raw.at, raw.item_id, raw.craft_id, raw.artisan_id, raw.quantity)
    return [
        Sign(clock.local(at).date(), item or 0, craft or 0, maker or 0, pieces)
        for at, item, craft, maker, pieces in db.session.execute(chosen.where(raw.kind.in_(ASKED), *within))
    ]


def is_kept(fresh: date) -> ColumnElement[bool]:
    """Whether a day is read from what was kept. fresh: since when raw signals are counted; past sales have none."""
    return or_(DemandDay.day < fresh, DemandDay.kind == SignalKind.PAST_SALE)


def series(rows: Iterable[Asked], span: Span | Eras) -> list[int]:
    """The counts of some rows, one for each month that was observed."""
    places = {month: place for place, month in enumerate(span.months)}
    counts = [0] * len(places)
    for row in rows:
        counts[places[row.month]] += row.count
    return counts
