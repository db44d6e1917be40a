"""Ramadan and the two Eids in our calendar, by the arithmetic lunar calendar (thirty years with eleven leap days).

Morocco looks at the moon, so a feast can fall a day or two beside these dates: pages say *about*.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EPOCH = 227_014
"""The day before 1 Muharram of the year 1, counted as ``date.toordinal`` does."""
MONTH, YEAR = 29.5, 354


class Feast(StrEnum):
    RAMADAN = "ramadan"
    EID_AL_FITR = "eid_al_fitr"
    EID_AL_ADHA = "eid_al_adha"


@dataclass(frozen=True)
class Days:
    """first, last: both included."""

    feast: Feast
    first: date
    last: date

    @property
    def months(self) -> frozenset[int]:
        """The months of our year it touches, 1 to 12."""
        return frozenset({self.first.month, self.last.month})


def ahead(on: date) -> list[Days]:
    """What is not over on a day and begins within the year after it, in order."""
    until = on.replace(year=on.year + 1, day=min(on.day, 28))
    lunar = int((on.year - 622) * 365.2425 / (YEAR + 11 / 30))
    found = (days for year in range(lunar - 1, lunar + 4) for days in _of_lunar_year(year))
    return sorted((days for days in found if days.last >= on and days.first < until), key=lambda days: days.first)


def _of_lunar_year(year: int) -> list[Days]:
    fitr, adha = _day(year, 10, 1), _day(year, 12, 10)
    return [
        Days(Feast.RAMADAN, _day(year, 9, 1), fitr - timedelta(days=1)),
        Days(Feast.EID_AL_FITR, fitr, fitr),
        Days(Feast.EID_AL_ADHA, adha, adha),
    ]


def _day(year: int, month: int, day: int) -> date:
    """A day of the lunar calendar as one of ours. Months have thirty and twenty-nine days in turn."""
    months = int(MONTH * (month - 1) + 0.5)
    leap_days = (3 + 11 * year) // 30
    return date.fromordinal(EPOCH + (year - 1) * YEAR + leap_days + months + day)
