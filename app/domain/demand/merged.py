"""What an artisan may know of others' demand: merged figures that rest on at least three other artisans each.

A cell is a craft in a calendar month. Only whole, past months of requests are used, which nothing changes any more: a
figure that grew by a day's requests could be subtracted from yesterday's, and past sales taken over from a table would
be added to months that were told without them.

A cell is open if it rests on three others, or on none; an artisan may hold any crafts at one time or another, so each
open cell counts as known. A craft is told since the month after its last closed cell. The whole cooperative is told of
months whose closed cells, which are what remains after subtracting all that is open, rest together on three others or
on none; where no such months are left, only the open cells of all crafts are added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.demand import months
from app.domain.demand.bands import Band
from app.domain.demand.forecasting import of_group
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from app.domain.demand.months import Asked, Span
from app.domain.people.models import Artisan

OTHERS = 3
AHEAD = 6
LEAST_MONTHS = (12, 3)
"""Crafts of which a year may be told are not cut short by one of which less may."""
LEAST_PIECES = 8
"""Of less nothing is said."""


class Scope(StrEnum):
    """Whose requests were merged."""

    CRAFTS = "crafts"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Outlook:
    scope: Scope
    bands: list[Band]

    @property
    def strong(self) -> list[Band]:
        """The months clearly above the others, two at most, in their order."""
        mean = sum(band.mean for band in self.bands) / len(self.bands)
        best = sorted((band for band in self.bands if band.mean >= 1.15 * mean), key=lambda band: -band.mean)[:2]
        return sorted(best, key=lambda band: band.first)


def outlook(artisan: Artisan, *, now: datetime) -> Outlook | None:
    """The coming months in the artisan's crafts; where too few others make these, in the whole cooperative; or None."""
    span = whole_months(now)
    if span is None:
        return None
    rows = months.asked(span, now=now, kinds=months.REQUESTED)
    mine = frozenset(craft.id for craft in artisan.crafts)
    for scope, told in (
        (Scope.CRAFTS, own_crafts(rows, artisan.id, mine)),
        (Scope.EVERYBODY, everybody(rows, artisan.id)),
    ):
        bands = _since_told(told, span)
        if bands:
            return Outlook(scope, bands)
    return None


def _since_told(told: list[Asked], span: Span) -> list[Band]:
    """span: of all that was recorded; what is told begins in its first month or in a later one."""
    if not told:
        return []
    return ahead(told, Span(max(min(row.month for row in told), span.first), span.last))


def ahead(rows: list[Asked], span: Span, horizon: int = AHEAD) -> list[Band]:
    """The months after the span; empty where too little was asked.

    All that was merged is one series, so no part of it can be made out.
    """
    counts = months.series(rows, span) if rows else []
    if len(counts) < LEAST_MONTHS[-1] or sum(counts) < LEAST_PIECES:
        return []
    first = span.months[0]
    (foresight,) = of_group([counts], Timeline(Frequency.MONTHS, first), horizon)
    return [Band(months.after(first, len(counts) + step), foresight.step(step + 1)) for step in range(horizon)]


def own_crafts(rows: Iterable[Asked], artisan_id: int, crafts: frozenset[int]) -> list[Asked]:
    """What was asked for of those of their crafts that may be told, since the month from which all of them may."""
    rows = list(rows)
    last = max((row.month for row in rows), default=date.min)
    by_craft: defaultdict[int, list[Asked]] = defaultdict(list)
    for row in rows:
        if row.craft_id in crafts:
            by_craft[row.craft_id].append(row)
    told = [left for found in by_craft.values() if (left := _open(found, artisan_id))]
    for least in LEAST_MONTHS:
        long = [left for left in told if left[0].month <= months.after(last, 1 - least)]
        if long:
            since = max(left[0].month for left in long)
            return [row for left in long for row in left if row.month >= since]
    return []


def everybody(rows: Iterable[Asked], artisan_id: int) -> list[Asked]:
    """The requests of all crafts since the last month of which too little remains when open cells are subtracted.

    Where that leaves too few months, the open cells of all crafts.
    """
    rows = list(rows)
    closed: defaultdict[date, set[int]] = defaultdict(set)
    for (_craft, month), makers in _cells(rows, artisan_id).items():
        if len(makers) < OTHERS:
            closed[month] |= makers
    unsafe = [month for month, makers in closed.items() if len(makers) < OTHERS]
    left = [row for row in rows if not unsafe or row.month > max(unsafe)]
    if len({row.month for row in left}) >= LEAST_MONTHS[-1] and _others(left, artisan_id):
        return left
    return own_crafts(rows, artisan_id, frozenset(row.craft_id for row in rows))


def _open(rows: list[Asked], artisan_id: int) -> list[Asked]:
    """The requests of one craft after its last closed month, oldest first; none where nobody else was asked then."""
    closed = [month for month, makers in _others(rows, artisan_id).items() if len(makers) < OTHERS]
    left = sorted((row for row in rows if not closed or row.month > max(closed)), key=lambda row: row.month)
    return left if _others(left, artisan_id) else []


def _cells(rows: Iterable[Asked], artisan_id: int) -> dict[tuple[int, date], set[int]]:
    """The other artisans that each craft's month rests on; those that rest on none are left out."""
    cells: defaultdict[tuple[int, date], set[int]] = defaultdict(set)
    for row in rows:
        if row.artisan_id not in (0, artisan_id) and row.count:
            cells[row.craft_id, row.month].add(row.artisan_id)
    return dict(cells)


def _others(rows: Iterable[Asked], artisan_id: int) -> dict[date, set[int]]:
    """The other artisans that each month rests on; months that rest on none are left out."""
    others: defaultdict[date, set[int]] = defaultdict(set)
    for row in rows:
        if row.artisan_id not in (0, artisan_id) and row.count:
            others[row.month].add(row.artisan_id)
    return dict(others)


def whole_months(now: datetime) -> Span | None:
    """What was observed, up to the end of the last whole month."""
    span = months.observed(now)
    if span is None:
        return None
    last = span.last if span.share(span.months[-1]) == 1 else span.months[-1] - timedelta(days=1)
    return Span(span.first, last) if span.first <= last else None
