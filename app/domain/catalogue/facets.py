"""Narrowing a list of pieces: by craft, place, material, colour, maker, price and what can be had, with exact counts.

Each facet is counted with all the others applied, so the number beside a value is what one gets by ticking it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_

from app.base.money import CENTIMES
from app.domain.catalogue.shelf_index import DELAY, NEW, PRICE
from app.domain.catalogue.shelf_rows import BANDS, NOW, ORDER, READY
from app.domain.catalogue.shelves import Shelves
from app.domain.catalogue.vocabulary import Thing

__all__ = ["BANDS", "DELAY", "NEW", "NOW", "ORDER", "PRICE", "Thing"]

PAGE = 24
MAKERS = 12
SORTS = (NEW, PRICE, DELAY)
NAMED = ("craft", "place", "material", "colour", "maker")
_HIGHEST = 2**39
"""Centimes: beyond every price."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. Named facets hold slugs; bands hold indexes of ``BANDS``; prices are dirhams."""

    craft: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    maker: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()
    price_min: int | None = None
    price_max: int | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Choice:
    """A value of a facet. count: pieces one gets by choosing it. thing: the row it stands for, where it is one."""

    value: str
    count: int
    chosen: bool
    thing: Thing | None = None


@dataclass(frozen=True)
class Shelf:
    """The pieces a list is about before it is narrowed: all, those of some crafts, those of a search.

    matches: item ids, the nearest first. more: others match as well, and are left out.
    """

    crafts: tuple[int, ...] = ()
    matches: tuple[int, ...] | None = None
    more: bool = False


class Narrowed:
    """A shelf as somebody narrowed it. Asked inside ``shelves.opened``, so that all counts are of one moment."""

    def __init__(self, opened: Shelves, shelf: Shelf, filters: Filters) -> None:
        self._shelves, self._index = opened, opened.index
        self._shelf, self._filters = shelf, filters
        self._base = self._index.all
        if shelf.crafts:
            self._base &= self._index.having("craft", *shelf.crafts)
        if shelf.matches is not None:
            self._base &= self._index.of_items(shelf.matches)
        self._chosen = dict(self._choices())
        self._found = reduce(and_, self._chosen.values(), self._base)
        self._read: tuple[int, dict[str, dict[int, int]]] | None = None

    @property
    def total(self) -> int:
        return self._found.bit_count()

    @property
    def can_be_had(self) -> bool:
        """Whether any of them can be had, from the shelf or to order."""
        return bool(self._found & self._index.having("ready", *READY.values()))

    def page(self, *, sort: str, number: int, size: int = PAGE) -> list[int]:
        """The ids of one page of the list, in order. number: from 1."""
        first, last = (number - 1) * size, number * size
        if sort == NEW and self._shelf.matches is not None:
            return list(islice(self._index.among(self._found, self._shelf.matches), first, last))
        return self._index.in_order(self._found, sort, first, last)

    def named(self, facet: str) -> list[Choice]:
        """The values of craft, place, material, colour or maker that hold pieces, with their counts."""
        chosen = getattr(self._filters, facet)
        things = self._shelves.things[facet]
        counted = [(things[one], n) for one, n in self._counts(facet) if one in things]
        counted.sort(key=lambda found: (-found[1], found[0].slug))
        if facet == "maker":
            counted = [one for place, one in enumerate(counted) if place < MAKERS or one[0].slug in chosen]
        return [Choice(thing.slug, n, thing.slug in chosen, thing) for thing, n in counted]

    def readiness(self) -> list[Choice]:
        """How many stand ready, how many can be made."""
        counts = dict(self._counts("ready"))
        return _used([Choice(name, counts.get(n, 0), name in self._filters.ready) for name, n in READY.items()])

    def prices(self) -> list[Choice]:
        """How many pieces in each band of prices. value: from-below, in dirhams."""
        counts = dict(self._counts("price"))
        return _used([Choice(band_value(n), counts.get(n, 0), n in self._filters.bands) for n in range(len(BANDS))])

    def _counts(self, facet: str) -> Iterable[tuple[int, int]]:
        """The values of a facet with their counts. What few pieces are is read once for all that let go alike."""
        among = self._without(facet)
        if not self._index.are_few(among):
            return self._index.counts(facet, among)
        if self._read is None or self._read[0] != among:
            self._read = among, self._index.tally(among)
        return self._read[1].get(facet, {}).items()

    def _without(self, facet: str) -> int:
        """What is found with one facet let go, to count its values."""
        return reduce(and_, (slots for name, slots in self._chosen.items() if name != facet), self._base)

    def _choices(self) -> Iterator[tuple[str, int]]:
        """The slots that each facet in use leaves, as bits."""
        for facet in NAMED:
            if slugs := getattr(self._filters, facet):
                yield facet, self._index.having(facet, *self._ids(facet, slugs))
        if self._filters.ready:
            yield "ready", self._index.having("ready", *(READY[one] for one in self._filters.ready if one in READY))
        priced = []
        if self._filters.bands:
            priced.append(self._index.having("price", *self._filters.bands))
        if self._filters.price_min is not None or self._filters.price_max is not None:
            most = self._filters.price_max
            highest = _HIGHEST if most is None else most * CENTIMES
            priced.append(self._index.costing((self._filters.price_min or 0) * CENTIMES, highest))
        if priced:
            yield "price", reduce(and_, priced)

    def _ids(self, facet: str, slugs: tuple[str, ...]) -> set[int]:
        """The ids that slugs stand for; a family stands for its crafts too."""
        ids = {thing.id for thing in self._shelves.things[facet].values() if thing.slug in slugs}
        if facet == "craft":
            ids |= {one.id for one in self._shelves.crafts() if one.parent_id in ids}
        return ids


def band_value(number: int) -> str:
    """A band as it stands in an address: 200-500, 1000-."""
    low, high = BANDS[number]
    return f"{low}-{'' if high is None else high}"


def _used(choices: list[Choice]) -> list[Choice]:
    return [choice for choice in choices if choice.count or choice.chosen]
