"""The production desk of this process: read from the database once, then kept up with it, change by change."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar, TypeVar

from sqlalchemy import select

from app.base.database import db, is_writing
from app.domain.catalogue import desk_rows, memories
from app.domain.catalogue.changes import About
from app.domain.catalogue.desk_index import DeskIndex
from app.domain.catalogue.memories import Memory
from app.domain.catalogue.models import Item
from app.domain.people.trades import Craft

_AT_ONCE = 500
Kind = TypeVar("Kind")


@dataclass
class DeskMemory(Memory):
    MOST_TAKEN_IN: ClassVar[int] = 5_000

    index: DeskIndex = field(default_factory=DeskIndex)
    worked_out: dict[Hashable, Any] = field(default_factory=dict)
    worked_out_of: int = 0
    """What followed from the catalogue of an edition."""
    _food: dict[int, bool] = field(default_factory=dict)
    """Which crafts make food: what their pieces lack follows from it."""

    def _read_all(self) -> None:
        self._food = _food()
        self.index = DeskIndex(desk_rows.entries())

    def _take_in(self, about: dict[About, set[int]]) -> None:
        changed = about.get(About.ITEM, set())
        if makers := about.get(About.ARTISAN):
            changed |= set(db.session.scalars(select(Item.id).where(Item.artisan_id.in_(makers))))
        if About.WORDS in about:
            before, self._food = self._food, _food()
            other = [craft_id for craft_id, is_food in self._food.items() if before.get(craft_id) is not is_food]
            changed |= set(db.session.scalars(select(Item.id).where(Item.craft_id.in_(other)))) if other else set()
        rest = iter(changed)
        while some := list(islice(rest, _AT_ONCE)):
            there = {entry.item_id: entry for entry in desk_rows.entries(some)}
            for item_id in some:
                self.index.put(there[item_id]) if item_id in there else self.index.drop(item_id)


@contextmanager
def opened() -> Iterator[DeskIndex]:
    """The desk as it stands in the database now."""
    with memories.opened(DeskMemory) as memory:
        yield memory.index


def _food() -> dict[int, bool]:
    return {craft.id: craft.is_food for craft in db.session.execute(select(Craft.id, Craft.is_food))}


def worked_out(what: Hashable, make: Callable[[], Kind]) -> Kind:
    """What follows from the catalogue alone, made once for as long as nothing of it changes.

    what: its name. A writer, who may have changed something that nobody else sees yet, makes it anew; what a page makes
    that began before a change known here is its own.
    """
    if is_writing():
        return make()
    with memories.opened(DeskMemory) as memory:
        if memory.worked_out_of != memory.edition:
            memory.worked_out, memory.worked_out_of = {}, memory.edition
        if what in memory.worked_out:
            known: Kind = memory.worked_out[what]
            return known
        found = make()
        if not memory.is_ahead():
            memory.worked_out[what] = found
        return found
