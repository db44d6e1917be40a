"""The whole printed catalogue as data: its words in the chosen language, its crafts, its pieces, its indexes."""

from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parseaddr
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.adapters import qr, storage
from app.adapters.documents import File
from app.base import clock
from app.base.database import db
from app.base.errors import N_
from app.domain.catalogue.folding import fold
from app.domain.catalogue.items import CARD
from app.domain.catalogue.models import Item
from app.domain.catalogue.prints import Choice, Prices, pieces
from app.domain.people.trades import in_language
from app.storefront.machines.saying import whole
from app.storefront.printed.piece import Label, label
from app.storefront.tongues import told
from app.web import languages
from app.web.papers.plain import plain
from app.web.words import comma, day_year, listed

BATCH = 200
SHOP_CODE = "codes/shop.png"
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8", b"\xff\xd9"
SEASONS = (N_("Winter %(year)s"), N_("Spring %(year)s"), N_("Summer %(year)s"), N_("Autumn %(year)s"))
MOST_NAMED = 6
"""Places named beside a craft."""


class Content(NamedTuple):
    """What ``documents.typeset`` is given. The files are read as they are asked for, and a picture that cannot be read
    is then taken out of the data.
    """

    data: dict[str, Any]
    files: Iterator[File]
    pieces: int


def catalogue(choice: Choice, at: datetime) -> Content:
    """In the language chosen, whatever the language of the context. Raises NothingToPrint, TooManyPieces."""
    with current_app.app_context(), current_app.test_request_context():  # paths are built inside of one
        languages.speak(choice.language)
        labels = [made for batch in _batches(pieces(choice)) for made in (label(one, choice.prices) for one in batch)]
        crafts = groupby(labels, lambda one: one.craft)
        chapters = [_chapter(position, [*some]) for position, (_craft, some) in enumerate(crafts)]
        data = {**_frame(choice, at), "chapters": chapters, **_indexes(labels)}
        return Content(data, _files(labels, data["contact"]["link"]), len(labels))


def _batches(ids: list[int]) -> Iterator[list[Item]]:
    """The pieces in this order with all that a label says, some at a time."""
    more = (joinedload(Item.craft), selectinload(Item.materials), selectinload(Item.techniques))
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        rows = db.session.scalars(select(Item).where(Item.id.in_(some)).options(*CARD, *more)).unique()
        found = {item.id: item for item in rows}
        yield [found[item_id] for item_id in some if item_id in found]


def _chapter(position: int, labels: list[Label]) -> dict[str, Any]:
    craft, makers = labels[0].craft, len({one.maker_id for one in labels})
    places = list(dict.fromkeys(one.words["place"] for one in labels))
    counts = (
        ngettext("%(num)d artisan", "%(num)d artisans", makers),
        ngettext("%(num)d piece", "%(num)d pieces", len(labels)),
    )
    return {
        "position": position,
        "name": plain(in_language(craft.names, languages.current())),
        "story": plain(told(craft.story).text),
        "facts": listed(counts),
        "places": listed(places) if len(places) <= MOST_NAMED else "",
        "pieces": [one.words for one in labels],
    }


def _indexes(labels: list[Label]) -> dict[str, Any]:
    makers: dict[int, dict[str, Any]] = {}
    for one in labels:
        entry = {"name": one.words["maker"], "place": one.words["place"], "references": []}
        makers.setdefault(one.maker_id, entry)["references"].append(one.words["reference"])
    return {
        "references": sorted(one.words["reference"] for one in labels),
        "makers": sorted(makers.values(), key=lambda maker: fold(maker["name"])),
    }


def _frame(choice: Choice, at: datetime) -> dict[str, Any]:
    """What stands around the pieces."""
    settings, language, day = current_app.config["SETTINGS"], languages.current(), clock.local(at).date()
    named = [thing.called(language) for thing in (choice.craft, choice.place) if thing]
    title = plain(listed(named)) if named else _("All our pieces")
    shop = whole(url_for("storefront.home.index", lang=language))
    return {
        "lang": language,
        "dir": languages.direction(language),
        "house": _("Maalem"),
        "house-line": _("Cooperative of the artisans of the Tangier region"),
        "kind": _("Catalogue"),
        "title": title,
        "heading": listed([_("Maalem"), title]),
        "season": season(day),
        "site": urlsplit(settings.site_url).netloc,
        "made": _("Made on %(day)s", day=day_year(day)),
        "note": "" if choice.prices is Prices.NONE else _("Prices of %(day)s. They may change.", day=day_year(day)),
        "contact": {
            "address": _("Maison de l’artisan, rue de la Kasbah, Tangier"),
            "hours": _("Monday to Saturday, 9 a.m. to 6 p.m."),
            "phone": settings.help_phone,
            "mail": parseaddr(settings.mail_from)[1],
            "link": shop,
            "code": SHOP_CODE,
        },
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "comma": comma(),
        "contents": _("In this catalogue"),
        "by-reference": _("By reference"),
        "by-maker": _("By artisan"),
        "legend": _("How to read a label"),
        "in-stock": _("The piece is ready."),
        "to-order": _("The artisan makes it for you, in the number of days given."),
        "code": _("Scan the code with your phone: the page of the piece opens."),
        "ask": _("Ask for a piece"),
        "steps": [
            _("Scan the code of a piece, or search for its reference on our site."),
            _("Add it to your request and tell us how to reach you."),
            _("The artisan answers. You receive an offer with the cost of delivery."),
            _("You pay nothing before you have accepted the offer."),
        ],
    }


def season(day: date) -> str:
    """Winter begins in December and bears the name of the year it ends in."""
    return str(_(SEASONS[day.month % 12 // 3], year=day.year + (day.month == 12)))


def _files(labels: list[Label], shop: str) -> Iterator[File]:
    """A code for each piece, and the picture of those that have one. One that is gone or broken off is none."""
    place = storage.at(current_app.config["SETTINGS"].media_url)
    yield File(SHOP_CODE, qr.png(shop))
    for one in labels:
        found = place.get(one.kept) if one.kept else None
        if found and found.body.startswith(JPEG_BEGINS) and found.body.endswith(JPEG_ENDS):
            yield File(one.words["picture"], found.body)
        else:
            one.words["picture"] = ""
        yield File(one.words["code"], qr.png(one.words["address"]))
