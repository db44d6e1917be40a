"""Whether a strong season is coming: what the next two months usually bring, against an average month of the craft."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.demand import months, seasons
from app.domain.demand.months import Span, after

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
    this_month = first = today.replace(day=1)
    for row in rows:
        counts[row.craft_id][row.month] = row.count
        first = min(first, row.first)
    if first >= after(this_month, -LEAST_MONTHS + 1):
        return {}
    span = Span(first, this_month - timedelta(days=1))
    series = {craft_id: [of_craft.get(month, 0) for month in span.months] for craft_id, of_craft in counts.items()}
    found = {craft_id: _factor(counts, span, today) for craft_id, counts in series.items()}
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
