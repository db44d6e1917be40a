"""What people searched for in some crafts and did not find, by week, from counts of days alone.

Whole weeks are counted, Monday to Sunday: what is told does not change with one day's searches.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select

from app.base.database import db
from app.base.together import Question
from app.domain.demand import guessing, words
from app.domain.demand.models import DemandDay, SignalKind

WEEKS = 12


@dataclass(frozen=True)
class Unsold:
    """words: as most people wrote them. weeks: people who found nothing, oldest first."""

    words: str
    craft_id: int
    weeks: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.weeks)


def found(crafts: Collection[int], *, today: date, least: int = 1, most: int = 5) -> list[Unsold]:
    """By how many people searched. Three statements, whatever was recorded one by one.

    least: weeks in which fewer people searched for a thing count as if nobody had.
    """
    if not crafts:
        return []
    return heard(db.session.execute(question(today=today)), crafts, least=least, most=most)


def heard(rows: Iterable[Any], crafts: Collection[int], *, least: int = 1, most: int = 5) -> list[Unsold]:
    """Of the answer to the question. One statement at most."""
    people, craft_of, spelled = defaultdict[str, Counter[int]](Counter), dict[str, int](), dict[str, Counter[str]]()
    for said, craft_id, week, number in rows:
        key, count = words.key(said), int(number)
        people[key][week] += count
        spelled.setdefault(key, Counter())[said] += count
        if craft_id:
            craft_of[key] = craft_id
    together = defaultdict[str, Counter[int]](Counter)
    spellings = defaultdict[str, Counter[str]](Counter)
    for key, leader in words.groups({key: weeks.total() for key, weeks in people.items()}).items():
        if key:
            together[leader] += people[key]
            spellings[leader] += spelled[key]
            craft_of.setdefault(leader, craft_of.get(key, 0))
    told = {key: told_weeks(weeks, least) for key, weeks in together.items()}
    ranked = sorted((key for key in told if any(told[key])), key=lambda key: (-sum(told[key]), key))
    guessed = guessing.crafts_of([key for key in ranked if not craft_of.get(key)][: guessing.MOST_ASKED])
    craft = {key: craft_of.get(key) or guessed.get(key, 0) for key in ranked}
    return [
        Unsold(min(spellings[key], key=lambda said: (-spellings[key][said], said)), craft[key], told[key])
        for key in ranked
        if craft[key] in crafts
    ][:most]


def told_weeks(people: Counter[int], least: int) -> tuple[int, ...]:
    """Each week's people, or nobody where they were fewer: no week, and no difference of two spans, tells of less."""
    return tuple(people[week] if people[week] >= least else 0 for week in range(WEEKS))


def question(*, today: date) -> Question:
    """Words, craft, number of the week and people, of the twelve weeks before this one."""
    day, monday = DemandDay, today - timedelta(days=today.weekday())
    edges = [(day.day < monday - timedelta(weeks=WEEKS - number - 1), number) for number in range(WEEKS - 1)]
    week = case(*edges, else_=WEEKS - 1)
    empty = case((day.visitors < day.without_result, day.visitors), else_=day.without_result)
    inner = select(day.words, day.craft_id, week.label("week"), empty.label("people")).where(
        day.item_id == 0,
        day.kind == SignalKind.SEARCH,
        day.day >= monday - timedelta(weeks=WEEKS),
        day.day < monday,
        day.without_result > 0,
        day.words != "",
    )
    rows = inner.subquery().c
    summed = select(rows.words, rows.craft_id, rows.week, func.sum(rows.people))
    return summed.group_by(rows.words, rows.craft_id, rows.week)
