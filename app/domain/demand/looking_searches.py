"""Opportunities that searches speak of: nothing found, nothing opened of what was found, nothing to be had of it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from app.domain.demand import guessing, sought, words
from app.domain.demand.counting import Cell
from app.domain.demand.looking import Days, Looker
from app.domain.demand.meanings import Meanings
from app.domain.demand.opportunities import Kind, Opportunity, named
from app.domain.demand.sought import End, Heap, Typed
from app.domain.demand.window import Window

MOST_WORDS = 200
KINDS = {Kind.NO_RESULT: End.NOTHING, Kind.POOR_RESULT: End.POOR, Kind.UNAVAILABLE: End.UNAVAILABLE}


class Ended(NamedTuple):
    """Searches for one thing that ended so: on which days how many people; how it was spelt, first the most used, and
    how many people searched for it at all."""

    kind: Kind
    heap: Heap
    days: Days
    people: int
    said: str
    spellings: tuple[str, ...]
    searched: int


def searches(
    looker: Looker, typed: Typed, meanings: Meanings, kinds: Collection[Kind], *, only: str = ""
) -> Iterator[Opportunity]:
    """Spellings of one thing together, in any language, the most searched first, 200 at most.

    only: of one thing alone, as somebody wrote it.
    """
    look = partial(_ended, looker.window, typed, meanings, kinds, only)
    # addresses name one thing alone, and are as many as people like
    ended = look() if only else typed.once(("ended", looker.window, meanings, frozenset(kinds)), look)
    crafts = crafts_of([one.heap for one in ended], meanings)
    for one in ended:
        yield from looker.of_people(
            one.kind,
            named(one.kind, one.heap.key),
            one.days,
            crafts[one.heap.key],
            words=one.said,
            spellings=one.spellings,
            searched=one.searched,
        )


def is_about(heap: Heap, said: str, meanings: Meanings) -> bool:
    """Whether somebody who wrote this meant it: by its key, or by any of its spellings."""
    asked = meanings.key(said)
    return asked in {heap.key, *map(meanings.key, heap.spelt)} or words.key(said) in map(words.key, heap.spelt)


def crafts_of(heaps: Collection[Heap], meanings: Meanings) -> dict[str, int]:
    """The craft of each: in which it was searched, else which its words name, else whose pieces hold them; or 0."""
    found = {heap.key: _craft_of(heap, meanings) for heap in heaps}
    unknown = {heap.key: sought.most_used(heap.searches) for heap in heaps if not found[heap.key]}
    guessed = guessing.crafts_of(list(dict.fromkeys(unknown.values()))) if unknown else {}
    return found | {key: guessed.get(said, 0) for key, said in unknown.items()}


def _craft_of(heap: Heap, meanings: Meanings) -> int:
    return heap.within or next((craft for said in heap.spelt if (craft := meanings.craft_of(said))), 0)


def _ended(window: Window, typed: Typed, meanings: Meanings, kinds: Collection[Kind], only: str) -> list[Ended]:
    cells = typed.cells
    since, heaps = sought.told_since(cells), sought.heaps(cells, meanings)
    if only:
        heaps = [heap for heap in heaps if is_about(heap, only, meanings)]
    found = [one for heap in heaps for one in _so(window, heap, since, kinds)]
    return sorted(found, key=lambda one: (-one.people, one.heap.key, one.kind))[:MOST_WORDS]


def _so(window: Window, heap: Heap, since: date | None, kinds: Collection[Kind]) -> Iterator[Ended]:
    tallies = heap.tallies(since)
    spelt = [cell for cell in heap.searches if cell.visitors]
    for kind in kinds:
        if kind is Kind.POOR_RESULT and not sought.is_poor(tallies.values()):
            continue
        if kind is Kind.UNAVAILABLE and not any(tally.unavailable for tally in tallies.values()):
            continue
        days = [(day, tally.of(KINDS[kind])) for day, tally in tallies.items()]
        if people := window.count(days):
            some = _of_end(spelt, kind)
            spellings = tuple(sorted({cell.words for cell in some}))
            searched = window.count((cell.day, cell.visitors) for cell in spelt)
            yield Ended(kind, heap, days, people, sought.most_used(some), spellings, searched)


def _of_end(cells: Iterable[Cell], kind: Kind) -> list[Cell]:
    """The searches that ended so."""
    match kind:
        case Kind.NO_RESULT:
            return [cell for cell in cells if cell.without_result]
        case Kind.UNAVAILABLE:
            return [cell for cell in cells if cell.out_of_stock]
        case _:
            return [cell for cell in cells if not cell.out_of_stock]
