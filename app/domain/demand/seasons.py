"""Which months are strong: the mean of a calendar month over the years that were observed."""

from datetime import date

from app.domain.demand.months import Eras, Span, length

LEAST_DAYS = 10
"""A month of which fewer days were seen says nothing yet."""


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
