"""A piece as it stands on a shelf: the maker first, then the name, the picture, the price and what can be had."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from app.domain.catalogue import availability
from app.domain.catalogue.models import Item
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


def cards(items: Iterable[Item]) -> list[Card]:
    return [card(item) for item in items]


def card(item: Item) -> Card:
    language = languages.current()
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
