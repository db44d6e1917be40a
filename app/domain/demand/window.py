"""The days that are looked at, and counts of days laid into them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.demand.opportunities import WEEKS

DAYS_A_MONTH = 365.25 / 12

Days = Iterable[tuple[date, int]]


@dataclass(frozen=True)
class Window:
    """So many weeks that end today. Twelve are drawn, whatever is counted."""

    today: date
    weeks: int = WEEKS

    @property
    def first(self) -> date:
        return self.today - timedelta(days=7 * self.weeks - 1)

    @property
    def months(self) -> float:
        return 7 * self.weeks / DAYS_A_MONTH

    def count(self, days: Days) -> int:
        first, today = self.first, self.today
        return sum(count for day, count in days if first <= day <= today)

    def weekly(self, days: Days) -> tuple[int, ...]:
        """Twelve weekly counts, oldest first."""
        weeks = [0] * WEEKS
        for day, count in days:
            age = (self.today - day).days // 7
            if 0 <= age < WEEKS:
                weeks[WEEKS - 1 - age] += count
        return tuple(weeks)
