"""A list of pieces as a page shows it: the pieces, the facets beside them, what is chosen, the pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flask import request
from flask_babel import gettext as _

from app.base.errors import N_
from app.base.money import from_units
from app.domain.catalogue import browsing, facets
from app.domain.catalogue.facets import DELAY, NAMED, NEW, NOW, ORDER, PRICE, Choice, Narrowed, Shelf, Thing
from app.domain.catalogue.models import Colour
from app.domain.catalogue.shelves import opened
from app.domain.people.models import Artisan
from app.storefront.asked import Asked
from app.storefront.cards import Card, cards
from app.storefront.facet_boxes import Facet, Option
from app.web import languages
from app.web.words import money

LEGENDS = {
    "ready": N_("Availability"),
    "craft": N_("Craft"),
    "place": N_("Place"),
    "material": N_("Material"),
    "colour": N_("Colour"),
    "price": N_("Price"),
    "maker": N_("Artisan"),
}
READY = {NOW: N_("Ready now"), ORDER: N_("Made to order")}
ORDERS = {NEW: N_("Newest"), PRICE: N_("Price, lowest first"), DELAY: N_("Shortest time")}
NEAREST = N_("Nearest first")
TOLD_APART = ("place", "material", "colour")
"""Facets of which one value makes a page of its own for a search engine; a craft and a maker have their own pages."""
ALL = tuple(LEGENDS)
OF_CRAFT = tuple(name for name in ALL if name != "craft")


@dataclass(frozen=True)
class Listing:
    """asked: what the address asked, on a page that exists. chips: what is chosen, each with the list without it.

    can_be_had: whether any of it can, from the shelf or to order.
    """

    asked: Asked
    total: int
    cards: list[Card]
    last: int
    facets: list[Facet]
    chips: list[tuple[str, str]]
    orders: list[tuple[str, str]]
    can_be_had: bool = True
    most: int | None = None
    """So many pieces are listed and counted, where there are more."""

    def url(self, number: int) -> str:
        """The same list at another page, which its address says last (``Asked.query``)."""
        if number == 1:
            return self._first
        return f"{self._first}{'&' if '?' in self._first else '?'}page={number}"

    @cached_property
    def _first(self) -> str:
        return address(self.asked.page(1))

    @property
    def clear_url(self) -> str:
        return address(self.asked.cleared())

    @property
    def is_indexed(self) -> bool:
        """Whether a search engine may keep this very list: whole, or narrowed by one thing people look for."""
        plain = self.asked.sort == NEW and not self.asked.q and self.total > 0
        return plain and (not self.asked.filters or bool(self.narrowed))

    @property
    def narrowed(self) -> str:
        """The one thing it is narrowed to, where that is worth a page of its own."""
        chosen = list(self.asked.facets())
        return self.chips[0][0] if len(chosen) == 1 and chosen[0][0] in TOLD_APART else ""

    @property
    def indexed_query(self) -> str:
        """The end of its one address for search engines: without the order, without what only narrows further."""
        kept = self.asked if self.is_indexed else self.asked.bare()
        return kept.query()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the facets' form carries unseen: all that is asked and has no box of its own."""
        unseen = [(name, value) for name, value in self.asked.facets() if name in ("price_min", "price_max")]
        sort = [("sort", self.asked.sort)] if self.asked.sort != NEW else []
        return [*self._words, *unseen, *sort]

    @property
    def kept_for_order(self) -> list[tuple[str, str]]:
        """What the form that orders the list carries unseen."""
        return [*self._words, *self.asked.facets()]

    @property
    def _words(self) -> list[tuple[str, str]]:
        words = [("q", self.asked.q)] if self.asked.q else []
        return [*words, *([("exactly", "1")] if self.asked.exactly else [])]


def listing(shelf: Shelf, asked: Asked, names: tuple[str, ...]) -> Listing:
    """names: the facets to offer, in order. A page beyond the last is the last."""
    with opened() as here:
        asked = asked.known(here)
        found = Narrowed(here, shelf, asked.filters)
        last = max(1, -(-found.total // facets.PAGE))
        asked = asked.page(min(max(asked.number, 1), last))
        ids = found.page(sort=asked.sort, number=asked.number)
        can_be_had = found.can_be_had
        offered = [facet for name in names if (facet := _facet(found, asked, name))]
    return Listing(
        asked=asked,
        total=found.total,
        cards=cards(browsing.cards(ids)),
        last=last,
        facets=offered,
        chips=list(_chips(asked)),
        orders=[(value, _fixed(_order_name(value, shelf), languages.current())) for value in ORDERS],
        can_be_had=can_be_had,
        most=len(shelf.matches or ()) if shelf.more else None,
    )


def address(asked: Asked) -> str:
    """This very page, asked something else."""
    query = asked.query()
    return f"{request.path}?{query}" if query else request.path


def _order_name(value: str, shelf: Shelf) -> str:
    return NEAREST if value == NEW and shelf.matches is not None and not shelf.more else ORDERS[value]


def _facet(found: Narrowed, asked: Asked, name: str) -> Facet | None:
    """A facet worth showing: one that parts the list, or one that was used."""
    choices = _choices(found, asked, name)
    if len(choices) < 2 and not any(choice.chosen for choice in choices):
        return None
    language = languages.current()
    return Facet(name, _fixed(LEGENDS[name], language), tuple(_option(choice, language) for choice in choices))


def _choices(found: Narrowed, asked: Asked, name: str) -> list[Choice]:
    if name == "ready":
        return found.readiness()
    if name == "price":
        return found.prices()
    choices = found.named(name)
    here = {choice.value for choice in choices}
    lost = [thing for slug, thing in asked.things[name].items() if slug not in here]
    return choices + [Choice(thing.slug, 0, True, thing) for thing in lost]


def _option(choice: Choice, language: str) -> Option:
    colour = choice.thing.hex if isinstance(choice.thing, Colour) else None
    return Option(choice.value, _label(choice.value, choice.thing, language), choice.count, choice.chosen, colour)


def _label(value: str, thing: Thing | None, language: str) -> str:
    if isinstance(thing, Artisan):
        return thing.known_as(language)
    if thing is not None:
        return thing.called(language)
    return _fixed(READY[value], language) if value in READY else _band(value, language)


@lru_cache
def _fixed(sentence: str, _language: str) -> str:
    """A sentence of this page's own, in the language of the page; looked up once."""
    return str(_(sentence))


@lru_cache
def _band(value: str, _language: str) -> str:
    """A band of prices, in the language of the page."""
    low, high = value.split("-")
    if not high:
        return str(_("%(price)s and more", price=money(from_units(int(low)))))
    if low == "0":
        return str(_("Under %(price)s", price=money(from_units(int(high)))))
    return str(_("%(low)s to %(high)s", low=low, high=money(from_units(int(high)))))


def _chips(asked: Asked) -> Iterator[tuple[str, str]]:
    language = languages.current()
    for value in asked.filters.ready:
        yield _fixed(READY[value], language), address(asked.without("ready", value))
    for facet in NAMED:
        for slug in getattr(asked.filters, facet):
            yield _label(slug, asked.things[facet][slug], language), address(asked.without(facet, slug))
    for number in asked.filters.bands:
        yield _band(facets.band_value(number), language), address(asked.without("bands", number))
    if asked.filters.price_min is not None:
        price = money(from_units(asked.filters.price_min))
        yield str(_("From %(price)s", price=price)), address(asked.without("price_min"))
    if asked.filters.price_max is not None:
        price = money(from_units(asked.filters.price_max))
        yield str(_("Up to %(price)s", price=price)), address(asked.without("price_max"))
