"""Whether a strong season is coming is said where two years were seen, as forecasts say, and not before."""

from datetime import date

import pytest

from app.domain.demand import coming, months
from app.domain.demand.coming import Month

TODAY = date(2026, 11, 20)
THIS_MONTH = date(2026, 11, 1)


def rows(counts: dict[int, int], *, months_ago: int = 24, craft_id: int = 7) -> list[Month]:
    """counts: by calendar month, two requests in the others."""
    found = [months.after(THIS_MONTH, -number) for number in range(1, months_ago + 1)]
    return [Month(craft_id, month, counts.get(month.month, 2), month) for month in found]


def test_the_two_months_that_come_are_compared_with_an_average_month() -> None:
    noise = rows({12: 1, 1: 1}, craft_id=8)
    found = coming.factors([*rows({12: 9, 1: 5}), *noise], TODAY)
    usual = (10 * 2 + 9 + 5) / 12
    assert found[7] == pytest.approx((28 + coming.STEADY) / (4 * usual + coming.STEADY))
    assert found[8] < 1


def test_strong_months_that_are_over_are_no_season_to_come() -> None:
    assert coming.factors(rows({10: 30, 11: 30}), TODAY)[7] < 0.5


@pytest.mark.parametrize(
    "seen",
    [
        [],
        rows({12: 30, 1: 30}, months_ago=10),
        rows({12: 30, 1: 30}, months_ago=13),
        rows({12: 30, 1: 30}, months_ago=23),
        rows(dict.fromkeys(range(2, 12), 0) | {12: 3, 1: 3}, months_ago=24),
    ],
)
def test_less_than_two_years_or_very_few_requests_say_nothing(seen: list[Month]) -> None:
    assert coming.factors(seen, TODAY) == {}


def test_a_craft_known_for_a_year_has_no_season_of_anothers_years() -> None:
    older = rows({12: 9, 1: 5}, months_ago=36)
    found = coming.factors([*older, *rows({12: 30, 1: 30}, months_ago=13, craft_id=8)], TODAY)
    assert found.keys() == {7}


def test_months_without_a_request_count_as_months() -> None:
    busy = [row for row in rows({12: 30, 1: 30}, months_ago=36) if row.month.month in (12, 1)]
    noise = rows({}, craft_id=8)
    assert coming.factors([*busy, *noise], TODAY)[7] == pytest.approx((180 + 4) / (6 * 5 + 4))


def test_a_few_pieces_that_stayed_away_for_two_months_are_no_dead_season() -> None:
    thin = rows(dict.fromkeys(range(2, 12), 1) | {12: 0, 1: 0, 5: 2, 6: 2})
    busy = rows(dict.fromkeys(range(2, 12), 30) | {12: 0, 1: 0}, craft_id=8)
    found = coming.factors([*thin, *busy], TODAY)
    assert 0.4 < found[7] < 0.6 and found[8] < 0.1
