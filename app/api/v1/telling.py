"""Rows as the API tells them: each thing in all its languages, every address whole."""

from collections.abc import Iterable
from typing import Any, Literal

from flask import current_app, url_for

from app.api.v1 import shapes
from app.base import clock
from app.domain.catalogue import availability, harvest, labels
from app.domain.catalogue.availability import State
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import Colour, Item, Material, Technique, Variant
from app.domain.catalogue.revisions import Photo
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place
from app.web import languages
from app.web.pictures import address
from app.web.words import decimal

STATES: dict[State, shapes.Availability] = {
    State.IN: "in_stock",
    State.ORDER: "made_to_order",
    State.OUT: "out_of_stock",
}
MEASURES = ("length_mm", "width_mm", "height_mm", "weight_g", "net_g", "net_ml")
TYPES: dict[str, Literal["image/avif", "image/webp", "image/jpeg"]] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
}


def whole(path: str) -> str:
    return f"{current_app.config['SETTINGS'].site_url}{path}"


def at(endpoint: str, **values: Any) -> str:
    """The whole address of something in this version."""
    return whole(url_for(f"api.v1.{endpoint}", **values))


def pages(endpoint: str, slug: str) -> dict[str, str]:
    """A page of the shop by language."""
    return {code: whole(url_for(f"storefront.{endpoint}", slug=slug, lang=code)) for code in languages.LOCALES}


def named(thing: Craft | Place | Material | Technique) -> shapes.Named:
    return shapes.Named(thing.slug, thing.names)


def colour(thing: Colour) -> shapes.Colour:
    return shapes.Colour(thing.slug, thing.names, thing.hex)


def names_of(artisan: Artisan) -> dict[str, str]:
    """Latin letters stand for every language that has no writing of its own."""
    return {"fr": artisan.name, **({"ar": artisan.name_ar} if artisan.name_ar else {})}


def price(centimes: int) -> shapes.Price:
    return shapes.Price(decimal(centimes))


def photo(kept: Photo) -> shapes.Photo:
    files = [
        shapes.Rendition(whole(address(kept, kind, width)), TYPES[kind], width)
        for kind, widths in kept.renditions.items()
        if kind in TYPES
        for width in sorted(widths)
    ]
    return shapes.Photo(kept.alt, kept.width, kept.height, kept.is_illustration, files)


def said(item: Item, part: str) -> dict[str, str]:
    """A part of an item's approved texts, by language."""
    return {text.language: getattr(text, part) for text in item.texts if getattr(text, part)}


def summary(item: Item) -> dict[str, Any]:
    """The fields that a piece has in a list and on its own."""
    prices = [variant.price for variant in item.variants]
    found, photos = availability.of_item(item), photos_of(item)
    return {
        "slug": item.slug,
        "reference": item.reference,
        "url": at("items.one", slug=item.slug),
        "pages": pages("catalogue.item", item.slug),
        "title": said(item, "title"),
        "lead": said(item, "lead"),
        "maker": shapes.Named(item.artisan.slug, names_of(item.artisan)),
        "place": named(item.artisan.place),
        "craft": named(item.craft),
        "price_from": price(min(prices)),
        "price_to": price(max(prices)),
        "availability": STATES[found.state],
        "available": found.count,
        "photo": photos[0] if photos else None,
        "published_at": item.published_at or item.created_at,
        "changed_at": harvest.changed_of(item),
    }


def photos_of(item: Item) -> list[shapes.Photo]:
    return [photo(one) for one in item.photo_set.photos if one.renditions] if item.photo_set else []


def labels_of(item: Item) -> list[shapes.Label]:
    return [
        shapes.Label(one.label, KNOWN[one.label].names, one.number, one.expires_on)
        for one in labels.shown(item, clock.today())
    ]


def variant(row: Variant, item: Item) -> shapes.Variant:
    found = availability.of(row)
    own = [one for one in item.photo_set.photos if one.id == row.photo_id and one.renditions] if item.photo_set else []
    colours = [one for one in item.colours if one.id == row.colour_id]
    page = whole(url_for("storefront.catalogue.item", slug=item.slug, lang=languages.DEFAULT, variant=row.sku))
    return shapes.Variant(
        sku=row.sku,
        label=row.labels or {},
        price=price(row.price),
        kind=row.kind.value,
        unit=row.unit.value,
        availability=STATES[found.state],
        available=found.count if row.is_stocked else None,
        lead_days=row.lead_days if row.can_be_made else None,
        url=page,
        colour=colour(colours[0]) if colours else None,
        photo=photo(own[0]) if own else None,
        batch=row.batch,
        best_before=row.best_before,
        **{name: getattr(row, name) for name in MEASURES},
    )


def crafts_of(crafts: Iterable[Craft]) -> list[shapes.Named]:
    return [named(craft) for craft in crafts]
