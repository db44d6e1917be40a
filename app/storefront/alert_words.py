"""What somebody waits for, as the pages say it."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.alerts.models import Alert, AlertKind
from app.storefront.tongues import Told, told
from app.web import languages


class Question(NamedTuple):
    """title: of the page that asks; promise: what will be written; button: its verb."""

    title: str
    promise: str
    button: str


QUESTIONS = {
    AlertKind.STOCK: Question(
        N_("Be told when it is back"),
        N_("We write to you once, when this piece can be had again. Nothing is set aside for you."),
        N_("Tell me when it is back"),
    ),
    AlertKind.PRICE: Question(
        N_("Be told if the price goes down"),
        N_("We write to you once, if this piece costs less than today."),
        N_("Tell me if the price goes down"),
    ),
    AlertKind.WORDS: Question(
        N_("Be told when there is one"),
        N_("We write to you once, when a piece answers your search."),
        N_("Tell me when there is one"),
    ),
}
_WAITED = {
    AlertKind.STOCK: N_("When it can be had again:"),
    AlertKind.PRICE: N_("If the price goes down:"),
    AlertKind.WORDS: N_("When a piece answers this search:"),
}


class Waited(NamedTuple):
    """when: in words, with their colon. what: the piece or the words of a search, with its address."""

    when: str
    what: Told
    url: str


def waited_for(alert: Alert) -> Waited:
    when = str(_(_WAITED[alert.kind]))
    if alert.item is None:
        language = languages.current()
        words = Told(alert.words, language, languages.direction(language))
        return Waited(when, words, url_for("storefront.search.results", q=alert.words))
    titles = told({text.language: text.title for text in alert.item.texts})
    return Waited(when, titles, url_for("storefront.catalogue.item", slug=alert.item.slug))
