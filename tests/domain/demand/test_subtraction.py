"""An artisan who looks at their own view on any day, with any crafts, and subtracts whatever they saw from whatever
else they saw, comes to know nothing that rests on one or two others.

The worst is assumed: that the shown months give away the merged counts behind them to the last request, that the
artisan remembers every month's end, and that they combine any number of views, not two alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.demand import merged, unsold
from app.domain.demand.months import Asked

ME, NOBODY = 1, 0
CRAFTS = (7, 8, 9, 10)
MONTHS = [date(2026, number, 1) for number in range(1, 6)]
Told = Callable[[list[Asked]], list[Asked]]

makers = st.frozensets(st.integers(0, 8), max_size=6)
histories = st.dictionaries(st.tuples(st.sampled_from(CRAFTS), st.sampled_from(MONTHS)), makers, max_size=20)


def rows_of(history: dict[tuple[int, date], frozenset[int]]) -> list[Asked]:
    return [Asked(month, craft, maker, 1 + maker) for (craft, month), found in history.items() for maker in found]


def subsets(things: Iterable[int]) -> list[frozenset[int]]:
    things = list(things)
    return [frozenset(some) for size in range(len(things) + 1) for some in combinations(things, size)]


def views(rows: list[Asked], kept_months: int, everybody: Told) -> list[list[Asked]]:
    """All that may be seen at the end of each month with each set of crafts: both kinds of view, whichever is shown."""
    seen = []
    for last in range(len(MONTHS)):
        days = MONTHS[max(last + 1 - kept_months, 0) : last + 1]
        known = [row for row in rows if row.month in days]
        seen += [merged.own_crafts(known, ME, crafts) for crafts in subsets(CRAFTS)]
        seen.append(everybody(known))
    return seen


def leaks(rows: list[Asked], seen: list[list[Asked]]) -> list[tuple[date, frozenset[int]]]:
    """The months of which some sum of views, each times any number, rests on one or two others alone."""
    found = []
    for month in MONTHS:
        others = {
            craft: frozenset(
                row.artisan_id for row in rows if row.month == month and row.craft_id == craft
            ) - {ME, NOBODY}
            for craft in CRAFTS
        }  # fmt: skip
        sums = {frozenset(row.craft_id for row in view if row.month == month) for view in seen}
        everyone = frozenset(chain.from_iterable(others.values()))
        for few in (some for some in subsets(everyone) if 1 <= len(some) <= merged.OTHERS - 1):
            inside = [craft for craft in CRAFTS if others[craft] and others[craft] <= few]
            outside = [craft for craft in CRAFTS if others[craft] - few]
            matrix = [[Fraction(craft in told) for craft in (*outside, *inside)] for told in sums]
            if any(any(row[len(outside) :]) for row in cleared(matrix, len(outside))):
                found.append((month, few))
    return found


def cleared(matrix: list[list[Fraction]], columns: int) -> list[list[Fraction]]:
    """The combinations of rows in which the first columns cancel out (Gauss)."""
    left = [row for row in matrix if any(row)]
    for column in range(columns):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left = [
            [value - row[column] / pivot[column] * other for value, other in zip(row, pivot, strict=True)]
            for row in left
        ]
    return left


@settings(max_examples=150, deadline=None)
@given(histories, st.integers(2, 5))
def test_no_sum_or_difference_of_views_rests_on_one_or_two_others(
    history: dict[tuple[int, date], frozenset[int]], kept_months: int
) -> None:
    rows = rows_of(history)
    seen = views(rows, kept_months, lambda known: merged.everybody(known, ME))
    assert leaks(rows, seen) == []


def test_the_attack_finds_what_a_careless_view_gives_away() -> None:
    """Told wherever three others stand behind the sum, the cooperative less the crafts held once is one maker."""
    history = {(7, month): frozenset({2, 3, 4}) for month in MONTHS} | {(8, MONTHS[4]): frozenset({5})}
    rows = rows_of(history)
    found = leaks(rows, views(rows, 5, list))
    assert (MONTHS[4], frozenset({5})) in found and {month for month, _few in found} == {MONTHS[4]}
    assert leaks(rows, views(rows, 5, lambda known: merged.everybody(known, ME))) == []


def test_something_is_told_at_all() -> None:
    history = {(craft, month): frozenset({2, 3, 4, craft}) for craft in CRAFTS for month in MONTHS}
    rows = rows_of(history)
    assert len(merged.everybody(rows, ME)) == len(rows)
    assert all(any(row.craft_id == craft for row in merged.own_crafts(rows, ME, frozenset(CRAFTS))) for craft in CRAFTS)


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 9)), st.integers(0, 18), st.integers(0, 18))
def test_two_spans_of_weeks_never_differ_by_a_week_of_one_or_two_people(
    weeks: dict[int, int], one: int, other: int
) -> None:
    """What nobody sells, seen in two weeks: each week is in a span whole, or counts as nobody."""

    def seen(start: int) -> dict[int, int]:
        span = Counter({number - start: people for number, people in weeks.items() if start <= number < start + 12})
        return dict(enumerate(unsold.told_weeks(span, 3), start))

    for number in seen(one).keys() | seen(other).keys():
        difference = seen(one).get(number, 0) - seen(other).get(number, 0)
        assert difference == 0 or abs(difference) >= 3


@pytest.mark.parametrize("kept", [1, 3])
def test_weeks_with_fewer_people_count_as_nobody(kept: int) -> None:
    assert sum(unsold.told_weeks(Counter({0: 2, 5: 3, 11: 9}), kept)) == {1: 14, 3: 12}[kept]
