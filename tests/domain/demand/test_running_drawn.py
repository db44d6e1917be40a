"""Whatever comes in whatever order: no sign is counted twice or in part for good, and no rare words outlive their day.

Histories are drawn: visits that are written late or never taken apart for weeks, deeds, the clock's job at any moment,
steps of the clock over midnights and over a hundred days.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.demand import batches, counts, reading, rolling, running, words
from app.domain.demand.batch_writer import BatchWriter
from app.domain.demand.models import NOTED, DemandDay, SignalKind
from app.domain.demand.signals import Glimpse, Sign
from app.domain.work.jobs import Rest
from app.jobs import clockwork
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW

SAID = ("panier", "mendil bleu", "tapis de Fes", "mon nom est Carmen", "mon nom est Aicha", "table basse")
Key = tuple[date, SignalKind, int, str]
JOB = clockwork.JOBS["days of demand rolled up"]


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few signs a day has."""
    monkeypatch.setattr(running, "FEW", 0)


def key(at: datetime, kind: SignalKind, item: int | None = None, facet: str | None = None) -> Key:
    return clock.local(at).date(), kind, item or 0, facet or ""


@dataclass
class History:
    """seen: all that was taken apart and not too late. counted: the visits of the running day when it was counted."""

    dice: Random
    now: datetime = NOW
    waiting: list[Glimpse] = field(default_factory=list)
    sent: list[list[Glimpse]] = field(default_factory=list)
    seen: Counter[Key] = field(default_factory=Counter)
    counted: Counter[Key] = field(default_factory=Counter)
    people: defaultdict[str, defaultdict[date, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    steps: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        return clock.local(self.now).date()

    def visit(self) -> None:
        kind, who = self.dice.choice(NOTED), self.dice.choice("abcde")
        facts: dict[str, object] = {"item_id": self.dice.randrange(1, 4), "craft_id": 2}
        if kind in (SignalKind.SEARCH, SignalKind.CLICK):
            facts = {"words": self.dice.choice(SAID), "results": self.dice.randrange(2)}
        elif kind is SignalKind.IMPRESSION:
            facts = {"facet": self.dice.choice(("material:wool", "colour:red")), "results": 1}
        self.waiting.append(Glimpse(self.now, who, Sign(kind, "fr", **facts)))  # type: ignore[arg-type]  # as drawn

    def visits(self) -> None:
        for _ in range(self.dice.randrange(1, 6)):
            self.visit()

    def write(self) -> None:
        if self.waiting:
            BatchWriter(db.session.connection()).write(self.waiting)
            self.sent.append(self.waiting)
            self.waiting = []

    def _learn(self, count: int, last: date | None) -> None:
        """What came out of the oldest batches; what is more than a week late does not count."""
        for _ in range(count):
            for one in self.sent.pop(0):
                day, *_rest = where = key(one.at, one.sign.kind, one.sign.item_id, one.sign.facet)
                if last is None or day > last - timedelta(days=batches.LATE_DAYS):
                    self.seen[where] += 1
                    if one.sign.words:
                        self.people[words.key(one.sign.words)][day].add(one.trace)

    def take_apart(self) -> None:
        last = counts.last_rolled(date.max)
        self._learn(batches.take_apart(rolling.roll_up), last)

    def deed(self) -> None:
        given.signal(SignalKind.REQUEST_LINE, at=self.now, item_id=1, request_id=self.dice.randrange(9))
        self.seen[key(self.now, SignalKind.REQUEST_LINE, 1)] += 1

    def job(self) -> object:
        self._learn(len(self.sent), counts.last_rolled(date.max))
        rest = JOB.run(self.now)
        day, until = counts.running()
        if until == self.now:
            self.counted = Counter({one: count for one, count in self.seen.items() if one[0] == day})
        return rest

    def jobs(self) -> None:
        while self.job() is Rest.NONE:
            pass

    def drop(self) -> None:
        rolling.drop_old(self.now)

    def soon(self) -> None:
        self.now += timedelta(minutes=self.dice.choice((1, 6, 20, 61)))

    def midnight(self) -> None:
        self.now = clock.start_of_day(self.today + timedelta(days=1)) + timedelta(seconds=self.dice.randrange(-70, 130))

    def later(self) -> None:
        self.now += timedelta(days=self.dice.choice((1, 1, 1, 2, 5, 9, 100)))

    def expected(self) -> dict[Key, int]:
        fresh = counts.read(self.now)
        kept = self.seen
        if fresh.noted > self.today:
            kept = Counter({one: n for one, n in self.seen.items() if one[0] != self.today or one[1] not in NOTED})
            kept.update({one: n for one, n in self.counted.items() if one[1] in NOTED})
        return {one: n for one, n in kept.items() if n and self._is_read(one[0])}

    def _is_read(self, day: date) -> bool:
        """What nobody counted for ninety days is read again once it is."""
        last = counts.last_rolled(date.max)
        return (last is not None and day <= last) or day >= self.today - timedelta(days=counts.RAW_DAYS)

    def read(self) -> dict[Key, int]:
        found = Counter[Key]()
        for cell in reading.cells(TODAY, self.today, now=self.now, kinds=tuple(SignalKind), by_facet=True):
            found[cell.day, cell.kind, cell.item_id, cell.facet] += cell.signals
        return {one: n for one, n in found.items() if self._is_read(one[0])}


STEPS: tuple[tuple[Callable[[History], object], int], ...] = (
    *((History.visits, 9), (History.write, 6), (History.take_apart, 4), (History.deed, 2), (History.job, 4)),
    *((History.jobs, 2), (History.drop, 1), (History.soon, 5), (History.midnight, 2), (History.later, 1)),
)


@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_things_counts_anything_twice_or_in_part(app: Flask, seed: int) -> None:
    history = History(Random(seed))
    steps, weights = zip(*STEPS, strict=True)
    for _ in range(80):
        step = history.dice.choices(steps, weights)[0]
        history.steps.append(step.__name__)
        step(history)
        assert history.read() == history.expected(), (history.steps[-12:], history.now, counts.read(history.now))
    history.write()
    history.now = clock.start_of_day(history.today + timedelta(days=1)) + timedelta(hours=1)
    history.jobs()
    kept = Counter[Key]()
    for cell in db.session.scalars(select(DemandDay)):
        kept[cell.day, cell.kind, cell.item_id, cell.facet] += cell.signals
        used = history.people[words.key(cell.words)].values() if cell.words else ()
        assert not cell.words or max(map(len, used)) >= rolling.KEPT_FROM, "rare words are forgotten"
    assert kept == history.seen
    assert counts.running() == (None, None) or counts.running()[0] == history.today
