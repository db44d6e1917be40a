"""The one thing to do next with an item, in words, with the page where it is done."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.advisor.catalogue_words import ADD, LOOK
from app.domain.catalogue.completeness import Step
from app.domain.catalogue.models import Item
from app.domain.catalogue.producing import NEEDED, Row


class Doing(NamedTuple):
    """url: empty where nothing is to be done."""

    words: str
    url: str = ""


def next_of(row: Row) -> Doing:
    wanted, item = row.next, row.item
    match wanted.step:
        case Step.ADD:
            return Doing(str(_(ADD[wanted.part])), where(item, wanted.part))
        case Step.LOOK:
            there = url_for("advisor.catalogue.review", item_id=item.id, _anchor=wanted.part or None)
            if not row.waiting:
                there = _page_of(item)
            return Doing(str(_(LOOK[wanted.part])), there)
        case Step.PUBLISH:
            return Doing(_("Put on sale"), _page_of(item))
        case Step.WAIT:
            return Doing(_("The artisan was asked. Call if it lasts."), _page_of(item))
        case Step.NOTHING:
            return Doing(_("Nothing is missing"))


def where(item: Item, part: str) -> str:
    """The page where a part of an item is brought. What has no page of its own is done on the item's."""
    if part == "photo":
        return url_for("advisor.catalogue.photos", item_id=item.id)
    if part in NEEDED:
        return url_for("advisor.catalogue.text", item_id=item.id, language=part)
    if part in ("measure", "weight", "facts"):
        return url_for("advisor.catalogue.facts", item_id=item.id)
    if part == "food":
        return url_for("advisor.catalogue.food", item_id=item.id)
    if part == "price" and item.variants:
        return url_for("advisor.catalogue.shelf", item_id=item.id, variant_id=item.main.id)
    return _page_of(item)


def _page_of(item: Item) -> str:
    return url_for("advisor.catalogue.item", item_id=item.id)
