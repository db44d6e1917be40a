"""What people looked for, spellings and languages of one thing together, and how each day's searches ended."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from app.domain.demand import remembered, words
from app.domain.demand.counting import Cell
from app.domain.demand.counts import Fresh
from app.domain.demand.meanings import Meanings
from app.domain.demand.models import SignalKind

Answer = TypeVar("Answer")
TYPED = (SignalKind.SEARCH, SignalKind.CLICK)
FEW_OPENED = 0.2
"""Where fewer than one in five who found something open any of it, what they found is not what they meant."""


class End(StrEnum):
    """How searches end that serve nobody."""

    NOTHING = "none"
    POOR = "poor"
    UNAVAILABLE = "unavailable"


@dataclass
class Tally:
    """People on one day, each counted once: who found nothing, something, only what could not be had; who opened any.

    told: whether it was recorded yet that something is opened.
    """

    nothing: int = 0
    found: int = 0
    unavailable: int = 0
    clicks: int = 0
    told: bool = False

    @property
    def opened(self) -> int:
        """Of those who found something that can be had."""
        return min(self.clicks, self.found)

    def of(self, end: End) -> int:
        """People whose searches ended so. Who opened a piece that is gone is counted with those who look at it."""
        match end:
            case End.NOTHING:
                return self.nothing
            case End.POOR:
                return self.found - self.opened if self.told else 0
            case End.UNAVAILABLE:
                return max(self.unavailable - max(self.clicks - self.found, 0), 0)


@dataclass(frozen=True)
class Typed:
    """Cells of what people typed and of what they opened then: of days that are over, and since.

    known: names the first of them, with all they depend on, among what is ``remembered`` of an edition; None where
    nobody remembers them.
    """

    over: list[Cell] = field(default_factory=list)
    since: list[Cell] = field(default_factory=list)
    known: tuple[Fresh, Hashable] | None = None

    @property
    def cells(self) -> list[Cell]:
        return [*self.over, *self.since]

    def once(self, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """What is made of these very cells, made once. question: names it with all else it depends on."""
        if self.known is None:
            return make()
        fresh, what = self.known
        return remembered.once(fresh, (what, question, tuple(self.since)), make)


@dataclass
class Heap:
    """Searches for one thing. searches, clicks: their cells, complete before anything is asked of them."""

    key: str
    searches: list[Cell] = field(default_factory=list)
    clicks: list[Cell] = field(default_factory=list)

    @cached_property
    def within(self) -> int:
        """The craft in which it was searched, or 0."""
        return max((cell.craft_id for cell in self.searches), default=0)

    @cached_property
    def spelt(self) -> list[str]:
        """As it was written, each once."""
        return list(dict.fromkeys(cell.words for cell in self.searches))

    def tallies(self, told_since: date | None) -> dict[date, Tally]:
        """Day by day. told_since: from when on it is recorded what is opened."""
        days: defaultdict[date, Tally] = defaultdict(Tally)
        for cell in self.searches:
            tally, nothing = days[cell.day], empty_handed(cell)
            tally.nothing += nothing
            if cell.out_of_stock:
                tally.unavailable += cell.visitors - nothing
            else:
                tally.found += cell.visitors - nothing
        for cell in self.clicks:
            days[cell.day].clicks += cell.visitors
        for day, tally in days.items():
            tally.told = told_since is not None and day >= told_since
        return dict(days)


def heaps(cells: Iterable[Cell], meanings: Meanings) -> list[Heap]:
    """Searches that kept their words, with what was opened from them, by what they mean; near spellings together."""
    by_key: defaultdict[str, list[Cell]] = defaultdict(list)
    opened: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.words and cell.kind in TYPED:
            (by_key if cell.kind is SignalKind.SEARCH else opened)[meanings.key(cell.words)].append(cell)
    counts = {key: sum(cell.visitors for cell in some) for key, some in by_key.items() if key}
    together: dict[str, Heap] = {}
    for key, leader in words.groups(counts).items():
        heap = together.setdefault(leader, Heap(leader))
        heap.searches += by_key[key]
        heap.clicks += opened[key]
    return list(together.values())


def told_since(cells: Iterable[Cell]) -> date | None:
    """The first day of which it is known what was opened from a search."""
    return min((cell.day for cell in cells if cell.kind is SignalKind.CLICK), default=None)


def is_poor(tallies: Iterable[Tally]) -> bool:
    """Whether of those who found something hardly anybody opened any of it."""
    told = [tally for tally in tallies if tally.told]
    found = sum(tally.found for tally in told)
    return found > 0 and sum(tally.opened for tally in told) < FEW_OPENED * found


def empty_handed(cell: Cell) -> int:
    """How many people found nothing: all who searched, where all their searches were in vain."""
    return min(cell.visitors, cell.without_result)


def most_used(cells: Iterable[Cell]) -> str:
    """The spelling of most people."""
    spellings: defaultdict[str, int] = defaultdict(int)
    for cell in cells:
        spellings[cell.words] += cell.visitors
    return min(spellings, key=lambda said: (-spellings[said], said))
