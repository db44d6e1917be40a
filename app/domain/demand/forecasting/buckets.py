"""Rows of past sales as series of counts by week or by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.demand.forecasting.timeline import Frequency, Timeline

DAYS_IN_A_WEEK = 7


class Sale(NamedTuple):
    """Units of a series on a day; 0 says that it was there and nobody asked. price: centimes for one, 0 if unknown."""

    series: str
    day: date
    units: int
    price: int = 0


@dataclass(frozen=True)
class Group:
    """histories: counts by series, each from the bucket of its first row to the last bucket of all."""

    timeline: Timeline
    length: int
    histories: dict[str, list[int]]


def bucketed(sales: Iterable[Sale]) -> Group:
    """Months where all dates are the same day of one, weeks where all are the same weekday; else the full ISO weeks."""
    rows = list(sales)
    timeline, length = _timeline({row.day for row in rows})
    sums: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        number = timeline.number(row.day)
        if number < length:
            counts = sums[row.series]
            counts[max(number, 0)] = counts.get(max(number, 0), 0) + (row.units if number >= 0 else 0)
    histories = {
        series: [counts.get(number, 0) for number in range(min(counts), length)] for series, counts in sums.items()
    }
    return Group(timeline, length, histories)


def _timeline(days: Collection[date]) -> tuple[Timeline, int]:
    """And how many buckets there are."""
    if not days:
        return Timeline(Frequency.WEEKS, date(1970, 1, 5)), 0
    first, last = min(days), max(days)
    if len({day.day for day in days}) == 1 and len(days) > 1:
        timeline = Timeline(Frequency.MONTHS, first.replace(day=1))
        return timeline, timeline.number(last) + 1
    if len({day.weekday() for day in days}) == 1:
        timeline = Timeline(Frequency.WEEKS, first)
        return timeline, timeline.number(last) + 1
    monday = first + timedelta(days=-first.weekday() % DAYS_IN_A_WEEK)
    timeline = Timeline(Frequency.WEEKS, monday)
    return timeline, timeline.number(last + timedelta(days=1))
