"""Ramadan and the two Eids, held against the days they were announced for."""

from datetime import date, timedelta

import pytest

from app.domain.demand import feasts
from app.domain.demand.feasts import Feast

ANNOUNCED = {
    Feast.RAMADAN: [date(2022, 4, 3), date(2023, 3, 23), date(2024, 3, 12), date(2025, 3, 2)],
    Feast.EID_AL_FITR: [date(2022, 5, 2), date(2023, 4, 22), date(2024, 4, 10), date(2025, 3, 31)],
    Feast.EID_AL_ADHA: [date(2022, 7, 10), date(2023, 6, 29), date(2024, 6, 17), date(2025, 6, 7)],
}
"""In Morocco."""


@pytest.mark.parametrize("feast", Feast)
def test_each_falls_within_a_day_of_what_was_announced(feast: Feast) -> None:
    for day in ANNOUNCED[feast]:
        found = [one for one in feasts.ahead(day - timedelta(days=5)) if one.feast is feast]
        assert abs((found[0].first - day).days) <= 1, (feast, day, found[0].first)


def test_the_year_ahead_holds_each_in_order_and_what_is_going_on() -> None:
    within_ramadan = feasts.ahead(date(2026, 3, 1))
    assert [one.feast for one in within_ramadan][:3] == [Feast.RAMADAN, Feast.EID_AL_FITR, Feast.EID_AL_ADHA]
    assert within_ramadan[0].months == {2, 3} and within_ramadan[0].first < date(2026, 3, 1)
    assert feasts.ahead(date(2026, 3, 21))[0].feast is Feast.EID_AL_ADHA


def test_a_year_can_begin_two_ramadans() -> None:
    assert [one.first.month for one in feasts.ahead(date(2030, 1, 1)) if one.feast is Feast.RAMADAN] == [1, 12]
    feasts.ahead(date(2028, 2, 29))
