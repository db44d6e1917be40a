"""What the team asks of a maker, as pictures with plain sentences, and the maker's word back."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from app.base.errors import N_
from app.domain.catalogue import judging
from app.domain.catalogue.models import Item
from app.domain.catalogue.reasons import Reason
from app.domain.people.models import User
from app.web import fields
from app.web.forms import KeyedForm

LONGEST = 1000
SENTENCES = {
    Reason.PHOTO_DARK: ("sun", N_("The photo is dark. Take one by daylight.")),
    Reason.PHOTO_SIDES: ("sides", N_("Show all sides of the piece: front, back, inside.")),
    Reason.PRICE: ("coins", N_("Say the price of the piece.")),
    Reason.MEASURES: ("ruler", N_("Measure the piece: length, width, height, weight.")),
    Reason.TEXT_SHORT: ("message", N_("Tell more: what it is made of and how.")),
}


class Ask(NamedTuple):
    """One thing that is asked. url: where it is done; empty where it is told in words."""

    icon: str
    sentence: str
    url: str = ""


class Asked(NamedTuple):
    """note: what the team says in its own words."""

    asks: list[Ask]
    note: str


class AnswerForm(KeyedForm):
    note = fields.Words(lazy("Tell the team"), most=LONGEST)


def asked(item: Item, author: User | None = None) -> Asked | None:
    """Why a piece was sent back; with an author: why their last photos of it were not accepted. None: nothing was."""
    if author is None:
        return _of(item, item.asked_for, item.sent_back) if item.is_sent_back else None
    refusals = [refusal for refusal, text in judging.told_of(item, author.id) if text is None]
    return _of(item, refusals[0].reasons, refusals[0].note) if refusals else None


def _of(item: Item, reasons: list[Reason], note: str) -> Asked:
    photos, price = (url_for(f"portal.{name}", item_id=item.id) for name in ("catalogue.change_photos", "stock.adjust"))
    pages = {Reason.PHOTO_DARK: photos, Reason.PHOTO_SIDES: photos, Reason.PRICE: price}
    told = [(reason, *SENTENCES[reason]) for reason in reasons if reason in SENTENCES]
    return Asked([Ask(icon, str(_(sentence)), pages.get(reason, "")) for reason, icon, sentence in told], note)
