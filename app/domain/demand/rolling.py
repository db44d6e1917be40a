"""The roll-up: a day's raw signals become counts, rare words are forgotten, old signals go.

A few days at a time, as many as a small machine counts within a second: each time is a transaction of its own, so a
kill loses that one, and whoever comes next goes on after the last day that is there. Past sales, which nobody observed
here, stand among the days too and are left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter

from sqlalchemy import delete, func, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from app.base import clock, rows
from app.base.database import db, make_room
from app.domain.audit import keys
from app.domain.demand import batches, counting, counts, raw, said, words
from app.domain.demand.counting import COLUMNS, Cell
from app.domain.demand.counts import OBSERVED, RAW_DAYS
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.demand.said import SAID, About, Piles, Spelling

MOST_DAYS = 10
MOST_ROWS = 200_000
"""Days and raw signals counted in one go; a day with more is one go by itself."""
KEPT_FROM = 3
"""The words of a search are kept beyond their day only if so many visitors used them."""
SETTLED = timedelta(minutes=1)
"""After midnight: what was noted before it is written by then."""
_rest = attrgetter(*COLUMNS[2:])


def roll_up_due(now: datetime) -> list[date]:
    """Roll up every finished day that waits, in one transaction, and say which these were. Does not commit."""
    batches.take_all_apart(roll_up)
    done: list[date] = []
    while some := roll_up_next(now):
        done += some
    return done


def roll_up_some(now: datetime) -> list[date]:
    """Roll up the oldest finished days that wait, as many as one go takes, and say which these were; none waits where
    there are none. Does not commit."""
    batches.take_all_apart(roll_up)
    return roll_up_next(now)


def roll_up_next(now: datetime) -> list[date]:
    """The same once all batches are taken apart: no day is counted while signs of it are on their way."""
    today = clock.local(now - SETTLED).date()
    last = counts.last_rolled(today)
    first = raw.first_raw_day(last + timedelta(days=1) if last else None)
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
    """Drop raw signals after ninety days and the keys of their visitors after two. Does not commit.

    Days that wait to be rolled up, as no worker ran for so long, are counted first.
    """
    last = counts.last_rolled(date.max)
    if last is not None:
        horizon = min(clock.local(now).date() - timedelta(days=RAW_DAYS), last + timedelta(days=1))
        db.session.execute(delete(DemandSignal).where(DemandSignal.at < clock.start_of_day(horizon)))
    batches.drop_unread(now)
    keys.destroy_old(at=now)


def _goes(first: date, last: date) -> Iterator[list[date]]:
    """The days that have raw signals, oldest first, as many together as one go takes."""
    go: list[date] = []
    held = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        more = raw.rows_on(day, MOST_ROWS)
        if go and (held + more > MOST_ROWS or (day - go[0]).days >= MOST_DAYS):
            yield go
            go, held = [], 0
        if more:
            go.append(day)
            held += more
    if go:
        yield go


def _roll_up(days: list[date]) -> None:
    """days: those with raw signals, none of which is left out between them. The database counts what has no words."""
    make_room(db.session.connection())
    counts.begin()
    counts.forget_running()
    known = Known(days[0], days[-1])
    for day in days:
        kept = worth_keeping(said.piles(day, day), day, known)
        cells = [counting.of_words(about, heap) for about, heap in said.heaps(kept, day, day).items()]
        db.session.execute(delete(DemandDay).where(DemandDay.day == day, OBSERVED))
        db.session.execute(insert(DemandDay).from_select(list(COLUMNS), counting.others(day, day)))
        keep(cells)
        _forget_words_of(day, {one.said for about, some in kept.items() if about.folded for one in some})
    counts.changed()


def keep(cells: Iterable[Cell]) -> None:
    """Write cells with their values as the database has them: to translate each costs more than to write it."""
    values = [(cell.day.isoformat(), cell.kind.value, *_rest(cell)) for cell in cells]
    rows.insert(db.session.connection(), DemandDay.__tablename__, COLUMNS, values)


def worth_keeping(found: Piles, day: date, known: "Known", *, rare: int = 0) -> Piles:
    """What is kept of a day: searches whose words too few visitors used are counted together, without their words.

    The same words in several languages, within a craft and outside it, searched and opened, are one thing.
    rare: so many of the others keep their words as well, those of most visitors first.
    """
    people, many = defaultdict[str, set[str]](set), set[str]()
    for about, some in found.items():
        for one in some:
            people[about.folded].update(one.few)
            if one.people >= KEPT_FROM:
                many.add(about.folded)
    spared = {
        one
        for one, few in people.items()
        if one and (one in many or len(few) >= KEPT_FROM or known.elsewhere(day, one))
    }
    others = sorted((one for one in people if one and one not in spared), key=lambda one: (-len(people[one]), one))
    shown = spared.union(others[:rare])
    kept = defaultdict[About, list[Spelling]](list)
    for about, some in found.items():
        kept[about if about.folded in shown else about._replace(folded="")] += some
    known.put(day, spared)
    return kept


class Known:
    """Words that three visitors used on another day: they say nothing about anybody any more.

    Of the days that are being rolled up each adds its own for those after it.
    """

    def __init__(self, first: date, last: date) -> None:
        self._around = {words.key(one) for kind in SAID for one in _kept_around(kind, first, last)}
        self._on: defaultdict[date, set[str]] = defaultdict(set)
        here = select(DemandDay.words, DemandDay.day).where(DemandDay.day.between(first, last), DemandDay.words != "")
        for one, day in db.session.execute(here.where(DemandDay.kind.in_(SAID)).distinct()):
            self._on[day].add(words.key(one))

    def elsewhere(self, day: date, folded: str) -> bool:
        return folded in self._around or any(folded in kept for on, kept in self._on.items() if on != day)

    def put(self, day: date, kept: set[str]) -> None:
        """What is known of a day from now on."""
        self._on[day] = kept


def _kept_around(kind: SignalKind, first: date, last: date) -> Iterable[str]:
    """Words that are kept of other days: few, on very many rows, so from each the index is asked for the next."""
    day = aliased(DemandDay)
    chosen = (day.kind == kind, day.words != text("''"))  # as the index says
    each = select(select(func.min(day.words)).where(*chosen).scalar_subquery().label("one")).cte(recursive=True)
    following = select(func.min(day.words)).where(*chosen, day.words > each.c.one).correlate(each).scalar_subquery()
    each = each.union_all(select(following).where(each.c.one.is_not(None)))
    oldest, newest = (
        select(edge).where(*chosen, day.words == each.c.one).correlate(each).scalar_subquery()
        for edge in (func.min(day.day), func.max(day.day))
    )
    return db.session.scalars(select(each.c.one).where(each.c.one.is_not(None), or_(oldest < first, newest > last)))


def _forget_words_of(day: date, kept: set[str]) -> None:
    """Erase rare words from the raw signals of a day too, and the words of wishes: the request itself holds those.

    kept: words as they were typed.
    """
    typed = (*raw.within(day, day), DemandSignal.words.is_not(None))
    rare = update(DemandSignal).where(*typed, DemandSignal.kind.in_(SAID), raw.in_other_words(kept))
    for some in (rare, update(DemandSignal).where(*typed, DemandSignal.kind == SignalKind.CUSTOM_WISH)):
        db.session.execute(some.values(words=None).execution_options(synchronize_session=False))
