"""The pieces: a list that is narrowed as the shop's own, and one with all its page says."""

from collections.abc import Iterator

from flask import Blueprint
from msgspec import UNSET
from werkzeug.exceptions import Gone, NotFound

from app.api.v1 import pages, shapes, telling
from app.api.v1.operations import operation
from app.api.v1.questions import ItemsQuestion
from app.base.errors import Missing
from app.domain.catalogue import browsing, destinations, facets, food, items, search
from app.domain.catalogue.facets import BANDS, Choice, Filters, Narrowed, Shelf
from app.domain.catalogue.models import Item
from app.domain.catalogue.shelves import opened
from app.domain.people.models import Artisan

blueprint = Blueprint("items", __name__)

NAMES = ("craft", "place", "material", "colour", "maker")
_BANDS = {facets.band_value(number): number for number in range(len(BANDS))}


@operation(blueprint, "/items", answer=shapes.ItemList, question=ItemsQuestion)
def listed(asked: ItemsQuestion) -> shapes.ItemList:
    """Public pieces, narrowed, in order, page by page, with the facets that narrow them further."""
    understood = search.wanted(asked.q) if asked.q is not UNSET else []
    shelf = Shelf() if asked.q is UNSET else Shelf(matches=search.nearest(understood).ids)
    with opened() as here:
        found = Narrowed(here, shelf, _filters(asked))
        ids = found.page(sort=asked.sort, number=asked.page, size=asked.per_page)
        offered = dict(_facets(found))
    shown = [shapes.ItemSummary(**telling.summary(item)) for item in browsing.cards(ids)]
    return shapes.ItemList(**pages.page("items.listed", asked, found.total), items=shown, facets=offered)


@operation(blueprint, "/items/{slug}", answer=shapes.Item, errors=(404, 410))
def one(slug: str) -> shapes.Item:
    """A public piece with all its page says. 410: it was public and has left the shop."""
    try:
        item = browsing.by_slug(slug)
    except items.Gone:
        raise Gone("This piece has left the shop.") from None
    except Missing:
        raise NotFound("There is no such piece.") from None
    return _whole(item)


def _whole(item: Item) -> shapes.Item:
    return shapes.Item(
        **telling.summary(item),
        description=telling.said(item, "description"),
        care=telling.said(item, "care"),
        materials=[telling.named(one) for one in item.materials],
        techniques=[telling.named(one) for one in item.techniques],
        colours=[telling.colour(one) for one in item.colours],
        size=item.size,
        length_mm=item.length_mm,
        width_mm=item.width_mm,
        height_mm=item.height_mm,
        weight_g=item.weight_g,
        is_food=food.is_food(item),
        ingredients=item.ingredients,
        onssa_authorisation=item.authorisation,
        labels=telling.labels_of(item),
        not_sent_to=sorted(destinations.closed(item)),
        photos=telling.photos_of(item),
        variants=[telling.variant(one, item) for one in item.variants],
    )


def _filters(asked: ItemsQuestion) -> Filters:
    return Filters(
        **{name: tuple(getattr(asked, name)) for name in NAMES},
        ready=tuple(asked.ready),
        bands=tuple(_BANDS[band] for band in asked.price),
        price_min=asked.price_min if asked.price_min is not UNSET else None,
        price_max=asked.price_max if asked.price_max is not UNSET else None,
    )


def _facets(found: Narrowed) -> Iterator[tuple[str, list[shapes.Choice]]]:
    for name in NAMES:
        yield name, [_choice(choice) for choice in found.named(name)]
    yield "ready", [_choice(choice) for choice in found.readiness()]
    yield "price", [_choice(choice) for choice in found.prices()]


def _choice(choice: Choice) -> shapes.Choice:
    thing = choice.thing
    name = telling.names_of(thing) if isinstance(thing, Artisan) else thing.names if thing else {}
    return shapes.Choice(choice.value, choice.count, choice.chosen, name)
