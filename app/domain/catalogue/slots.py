"""Slots that hold pieces, and for each value of what they are a bitmap of the slots in which it is so.

What the shelves (``shelf_index``) and the production desk (``desk_index``) share.
"""

from collections.abc import Iterable, KeysView
from typing import Any, Generic, Protocol, TypeVar

from app.domain.catalogue import bitmaps
from app.domain.catalogue.bitmaps import Bitmap

Value = tuple[str, Any]
"""A name and one of its values: ("place", 3)."""


class Held(Protocol):
    """What is known of a piece. values: all that it is."""

    @property
    def item_id(self) -> int: ...
    @property
    def artisan_id(self) -> int: ...
    @property
    def values(self) -> tuple[Value, ...]: ...


Thing = TypeVar("Thing", bound=Held)


class Slots(Generic[Thing]):
    """A maker's pieces lie side by side, which keeps the bitmap of a maker short."""

    def __init__(self, things: Iterable[Thing] = ()) -> None:
        of_makers = sorted(things, key=lambda thing: (thing.artisan_id, thing.item_id))
        self._things: list[Thing | None] = [*of_makers]
        self._slot_of = {thing.item_id: slot for slot, thing in enumerate(of_makers)}
        self._free: list[int] = []
        self._everything = Bitmap(self._slot_of.values())
        slots: dict[Value, list[int]] = {}
        for slot, thing in enumerate(of_makers):
            for value in thing.values:
                slots.setdefault(value, []).append(slot)
        self._having: dict[str, dict[Any, Bitmap]] = {}
        for (name, one), chosen in slots.items():
            self._having.setdefault(name, {})[one] = Bitmap(chosen)

    def put(self, thing: Thing) -> None:
        """Take in a piece, or what has become of it."""
        self.drop(thing.item_id)
        slot = self._free.pop() if self._free else len(self._things)
        if slot == len(self._things):
            self._things.append(thing)
        self._things[slot] = thing
        self._slot_of[thing.item_id] = slot
        self._everything.add(slot)
        for name, one in thing.values:
            self._having.setdefault(name, {}).setdefault(one, Bitmap()).add(slot)

    def drop(self, item_id: int) -> Thing | None:
        """Forget a piece. Returns what was known of it; nothing happens where it is not there."""
        slot = self._slot_of.pop(item_id, None)
        thing = self._things[slot] if slot is not None else None
        if slot is None or thing is None:
            return None
        self._things[slot] = None
        self._free.append(slot)
        self._everything.remove(slot)
        for name, one in thing.values:
            bitmap = self._of(name)[one]
            bitmap.remove(slot)
            if not bitmap.bits:
                del self._of(name)[one]
        return thing

    def piece_of(self, item_id: int) -> Thing | None:
        """What is known of a piece; None where it is not there."""
        slot = self._slot_of.get(item_id)
        return self._things[slot] if slot is not None else None

    @property
    def item_ids(self) -> KeysView[int]:
        return self._slot_of.keys()

    @property
    def all(self) -> int:
        """Every slot that holds a piece, as bits."""
        return self._everything.whole

    def having(self, name: str, *values: object) -> int:
        """The slots of the pieces of which one of these is so, as bits."""
        found = 0
        for value in values:
            if bitmap := self._of(name).get(value):
                found |= bitmap.whole
        return found

    def _of(self, name: str) -> dict[Any, Bitmap]:
        """The values of that name that some piece has, each with its slots."""
        return self._having.get(name, {})

    def of_items(self, item_ids: Iterable[int]) -> int:
        return bitmaps.of({slot for item_id in item_ids if (slot := self._slot_of.get(item_id)) is not None})
