"""Opportunities that searches speak of: nothing found, nothing opened of what was found, nothing to be had of it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from app.domain.demand import guessing, sought, words
from app.domain.demand.counting import Cell
from app.domain.demand.looking import Days, Looker
from app.domain.demand.meanings import Meanings
from app.domain.demand.opportunities import Kind, Opportunity, named
from app.domain.demand.sought import End, Heap

MOST_WORDS = 200
KINDS = {Kind.NO_RESULT: End.NOTHING, Kind.POOR_RESULT: End.POOR, Kind.UNAVAILABLE: End.UNAVAILABLE}


class _Ended(NamedTuple):
    kind: Kind
    heap: Heap
    days: Days
    people: int


def searches(
    looker: Looker, cells: Iterable[Cell], meanings: Meanings, kinds: Collection[Kind], *, only: str = ""
) -> Iterator[Opportunity]:
    """Spellings of one thing together, in any language, the most searched first, 200 at most.

    only: of one thing alone, as somebody wrote it.
    """
    cells = list(cells)
    since, heaps = sought.told_since(cells), sought.heaps(cells, meanings)
    if only:
        heaps = [heap for heap in heaps if is_about(heap, only, meanings)]
    ended = [one for heap in heaps for one in _ended(looker, heap, since, kinds)]
    ended = sorted(ended, key=lambda one: (-one.people, one.heap.key, one.kind))[:MOST_WORDS]
    crafts = crafts_of([one.heap for one in ended], meanings)
    for one in ended:
        spelt = [cell for cell in one.heap.searches if cell.visitors]
        ended_so = _of_end(spelt, one.kind)
        yield from looker.of_people(
            one.kind,
            named(one.kind, one.heap.key),
            one.days,
            crafts[one.heap.key],
            words=sought.most_used(ended_so),
            spellings=tuple(sorted({cell.words for cell in ended_so})),
            searched=looker.window.count((cell.day, cell.visitors) for cell in spelt),
        )


def is_about(heap: Heap, said: str, meanings: Meanings) -> bool:
    """Whether somebody who wrote this meant it: by its key, or by any of its spellings."""
    asked = meanings.key(said)
    spelt = {cell.words for cell in heap.searches}
    return asked in {heap.key, *map(meanings.key, spelt)} or words.key(said) in map(words.key, spelt)


def crafts_of(heaps: Collection[Heap], meanings: Meanings) -> dict[str, int]:
    """The craft of each: in which it was searched, else which its words name, else whose pieces hold them; or 0."""
    found = {heap.key: _craft_of(heap, meanings) for heap in heaps}
    unknown = {heap.key: sought.most_used(heap.searches) for heap in heaps if not found[heap.key]}
    guessed = guessing.crafts_of(list(dict.fromkeys(unknown.values()))) if unknown else {}
    return found | {key: guessed.get(said, 0) for key, said in unknown.items()}


def _craft_of(heap: Heap, meanings: Meanings) -> int:
    within = max((cell.craft_id for cell in heap.searches), default=0)
    spelt = dict.fromkeys(cell.words for cell in heap.searches)
    return within or next((craft for said in spelt if (craft := meanings.craft_of(said))), 0)


def _ended(looker: Looker, heap: Heap, since: date | None, kinds: Collection[Kind]) -> Iterator[_Ended]:
    tallies = heap.tallies(since)
    for kind in kinds:
        if kind is Kind.POOR_RESULT and not sought.is_poor(tallies.values()):
            continue
        if kind is Kind.UNAVAILABLE and not any(tally.unavailable for tally in tallies.values()):
            continue
        days = [(day, tally.of(KINDS[kind])) for day, tally in tallies.items()]
        if people := looker.window.count(days):
            yield _Ended(kind, heap, days, people)


def _of_end(cells: Iterable[Cell], kind: Kind) -> list[Cell]:
    """The searches that ended so."""
    match kind:
        case Kind.NO_RESULT:
            return [cell for cell in cells if cell.without_result]
        case Kind.UNAVAILABLE:
            return [cell for cell in cells if cell.out_of_stock]
        case _:
            return [cell for cell in cells if not cell.out_of_stock]
