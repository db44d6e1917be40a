"""Weeks and months in a row, and rows of sales put into them."""

from datetime import date, timedelta

import pytest

from app.domain.demand.forecasting.buckets import Sale, bucketed
from app.domain.demand.forecasting.timeline import Frequency, Timeline

MONDAY = date(2026, 1, 5)


def test_weeks_begin_where_the_first_does_and_months_with_their_first() -> None:
    weeks = Timeline(Frequency.WEEKS, date(2026, 1, 7))
    assert weeks.number(date(2026, 1, 13)) == 0 and weeks.number(date(2026, 1, 14)) == 1
    assert weeks.number(date(2026, 1, 6)) == -1 and weeks.day(2) == date(2026, 1, 21)
    months = Timeline(Frequency.MONTHS, date(2025, 11, 1))
    assert months.number(date(2026, 2, 28)) == 3 and months.day(14) == date(2027, 1, 1)
    assert [months.season(number) for number in range(3)] == [11, 12, 1]


def test_a_year_of_weeks_has_thirteen_seasons_and_the_lunar_year_walks_through_it() -> None:
    weeks = Timeline(Frequency.WEEKS, MONDAY)
    assert sorted({weeks.season(number) for number in range(104)}) == list(range(13))
    ramadan = [weeks.day(number) for number in range(156) if weeks.lunar_month(number) == 9]
    assert ramadan[0] < date(2026, 3, 1) and date(2027, 2, 1) < ramadan[5] < date(2027, 3, 15)
    assert len({day.year for day in ramadan}) == 3


def test_all_on_one_day_of_the_month_are_months() -> None:
    group = bucketed(
        [Sale("a", date(2026, 1, 31), 2), Sale("a", date(2026, 3, 31), 1), Sale("b", date(2026, 3, 31), 4)]
    )
    assert group.timeline.frequency is Frequency.MONTHS
    assert group.histories == {"a": [2, 0, 1], "b": [4]}


def test_all_on_one_weekday_are_weeks() -> None:
    friday = date(2026, 1, 2)
    group = bucketed([Sale("a", friday + timedelta(weeks=number), number) for number in (0, 2, 3)])
    assert (group.timeline.frequency, group.timeline.first) == (Frequency.WEEKS, friday)
    assert group.histories == {"a": [0, 0, 2, 3]}, "a row of nothing says that it was there"


def test_of_days_the_first_and_the_last_week_count_where_they_are_full() -> None:
    rows = [
        Sale("a", MONDAY - timedelta(days=2), 50),
        *(Sale("a", MONDAY + timedelta(days=day), 1) for day in range(16)),
    ]
    group = bucketed(rows)
    assert group.timeline.first == MONDAY and group.histories == {"a": [7, 7]}
    full = bucketed([Sale("a", MONDAY + timedelta(days=day), 1) for day in range(14)])
    assert full.histories == {"a": [7, 7]}
    late = bucketed([*rows, Sale("late", MONDAY + timedelta(days=15), 3)])
    assert "late" not in late.histories, "it began in a week that is not over"


@pytest.mark.parametrize("rows", [[], [Sale("a", MONDAY, 1)], [Sale("a", MONDAY, 1), Sale("a", date(2026, 1, 7), 1)]])
def test_hardly_anything_is_a_short_group(rows: list[Sale]) -> None:
    assert bucketed(rows).length <= 1
