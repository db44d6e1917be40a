"""A piece as its label on paper says it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.catalogue import availability
from app.domain.catalogue.availability import Availability, Saying, State
from app.domain.catalogue.models import Item
from app.domain.catalogue.prints import Prices
from app.domain.catalogue.revisions import Photo
from app.domain.people.trades import Craft
from app.storefront.machines.saying import whole
from app.storefront.piece_facts import facts
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.media import rendition_path
from app.web.papers.plain import plain
from app.web.pictures import ENDINGS, first_picture
from app.web.words import amount, euro, listed, money, number, said, shortened

FRAME = 4 / 5
SHARP = 700
"""Pixels across that make a picture of six centimetres sharp on paper."""
LONGEST_LEAD = 150
_READY = Saying(N_("Ready"))


@dataclass(frozen=True)
class Label:
    """words: plain JSON values for the template. kept: where the picture lies in the storage; empty without one."""

    craft: Craft
    maker_id: int
    words: dict[str, Any]
    kept: str


def label(item: Item, prices: Prices) -> Label:
    """All that is printed of a piece, in the language of the context."""
    language = languages.current()
    title = told({text.language: text.title for text in item.texts})
    lead = told({text.language: text.lead for text in item.texts})
    picture = first_picture(item, language)
    photo = picture.photo if picture else None
    had = availability.of_item(item)
    words = {
        "reference": item.reference,
        "maker": plain(item.artisan.known_as(language)),
        "place": plain(item.artisan.place.called(language)),
        **_told("title", title._replace(text=plain(title.text))),
        **_told("lead", lead._replace(text=plain(shortened(lead.text, LONGEST_LEAD)))),
        "measures": _measures(item),
        **_price(item, prices),
        "kind": had.state.value,
        "stock": said(_how(had)),
        "address": whole(url_for("storefront.catalogue.item", slug=item.slug, lang=language)),
        "code": f"codes/{item.id}.png",
        "picture": f"pictures/{item.id}.jpg" if photo else "",
        "crop": crop(photo) if photo else [],
        "alt": plain(picture.alt) if picture else "",
    }
    return Label(item.craft, item.artisan_id, words, _kept(photo) if photo else "")


def crop(photo: Photo) -> list[float]:
    """How a picture fills its frame around the point to look at: its width and height, and where its left and upper
    edges lie, all as parts of the frame's.
    """
    shape = photo.width / photo.height / FRAME
    wide, high = max(1.0, shape), max(1.0, 1 / shape)
    return [wide, high, _edge(wide, photo.focus_x), _edge(high, photo.focus_y)]


def _edge(length: float, focus: int) -> float:
    """focus: in tenths of the picture. The frame is filled: the edge is neither inside it nor too far outside."""
    return min(0.0, max(1 - length, 0.5 - length * focus / 10))


def _told(name: str, text: Told) -> dict[str, str]:
    return {name: text.text, f"{name}-lang": text.lang, f"{name}-dir": text.dir}


def _kept(photo: Photo) -> str:
    """The narrowest JPEG that is sharp on paper, else the widest."""
    widths = sorted(photo.renditions["jpeg"])
    width = next((width for width in widths if width >= SHARP), widths[-1])
    return rendition_path(photo.key, f"{width}.{ENDINGS['jpeg']}")


def _how(had: Availability) -> tuple[Saying, ...]:
    """A count is old before the paper is dry: what is ready is only said to be so."""
    if had.state is State.IN and had.full[0].many:
        return (_READY, *had.full[1:])
    return had.full


def _measures(item: Item) -> str:
    """Material, size and weight, as the page of the piece tells them."""
    wanted = {_("Material"), _("Dimensions"), _("Weight"), _("Net weight"), _("Net volume")}
    return listed(" ".join(fact.value.split()) for fact in facts(item, None, told({})) if fact.name in wanted)


def _price(item: Item, prices: Prices) -> dict[str, str]:
    """What it costs, from its smallest size to its largest, and about how much that is in euros."""
    if prices is Prices.NONE:
        return {"price": "", "euro": ""}
    low, high = min(v.price for v in item.variants), max(v.price for v in item.variants)
    if low == high:
        return {"price": money(low), "euro": euro(low) if prices is Prices.BOTH else ""}
    between = _("from %(low)s to %(high)s", low=amount(low), high=money(high))
    return {"price": between, "euro": _euros(low, high) if prices is Prices.BOTH else ""}


def _euros(low: int, high: int) -> str:
    if not euro(low):
        return ""
    rate = current_app.config["SETTINGS"].euro_rate[0]
    return str(_("about %(low)s to %(high)s €", low=number(round(low / rate)), high=number(round(high / rate))))
