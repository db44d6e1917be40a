"""Which months are strong: the mean of a calendar month over the years that were observed."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.demand.months import Asked, Eras, Span, after, length

LEAST_DAYS = 10
"""A month of which fewer days were seen says nothing yet."""


def seen(eras: Eras, rows: Iterable[Asked]) -> Eras:
    """The days on which one craft was seen. Before all were recorded here, that is from its first month with past sales
    to its last one: another craft's table says nothing of it. rows: its own.
    """
    begun = eras.here.replace(day=1) if eras.here else date.max
    before = sorted({row.month for row in rows if row.month < begun})
    known = [Span(eras.here, date.max)] if eras.here else []
    if before:
        following = after(before[-1])
        end = eras.here if eras.here and following == begun else following
        known.insert(0, Span(before[0], end - timedelta(days=1)))
    both = [
        Span(max(span.first, one.first), min(span.last, one.last))
        for one in known
        for span in eras.spans
        if max(span.first, one.first) <= min(span.last, one.last)
    ]
    return Eras(tuple(both), eras.here)


def of_year(counts: list[int], span: Span | Eras) -> list[float | None]:
    """Pieces asked for in a whole January, February … December; None where too little of it was observed.

    counts: one for each month that was observed; months seen in part count by the days seen.
    """
    found: list[float | None] = []
    every = list(zip(span.months, counts, strict=True))
    for number in range(1, 13):
        same = [(month, count) for month, count in every if month.month == number]
        share = sum(span.share(month) for month, _ in same)
        days = share * length(date(2025, number, 1))
        found.append(sum(count for _, count in same) / share if days >= LEAST_DAYS else None)
    return found
