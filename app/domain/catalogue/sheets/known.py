"""What a cell can name: artisans, crafts, materials, states. Found by slug, or by name in any language."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.catalogue import destinations
from app.domain.catalogue.folding import fold, roots
from app.domain.catalogue.models import Colour, Material, Technique
from app.domain.catalogue.producing import NEEDED
from app.domain.catalogue.sheets.words import ANSWERS, KINDS, NATURES, REGIONS, STATES, UNITS
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft

Translate = Callable[[str], dict[str, str]]
"""A sentence in every language, by code."""
Id = TypeVar("Id")
Facet = type[Material] | type[Technique] | type[Colour]
FACETS: dict[str, Facet] = {"material": Material, "technique": Technique, "colour": Colour}
_EVERYWHERE = sorted(destinations.EVERYWHERE)
SEPARATORS = ",،;؛|\n"


class Named(NamedTuple, Generic[Id]):
    """Something with a slug and names by language; others: more that it is called by."""

    id: Id
    slug: str
    names: Mapping[str, str]
    others: tuple[str, ...] = ()


class Names(Generic[Id]):
    """Reading a name gives what is called so, if one thing alone is; writing gives a name that reads back."""

    def __init__(self, things: Iterable[Named[Id]]) -> None:
        self._things = {thing.id: thing for thing in things}
        self._slugs = {thing.slug: thing.id for thing in self._things.values()}
        called = Counter(name for thing in self._things.values() for name in self._called(thing))
        self._ids = {
            name: thing.id for thing in self._things.values() for name in self._called(thing) if called[name] == 1
        }
        self._written: dict[tuple[Id, str], str] = {}

    def __len__(self) -> int:
        return len(self._things)

    def read(self, text: str) -> Id | None:
        found = self._slugs.get(text.strip())
        return self._ids.get(fold(text)) if found is None else found

    def write(self, id_: Id, language: str) -> str:
        if (id_, language) not in self._written:
            thing = self._things[id_]
            name = " ".join((thing.names.get(language) or thing.names.get("fr") or thing.slug).split())
            plain = not any(sign in name for sign in SEPARATORS) and name not in self._slugs
            self._written[id_, language] = name if plain and self._ids.get(fold(name)) == id_ else thing.slug
        return self._written[id_, language]

    @staticmethod
    def _called(thing: Named[Id]) -> set[str]:
        names = {fold(name) for name in (*thing.names.values(), *thing.others, thing.slug)}
        return names - {""}


@dataclass(frozen=True)
class Maker:
    """What an import needs of an artisan. words, place_words: what pieces of theirs are found by."""

    id: int
    name: str
    user_id: int | None
    weekly_capacity: int
    is_good: bool
    place: str
    words: tuple[str, ...]
    place_words: tuple[str, ...]


class Trade(NamedTuple):
    """What an import needs of a craft."""

    id: int
    code: str
    is_food: bool
    words: tuple[str, ...]


class Known:
    """Loaded once for a whole table."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        artisans = db.session.scalars(select(Artisan).options(joinedload(Artisan.place)).order_by(Artisan.id)).all()
        self.makers = {one.id: _maker(one) for one in artisans}
        self.artisans = Names(
            Named(one.id, one.slug, {"fr": one.name, "ar": one.name_ar or one.name, "en": one.name, "es": one.name})
            for one in artisans
        )
        crafts = db.session.scalars(select(Craft).order_by(Craft.id)).all()
        by_id = {one.id: one for one in crafts}
        families = {one.parent_id for one in crafts}
        self.trades = {one.id: _trade(one, by_id.get(one.parent_id or 0)) for one in crafts}
        self.crafts = Names(
            Named(one.id, one.slug, one.names, tuple(one.short_names.values()))
            for one in crafts
            if one.id not in families
        )
        facets = {kind: _facets(table) for kind, table in FACETS.items()}
        self.facets = {kind: Names(things) for kind, things in facets.items()}
        self.facet_words = {
            (kind, one.id): tuple(roots(" ".join(one.names.values())))
            for kind, things in facets.items()
            for one in things
        }

    @cached_property
    def vocabularies(self) -> dict[type[StrEnum], Names[StrEnum]]:
        spoken: list[Mapping[StrEnum, str]] = [STATES, KINDS, UNITS]  # type: ignore[list-item]  # each of one vocabulary
        return {
            type(next(iter(words))): Names(
                Named(word, word.value, self._translate(sentence)) for word, sentence in words.items()
            )
            for words in spoken
        }

    @cached_property
    def natures(self) -> Names[bool]:
        """Food or none, in words or as the answer to the question."""
        return Names(
            Named(
                nature, fold(ANSWERS[nature]), self._translate(words), tuple(self._translate(ANSWERS[nature]).values())
            )
            for nature, words in NATURES.items()
        )

    @cached_property
    def countries(self) -> Names[str]:
        """By their codes; and the names of many at once, or of none."""
        names = {language: Locale(language).territories for language in NEEDED}
        called = {code: {language: of[code] for language, of in names.items() if code in of} for code in _EVERYWHERE}
        regions = (Named(slug, slug, self._translate(words)) for slug, words in REGIONS.items())
        return Names([*regions, *(Named(code, code, said) for code, said in called.items())])

    def in_all_languages(self, sentence: str) -> dict[str, str]:
        return self._translate(sentence)


def _maker(artisan: Artisan) -> Maker:
    names = " ".join(part for part in (artisan.name, artisan.name_ar, artisan.workshop) if part)
    return Maker(
        artisan.id,
        artisan.name,
        artisan.user_id,
        artisan.weekly_capacity,
        artisan.standing == "good",
        artisan.place.called("fr"),
        tuple(roots(names)),
        tuple(roots(" ".join(artisan.place.names.values()))),
    )


def _trade(craft: Craft, family: Craft | None) -> Trade:
    names = [*craft.names.values(), *craft.short_names.values(), *(family.names.values() if family else ())]
    return Trade(craft.id, craft.code, craft.is_food, tuple(roots(" ".join(names))))


def _facets(table: Facet) -> list[Named[int]]:
    found = db.session.execute(select(table.id, table.slug, table.names).order_by(table.slug))
    return [Named(id_, slug, names) for id_, slug, names in found]
