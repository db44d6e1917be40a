"""Searches and what was opened from them, by their words: how often, and by how many people.

The database counts the people of each spelling and names them where they are one or two, which is nearly always enough:
for spellings that are put together, and only for those, all their people are read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, Subquery, case, func, select, type_coerce

from app.base.database import db
from app.domain.demand import raw, words
from app.domain.demand.models import DemandSignal, SignalKind

SAID = (SignalKind.SEARCH, SignalKind.CLICK)
"""Kinds that are counted by what was typed, and by the language it was typed in."""
_KINDS = {kind.value: kind for kind in SAID}
FEW = 2
"""People that the database names: the first and the last of them."""
AT_ONCE = 10_000
"""Rows of the database in memory while they are counted."""
IN_A_STATEMENT = 500
"""Words named in one: an engine takes so many values, not more."""


class About(NamedTuple):
    """What words are counted by. folded: the words without what does not matter."""

    day: date
    kind: SignalKind
    craft_id: int
    language: str
    out_of_stock: bool
    folded: str


class Spelling(NamedTuple):
    """Searches in the same words. people: how many; the first and the last of them are named. about: what they are
    about by themselves, before they were put together with others."""

    about: "About"
    said: str
    signals: int
    nothing: int
    people: int
    first: str
    last: str

    @property
    def few(self) -> tuple[str, ...]:
        """Its people, where these two are all."""
        return (self.first, self.last) if self.people <= FEW else ()


Piles = dict[About, list[Spelling]]


class Heap(NamedTuple):
    """Searches for one thing on one day, or what was opened from them. most: the spelling most people used."""

    signals: int
    nothing: int
    people: int
    most: str


def piles(
    first: date, last: date, *, kinds: Iterable[SignalKind] = SAID, craft_id: int | None = None
) -> defaultdict[About, list[Spelling]]:
    """All spellings of some days, by their folded words. These are many rows, so they come past the mapper."""
    signs = _signs(first, last, kinds, craft_id)
    key, who = _key(signs), func.coalesce(signs.c.visitor, "")
    nothing = func.count(case((signs.c.results == 0, 1)))
    people = (func.count(who.distinct()), func.min(who), func.max(who))
    found = defaultdict[About, list[Spelling]](list)
    for some in _streamed(select(*key, func.count(), nothing, *people).group_by(*key)):
        for number, kind, craft, language, gone, said, *counts in some:
            about = _about(first, (number, kind, craft, language, gone, said))
            found[about].append(Spelling(about, said or "", *counts))
    return found


def heaps(
    found: Piles, first: date, last: date, *, kinds: Iterable[SignalKind] = SAID, craft_id: int | None = None
) -> dict[About, Heap]:
    """Each pile as one. One statement more for every 500 spellings that were put together with others."""
    together = [(about, some) for about, some in found.items() if len(some) > 1]
    people = {about: {one for spelling in some for one in spelling.few} for about, some in together}
    unnamed = {
        (one.about, one.said): about for about, some in together for one in some if one.people > FEW
    }  # fmt: skip
    signs = _signs(first, last, kinds, craft_id)
    for *key, said, visitor in _everybody(signs, {said for _about, said in unnamed}):
        about = unnamed.get((_about(first, (*key, said)), said or ""))
        if about:
            people[about].add(visitor)
    return {
        about: _alone(some[0], about) if len(some) == 1 else _together(some, about, len(people[about]))
        for about, some in found.items()
    }


def _alone(one: Spelling, about: About) -> Heap:
    return Heap(one.signals, one.nothing, one.people, one.said.casefold() if about.folded else "")


def _together(some: list[Spelling], about: About, number: int) -> Heap:
    count, nothing = sum(one.signals for one in some), sum(one.nothing for one in some)
    people = Counter[str]()
    for one in some:
        people[one.said.casefold()] += one.people
    most = min(people, key=lambda said: (-people[said], said)) if about.folded else ""
    return Heap(count, nothing, number, most)


def _about(first: date, key: tuple[Any, ...]) -> About:
    """What the database says, as it is counted. key: as in ``_key``."""
    number, kind, craft, language, gone, said = key
    folded = words.key(said) if said else ""
    return About(first + timedelta(days=number), _KINDS[kind], craft or 0, language or "", bool(gone), folded)


def _everybody(signs: Subquery, said: Collection[str]) -> Iterable[Any]:
    """What signs in these words are about, with each of their people."""
    named = sorted(said)
    chosen: list[ColumnElement[bool]] = [
        signs.c.words.in_(named[number : number + IN_A_STATEMENT]) for number in range(0, len(named), IN_A_STATEMENT)
    ]
    for some in [*chosen, *([signs.c.words.is_(None)] if "" in said else [])]:
        for rows in _streamed(select(*_key(signs), func.coalesce(signs.c.visitor, "")).where(some).distinct()):
            yield from rows


def _signs(first: date, last: date, kinds: Iterable[SignalKind], craft_id: int | None) -> Subquery:
    return raw.numbered(first, last, DemandSignal.kind.in_(kinds), craft_id)


def _key(signs: Subquery) -> tuple[ColumnElement[Any], ...]:
    kind, gone = type_coerce(signs.c.kind, String), type_coerce(signs.c.out_of_stock, Integer)
    return signs.c.number, kind, signs.c.craft_id, signs.c.language, gone, signs.c.words


def _streamed(query: Any) -> Iterable[Any]:
    """Some rows at a time."""
    return db.session.connection().execute(query.execution_options(yield_per=AT_ONCE)).partitions()
