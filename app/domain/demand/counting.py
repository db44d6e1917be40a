"""Raw signals counted into the cells of a day: the one place that says what a roll-up is.

A cell is a day's signals of one kind about one thing. Searches, and what was opened from them, are counted by their
folded words and their language.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
)

from app.base import clock
from app.base.database import db
from app.domain.demand import words
from app.domain.demand.models import DemandSignal, SignalKind

SAID = (SignalKind.SEARCH, SignalKind.CLICK)
"""Kinds that are counted by what was typed, and by the language it was typed in."""
_KINDS = {kind.value: kind for kind in SAID}
AT_ONCE = 10_000
"""Rows of the database in memory while they are counted."""


@dataclass(unsafe_hash=True)  # frozen, one takes six times as long to make, and a page reads thousands
class Cell:
    """Never changed. Signals of one kind about one thing on one day. Fields as in DemandDay; value in centimes.

    visitors: different people that day; for what a request says, different requests.
    """

    day: date
    kind: SignalKind
    item_id: int = 0
    craft_id: int = 0
    artisan_id: int = 0
    words: str = ""
    reason: str = ""
    country: str = ""
    out_of_stock: bool = False
    facet: str = ""
    language: str = ""
    signals: int = 0
    visitors: int = 0
    quantity: int = 0
    value: int = 0
    without_result: int = 0


COLUMNS = tuple(Cell.__dataclass_fields__)


class About(NamedTuple):
    """What words are counted by. folded: the words without what does not matter."""

    day: date
    kind: SignalKind
    craft_id: int
    language: str
    out_of_stock: bool
    folded: str


class Heap:
    """Searches for one thing on one day, or what was opened from them. spellings: as typed, with how many people."""

    __slots__ = ("count", "nothing", "people", "spellings")

    def __init__(self) -> None:
        self.people: set[str | None] = set()
        self.spellings: dict[str, int] = {}
        self.count = self.nothing = 0

    def add(self, said: str, people: set[str | None], count: int, nothing: int) -> None:
        self.people |= people
        self.spellings[said] = self.spellings.get(said, 0) + len(people)
        self.count += count
        self.nothing += nothing

    def take_in(self, other: "Heap") -> None:
        """Count what is in another one too, whatever its words."""
        self.people |= other.people
        self.count += other.count
        self.nothing += other.nothing

    def cell(self, about: About) -> Cell:
        """The spelling most people used stands for all of them."""
        most = self._most_used() if about.folded else ""
        return Cell(
            day=about.day,
            kind=about.kind,
            craft_id=about.craft_id,
            words=most,
            out_of_stock=about.out_of_stock,
            language=about.language,
            signals=self.count,
            visitors=len(self.people),
            quantity=self.count,
            without_result=self.nothing,
        )

    def _most_used(self) -> str:
        if len(self.spellings) == 1:
            return next(iter(self.spellings)).casefold()
        people = Counter[str]()
        for said, number in self.spellings.items():
            people[said.casefold()] += number
        return min(people, key=lambda said: (-people[said], said))


def cells(first: date, last: date, *, kinds: Iterable[SignalKind] = (), craft_id: int | None = None) -> list[Cell]:
    """The cells of some days, both ends included, counted from raw signals. Two statements, however many days.

    kinds: only these; all where none is named.
    """
    wanted = set(kinds or SignalKind)
    found: list[Cell] = []
    if first <= last and wanted.intersection(SAID):
        chosen = heaps(first, last, kinds=wanted.intersection(SAID), craft_id=craft_id)
        found += [heap.cell(about) for about, heap in chosen.items()]
    if first <= last and wanted.difference(SAID):
        rows = db.session.execute(others(first, last, kinds=wanted.difference(SAID), craft_id=craft_id))
        found += [Cell(*row[:-5], *map(int, row[-5:])) for row in rows]
    return found


def others(
    first: date, last: date, *, kinds: Iterable[SignalKind] = (), craft_id: int | None = None
) -> Select[tuple[Any, ...]]:
    """The cells of all that is not counted by words, with the columns of a Cell.

    Words of a wish are not counted: they are as different as people are.
    """
    raw = _raw(first, last, DemandSignal.kind.in_(kinds) if kinds else DemandSignal.kind.not_in(SAID), craft_id).c
    key = (raw.day, raw.kind, raw.item_id, raw.craft_id, raw.reason, raw.country, raw.out_of_stock, raw.facet)
    who = func.coalesce(raw.visitor, cast(raw.request_id, String(32)))
    return select(
        raw.day,
        raw.kind,
        func.coalesce(raw.item_id, 0),
        func.coalesce(raw.craft_id, 0),
        func.coalesce(func.max(raw.artisan_id), 0),
        literal(""),
        func.coalesce(raw.reason, ""),
        func.coalesce(raw.country, ""),
        raw.out_of_stock,
        func.coalesce(raw.facet, ""),
        literal(""),
        func.count(),
        func.count(who.distinct()),
        func.sum(raw.quantity),
        func.coalesce(func.sum(raw.value), 0),
        func.count(case((raw.results == 0, 1))),
    ).group_by(*key)


def heaps(
    first: date, last: date, *, kinds: Iterable[SignalKind] = SAID, craft_id: int | None = None
) -> dict[About, Heap]:
    """Searches and what was opened from them, by their folded words.

    These are the many rows that come to Python, so they come as the database says them, past the mapper.
    """
    raw = _raw(first, last, DemandSignal.kind.in_(kinds), craft_id).c
    told = (
        type_coerce(raw.kind, String),
        raw.craft_id,
        raw.language,
        type_coerce(raw.out_of_stock, Integer),
        raw.words,
    )
    key = (raw.number, *told, raw.visitor)
    counted = select(*key, func.count(), func.count(case((raw.results == 0, 1)))).group_by(*key)
    spelt: dict[tuple[Any, ...], list[Any]] = {}
    rows = db.session.connection().execute(counted.execution_options(yield_per=AT_ONCE))
    for some in rows.partitions():
        for *about, visitor, count, nothing in some:
            same = spelt.setdefault(tuple(about), [set(), 0, 0])
            same[0].add(visitor)
            same[1] += count
            same[2] += nothing
    found: dict[About, Heap] = {}
    for (number, kind, craft, language, out_of_stock, said), same in spelt.items():
        day, folded = first + timedelta(days=number), words.key(said or "")
        one = About(day, _KINDS[kind], craft or 0, language or "", bool(out_of_stock), folded)
        found.setdefault(one, Heap()).add(said or "", *same)
    return found


def _raw(first: date, last: date, kinds: ColumnElement[bool], craft_id: int | None) -> Subquery:
    """The raw signals of some days, each with its day and that day's number from 0.

    The ends of days are given, as Casablanca shifts its clock.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    ends = [(DemandSignal.at < clock.start_of_day(day + timedelta(days=1)), _day(day)) for day in days[:-1]]
    day = case(*ends, else_=_day(last)) if ends else _day(last)
    number: ColumnElement[int] = literal(len(ends))
    if ends:
        number = case(*((edge, place) for place, (edge, _) in enumerate(ends)), else_=len(ends))
    chosen = select(DemandSignal, day.label("day"), number.label("number")).where(*within(first, last), kinds)
    return (chosen if craft_id is None else chosen.where(DemandSignal.craft_id == craft_id)).subquery()


def _day(day: date) -> ColumnElement[date]:
    return cast(literal(day, Date), Date) if db.session.get_bind().dialect.name == "postgresql" else literal(day, Date)


def within(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Raw signals of these days, both included."""
    return DemandSignal.at >= clock.start_of_day(first), DemandSignal.at < clock.start_of_day(last + timedelta(days=1))


def rows_on(day: date, most: int) -> int:
    """How many raw signals a day has, counted up to ``most``."""
    some = select(DemandSignal.at).where(*within(day, day)).limit(most)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def first_raw_day(since: date | None = None) -> date | None:
    """The day of the oldest raw signal, from a day on."""
    oldest = select(func.min(DemandSignal.at))
    found = db.session.scalar(oldest.where(DemandSignal.at >= clock.start_of_day(since)) if since else oldest)
    return clock.local(found).date() if found else None
