"""Ramadan and the two Eids in our calendar, by Umm al-Qura.

Morocco looks at the moon, so a feast can fall a day beside these dates: pages say *about*, and a coordinator corrects
them once they are announced (``feast_days``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hijridate import Gregorian, Hijri


class Feast(StrEnum):
    RAMADAN = "ramadan"
    EID_AL_FITR = "eid_al_fitr"
    EID_AL_ADHA = "eid_al_adha"


BEGINS = {Feast.RAMADAN: (9, 1), Feast.EID_AL_FITR: (10, 1), Feast.EID_AL_ADHA: (12, 10)}
"""The month and day of the Hijri calendar."""

Corrected = Mapping[tuple[Feast, int], date]
"""First days that were announced otherwise, by feast and Hijri year."""
NOTHING: Corrected = MappingProxyType({})


@dataclass(frozen=True)
class Days:
    """first, last: both included. year: of the Hijri calendar. is_sure: a coordinator said so."""

    feast: Feast
    first: date
    last: date
    year: int = 0
    is_sure: bool = False

    @property
    def months(self) -> frozenset[int]:
        """The months of our year it touches, 1 to 12."""
        return frozenset({self.first.month, self.last.month})


def ahead(on: date, corrected: Corrected = NOTHING, *, years: int = 1) -> list[Days]:
    """What is not over on a day and begins within so many years after it, in order."""
    until = on.replace(year=on.year + years, day=min(on.day, 28))
    lunar = Gregorian.fromdate(on).to_hijri().year
    found = (days for year in range(lunar, lunar + years + 2) for days in _of_lunar_year(year, corrected))
    return sorted((days for days in found if days.last >= on and days.first < until), key=lambda days: days.first)


def computed(feast: Feast, year: int) -> date:
    """Its first day in a year of the Hijri calendar, as reckoned."""
    month, day = BEGINS[feast]
    return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())


def _of_lunar_year(year: int, corrected: Corrected) -> list[Days]:
    def day(feast: Feast) -> date:
        return corrected.get((feast, year)) or computed(feast, year)

    def sure(feast: Feast) -> bool:
        return (feast, year) in corrected

    fitr, adha = day(Feast.EID_AL_FITR), day(Feast.EID_AL_ADHA)
    return [
        Days(Feast.RAMADAN, day(Feast.RAMADAN), fitr - timedelta(days=1), year, sure(Feast.RAMADAN)),
        Days(Feast.EID_AL_FITR, fitr, fitr, year, sure(Feast.EID_AL_FITR)),
        Days(Feast.EID_AL_ADHA, adha, adha, year, sure(Feast.EID_AL_ADHA)),
    ]
