"""A coming month is a distribution: it holds what it promises, knows its seasons, and says nothing from nothing."""

from datetime import date, timedelta
from random import Random

import pytest

from app.domain.demand import forecast, seasons
from app.domain.demand.months import Span, after

YEARS = Span(date(2024, 1, 1), date(2026, 10, 31))
STRONG = {12: 3.0, 4: 2.0, 8: 1.5}


def drawn(draw: Random, mean: float) -> int:
    """A Poisson number."""
    left, number = 1.0, -1
    limit = 2.718281828459045**-mean
    while left > limit:
        left *= draw.random()
        number += 1
    return number


def history(draw: Random, level: float, span: Span) -> list[int]:
    return [drawn(draw, level * STRONG.get(month.month, 0.8)) for month in span.months]


@pytest.mark.parametrize("level", [4.0, 15.0, 40.0])
def test_the_bands_hold_what_they_promise_on_histories_of_a_known_kind(level: float) -> None:
    draw = Random(11)
    inside = outside = 0
    for _ in range(120):
        bands = forecast.ahead(history(draw, level, YEARS), YEARS)
        for band in bands:
            came = drawn(draw, level * STRONG.get(band.month.month, 0.8))
            held = band.low80 <= came <= band.high80
            inside, outside = inside + held, outside + (not held)
    assert 0.76 <= inside / (inside + outside) <= 0.95


def test_a_month_that_was_strong_twice_is_expected_to_be_strong() -> None:
    bands = forecast.ahead(history(Random(3), 20, YEARS), YEARS)
    assert [band.month.month for band in bands] == [11, 12, 1, 2, 3, 4]
    assert max(bands, key=lambda band: band.mean).month.month == 12
    assert bands[5].mean > bands[4].mean  # April over March


def test_bands_are_nested_and_whole() -> None:
    for band in forecast.ahead([3, 0, 5, 2, 9, 1, 4, 0], Span(date(2026, 3, 1), date(2026, 10, 31))):
        assert 0 <= band.low80 <= band.low50 <= band.median <= band.high50 <= band.high80


def test_a_running_month_is_never_expected_below_what_it_has_already_seen() -> None:
    span = Span(date(2026, 1, 1), date(2026, 11, 20))
    bands = forecast.ahead([5] * 10 + [40], span)
    assert bands[0].month == date(2026, 11, 1) and bands[0].low80 >= 40
    assert bands[1].month == date(2026, 12, 1)


def test_the_further_ahead_the_wider() -> None:
    january, *_, october = forecast.ahead([200] * 34, YEARS, horizon=12)[2:]
    assert october.high80 - october.low80 > january.high80 - january.low80


def test_from_almost_nothing_nothing_is_said() -> None:
    assert forecast.ahead([2, 1, 3], Span(date(2026, 8, 1), date(2026, 10, 31))) == []
    assert forecast.ahead([50, 50], Span(date(2026, 9, 1), date(2026, 10, 31))) == []


def test_quantiles_are_the_smallest_numbers_that_reach_their_level() -> None:
    mean, size = 3.0, 2.0
    chance, total, table = (size / (size + mean)) ** size, 0.0, []
    for y in range(60):
        total += chance
        table.append(total)
        chance *= (y + size) / (y + 1) * mean / (mean + size)
    levels = (0.1, 0.25, 0.5, 0.75, 0.9)
    expected = [next(y for y, reached in enumerate(table) if reached >= level) for level in levels]
    assert forecast.quantiles(mean, size, levels) == expected
    assert forecast.quantiles(0, 1, levels) == [0] * 5
    assert forecast.quantiles(90_000, 20, levels) == sorted(forecast.quantiles(90_000, 20, levels))


def test_seasons_are_means_of_whole_months_and_unseen_ones_stay_empty() -> None:
    span = Span(date(2025, 11, 16), date(2026, 3, 4))
    counts = [15, 31, 62, 28, 2]  # half of November, four days of March
    year = seasons.of_year(counts, span)
    assert (year[10], year[11], year[0], year[1]) == (30, 31, 62, 28)
    assert year[2] is None and year[5] is None


def test_the_same_month_of_two_years_is_averaged() -> None:
    span = Span(date(2025, 1, 1), date(2026, 1, 31))
    assert seasons.of_year([10] + [0] * 11 + [30], span)[0] == 20


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    assert after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert after(date(2026, 1, 1), -13) == date(2024, 12, 1)
    span = Span(date(2025, 12, 20), date(2026, 1, 10))
    assert span.months == [date(2025, 12, 1), date(2026, 1, 1)]
    assert span.share(date(2025, 12, 1)) == pytest.approx(12 / 31)
    assert span.last - span.first == timedelta(days=21)
