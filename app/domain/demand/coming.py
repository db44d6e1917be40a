"""Whether a strong season is coming: what the next two months usually bring, against an average month of the craft."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.demand import months, seasons
from app.domain.demand.months import Span

LEAST_WEEKS = 104
"""Before that a craft's forecast says that it knows no seasons yet, and so nothing is said of them here."""
LEAST_MONTHS = 12
LEAST_ASKED = 24
"""Pieces a craft must have been asked for before its seasons say anything: two a month of a year."""
STEADY = 4
"""So many pieces say that the coming months are as any other: a few that came or stayed away are no season."""
STRONG, WEAK = 1.25, 0.8
AHEAD = 2


@dataclass(frozen=True)
class Month:
    """Pieces asked for of a craft in a month. first: its first day that had any."""

    craft_id: int
    month: date
    count: int
    first: date


def factors(rows: Iterable[Month], today: date) -> dict[int, float]:
    """By craft, the two months that come over as many mean months, held near 1; none where too little is known of it.

    rows: of whole months before this one.
    """
    counts: defaultdict[int, dict[date, int]] = defaultdict(dict)
    known: dict[int, date] = {}
    for row in rows:
        counts[row.craft_id][row.month] = row.count
        known[row.craft_id] = min(row.first, known.get(row.craft_id, row.first))
    found = {}
    for craft_id, first in known.items():
        if first > today - timedelta(weeks=LEAST_WEEKS):
            continue
        span = Span(first, today.replace(day=1) - timedelta(days=1))
        found[craft_id] = _factor([counts[craft_id].get(month, 0) for month in span.months], span, today)
    return {craft_id: factor for craft_id, factor in found.items() if factor is not None}


def _factor(counts: list[int], span: Span, today: date) -> float | None:
    """counts: one for each month of the span."""
    year = seasons.of_year(counts, span)
    known = [value for value in year if value is not None]
    if sum(counts) < LEAST_ASKED or len(known) < LEAST_MONTHS or not sum(known):
        return None
    usual = sum(known) / len(known)
    ahead = {months.after(today.replace(day=1), number).month for number in range(1, AHEAD + 1)}
    those = [(month, count) for month, count in zip(span.months, counts, strict=True) if month.month in ahead]
    seen, whole = sum(count for _, count in those), sum(span.share(month) for month, _ in those)
    return (seen + STEADY) / (whole * usual + STEADY)
