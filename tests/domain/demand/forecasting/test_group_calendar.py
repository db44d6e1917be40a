"""What a whole group does at once is learnt from all its series: closed weeks, seasons, Ramadan, how sure that is."""

from datetime import date
from random import Random

import pytest

from app.domain.demand.forecasting import group_calendar
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests.domain.demand.forecasting.drawn import poisson

WEEKS = Timeline(Frequency.WEEKS, date(2023, 1, 2))
MONTHS = Timeline(Frequency.MONTHS, date(2020, 1, 1))


def test_a_week_in_which_nobody_sold_is_closed_where_much_was_promised() -> None:
    many = [[2, 2, 0, 2, 2, 2] for _ in range(10)]
    calendar = group_calendar.of(many, WEEKS, 6, 4)
    assert calendar.closed == [False, False, True, False, False, False]
    assert calendar.exposures[2] == 0 and calendar.exposures[3] > 1
    few = group_calendar.of([[1, 1, 0, 1, 1, 1]], WEEKS, 6, 4)
    assert not any(few.closed), "one piece may well rest a week"


def test_a_small_group_says_little_and_one_that_never_sold_nothing() -> None:
    shape = [1, 1, 4, 1, 1]
    small = group_calendar.of([shape], WEEKS, 5, 1).index
    large = group_calendar.of([shape] * 100, WEEKS, 5, 1).index
    assert 1 < small[2] < 1.2 and large[2] > 2
    never = group_calendar.of([[0, 0, 0], [0]], WEEKS, 3, 2)
    assert never.index == [1, 1, 1] and never.ahead(1) == 1 and not any(never.closed)


def test_the_level_follows_and_ahead_it_stays() -> None:
    calendar = group_calendar.of([[4] * 10 + [8] * 10 for _ in range(50)], WEEKS, 20, 3)
    assert calendar.levels[9] < 0.8 and calendar.levels[-1] > 1.2
    assert calendar.ahead(1) == calendar.ahead(3) == calendar.levels[-1]


def test_the_months_of_a_year_are_known_after_two() -> None:
    dice, december = Random(4), 3.0
    means = [december if month % 12 == 11 else 0.8 for month in range(60)]
    histories = [[poisson(dice, 4 * mean) for mean in means] for _ in range(40)]
    calendar = group_calendar.of(histories, MONTHS, 60, 12)
    drawn_to_one = (40 * december + 10) / (40 * 0.8 + 10)
    assert calendar.ahead(12) / calendar.ahead(6) == pytest.approx(drawn_to_one, rel=0.1)
    assert calendar.doubt(1) < 0.02
    young = group_calendar.of([history[:23] for history in histories], MONTHS, 23, 12)
    assert young.ahead(1) == young.ahead(7), "in less than two years nothing came twice"


def test_chance_is_no_season() -> None:
    dice = Random(5)
    histories = [[poisson(dice, 0.4) for _ in range(48)] for _ in range(5)]
    calendar = group_calendar.of(histories, MONTHS, 48, 12)
    ahead = [calendar.ahead(step) for step in range(1, 13)]
    assert max(ahead) / min(ahead) < 1.35


def test_ramadan_is_found_where_our_months_do_not_hold_it() -> None:
    dice = Random(6)
    months = range(96)
    means = [2.5 if MONTHS.lunar_month(month) == 9 else 1.0 for month in months]
    histories = [[poisson(dice, 5 * mean) for mean in means[:84]] for _ in range(40)]
    calendar = group_calendar.of(histories, MONTHS, 84, 12)
    there = {step for step in range(1, 13) if MONTHS.lunar_month(83 + step) == 9}
    usual = [calendar.ahead(step) for step in range(1, 13) if step not in there]
    assert there and min(calendar.ahead(step) for step in there) > 1.8 * max(usual)


def test_how_far_off_it_was_is_how_unsure_it_is() -> None:
    steady = group_calendar.of([[5] * 30] * 20, WEEKS, 30, 4)
    wild = group_calendar.of([[2, 9] * 15] * 20, WEEKS, 30, 4)
    assert steady.doubt(1) == pytest.approx(0, abs=1e-6) and wild.doubt(1) > group_calendar.DOUBT * 10
    assert group_calendar.of([[5] * 4] * 20, WEEKS, 4, 2).doubt(1) == group_calendar.DOUBT
