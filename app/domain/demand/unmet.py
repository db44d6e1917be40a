"""Unmet demand, ranked in money: what people wished for and did not get.

Every value is an expectation with its 80 % interval: how often it happens a month, times how often that becomes
an order, times what an order comes to. How each part is guessed stands in ``worth`` and ``evidence``.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.base import clock, together
from app.base.together import Question
from app.domain.demand import attributes, counts, evidence, meanings, narrow, reading, sought, usual
from app.domain.demand.counting import Cell
from app.domain.demand.counts import Fresh
from app.domain.demand.evidence import Evidence
from app.domain.demand.looking import Looker
from app.domain.demand.looking_searches import searches
from app.domain.demand.meanings import Meanings
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import SEARCHED, WEEKS, Kind, Opportunity, kind_of, named
from app.domain.demand.reading import About
from app.domain.demand.sought import End, Typed
from app.domain.demand.window import Window

EVERY = tuple(Kind)
READ = (*reading.USUAL, SignalKind.IMPRESSION, SignalKind.CLICK)
WISHED = {Kind.ATTRIBUTE, Kind.DECLINED}


class Seen(NamedTuple):
    """What opportunities are looked for in, and the cells that value them: see ``narrow.Found``."""

    cells: list[Cell]
    typed: Typed
    valued_by: list[Cell]
    country: str = ""
    fresh: Fresh = Fresh(date.min, date.min)


def look(
    *,
    now: datetime,
    weeks: int = WEEKS,
    about: About | None = None,
    fresh: Fresh | None = None,
    raw: list[Cell] | None = None,
) -> Seen:
    """What is looked through for opportunities of so many weeks. At most four statements.

    about, fresh, raw: see ``narrow``.
    """
    window, fresh = Window(clock.local(now).date(), weeks), fresh or counts.read(now)
    cells = narrow.cells(EVERY, _first(window), window.today, now=now, about=about, fresh=fresh, raw=raw)
    return Seen(*cells, fresh=fresh)


def _first(window: Window) -> date:
    """Twelve weeks are drawn, whatever is counted."""
    return window.today - timedelta(days=7 * max(window.weeks, WEEKS) - 1)


def ranked(
    *,
    now: datetime,
    weeks: int = WEEKS,
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    limit: int | None = None,
    seen: Seen | None = None,
    kinds: Collection[Kind] = EVERY,
) -> list[Opportunity]:
    """Opportunities, the most valuable first, those whose value cannot be said last.

    weeks: the period counted. crafts: only these. country: only what requests from there say (views and searches
    do not know a country). seen: what ``look`` answers for these weeks. kinds: only these. At most six statements,
    whatever the size.
    """
    window = Window(clock.local(now).date(), weeks)
    first = _first(window)
    seen = (seen or _seen(kinds, first, window, now))._replace(country=country)
    if country:
        seen = seen._replace(cells=[cell for cell in seen.cells if cell.country == country], typed=Typed())
    found = _looked(window, first, seen, kinds)
    chosen = [one for one in found if not crafts or one.craft_id in crafts]
    chosen.sort(key=lambda one: (not one.is_sayable, -one.value, -one.count, one.key))
    return chosen[:limit]


def find(key: str, *, now: datetime, weeks: int = WEEKS) -> Opportunity | None:
    """One opportunity by its key, over the last weeks; None once there is nothing left of it.

    A search is found by any of its spellings, so that a key still leads there when another spelling took the lead.
    Nothing is looked for but its own kind.
    """
    kind = kind_of(key)
    if kind is None:
        return None
    only = key.partition(":")[2] if kind in SEARCHED else ""
    if kind in SEARCHED and not only:
        return None
    window = Window(clock.local(now).date(), weeks)
    first = _first(window)
    seen = _seen((kind,), first, window, now)
    of_piece = kind is Kind.DECLINED and not key.startswith(f"{kind}:c")  # no wish, so no material or colour of one
    found = _looked(window, first, seen, (kind,), only=only, has_wishes=not of_piece)
    return next((one for one in found if only or one.key == key), None)


def _seen(kinds: Collection[Kind], first: date, window: Window, now: datetime) -> Seen:
    fresh = counts.read(now)
    return Seen(*narrow.cells(kinds, first, window.today, now=now, fresh=fresh), fresh=fresh)


def in_vain(
    typed: Typed, *, since: date, crafts: frozenset[int] = frozenset(), most: int = 8
) -> list[tuple[str, str, int]]:
    """What people searched for and did not find from a day on, by how many they were; spellings together.

    crafts: only within these. Each is the opportunity's key, the words and the people.
    """
    words = meanings.known()
    return typed.once(("in vain", since, crafts, most, words), lambda: _in_vain(typed, since, crafts, words)[:most])


def _in_vain(typed: Typed, since: date, crafts: frozenset[int], words: Meanings) -> list[tuple[str, str, int]]:
    lately = [
        cell
        for cell in typed.cells
        if cell.without_result and cell.kind is SignalKind.SEARCH and cell.day >= since
        if not crafts or cell.craft_id in crafts
    ]
    found = [
        (named(Kind.NO_RESULT, heap.key), sought.most_used(heap.searches), people)
        for heap in sought.heaps(lately, words)
        if (people := sum(tally.of(End.NOTHING) for tally in heap.tallies(None).values()))
    ]
    return sorted(found, key=lambda one: (-one[2], one[1]))


def _looked(
    window: Window, first: date, seen: Seen, kinds: Collection[Kind], *, only: str = "", has_wishes: bool = True
) -> list[Opportunity]:
    """first: of the days that value; seen: the cells looked through, and those that value."""
    wishes = has_wishes and bool(WISHED & set(kinds))
    words = meanings.known() if wishes or SEARCHED & set(kinds) else Meanings()
    ids, more = evidence.of_pieces(seen.cells), dict[str, Question]()
    if ids:
        more["pieces"] = evidence.question(ids)
    if wishes:
        more["wishes"] = attributes.question(first, country=seen.country)
    answers = together.asked(**usual.questions(first, window.today, seen.fresh), **more)
    common = usual.made(answers, first, window.today, seen.fresh)
    tagged, pieces = attributes.tagged(answers.get("wishes", ()), words), evidence.made(answers.get("pieces", ()))
    looker = Looker(window, Evidence(seen.valued_by, common), seen.cells, tagged, pieces)
    typed = [one for one in kinds if one in SEARCHED]
    found = [*_of_kinds(looker, kinds), *searches(looker, seen.typed, words, typed, only=only)]
    return [
        replace(one, makers=common.makers.get(one.craft_id, 0), season=common.seasons.get(one.craft_id))
        for one in found
    ]


def _of_kinds(looker: Looker, kinds: Collection[Kind]) -> Iterator[Opportunity]:
    by_kind = {
        Kind.OUT_OF_STOCK: looker.out_of_stock,
        Kind.DECLINED: looker.declined,
        Kind.REDUCED: looker.reduced,
        Kind.REFUSED: looker.refused,
        Kind.ATTRIBUTE: looker.attributes,
        Kind.RISING: looker.rising,
    }
    for kind, look in by_kind.items():
        if kind in kinds:
            yield from look()
