"""A delivery note: what is in the parcel, for whoever opens it. It names no price, for a parcel may be a present."""

from typing import Any

from flask_babel import gettext as _

from app.domain.people.trades import in_language
from app.domain.purchasing.document_models import Document
from app.web import in_words, languages
from app.web.papers import frame
from app.web.papers.frame import DATA, Fact
from app.web.papers.naming import KINDS
from app.web.papers.plain import plain, typed
from app.web.words import money, number

SPELLED = "Arrêté la somme à encaisser à {}."


def delivery_note(document: Document) -> DATA:
    facts, personal = document.facts, document.personal or {}
    wishes = personal.get("wishes", {})
    due, count = facts["to_collect"], sum(line["quantity"] for line in facts["lines"])
    return frame.paper(
        document,
        _(KINDS[document.kind]),
        to=_("Deliver to"),
        facts=[
            Fact(_("Request"), facts["reference"], latin=True),
            Fact(_("Offer"), facts["offer"], latin=True),
            Fact(_("Carrier"), plain(facts["carrier"])),
            Fact(_("Tracking number"), plain(personal.get("tracking", "")), latin=True),
        ],
        columns=[_("Piece"), _("Quantity")],
        rows=[_row(line, wishes) for line in facts["lines"]],
        sums=[{"label": _("Pieces in all"), "amount": number(count), "strong": True}],
        sum={"label": _("To collect on delivery"), "amount": money(due)} if due else None,
        words=SPELLED.format(in_words.dirhams(due)) if due else "",
        notes=[typed(_("Please count the pieces before you sign. Write to us if one is missing or broken."))],
        hands=[_("For the cooperative"), _("Received in good order: name, day, signature")],
    )


def _row(line: dict[str, Any], wishes: dict[str, str]) -> DATA:
    maker = plain(in_language(line["maker"], languages.current()))
    part = line["quantity"] != line["of"]
    notes = [maker, _("%(count)s of %(all)s", count=number(line["quantity"]), all=number(line["of"])) if part else ""]
    return {
        **frame.told(line["titles"], wishes.get(str(line["line_id"]), "")),
        "notes": [note for note in notes if note],
        "cells": [number(line["quantity"])],
    }
