"""A group's histories by week, and what is to be expected of each: rules only, for the night's work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.demand.forecast_models import Subject
from app.domain.demand.forecasting import Foresight, of_group
from app.domain.demand.forecasting.timeline import Frequency, Timeline

Moons = Mapping[tuple[int, int], date]

WEEK = 7
AHEAD, TOTALS = 12, (4, 8, 12)
"""Weeks."""
LOOKED_BACK, YEAR = 156, 52
LATELY = 104
"""Weeks within which something was asked for at all, or it has no forecast of its own."""
SILENT = (0, 4, 8, 13, 26, 52, 104)
"""Weeks that a piece can have been there and nobody asked: each has a forecast, which all such pieces share."""


@dataclass
class History:
    """Pieces asked for by week. counts: from its own first week to the one that ended yesterday."""

    subject: Subject
    subject_id: int
    name: str
    counts: list[int]

    @property
    def is_alive(self) -> bool:
        return any(self.counts[-LATELY:])


@dataclass(frozen=True)
class Weeks:
    """The weeks before a day, numbered back from it: week 0 ended on the day before."""

    today: date

    @property
    def first(self) -> date:
        """The first day that is looked at."""
        return self.today - timedelta(days=WEEK * LOOKED_BACK)

    def age(self, day: date) -> int:
        return (self.today - timedelta(days=1) - day).days // WEEK

    def counts(self, signs: Iterable[tuple[date, int]], since: date | None = None) -> list[int]:
        """signs: days and pieces. since: the day from which it could be asked for, where that is known and earlier."""
        by_age: dict[int, int] = {}
        for day, pieces in signs:
            age = self.age(day)
            by_age[age] = by_age.get(age, 0) + pieces
        oldest = max([*by_age, min(self.age(since), LOOKED_BACK - 1) if since else -1])
        return [by_age.get(age, 0) for age in range(min(oldest, LOOKED_BACK - 1), -1, -1)]

    def timeline(self, length: int, moons: Moons) -> Timeline:
        """So many weeks, the last of which ended yesterday. moons: first days of Hijri months that were corrected."""
        return Timeline(Frequency.WEEKS, self.today - timedelta(days=WEEK * length), moons)


@dataclass(frozen=True)
class Craftwork:
    """What was asked for of a craft (0: of none). silent: histories of pieces that nobody asked for, which tell the
    group how many there are."""

    craft_id: int
    histories: list[History]
    silent: list[list[int]]
    total: History | None


def of_craft(craft: Craftwork, weeks: Weeks, moons: Moons) -> list[dict[str, Any]]:
    """Rows of Forecast for the pieces and series of a craft, for pieces nobody asked for yet, and for the craft."""
    craft_id, total = craft.craft_id, craft.total
    alive = [one for one in craft.histories if one.is_alive]
    counts = [*(one.counts for one in alive), *craft.silent]
    length = max(map(len, counts), default=0)
    ages = [age for age in SILENT if age <= length]
    timeline = weeks.timeline(length, moons)
    found = of_group(counts, timeline, AHEAD, beside=[[0] * age for age in ages])
    rows = [_row(one, foresight, weeks, craft_id) for one, foresight in zip(alive, found, strict=False)]
    seen = sum(total.counts[-YEAR:]) if total else sum(row["asked"] for row in rows)
    for age, foresight in zip(ages, found[len(counts) :], strict=True):
        new = History(Subject.NEWCOMER, craft_id, str(age), [0] * age)
        rows.append(_row(new, foresight, weeks, craft_id) | {"asked": seen})
    if total and total.is_alive:
        rows.append(_row(total, _whole(total, found[0], timeline, weeks), weeks, craft_id))
    return rows


def _whole(total: History, part: Foresight, timeline: Timeline, weeks: Weeks) -> Foresight:
    """A craft as one series, by the calendar of its parts, which are many where it is one; unless it is older."""
    length = len(total.counts)
    if length <= len(part.calendar.index):
        return of_group([total.counts], timeline, AHEAD, calendar=part.calendar)[0]
    return of_group([total.counts], weeks.timeline(length, timeline.moons), AHEAD)[0]


def of_kind(histories: Sequence[History], weeks: Weeks, moons: Moons) -> list[dict[str, Any]]:
    """Rows of Forecast for the values of one attribute."""
    alive = [one for one in histories if one.is_alive]
    length = max((len(one.counts) for one in alive), default=0)
    found = of_group([one.counts for one in alive], weeks.timeline(length, moons), AHEAD)
    return [_row(one, foresight, weeks, 0) for one, foresight in zip(alive, found, strict=True)]


def mark(name: str, weeks: Weeks) -> dict[str, Any]:
    """A row that says that a group without newcomers was made."""
    (nothing,) = of_group([[]], weeks.timeline(0, {}), AHEAD)
    return _row(History(Subject.NEWCOMER, 0, name, []), nothing, weeks, 0)


def _row(one: History, foresight: Foresight, weeks: Weeks, craft_id: int) -> dict[str, Any]:
    totals = {ahead: foresight.total(ahead) for ahead in TOTALS}
    return {
        "subject": one.subject,
        "subject_id": one.subject_id,
        "name": one.name,
        "craft_id": craft_id,
        "made_on": weeks.today,
        "weeks_known": len(one.counts),
        "past": one.counts[-YEAR:],
        "asked": sum(one.counts[-YEAR:]),
        "steps": [_pair(step.mean, step.size) for step in foresight.steps(AHEAD)],
        "totals": {str(ahead): _pair(total.mean, total.size) for ahead, total in totals.items()},
        "expected": totals[8].mean,
    }


def _pair(mean: float, size: float) -> list[float]:
    return [float(f"{mean:.6g}"), float(f"{size:.6g}")]
