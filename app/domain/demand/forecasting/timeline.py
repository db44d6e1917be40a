"""Weeks or months in a row, and where in the year each lies: in our calendar and in the lunar one."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hijridate import Gregorian


class Frequency(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"


WEEKS_IN_A_BLOCK, BLOCKS = 4, 13
CYCLES = {Frequency.WEEKS: 52, Frequency.MONTHS: 12}


@dataclass(frozen=True)
class Timeline:
    """Buckets, numbered from 0. first: any day of the first one; a week begins with the weekday of that day."""

    frequency: Frequency
    first: date

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
        return Gregorian.fromdate(self._middle(number)).to_hijri().month

    def _middle(self, number: int) -> date:
        return self.day(number) + timedelta(days=3 if self.frequency is Frequency.WEEKS else 14)
