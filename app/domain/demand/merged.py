"""What an artisan may know of others' demand: merged figures that rest on at least three other artisans each.

A cell is a craft in a calendar month. Only whole, past months are used: a figure that grew by a day's requests could
be subtracted from yesterday's. A craft counts only if each of its months rests on three others (or on none, where
three others are known to be there), so that no set of crafts, subtracted from another, leaves fewer.
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
LEAST_MONTHS, LEAST_PIECES = 3, 8
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
    rows = months.asked(span, now=now)
    mine = frozenset(craft.id for craft in artisan.crafts)
    bands = ahead(own_crafts(rows, artisan.id, mine), span)
    if bands:
        return Outlook(Scope.CRAFTS, bands)
    first = first_told(rows, artisan.id, mine)
    if first is None or first > span.last:
        return None
    since = Span(max(first, span.first), span.last)
    bands = ahead([row for row in rows if row.month >= first], since)
    return Outlook(Scope.EVERYBODY, bands) if bands else None


def ahead(rows: list[Asked], span: Span, horizon: int = AHEAD) -> list[Band]:
    """The months after the span; empty where too little was asked.

    All that was merged is one series, so no part of it can be made out.
    """
    counts = months.series(rows, span) if rows else []
    if len(counts) < LEAST_MONTHS or sum(counts) < LEAST_PIECES:
        return []
    first = span.months[0]
    (foresight,) = of_group([counts], Timeline(Frequency.MONTHS, first), horizon)
    return [Band(months.after(first, len(counts) + step), foresight.step(step + 1)) for step in range(horizon)]


def own_crafts(rows: Iterable[Asked], artisan_id: int, crafts: frozenset[int]) -> list[Asked]:
    """What was asked for of those of their crafts that may be told."""
    by_craft: defaultdict[int, list[Asked]] = defaultdict(list)
    for row in rows:
        if row.craft_id in crafts:
            by_craft[row.craft_id].append(row)
    return [row for found in by_craft.values() if may_be_told(found, artisan_id) for row in found]


def first_told(rows: Iterable[Asked], artisan_id: int, crafts: frozenset[int]) -> date | None:
    """Since which month everybody's requests may be told, also to somebody who subtracts one of their own crafts.

    The month after the last one that rests on too few; None where that says nothing.
    """
    rows = list(rows)
    without = [[row for row in rows if row.craft_id != craft] for craft in crafts]
    unsafe = {month for some in (rows, *without) for month in _too_few(some, artisan_id)}
    first = months.after(max(unsafe)) if unsafe else min((row.month for row in rows), default=None)
    left = [row for row in rows if first and row.month >= first]
    return first if may_be_told(left, artisan_id) else None


def may_be_told(rows: Iterable[Asked], artisan_id: int) -> bool:
    """Whether every month of these rests on at least three other artisans, or on none of at least three."""
    others = _others(rows, artisan_id)
    return bool(others) and all(len(makers) >= OTHERS for makers in others.values())


def _too_few(rows: Iterable[Asked], artisan_id: int) -> list[date]:
    return [month for month, makers in _others(rows, artisan_id).items() if len(makers) < OTHERS]


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
