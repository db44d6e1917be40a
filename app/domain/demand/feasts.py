"""Ramadan and the two Eids in our calendar, by Umm al-Qura.

Morocco looks at the moon, so a feast can fall a day beside these dates: pages say *about*.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hijridate import Gregorian, Hijri


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
    lunar = Gregorian.fromdate(on).to_hijri().year
    found = (days for year in range(lunar, lunar + 3) for days in _of_lunar_year(year))
    return sorted((days for days in found if days.last >= on and days.first < until), key=lambda days: days.first)


def _of_lunar_year(year: int) -> list[Days]:
    fitr, adha = _day(year, 10, 1), _day(year, 12, 10)
    return [
        Days(Feast.RAMADAN, _day(year, 9, 1), fitr - timedelta(days=1)),
        Days(Feast.EID_AL_FITR, fitr, fitr),
        Days(Feast.EID_AL_ADHA, adha, adha),
    ]


def _day(year: int, month: int, day: int) -> date:
    """A day of the Hijri calendar as one of ours."""
    return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
