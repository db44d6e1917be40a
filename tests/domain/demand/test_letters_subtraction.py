"""Whoever keeps all letters, of every craft, of a family of crafts and of every month, and subtracts any from any
others, comes to know nothing that rests on one or two others, nor on three where they are one of them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain

from flask import Flask
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.demand import letters, months
from app.domain.demand.merged import OTHERS, Scope
from app.domain.demand.models import SignalKind
from app.domain.demand.months import Asked, Span
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_subtraction import cleared, subsets
from tests.given import NOW

NOBODY = 0
CRAFTS = (7, 8, 9, 10)
FAMILY = frozenset({7, 8, 9})
KINDS = [*(frozenset({craft}) for craft in CRAFTS), FAMILY]
QUARTERS = [months.after(date(2026, 1, 1), 3 * number) for number in range(4)]
FIRST = date(2026, 1, 1)
makers = st.frozensets(st.integers(0, 8), max_size=6)
histories = st.dictionaries(st.tuples(st.sampled_from(CRAFTS), st.sampled_from(QUARTERS)), makers, max_size=16)


def rows_of(history: dict[tuple[int, date], frozenset[int]]) -> list[Asked]:
    return [Asked(quarter, craft, maker, 1 + maker) for (craft, quarter), found in history.items() for maker in found]


def told(rows: Iterable[Asked]) -> dict[date, set[frozenset[int]]]:
    """By quarter, the sets of crafts whose requests some letter tells together, at the end of whatever month."""
    rows = list(rows)
    seen: dict[date, set[frozenset[int]]] = {quarter: set() for quarter in QUARTERS}
    for crafts in KINDS:
        own = [row for row in rows if row.craft_id in crafts]
        for number in range(1, 13):
            found = letters.trend(own, Span(FIRST, months.after(FIRST, number) - timedelta(days=1)))
            if found:
                seen[found.first].add(crafts)
                seen[months.after(found.first, -3)].add(crafts)
    return seen


def leaks(rows: list[Asked], seen: dict[date, set[frozenset[int]]]) -> list[tuple[date, frozenset[int]]]:
    """The quarters of which some sum of letters, each times any number, rests on three makers or fewer."""
    found = []
    for quarter, views in seen.items():
        behind = {
            craft: frozenset(row.artisan_id for row in rows if (row.month, row.craft_id) == (quarter, craft))
            - {NOBODY}
            for craft in CRAFTS
        }  # fmt: skip
        everyone = frozenset(chain.from_iterable(behind.values()))
        for few in (some for some in subsets(everyone) if 1 <= len(some) <= OTHERS):
            inside = [craft for craft in CRAFTS if behind[craft] and behind[craft] <= few]
            outside = [craft for craft in CRAFTS if behind[craft] - few]
            matrix = [[Fraction(craft in crafts) for craft in (*outside, *inside)] for crafts in views]
            if any(any(row[len(outside) :]) for row in cleared(matrix, len(outside))):
                found.append((quarter, few))
    return found


@settings(max_examples=150, deadline=None)
@for_all(histories)
def test_no_sum_or_difference_of_letters_rests_on_three_or_fewer(
    history: dict[tuple[int, date], frozenset[int]],
) -> None:
    rows = rows_of(history)
    assert leaks(rows, told(rows)) == []


def test_a_family_less_its_crafts_is_not_one_maker() -> None:
    four, one = frozenset({1, 2, 3, 4}), frozenset({5})
    alone = rows_of({(7, quarter): four for quarter in QUARTERS[:2]} | {(8, quarter): one for quarter in QUARTERS[:2]})
    assert FAMILY not in told(alone)[QUARTERS[0]] and frozenset({7}) in told(alone)[QUARTERS[0]]
    careless = {QUARTERS[0]: {FAMILY, frozenset({7})}}
    assert (QUARTERS[0], one) in leaks(alone, careless)


def test_a_family_of_crafts_that_each_rest_on_few_is_told_together() -> None:
    history = {(craft, quarter): frozenset({craft, craft + 10}) for craft in FAMILY for quarter in QUARTERS[:2]}
    assert told(rows_of(history))[QUARTERS[0]] == {FAMILY}


def test_the_whole_cooperative_less_a_craft_with_a_letter_is_not_three_makers() -> None:
    span = Span(date(2025, 12, 1), date(2026, 10, 31))

    def year(craft: int, *who: int) -> list[Asked]:
        return [Asked(date(2026, month, 1), craft, maker, 2) for month in range(1, 11) for maker in who]

    many = year(8, *range(20, 29))
    outlook = letters.outlook([*year(7, 1, 2, 3), *many], frozenset({7}), span, after=date(2026, 11, 20))
    assert outlook is None
    outlook = letters.outlook([*year(7, 1, 2), *year(9, 3, 4), *many], frozenset({7}), span, after=date(2026, 11, 20))
    assert outlook and outlook.scope is Scope.EVERYBODY


def test_past_sales_taken_in_between_two_letters_do_not_stand_out(app: Flask) -> None:
    """What one maker sold before would be the second letter less the first."""
    craft = people.craft("weaving")
    everyone = [people.artisan(crafts=[craft]) for _ in range(4)]
    for days_ago in (80, 170, 300):
        for maker in everyone:
            piece = people.item(maker, craft_=craft)
            given.day(SignalKind.REQUEST_LINE, days_ago, 3, item_id=piece.id, craft_id=craft.id, artisan_id=maker.id)
    before = letters.of(frozenset({craft.id}), now=NOW)
    assert before.trend and before.trend.count
    given.day(SignalKind.PAST_SALE, 80, 50, words="mine", craft_id=craft.id, artisan_id=everyone[0].id)
    assert letters.of(frozenset({craft.id}), now=NOW).trend == before.trend
