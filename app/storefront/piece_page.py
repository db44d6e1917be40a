"""One piece as its page shows it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _

from app.base import clock, money
from app.domain.catalogue import availability
from app.domain.catalogue.availability import Availability, State
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.catalogue.revisions import ItemText, Photo
from app.storefront.cards import Stock
from app.storefront.piece_facts import Fact, facts
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.pictures import Picture, picture_of
from app.web.words import money as dirhams
from app.web.words import said


@dataclass(frozen=True)
class Size:
    """One size or colour of a piece. price: in words, empty where all cost the same. url: the page with it chosen.

    most: units that can be asked for at once where none can be made; None: any number.
    """

    id: int
    label: str
    price: str
    stock: Stock
    most: int | None
    url: str
    hex: str
    is_chosen: bool

    @property
    def can_be_asked_for(self) -> bool:
        return self.stock.state != State.OUT


@dataclass(frozen=True)
class PiecePage:
    """chosen: the photo asked for, as it stands in the address. share: the cooperative's, per mille.

    sku: of the variant asked for, likewise; what is none of the piece's counts as not said.
    """

    item: Item
    chosen: str
    share: int
    sku: str = ""

    @cached_property
    def variant(self) -> Variant | None:
        """The one that was chosen, or the only one. None: it is still to be chosen."""
        if len(self.item.variants) == 1:
            return self.item.main
        return next((one for one in self.item.variants if one.sku == self.sku), None)

    @cached_property
    def availability(self) -> Availability:
        return availability.of(self.variant) if self.variant else availability.of_item(self.item)

    @property
    def stock(self) -> Stock:
        return Stock(self.availability.state, said(self.availability.full))

    @property
    def departure(self) -> str:
        """When it leaves Tangier; empty where there is none to send."""
        if self.availability.state is State.IN:
            return str(_("Ready to leave"))
        return self.stock.text if self.availability.state is State.ORDER else ""

    @cached_property
    def title(self) -> Told:
        return self._told("title")

    @cached_property
    def lead(self) -> Told:
        return self._told("lead")

    @property
    def summary(self) -> str:
        """What it is, in a few words, where there are any."""
        return self.lead.text or self.description.text or self.title.text

    @cached_property
    def description(self) -> Told:
        return self._told("description")

    @cached_property
    def care(self) -> Told:
        return self._told("care")

    @property
    def _kept_photos(self) -> list[Photo]:
        return [photo for photo in self.item.photo_set.photos if picture_of(photo, "")] if self.item.photo_set else []

    @cached_property
    def photos(self) -> list[Picture]:
        return [Picture(photo, languages.current()) for photo in self._kept_photos]

    @cached_property
    def photo_number(self) -> int:
        """Which photo is large, from 1: the one asked for, else the chosen variant's own, else the first."""
        asked = int(self.chosen) if self.chosen.isdecimal() and len(self.chosen) < 4 else 0
        return asked if 1 <= asked <= len(self.photos) else self.number_of(self.variant)

    def number_of(self, variant: Variant | None) -> int:
        """Which photo is a variant's own, from 1; the first where it has none."""
        ids = [photo.id for photo in self._kept_photos]
        return ids.index(variant.photo_id) + 1 if variant and variant.photo_id in ids else 1

    def photo_url(self, number: int) -> str:
        """The page with a photo large, and the variant that was chosen."""
        own = self.number_of(self.variant)
        return self._url(sku=self._chosen_sku, photo=number if number != own else None, anchor="photos")

    @property
    def is_illustrated(self) -> bool:
        return bool(self.item.photo_set) and any(photo.is_illustration for photo in self.item.photo_set.photos)  # type: ignore[union-attr]  # asked just before

    @cached_property
    def sizes(self) -> list[Size]:
        """All its sizes and colours, in their order: those that cannot be had say so."""
        return [self._size(variant) for variant in self.item.variants]

    @property
    def size(self) -> Size | None:
        """The chosen one, or the only one."""
        return next((size for size in self.sizes if size.is_chosen), None)

    @property
    def choice(self) -> tuple[date, int, str]:
        """What makes it another page of the same piece: the day, the large photo, the variant by its SKU."""
        return clock.today(), self.photo_number, self.variant.sku if self.variant else ""

    @property
    def chosen_by(self) -> str:
        """What one chooses by."""
        coloured = [variant.colour_id is not None for variant in self.item.variants]
        return str(_("Colour") if all(coloured) else _("Size and colour") if any(coloured) else _("Size"))

    @property
    def stocks_differ(self) -> bool:
        return len({size.stock.text for size in self.sizes}) > 1

    @property
    def can_be_asked_for(self) -> bool:
        """Whether the chosen one can, or any while none is chosen."""
        return self.availability.can_be_asked_for

    @property
    def is_sold_for_good(self) -> bool:
        """The only one of its kind has left: hardly anybody will see it back."""
        return all(variant.kind is Kind.UNIQUE and not variant.on_hand for variant in self.item.variants)

    @property
    def price(self) -> int:
        """The chosen one's, else the lowest, in centimes."""
        return self.variant.price if self.variant else min(variant.price for variant in self.item.variants)

    @property
    def from_price(self) -> bool:
        """Whether others cost more and none is chosen yet."""
        return self.variant is None and self.prices_differ

    @property
    def prices_differ(self) -> bool:
        return len({variant.price for variant in self.item.variants}) > 1

    @property
    def _chosen_sku(self) -> str | None:
        return self.variant.sku if self.variant and len(self.item.variants) > 1 else None

    @property
    def for_cooperative(self) -> int:
        return money.share(self.price, self.share)

    @property
    def for_maker(self) -> int:
        return self.price - self.for_cooperative

    @property
    def maker_share(self) -> int:
        """Of a hundred."""
        return round(self.for_maker * 100 / self.price)

    def facts(self) -> list[Fact]:
        return facts(self.item, self.variant, self.care)

    def _told(self, part: str) -> Told:
        texts: list[ItemText] = self.item.texts
        return told({text.language: getattr(text, part) for text in texts})

    def _size(self, variant: Variant) -> Size:
        found = availability.of(variant)
        colours = {colour.id: colour for colour in self.item.colours}
        return Size(
            id=variant.id,
            label=variant.called(languages.current()),
            price=dirhams(variant.price) if self.prices_differ else "",
            stock=Stock(found.state, said(found.full)),
            most=None if variant.can_be_made else variant.available,
            url=self._url(sku=variant.sku, anchor="buy"),
            hex=colours[variant.colour_id].hex if variant.colour_id in colours else "",
            is_chosen=variant is self.variant,
        )

    def _url(self, *, sku: str | None, anchor: str, photo: int | None = None) -> str:
        here = "storefront.catalogue.item"
        return url_for(here, slug=self.item.slug, variant=sku, photo=photo, _anchor=anchor)
