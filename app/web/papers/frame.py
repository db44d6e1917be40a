"""What stands around every paper of a request: the house, whom it is for, the numbers the law asks for.

All of it is what the paper said on its day (``domain/purchasing/paper_facts``); only its words are chosen here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.base import clock
from app.base.errors import N_
from app.base.legal import Legal, parts_of_rib
from app.domain.purchasing.document_models import Document
from app.web import languages
from app.web.countries import country_name
from app.web.papers.plain import plain, typed
from app.web.typography import WIDE
from app.web.words import day_year

LANGUAGES = ("fr", "ar", "en", "es")
COPIES = {
    "fr": N_("Translated copy. The original is in French."),
    "ar": N_("Translated copy. The original is in Arabic."),
    "en": N_("Translated copy. The original is in English."),
    "es": N_("Translated copy. The original is in Spanish."),
}
DATA = dict[str, Any]


class Fact(NamedTuple):
    """latin: written from left to right wherever it stands, and never parted."""

    label: str
    value: str
    latin: bool = False


def paper(document: Document, title: str, *, to: str, facts: Iterable[Fact] = (), **parts: Any) -> DATA:
    """The whole paper. to: what stands above whom it is made out to.

    parts: what is this kind's own; what is left out is not there for the template either.
    """
    language, house = languages.current(), document.facts["house"]
    legal, day = Legal(**house["legal"]), clock.local(document.issued_at).date()
    return {
        "lang": language,
        "dir": languages.direction(language),
        "house": _("Maalem"),
        "house-line": _("Cooperative of the artisans of the Tangier region"),
        "address": legal.address or _("Maison de l’artisan, rue de la Kasbah, Tangier"),
        "reach": [house["phone"], house["mail"], house["site"]],
        "title": title,
        "number": document.number,
        "place-and-day": _("Tangier, %(day)s", day=day_year(day)),
        "copy": _copy(document, language),
        "stamp": "",
        "to": _to(to, document.personal, document.facts["country"]),
        "facts": _facts(facts),
        "rows": [],
        "columns": [],
        "sums": [],
        "sum": None,
        "words": "",
        "pay": None,
        "notes": [],
        "hands": [],
        "legal": [legal.name, *_numbers(legal)],
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        **parts,
    }


def printable(language: str) -> str:
    """A language as paper knows it: for Amazigh there are no letters, so it is French."""
    return language if language in LANGUAGES else languages.DEFAULT


def told(titles: Mapping[str, str], wish: str = "") -> DATA:
    """What a piece is called, in the reader's language where it can be; a wish by what the customer wrote."""
    here = languages.current()
    language = next((code for code in (here, "fr", *titles) if titles.get(code)), "")
    if language:
        return {"title": plain(titles[language]), "title-lang": language, "title-dir": languages.direction(language)}
    words = typed(wish or str(_("Piece you described")))
    return {"title": words["text"], "title-lang": "", "title-dir": words["dir"]}


def pay(document: Document) -> DATA | None:
    """How to pay by bank transfer, where the cooperative had said to which account."""
    legal = Legal(**document.facts["house"]["legal"])
    if not legal.rib:
        return None
    known = (
        Fact(_("Account holder"), legal.name or _("Maalem")),
        Fact(_("Bank"), legal.bank),
        Fact(_("RIB"), WIDE.join(parts_of_rib(legal.rib)), latin=True),
        Fact(_("Reference to quote"), document.facts["reference"], latin=True),
    )
    return {"title": _("To pay by bank transfer"), "facts": _facts(known)}


def known_day(written: str) -> str:
    return day_year(date.fromisoformat(written))


def _copy(document: Document, language: str) -> str:
    """Whoever reads a paper in another language than it was issued in knows which one counts."""
    original = printable(document.facts["language"])
    return "" if language == original else _(COPIES[original])


def _to(label: str, personal: Mapping[str, Any] | None, country: str) -> DATA:
    """Whom a paper is made out to; without a name once they were forgotten."""
    known = personal or {}
    lines = [*str(known.get("address", "")).splitlines(), known.get("city", ""), country_name(country)]
    return {
        "label": label,
        "name": typed(known.get("name", "")),
        "lines": [typed(line) for line in lines if line.strip()],
    }


def _facts(facts: Iterable[Fact]) -> list[DATA]:
    """Without those of which nothing is known: no label stands alone."""
    return [fact._asdict() for fact in facts if fact.value]


def _numbers(legal: Legal) -> list[str]:
    """Under the names the law gives them, the same in every language."""
    numbers = (("ICE", legal.ice), ("IF", legal.fiscal), ("RC", legal.register), ("Patente", legal.patente))
    return [f"{label}{WIDE}{number}".replace(" ", WIDE) for label, number in numbers if number]
