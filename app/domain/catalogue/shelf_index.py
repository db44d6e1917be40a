"""The shop's shelves in memory: which public piece is what, to narrow and count a list without the database.

A process holds one index for its database and keeps up with the changes (``changes``): what was committed before a page
is asked for is on that page. It holds what is public and nothing else: no words, no names of customers.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, KeysView
from typing import NamedTuple

from app.domain.catalogue import bitmaps
from app.domain.catalogue.bitmaps import Bitmap

NEW, PRICE, DELAY = "new", "price", "delay"
_KEY = 40
_TOP = 1 << _KEY
_LAST_SECOND = 1 << _KEY

Value = tuple[str, int]
"""A facet and one of its values: ("place", 3)."""


class Piece(NamedTuple):
    """What the shelves know of a public piece.

    published: seconds since 1970. price: centimes, the lowest of its sizes. delay: days until one can be had.
    values: all that it is, facet by facet.
    """

    item_id: int
    artisan_id: int
    published: int
    price: int
    delay: int
    values: tuple[Value, ...]


class ShelfIndex:
    """Slots hold pieces; a bitmap for each value of a facet says in which slots it is so."""

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        of_makers = sorted(pieces, key=lambda piece: (piece.artisan_id, piece.item_id))
        self._pieces: list[Piece | None] = [*of_makers]
        self._slot_of = {piece.item_id: slot for slot, piece in enumerate(of_makers)}
        self._free: list[int] = []
        self._everything = Bitmap(self._slot_of.values())
        slots: dict[Value, list[int]] = {}
        for slot, piece in enumerate(of_makers):
            for value in piece.values:
                slots.setdefault(value, []).append(slot)
        self._having = {value: Bitmap(chosen) for value, chosen in slots.items()}
        self._orders = {name: sorted(map(key, of_makers)) for name, key in _ORDERS.items()}

    def put(self, piece: Piece) -> None:
        """Place a piece on the shelves, or put it where it belongs now."""
        self.drop(piece.item_id)
        slot = self._free.pop() if self._free else len(self._pieces)
        if slot == len(self._pieces):
            self._pieces.append(piece)
        self._pieces[slot] = piece
        self._slot_of[piece.item_id] = slot
        self._everything.add(slot)
        for value in piece.values:
            self._having.setdefault(value, Bitmap()).add(slot)
        for name, key in _ORDERS.items():
            insort(self._orders[name], key(piece))

    def drop(self, item_id: int) -> None:
        """Take a piece off the shelves; nothing happens where it is not there."""
        slot = self._slot_of.pop(item_id, None)
        piece = self._pieces[slot] if slot is not None else None
        if slot is None or piece is None:
            return
        self._pieces[slot] = None
        self._free.append(slot)
        self._everything.remove(slot)
        for value in piece.values:
            self._having[value].remove(slot)
            if not self._having[value].bits:
                del self._having[value]
        for name, key in _ORDERS.items():
            order = self._orders[name]
            del order[bisect_left(order, key(piece))]

    def piece_of(self, item_id: int) -> Piece | None:
        """What is known of a piece; None where it is not on the shelves."""
        slot = self._slot_of.get(item_id)
        return self._pieces[slot] if slot is not None else None

    def artisan_of(self, item_id: int) -> int | None:
        """Whose a piece is; None where it is not on the shelves."""
        piece = self.piece_of(item_id)
        return piece.artisan_id if piece else None

    @property
    def item_ids(self) -> KeysView[int]:
        """The ids of all pieces on the shelves."""
        return self._slot_of.keys()

    @property
    def all(self) -> int:
        """Every slot that holds a piece, as bits."""
        return self._everything.whole

    def having(self, facet: str, *ids: int) -> int:
        """The slots of the pieces that have one of these values of a facet, as bits."""
        found = 0
        for one in ids:
            if bitmap := self._having.get((facet, one)):
                found |= bitmap.whole
        return found

    def of_items(self, item_ids: Iterable[int]) -> int:
        return bitmaps.of(slot for item_id in item_ids if (slot := self._slot_of.get(item_id)) is not None)

    def costing(self, least: int, most: int) -> int:
        """The slots of the pieces whose lowest price lies between these two, centimes, both included."""
        order = self._orders[PRICE]
        chosen = order[bisect_left(order, least << _KEY) : bisect_left(order, (most + 1) << _KEY)]
        return bitmaps.of(self._slot_of[_item_id(key)] for key in chosen)

    def counts(self, facet: str, among: int) -> Iterator[tuple[int, int]]:
        """The values of a facet that some of these slots have, and how many: (id, count)."""
        held = bitmaps.as_bytes(among, len(self._pieces))
        for (name, one), bitmap in self._having.items():
            if name == facet and (number := bitmap.shared(held)):
                yield one, number

    def in_order(self, among: int, order: str, first: int, last: int) -> list[int]:
        """The item ids from place ``first`` up to ``last`` when these slots are put in an order."""
        if among.bit_count() ** 2 <= last * len(self._pieces):  # few: sorted sooner than the whole order is walked
            key = _ORDERS[order]
            some = sorted(key(piece) for slot in bitmaps.slots(among) if (piece := self._pieces[slot]))
            return [_item_id(one) for one in some[first:last]]
        held = bitmaps.as_bytes(among, len(self._pieces))
        found: list[int] = []
        for one in self._orders[order]:
            if len(found) >= last:
                break
            item_id = _item_id(one)
            if bitmaps.has(held, self._slot_of[item_id]):
                found.append(item_id)
        return found[first:]

    def among(self, slots: int, item_ids: Iterable[int]) -> list[int]:
        """Of these pieces those whose slot is set, in the order in which they came."""
        held = bitmaps.as_bytes(slots, len(self._pieces))
        return [one for one in item_ids if (slot := self._slot_of.get(one)) is not None and bitmaps.has(held, slot)]


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
