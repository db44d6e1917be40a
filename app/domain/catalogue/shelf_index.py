"""The shop's shelves in memory: which public piece is what, to narrow and count a list without the database.

A process holds one index for its database and keeps up with the changes (``changes``): what was committed before a page
is asked for is on that page. It holds what is public and nothing else: no words, no names of customers.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from app.domain.catalogue import bitmaps
from app.domain.catalogue.slots import Slots, Value

NEW, PRICE, DELAY = "new", "price", "delay"
_KEY = 40
_TOP = 1 << _KEY
_LAST_SECOND = 1 << _KEY
A_PIECE = 100
"""To read a piece costs about what it costs to compare all bitmaps over so many slots."""


class Piece(NamedTuple):
    """What the shelves know of a public piece.

    published: seconds since 1970. price: centimes, the lowest of its sizes. delay: days until one can be had.
    values: all that it is, facet by facet: ("place", 3).
    """

    item_id: int
    artisan_id: int
    published: int
    price: int
    delay: int
    values: tuple[Value, ...]


class ShelfIndex(Slots[Piece]):
    """In three orders beside: where a piece stands in each is one number, kept by its slot too."""

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        super().__init__(pieces)
        self._places = {name: list(map(key, filter(None, self._things))) for name, key in _ORDERS.items()}
        self._orders = {name: sorted(places) for name, places in self._places.items()}

    def put(self, thing: Piece) -> None:
        super().put(thing)
        slot = self._slot_of[thing.item_id]
        for name, key in _ORDERS.items():
            place = key(thing)
            self._places[name][slot : slot + 1] = [place]
            insort(self._orders[name], place)

    def drop(self, item_id: int) -> Piece | None:
        gone = super().drop(item_id)
        if gone is not None:
            for name, key in _ORDERS.items():
                order = self._orders[name]
                del order[bisect_left(order, key(gone))]
        return gone

    def costing(self, least: int, most: int) -> int:
        """The slots of the pieces whose lowest price lies between these two, centimes, both included."""
        order = self._orders[PRICE]
        chosen = order[bisect_left(order, least << _KEY) : bisect_left(order, (most + 1) << _KEY)]
        return bitmaps.of(self._slot_of[_item_id(key)] for key in chosen)

    def counts(self, facet: str, among: int) -> Iterator[tuple[int, int]]:
        """The values of a facet that some of these slots have, and how many: (id, count)."""
        every = among == self.all
        held = b"" if every else bitmaps.as_bytes(among, len(self._things))
        for one, bitmap in self._of(facet).items():
            if number := bitmap.bits.bit_count() if every else bitmap.shared(held):
                yield one, number

    def tally(self, among: int) -> dict[str, dict[int, int]]:
        """All that ``counts`` says of these slots, facet by facet, read from the pieces themselves."""
        counted = Counter(chain.from_iterable(thing.values for thing in self._in(among)))
        facets: dict[str, dict[int, int]] = {}
        for (facet, one), number in counted.items():
            facets.setdefault(facet, {})[one] = number
        return facets

    def are_few(self, among: int) -> bool:
        """Whether so few slots are told sooner by reading the pieces than by what bitmaps have in common."""
        return among.bit_count() * A_PIECE <= len(self._things)

    def in_order(self, among: int, order: str, first: int, last: int) -> list[int]:
        """The item ids from place ``first`` up to ``last`` when these slots are put in an order."""
        if among.bit_count() ** 2 <= last * len(self._things):  # few: sorted sooner than the whole order is walked
            places = self._places[order]
            some = sorted([places[slot] for slot in bitmaps.slots(among)])
            return [_item_id(one) for one in some[first:last]]
        held = bitmaps.as_bytes(among, len(self._things))
        found: list[int] = []
        for one in self._orders[order]:
            if len(found) >= last:
                break
            item_id = _item_id(one)
            if bitmaps.has(held, self._slot_of[item_id]):
                found.append(item_id)
        return found[first:]

    def among(self, slots: int, item_ids: Iterable[int]) -> Iterator[int]:
        """Of these pieces those whose slot is set, in the order in which they came."""
        held = bitmaps.as_bytes(slots, len(self._things))
        return (one for one in item_ids if (slot := self._slot_of.get(one)) is not None and bitmaps.has(held, slot))

    def _in(self, slots: int) -> Iterator[Piece]:
        """The pieces in these slots."""
        return filter(None, map(self._things.__getitem__, bitmaps.slots(slots)))


def _newest(piece: Piece) -> int:
    return (_LAST_SECOND - piece.published) << _KEY | _TOP - 1 - piece.item_id


def _cheapest(piece: Piece) -> int:
    return piece.price << _KEY | _TOP - 1 - piece.item_id


def _soonest(piece: Piece) -> int:
    return piece.delay << 2 * _KEY + 1 | _newest(piece)


def _item_id(key: int) -> int:
    return _TOP - 1 - (key & _TOP - 1)


_ORDERS = {NEW: _newest, PRICE: _cheapest, DELAY: _soonest}
"""Each order as one number for a piece: the smaller stands first, and its end says which piece it is."""
