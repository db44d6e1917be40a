"""The roll-up: a day's raw signals become counts, rare words are forgotten, old signals go.

A few days at a time, as many as a small machine counts within a second: each time is a transaction of its own, so a
kill loses that one, and whoever comes next goes on after the last day that is there. Past sales, which nobody observed
here, stand among the days too and are left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import column, delete, func, insert, select, table, text, update

from app.base import clock
from app.base.database import db
from app.domain.audit import keys
from app.domain.demand import counting, words
from app.domain.demand.counting import COLUMNS, SAID, About, Cell, Heap, within
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind

RAW_DAYS = 90
MOST_DAYS = 10
MOST_ROWS = 200_000
"""Days and raw signals counted in one go; a day with more is one go by itself."""
KEPT_FROM = 3
"""The words of a search are kept beyond their day only if so many visitors used them."""
SETTLED = timedelta(minutes=1)
"""After midnight: what was noted before it is written by then."""
_PLAIN = table(DemandDay.__tablename__, *map(column, COLUMNS))
OBSERVED = DemandDay.kind != SignalKind.PAST_SALE


def last_rolled(before: date) -> date | None:
    """The last day before another that was rolled up."""
    return db.session.scalar(select(func.max(DemandDay.day)).where(DemandDay.day < before, OBSERVED))


def roll_up_due(now: datetime) -> list[date]:
    """Roll up every finished day that waits, in one transaction, and say which these were. Does not commit."""
    done: list[date] = []
    while some := roll_up_some(now):
        done += some
    return done


def roll_up_some(now: datetime) -> list[date]:
    """Roll up the oldest finished days that wait, as many as one go takes, and say which these were; none waits where
    there are none. Does not commit."""
    today = clock.local(now - SETTLED).date()
    last = last_rolled(today)
    first = counting.first_raw_day(last + timedelta(days=1) if last else None)
    if first is None or first >= today:
        return []
    days = next(_goes(first, today - timedelta(days=1)))
    _roll_up(days)
    return days


def roll_up(first: date, last: date | None = None) -> None:
    """Count a day, or some days on end, and forget their rare words: the same as one day after the other.

    Done again it gives the same; a day with no raw signals left keeps what was counted. A day that is not over may be
    counted too, and is then counted again. Does not commit.
    """
    for days in _goes(first, last or first):
        _roll_up(days)


def drop_old(now: datetime) -> None:
    """Drop raw signals after ninety days and the keys of their visitors after two. Does not commit."""
    horizon = clock.start_of_day(clock.local(now).date() - timedelta(days=RAW_DAYS))
    db.session.execute(delete(DemandSignal).where(DemandSignal.at < horizon))
    keys.destroy_old(at=now)


def _goes(first: date, last: date) -> Iterator[list[date]]:
    """The days that have raw signals, oldest first, as many together as one go takes."""
    go: list[date] = []
    rows = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        more = counting.rows_on(day, MOST_ROWS)
        if go and (rows + more > MOST_ROWS or (day - go[0]).days >= MOST_DAYS):
            yield go
            go, rows = [], 0
        if more:
            go.append(day)
            rows += more
    if go:
        yield go


def _roll_up(days: list[date]) -> None:
    """days: those with raw signals, none of which is left out between them. The database counts what has no words."""
    first, last = days[0], days[-1]
    kept = _worth_keeping(counting.heaps(first, last), first, last)
    db.session.execute(delete(DemandDay).where(DemandDay.day.in_(days), OBSERVED))
    db.session.execute(insert(DemandDay).from_select(list(COLUMNS), counting.others(first, last)))
    _keep(heap.cell(about) for about, heap in kept.items())
    said = _by_day(kept)
    for day in days:
        _forget_words_of(day, said[day])


def _keep(cells: Iterable[Cell]) -> None:
    """Write cells with their values as the database has them: to translate each costs more than to write it."""
    rows = [{**vars(cell), "day": cell.day.isoformat(), "kind": cell.kind.value} for cell in cells]
    if rows:
        db.session.connection().execute(insert(_PLAIN), rows)


def _worth_keeping(heaps: dict[About, Heap], first: date, last: date) -> dict[About, Heap]:
    """What is kept of these days: searches whose words too few visitors used are counted together, without their words.

    The same words in several languages, within a craft and outside it, searched and opened, are one thing.
    """
    by_day: defaultdict[date, list[tuple[About, Heap]]] = defaultdict(list)
    for about, heap in heaps.items():
        by_day[about.day].append((about, heap))
    known, kept = _Known(first, last), dict[About, Heap]()
    for day in sorted(by_day):
        people: defaultdict[str, set[str | None]] = defaultdict(set)
        for about, heap in by_day[day]:
            people[about.folded] |= heap.people
        spared = {one for one, who in people.items() if one and (len(who) >= KEPT_FROM or known.elsewhere(day, one))}
        for about, heap in by_day[day]:
            if about.folded in spared:
                kept[about] = heap
            else:
                kept.setdefault(about._replace(folded=""), Heap()).take_in(heap)
        known.put(day, spared)
    return kept


class _Known:
    """Words that three visitors used on another day: they say nothing about anybody any more.

    Of the days that are being rolled up each adds its own for those after it.
    """

    def __init__(self, first: date, last: date) -> None:
        said = select(DemandDay.words).where(
            DemandDay.kind.in_(SAID), DemandDay.words != text("''")
        )  # as its index says
        self._around = set(_folded(db.session.scalars(said.where(~DemandDay.day.between(first, last)).distinct())))
        self._on: defaultdict[date, set[str]] = defaultdict(set)
        here = said.where(DemandDay.day.between(first, last)).add_columns(DemandDay.day).distinct()
        for one, day in db.session.execute(here):
            self._on[day].add(words.key(one))

    def elsewhere(self, day: date, folded: str) -> bool:
        return folded in self._around or any(folded in said for on, said in self._on.items() if on != day)

    def put(self, day: date, kept: set[str]) -> None:
        """What is known of a day from now on."""
        self._on[day] = kept


def _folded(said: Iterable[str]) -> Iterator[str]:
    return map(words.key, said)


def _by_day(kept: dict[About, Heap]) -> defaultdict[date, set[str]]:
    """The words that stay as they were typed, by day."""
    said: defaultdict[date, set[str]] = defaultdict(set)
    for about, heap in kept.items():
        if about.folded:
            said[about.day].update(heap.spellings)
    return said


def _forget_words_of(day: date, kept: set[str]) -> None:
    """Erase rare words from the raw signals of a day too, and the words of wishes: the request itself holds those.

    kept: words as they were typed.
    """
    said = (*within(day, day), DemandSignal.words.is_not(None))
    rare, spared = update(DemandSignal).where(*said, DemandSignal.kind.in_(SAID)), sorted(kept)
    for number in range(0, len(spared), 500):  # an engine takes so many values in a statement, not more
        rare = rare.where(DemandSignal.words.not_in(spared[number : number + 500]))
    for some in (rare, update(DemandSignal).where(*said, DemandSignal.kind == SignalKind.CUSTOM_WISH)):
        db.session.execute(some.values(words=None).execution_options(synchronize_session=False))
