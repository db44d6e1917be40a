"""The lines of a request as its page shows them, grouped by maker, with an indicative total made by the server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.people.models import Artisan
from app.domain.purchasing.sending import for_sale, titles
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.pictures import Picture, first_picture, picture_of

_PIECE = joinedload(Variant.item)


@dataclass(frozen=True)
class AskedLine:
    """unit_price and amount: centimes."""

    id: int
    title: Told
    url: str
    picture: Picture | None
    quantity: int
    unit_price: int
    for_sale: bool

    @property
    def amount(self) -> int:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Group:
    maker: str
    place: str
    lines: list[AskedLine]


def load(ids: Iterable[int]) -> dict[int, Variant]:
    """Variants by id, with what a line shows of them; those that are not there are left out."""
    query = (
        select(Variant)
        .where(Variant.id.in_(list(ids)))
        .options(
            _PIECE.joinedload(Item.artisan).joinedload(Artisan.place),
            _PIECE.joinedload(Item.craft),
            _PIECE.selectinload(Item.texts),
            _PIECE.selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo),
        )
    )
    return {variant.id: variant for variant in db.session.scalars(query)}


def grouped(variants: Mapping[int, Variant], wanted: Mapping[int, int]) -> list[Group]:
    """One group a maker, in the order pieces were added."""
    language = languages.current()
    groups: dict[int, Group] = {}
    for id_, quantity in wanted.items():
        if id_ not in variants:
            continue
        maker = variants[id_].item.artisan
        group = groups.setdefault(maker.id, Group(maker.known_as(language), maker.place.called(language), []))
        group.lines.append(line(variants[id_], quantity))
    return list(groups.values())


def pieces(groups: Iterable[Group]) -> int:
    """How many, of all lines."""
    return sum(line.quantity for group in groups for line in group.lines)


def total(groups: Iterable[Group]) -> int:
    """Centimes, before the artisans have answered and without delivery."""
    return sum(line.amount for group in groups for line in group.lines)


def line(variant: Variant, quantity: int) -> AskedLine:
    return AskedLine(
        id=variant.id,
        title=told(titles(variant)),
        url=url_for("storefront.catalogue.item", slug=variant.item.slug, variant=_named(variant)),
        picture=_picture(variant),
        quantity=quantity,
        unit_price=variant.price,
        for_sale=for_sale(variant),
    )


def _named(variant: Variant) -> str | None:
    """Which of its piece's sizes it is, for the address; nothing where there is but one."""
    return variant.sku if variant.labels else None


def _picture(variant: Variant) -> Picture | None:
    """Its own photo, where it has one among those of its piece, else the piece's first."""
    photos = variant.item.photo_set.photos if variant.item.photo_set else []
    own = next((photo for photo in photos if photo.id == variant.photo_id), None)
    return picture_of(own, languages.current()) or first_picture(variant.item, languages.current())
