"""Weeks or months in a row, and where in the year each lies: in our calendar and in the lunar one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from hijridate import Gregorian


class Frequency(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"


WEEKS_IN_A_BLOCK, BLOCKS = 4, 13
LUNAR_MONTHS = 12
CYCLES = {Frequency.WEEKS: 52, Frequency.MONTHS: 12}


@dataclass(frozen=True)
class Timeline:
    """Buckets, numbered from 0. first: any day of the first one; a week begins with the weekday of that day.

    moons: first days of Hijri months, by year and month, that fell otherwise than reckoned.
    """

    frequency: Frequency
    first: date
    moons: Mapping[tuple[int, int], date] = field(default_factory=dict, hash=False)

    @property
    def cycle(self) -> int:
        """Buckets in a year."""
        return CYCLES[self.frequency]

    def number(self, day: date) -> int:
        """The bucket a day lies in; below 0 where it was before the first."""
        if self.frequency is Frequency.WEEKS:
            return (day - self.first).days // 7
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def day(self, number: int) -> date:
        """The first day of a bucket."""
        if self.frequency is Frequency.WEEKS:
            return self.first + timedelta(weeks=number)
        years, month = divmod(self.first.month - 1 + number, 12)
        return date(self.first.year + years, month + 1, 1)

    def season(self, number: int) -> int:
        """Its place in our year: the month, or four weeks of thirteen times four."""
        middle = self._middle(number)
        if self.frequency is Frequency.MONTHS:
            return middle.month
        return min((middle.timetuple().tm_yday - 1) // 7 // WEEKS_IN_A_BLOCK, BLOCKS - 1)

    def lunar_month(self, number: int) -> int:
        """The month of the Hijri calendar in its middle, by Umm al-Qura; in Morocco it may begin a day beside that."""
        middle = self._middle(number)
        reckoned = Gregorian.fromdate(middle).to_hijri()
        year, month = reckoned.year, reckoned.month
        following = (year, month + 1) if month < LUNAR_MONTHS else (year + 1, 1)
        if middle < self.moons.get((year, month), middle):
            return (month - 2) % LUNAR_MONTHS + 1
        if following in self.moons and middle >= self.moons[following]:
            return following[1]
        return month

    def _middle(self, number: int) -> date:
        return self.day(number) + timedelta(days=3 if self.frequency is Frequency.WEEKS else 14)
