"""The roll-up: a day's raw signals become counts, rare words are forgotten, old signals go."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from app.base import clock
from app.base.database import db
from app.domain.audit import keys
from app.domain.demand import counting, words
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind

RAW_DAYS = 90
AT_ONCE = 31
"""Days counted in one go where many wait: what a small machine holds in memory."""
KEPT_FROM = 3
"""The words of a search are kept beyond their day only if so many visitors used them."""


def last_rolled(before: date) -> date | None:
    """The last day before another that was rolled up."""
    rolled = select(func.max(DemandDay.day)).where(DemandDay.day < before, DemandDay.kind != SignalKind.PAST_SALE)
    return db.session.scalar(rolled)


def roll_up_due(now: datetime) -> list[date]:
    """Roll up every finished day that waits, and say which these were. For the clock's job, once a night or more."""
    today = clock.local(now).date()
    last = last_rolled(today)
    first = counting.first_raw_day(last + timedelta(days=1) if last else None)
    if first is None:
        return []
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    for start in range(0, len(days), AT_ONCE):
        roll_up(days[start], days[min(start + AT_ONCE, len(days)) - 1])
    return days


def roll_up(first: date, last: date | None = None) -> None:
    """Count a day, or some days on end, and forget their rare words: the same as one day after the other.

    Done again it gives the same (somebody whose two searches were both forgotten is then one visitor); a day with no
    raw signals left keeps what was counted. A day that is not over may be counted too, and is then counted again.
    Does not commit.
    """
    counted: defaultdict[date, list[Cell]] = defaultdict(list)
    for cell in counting.cells(first, last or first):
        counted[cell.day].append(cell)
    if not counted:
        return
    known = _Known(first, last or first)
    for day in sorted(counted):
        counted[day] = _to_keep(counted[day], known)
    db.session.execute(delete(DemandDay).where(DemandDay.day.in_(counted)))
    db.session.execute(insert(DemandDay), [vars(cell) for day in sorted(counted) for cell in counted[day]])
    for day, kept in counted.items():
        _forget_words_of(day, {words.key(cell.words) for cell in kept if cell.words})


def drop_old(now: datetime) -> None:
    """Drop raw signals after ninety days and the keys of their visitors after two. Does not commit."""
    horizon = clock.start_of_day(clock.local(now).date() - timedelta(days=RAW_DAYS))
    db.session.execute(delete(DemandSignal).where(DemandSignal.at < horizon))
    keys.destroy_old(at=now)


class _Known:
    """Words that three visitors used on another day: they say nothing about anybody any more.

    Of the days that are being rolled up each adds its own for those after it.
    """

    def __init__(self, first: date, last: date) -> None:
        said = select(DemandDay.day, DemandDay.words).where(DemandDay.kind == SignalKind.SEARCH, DemandDay.words != "")
        around = said.with_only_columns(DemandDay.words).where(~DemandDay.day.between(first, last)).distinct()
        self._around = {words.key(one) for one in db.session.scalars(around)}
        self._on: defaultdict[date, set[str]] = defaultdict(set)
        for day, one in db.session.execute(said.where(DemandDay.day.between(first, last))):
            self._on[day].add(words.key(one))

    def before_or_after(self, day: date, folded: str) -> bool:
        return folded in self._around or any(folded in said for on, said in self._on.items() if on != day)

    def put(self, day: date, kept: list[Cell]) -> None:
        """What is known of a day from now on."""
        self._on[day] = {words.key(cell.words) for cell in kept if cell.words}


def _to_keep(counted: list[Cell], known: _Known) -> list[Cell]:
    """The cells of one day as they are kept."""
    kept = [cell for cell in counted if cell.kind is not SignalKind.SEARCH]
    kept += _without_rare_words([cell for cell in counted if cell.kind is SignalKind.SEARCH], known)
    known.put(counted[0].day, kept)
    return kept


def _without_rare_words(searches: list[Cell], known: _Known) -> list[Cell]:
    """Searches whose words too few visitors used are counted together, without their words, by craft.

    The same words within a craft and outside it are one thing; their visitors are counted as different people
    only where that cannot be told.
    """
    people: Counter[str] = Counter()
    for cell in searches:
        folded = words.key(cell.words)
        people[folded] = max(people[folded], cell.visitors)
    kept: list[Cell] = []
    rest: dict[int, Cell] = {}
    for cell in searches:
        folded = words.key(cell.words)
        if folded and (people[folded] >= KEPT_FROM or known.before_or_after(cell.day, folded)):
            kept.append(cell)
        else:
            rest[cell.craft_id] = _together(rest.get(cell.craft_id), replace(cell, words=""))
    return kept + list(rest.values())


def _together(one: Cell | None, other: Cell) -> Cell:
    if one is None:
        return other
    return replace(
        one,
        signals=one.signals + other.signals,
        visitors=one.visitors + other.visitors,
        quantity=one.quantity + other.quantity,
        without_result=one.without_result + other.without_result,
    )


def _forget_words_of(day: date, kept: set[str]) -> None:
    """Erase rare words from the raw signals of a day too, and the words of wishes: the request itself holds those."""
    start, end = clock.start_of_day(day), clock.start_of_day(day + timedelta(days=1))
    that_day = (DemandSignal.at >= start, DemandSignal.at < end, DemandSignal.words.is_not(None))
    said = db.session.scalars(
        select(DemandSignal.words).where(*that_day, DemandSignal.kind == SignalKind.SEARCH).distinct()
    )
    spared = [one for one in said if one and words.key(one) in kept]
    rare = update(DemandSignal).where(*that_day)
    for number in range(0, len(spared), 500):  # an engine takes so many values in a statement, not more
        rare = rare.where(DemandSignal.words.not_in(spared[number : number + 500]))
    db.session.execute(rare.values(words=None))
