"""The shelf index of this process: read from the database once, then kept up with it, change by change."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue import glossary, memories, shelf_rows, vocabulary
from app.domain.catalogue.changes import About
from app.domain.catalogue.lexicon import Lexicon
from app.domain.catalogue.memories import Memory
from app.domain.catalogue.models import Item
from app.domain.catalogue.shelf_index import ShelfIndex
from app.domain.catalogue.similar import Neighbours, neighbours
from app.domain.catalogue.synonyms import Synonyms
from app.domain.catalogue.vocabulary import Thing
from app.domain.people.trades import Craft

MOST_HELD = 2_000


@dataclass
class Shelves(Memory):
    """The index and the words for what it holds: rows that belong to no session, to be read only."""

    index: ShelfIndex = field(default_factory=ShelfIndex)
    things: dict[str, dict[int, Thing]] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
    held: "OrderedDict[int, Item]" = field(default_factory=OrderedDict)
    """Pieces that were shown of late, with all that their pages show: rows that belong to no session."""
    neighbours: "OrderedDict[int, Neighbours]" = field(default_factory=OrderedDict)
    """What stands on the page of a piece beside it, worked out since anything last changed."""
    _ids: dict[str, int] = field(default_factory=dict)
    _lexicon: Lexicon | None = None

    def hold(self, item: Item) -> None:
        """Keep a piece that was shown just now; the one not shown for longest goes."""
        self.held[item.id] = item
        self.held.move_to_end(item.id)
        self._ids[item.slug] = item.id
        if len(self.held) > MOST_HELD:
            self._let_go(next(iter(self.held)))

    def id_of(self, slug: str) -> int | None:
        """The id of a piece that is held."""
        return self._ids.get(slug)

    def beside(self, item_id: int, limit: int) -> Neighbours:
        """What stands on the page of a piece beside it."""
        found = self.neighbours.get(item_id)
        if found is None or found.limit != limit:
            found = neighbours(self.index, item_id, family=self._family(item_id), limit=limit)
            self.neighbours[item_id] = found
            if len(self.neighbours) > MOST_HELD:
                self.neighbours.popitem(last=False)
        return found

    def _family(self, item_id: int) -> list[int]:
        """The crafts of the family to which a piece's craft belongs."""
        piece = self.index.piece_of(item_id)
        crafts = {one for name, one in piece.values if name == "craft"} if piece else set()
        parents = {craft.parent_id for craft in self.crafts() if craft.id in crafts} - {None}
        return [craft.id for craft in self.crafts() if craft.parent_id in parents]

    def _let_go(self, item_id: int) -> None:
        item = self.held.pop(item_id, None)
        if item is not None:
            self._ids.pop(item.slug, None)

    def _read_all(self) -> None:
        self.held.clear()
        self._ids.clear()
        self.neighbours.clear()
        self.index = ShelfIndex(shelf_rows.pieces())
        self.things = shelf_rows.words()
        self.synonyms = glossary.synonyms()
        self._lexicon = None

    @property
    def lexicon(self) -> Lexicon:
        """The words the shop knows, read when they are first asked for."""
        if self._lexicon is None:
            self._lexicon = vocabulary.read(self.index.item_ids, self.things, self.synonyms.terms)
        return self._lexicon

    def named(self, facet: str, slugs: Iterable[str]) -> dict[str, Thing]:
        """What slugs of a facet stand for, by slug; what stands for nothing is left out."""
        wanted = set(slugs)
        things = self.things[facet].values() if wanted else ()
        return {thing.slug: thing for thing in things if thing.slug in wanted}

    def craft(self, slug: str) -> Craft:
        """The craft or family at an address, with the crafts of the family. Raises Missing."""
        found = next((craft for craft in self.crafts() if craft.slug == slug), None)
        if found is None:
            raise Missing()
        return found

    def crafts(self) -> list[Craft]:
        """All crafts and families, in their order."""
        return [thing for thing in self.things["craft"].values() if isinstance(thing, Craft)]

    def _take_in(self, about: dict[About, set[int]]) -> None:
        self.neighbours.clear()
        if About.WORDS in about or About.ARTISAN in about:
            self.things = shelf_rows.words()
        if About.WORDS in about:
            self.synonyms = glossary.synonyms()
            self.held.clear()
            self._ids.clear()
        changed = about.get(About.ITEM, set())
        if makers := about.get(About.ARTISAN):
            changed |= set(db.session.scalars(select(Item.id).where(Item.artisan_id.in_(makers))))
        there = {piece.item_id: piece for piece in shelf_rows.pieces(changed)} if changed else {}
        for item_id in changed:
            self._let_go(item_id)
            self.index.put(there[item_id]) if item_id in there else self.index.drop(item_id)
        if self._lexicon is not None:
            vocabulary.put_right(self._lexicon, changed, self.index.item_ids)
            if About.WORDS in about or About.ARTISAN in about:
                vocabulary.name(self._lexicon, self.things, self.synonyms.terms)


@contextmanager
def opened() -> Iterator[Shelves]:
    """The shelves as they stand in the database now. Inside, nothing is moved by another thread."""
    with memories.opened(Shelves) as shelves:
        yield shelves
