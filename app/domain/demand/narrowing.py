"""Demand of one place, or of what is made of one material, in one colour, by one technique."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, Table, literal, or_, select, union_all

from app.base.database import db
from app.domain.catalogue.models import (
    Colour,
    Item,
    Material,
    Technique,
    Variant,
    item_colour,
    item_material,
    item_technique,
)
from app.domain.demand.reading import About
from app.domain.people.models import Artisan
from app.domain.people.trades import Place, in_language
from app.domain.purchasing.models import RequestLine


class Kind(StrEnum):
    PLACE = "place"
    MATERIAL = "material"
    TECHNIQUE = "technique"
    COLOUR = "colour"


_TABLES: dict[Kind, tuple[type[Material | Technique | Colour], Table]] = {
    Kind.MATERIAL: (Material, item_material),
    Kind.TECHNIQUE: (Technique, item_technique),
    Kind.COLOUR: (Colour, item_colour),
}


@dataclass(frozen=True)
class Named:
    """A place or an attribute. key: as ``material:wool``, its name in addresses."""

    kind: Kind
    id: int
    slug: str
    names: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}"

    def called(self, language: str) -> str:
        return in_language(self.names, language)


@dataclass(frozen=True)
class Narrowed:
    """Which pieces and artisans a choice leaves; None where nothing was chosen.

    A place leaves its artisans, with what was asked of them without naming a piece; an attribute leaves pieces.
    """

    items: frozenset[int] | None = None
    artisans: frozenset[int] | None = None
    statement: Select[int] | None = None
    """The items once more, as the database finds them: there may be too many to name."""

    @property
    def about(self) -> About | None:
        """As a question to what was recorded."""
        if self.items is None and self.artisans is None:
            return None
        return About(self.items or frozenset(), self.artisans or frozenset(), self.statement)

    def lines(self) -> list[ColumnElement[bool]]:
        """What lines of requests must fulfil."""
        if self.statement is not None:
            return [RequestLine.variant_id.in_(select(Variant.id).where(Variant.item_id.in_(self.statement)))]
        if self.artisans is None:
            return []
        theirs = select(Variant.id).join(Item).where(Item.artisan_id.in_(self.artisans))
        return [or_(RequestLine.artisan_id.in_(self.artisans), RequestLine.variant_id.in_(theirs))]

    def pieces(self, crafts: frozenset[int]) -> list[ColumnElement[bool]]:
        """What items must fulfil. crafts: empty for all."""
        chosen: list[ColumnElement[bool]] = [Item.craft_id.in_(crafts)] if crafts else []
        if self.statement is not None:
            return [*chosen, Item.id.in_(self.statement)]
        return chosen if self.artisans is None else [*chosen, Item.artisan_id.in_(self.artisans)]


def ids_of(place: Named | None, attribute: Named | None) -> Narrowed:
    """One statement, none where nothing was chosen."""
    if attribute:
        _named, link = _TABLES[attribute.kind]
        chosen = select(link.c.item_id).where(link.c[f"{attribute.kind}_id"] == attribute.id)
        if place:
            chosen = chosen.join(Item, Item.id == link.c.item_id).join(Artisan).where(Artisan.place_id == place.id)
        return Narrowed(items=frozenset(db.session.scalars(chosen)), statement=chosen)
    if place:
        return Narrowed(artisans=frozenset(db.session.scalars(select(Artisan.id).where(Artisan.place_id == place.id))))
    return Narrowed()


def choices() -> list[Named]:
    """The places where somebody works and the attributes that pieces have, by name. One statement."""
    working = select(literal(Kind.PLACE.value), Place.id, Place.slug, Place.names).where(
        Place.id.in_(select(Artisan.place_id))
    )
    attributes: list[Select[str, int, str, dict[str, str]]] = [
        select(literal(kind.value), model.id, model.slug, model.names).where(model.id.in_(select(link.c[f"{kind}_id"])))
        for kind, (model, link) in _TABLES.items()
    ]
    return [Named(Kind(row[0]), *row[1:]) for row in db.session.execute(union_all(working, *attributes)).all()]
