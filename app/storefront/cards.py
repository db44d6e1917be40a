"""A piece as it stands on a shelf: the maker first, then the name, the picture, the price and what can be had."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from flask import get_template_attribute, url_for
from markupsafe import Markup

from app.domain.catalogue import availability
from app.domain.catalogue.models import Item
from app.storefront.drawn import Drawn
from app.storefront.tongues import told
from app.web import languages
from app.web.pictures import Picture, first_picture
from app.web.words import said


@dataclass(frozen=True)
class Stock:
    """state: in, order or out. text: a count or a time."""

    state: str
    text: str


@dataclass(frozen=True)
class Card:
    """price: centimes, the lowest of its sizes. from_price: others cost more."""

    url: str
    title: str
    title_lang: str
    title_dir: str
    maker: str
    place: str
    picture: Picture | None
    price: int
    from_price: bool
    availability: Stock
    _drawn: dict[bool, Markup] = field(default_factory=dict, repr=False, compare=False)

    def drawn(self, *, lazy: bool) -> Markup:
        """Its line of a shelf, drawn once. lazy: the browser fetches its picture when it comes near."""
        if lazy not in self._drawn:
            self._drawn[lazy] = get_template_attribute("shared/components/piece.html", "piece")(self, lazy)
        return self._drawn[lazy]


KEPT = Drawn["Card"](5_000)
"""A few kilobytes each: a thousand pieces in all languages."""


def cards(items: Iterable[Item]) -> list[Card]:
    language = languages.current()
    return [KEPT.once(item, language, draw=partial(_made, item, language)) for item in items]


def card(item: Item) -> Card:
    return cards([item])[0]


def _made(item: Item, language: str) -> Card:
    title = told({text.language: text.title for text in item.texts})
    prices = {variant.price for variant in item.variants}
    found = availability.of_item(item)
    return Card(
        url=url_for("storefront.catalogue.item", slug=item.slug),
        title=title.text,
        title_lang=title.lang,
        title_dir=title.dir,
        maker=item.artisan.known_as(language),
        place=item.artisan.place.called(language),
        picture=first_picture(item, language),
        price=min(prices),
        from_price=len(prices) > 1,
        availability=Stock(found.state, said(found.short)),
    )
