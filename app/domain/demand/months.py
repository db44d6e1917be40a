"""Requests month by month: what was asked for, by craft and maker, and how much of each month was observed."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, extract, func, select

from app.base import clock
from app.base.database import db
from app.domain.demand import counting, reading
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.reading import About

ASKED = (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH)
REQUESTED = (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH)
"""What customers asked for here, day by day as it came: a month that is over is never added to."""
KEPT_MONTHS = 36


@dataclass(frozen=True)
class Asked:
    """How often one maker's pieces of a craft were asked for in a month. artisan_id: 0 where nobody was named."""

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


def after(month: date, count: int = 1) -> date:
    """The first day of a later month, or with a negative count of an earlier one."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def observed(now: datetime) -> Span | None:
    """The days that count: three years at most, up to yesterday. None before the first whole day."""
    first = reading.first_day()
    yesterday = clock.local(now).date() - timedelta(days=1)
    if first is None or first > yesterday:
        return None
    return Span(max(first, after(yesterday.replace(day=1), -KEPT_MONTHS)), yesterday)


def asked(
    span: Span,
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
    day = DemandDay.day
    fresh = fresh or reading.first_fresh_day(now)
    chosen: list[ColumnElement[bool]] = [about.of_days()] if about else []
    if country:
        chosen.append(DemandDay.country == country)
    rows = db.session.execute(
        select(
            extract("year", day),
            extract("month", day),
            DemandDay.craft_id,
            DemandDay.artisan_id,
            func.sum(DemandDay.signals),
        )
        .where(day >= span.first, day <= span.last, day < fresh, DemandDay.kind.in_(kinds), *chosen)
        .group_by(extract("year", day), extract("month", day), DemandDay.craft_id, DemandDay.artisan_id)
    )
    kept = [Asked(date(int(year), int(month), 1), craft, maker, int(n)) for year, month, craft, maker, n in rows]
    begin = max(fresh, span.first)
    return kept + [
        Asked(cell.day.replace(day=1), cell.craft_id, cell.artisan_id, cell.signals)
        for cell in (counting.cells(begin, span.last) if raw is None else raw)
        if cell.kind in kinds
        and begin <= cell.day <= span.last
        and (about is None or about.holds(cell))
        and (not country or cell.country == country)
    ]


def series(rows: Iterable[Asked], span: Span) -> list[int]:
    """The counts of some rows, one for each month of the span."""
    places = {month: place for place, month in enumerate(span.months)}
    counts = [0] * len(places)
    for row in rows:
        counts[places[row.month]] += row.count
    return counts
