"""What words say the same in any language: the glossary, and the names of crafts, materials, techniques and colours."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, literal, null, select, union_all

from app.base.database import db
from app.domain.catalogue import desk_memory
from app.domain.catalogue.folding import SMALL, roots
from app.domain.catalogue.glossary import LANGUAGES
from app.domain.catalogue.glossary_models import Term
from app.domain.catalogue.models import Colour, Material, Technique
from app.domain.demand import words
from app.domain.people.trades import Craft

Words = tuple[str, ...]
MOST_WORDS = 5
MOST_READ = 200
"""Words of a text in which names are looked for."""
FACETS = ("material", "colour")


class Group(NamedTuple):
    """Words that mean the same, the one that stands for all of them first. craft_id: 0 for none.

    facet: the material or colour they name, as ``material:wool``; else empty.
    """

    said: Words
    craft_id: int = 0
    facet: str = ""


class Meanings:
    """One key for *tapis*, زربية and *rug*, where somebody said that they are one thing.

    A word that stands in several groups means what the first of them says: groups are not run together.
    """

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._meant: dict[Words, Words] = {}
        self._crafts: dict[Words, int] = {}
        self._facets: dict[Words, str] = {}
        self._longest = 1
        self._known: dict[str, str] = {}
        for said, craft_id, facet in groups:
            keys = [key for one in said if 0 < len(key := words.parted(one)) <= MOST_WORDS]
            if not keys:
                continue
            stands_for = self._meant.get(keys[0], keys[0])
            for key in keys:
                self._meant.setdefault(key, stands_for)
                self._longest = max(self._longest, len(key))
            if craft_id:
                self._crafts.setdefault(stands_for, craft_id)
            if facet:
                self._facets.setdefault(stands_for, facet)

    def key(self, said: str) -> str:
        """What a search is counted under, whatever language it was written in. May be empty."""
        if said not in self._known:
            meant = {word for one in self._meanings(words.parted(said)) for word in one}
            self._known[said] = " ".join(sorted(meant))
        return self._known[said]

    def craft_of(self, said: str) -> int:
        """The craft that one of the words names or belongs to; 0 where none does."""
        return next((self._crafts[one] for one in self._meanings(words.parted(said)) if one in self._crafts), 0)

    def facets_of(self, said: str) -> list[str]:
        """The materials and colours that a text names, in the order of its words."""
        told = tuple(word for word in roots(said) if word not in SMALL)[:MOST_READ]
        return [self._facets[one] for one in self._meanings(told) if one in self._facets]

    def _meanings(self, asked: Words) -> Iterable[Words]:
        return (self._meant.get(part, part) for part in self._parts(asked))

    def _parts(self, asked: Words) -> Iterable[Words]:
        """What was said, parted so that what is one term stands together, the longest first from the left."""
        first = 0
        while first < len(asked):
            spans = (asked[first : first + size] for size in range(self._longest, 0, -1))
            part = next(span for span in spans if len(span) == 1 or span in self._meant)
            yield part
            first += len(part)


def known() -> Meanings:
    """What is known now, read once for as long as nothing of the catalogue changes."""
    return desk_memory.worked_out("meanings", _known)


def _known() -> Meanings:
    """One statement: terms of the glossary first, then crafts, then what else has a name."""
    none = literal(0), null()
    terms = select(
        literal("").label("kind"), Term.id, literal("").label("slug"), Term.words, Term.craft_id, Term.synonyms
    )
    named = [
        select(literal(kind), thing.id, thing.slug, thing.names, *none)
        for kind, thing in (("craft", Craft), ("colour", Colour), ("material", Material), ("technique", Technique))
    ]
    rows: Iterable[Row[Any]] = db.session.execute(union_all(terms.where(Term.removed_at.is_(None)), *named))
    ranks = {"": 0, "craft": 1}
    ordered = sorted(rows, key=lambda row: (ranks.get(row.kind, 2), row.kind, row.id))
    return _made(tuple(_group(row) for row in ordered))


def _group(row: Row[Any]) -> Group:
    others = row.synonyms or {}
    said = tuple(one for code in LANGUAGES for one in (row.words.get(code, ""), *others.get(code, ())) if one)
    return Group(
        said,
        craft_id=row.id if row.kind == "craft" else row.craft_id or 0,
        facet=f"{row.kind}:{row.slug}" if row.kind in FACETS else "",
    )


@lru_cache(maxsize=4)
def _made(groups: tuple[Group, ...]) -> Meanings:
    """Reckoned once for as long as nobody changes a word."""
    return Meanings(groups)
