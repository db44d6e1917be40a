"""`/feeds/products.xml`: every size of every piece for merchant programs, RSS 2.0 with Google's `g:` names.

Sent as it is made, two hundred pieces at a time, so that it takes as little memory for 100,000 as for ten.
"""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.base import clock
from app.domain.catalogue import availability, destinations, harvest
from app.domain.catalogue.availability import State
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.revisions import ItemText, PhotoPlace, PhotoSet
from app.domain.people.trades import Craft
from app.storefront.machines.asked_language import spoken
from app.storefront.machines.piece import address_of
from app.storefront.machines.saying import CURRENCY, image, whole
from app.storefront.piece_page import PiecePage
from app.web import languages, streaming
from app.web.words import decimal, listed
from app.web.xml import DECLARATION, element

blueprint = Blueprint("products", __name__)

FORMAT = 2
"""Raised when the feed is written in another way, so that whoever keeps one asks for it anew."""
BATCH = 200
LONGEST_TITLE, LONGEST_TEXT, MOST_PICTURES = 150, 5_000, 10
GOOGLE = "http://base.google.com/ns/1.0"
END = Markup("</channel></rss>\n")
SLUG = "SLUG"


@blueprint.route("/feeds/products.xml")
def every() -> Response:
    language = spoken()
    mark = f"{harvest.imprint()}-{language}-{clock.today().isoformat()}-{FORMAT}"
    address = whole(url_for("storefront.catalogue.item", slug=SLUG, lang=language))

    def next_part(after: int) -> tuple[str, int | None]:
        batch, end = harvest.batch(after, BATCH, _loaded(language))
        offers = Markup("").join(_offer(item, variant, address) for item in batch for variant in item.variants)
        return (beginning if not after else "") + offers + ("" if end else END), end

    beginning = _beginning(language)
    return streaming.document(next_part, mark=mark, mimetype="application/rss+xml")


def _beginning(language: str) -> Markup:
    return Markup("").join(
        (
            DECLARATION,
            Markup('<rss version="2.0" xmlns:g="{}"><channel>').format(GOOGLE),
            element("title", _("Maalem")),
            element("link", whole(url_for("storefront.home.index", lang=language))),
            element("description", _("Maalem: pieces made by hand in the Tangier region")),
        )
    )


def _offer(item: Item, variant: Variant, address: str) -> Markup:
    """One size of a piece: what a merchant program calls a product."""
    page, language = PiecePage(item, chosen="", share=0), languages.current()
    label, own = variant.called(language), page.number_of(variant) - 1
    photos = [*page.photos[own : own + 1], *page.photos[:own], *page.photos[own + 1 :]]
    pictures = [image(photo) for photo in photos[: 1 + MOST_PICTURES]]
    family = item.craft.parent
    colours = [colour for colour in item.colours if colour.id == variant.colour_id] or item.colours[:3]
    weight = variant.weight_g or item.weight_g
    link = address.replace(SLUG, quote(item.slug, safe=""))
    return element(
        "item",
        element("g:id", variant.sku),
        element("g:item_group_id", item.reference) if len(item.variants) > 1 else None,
        element("g:title", listed([part for part in (page.title.text, label) if part])[:LONGEST_TITLE]),
        element("g:description", (page.description.text or page.summary)[:LONGEST_TEXT]),
        element("g:link", address_of(variant, link) if len(item.variants) > 1 else link),
        *(element("g:image_link", address) for address in pictures[:1]),
        *(element("g:additional_image_link", address) for address in pictures[1:]),
        *_stock(variant),
        element("g:price", f"{decimal(variant.price)} {CURRENCY}"),
        element("g:condition", "new"),
        element("g:brand", item.artisan.known_as(language)),
        element("g:identifier_exists", "no"),
        element("g:product_type", " > ".join(c.called(language) for c in (family, item.craft) if c)),
        element("g:material", "/".join(one.called(language) for one in item.materials[:3])) if item.materials else None,
        element("g:color", "/".join(one.called(language) for one in colours)) if colours else None,
        element("g:size", label) if label and variant.colour_id is None else None,
        element("g:shipping_weight", f"{weight} g") if weight else None,
        element("g:expiration_date", variant.best_before.isoformat()) if variant.best_before else None,
        *(element("g:shopping_ads_excluded_country", code) for code in sorted(destinations.closed(item))),
    )


def _stock(variant: Variant) -> Iterator[Markup]:
    """What is made when asked for is a back order, and such a one says when it leaves."""
    found = availability.of(variant)
    words = {State.IN: "in_stock", State.ORDER: "backorder", State.OUT: "out_of_stock"}
    yield element("g:availability", words[found.state])
    if found.state is State.ORDER:
        ready = clock.today() + timedelta(days=found.lead_days)
        yield element("g:availability_date", ready.isoformat())


def _loaded(language: str) -> tuple[ExecutableOption, ...]:
    needed = ItemText.language.in_({language, languages.DEFAULT})
    return (
        joinedload(Item.artisan),
        joinedload(Item.craft).joinedload(Craft.parent),
        selectinload(Item.variants),
        selectinload(Item.texts.and_(needed)),
        selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo),
        selectinload(Item.materials),
        selectinload(Item.colours),
    )
