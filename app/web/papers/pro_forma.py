"""A pro forma: what was offered, what it costs, how to pay. What became of the offer is stamped above, never inside."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_
from app.domain.people.trades import in_language
from app.domain.purchasing import totals
from app.domain.purchasing.document_models import Document
from app.domain.purchasing.offer_models import Offer, OfferState
from app.web import in_words, languages
from app.web.papers import frame
from app.web.papers.frame import DATA, Fact
from app.web.papers.naming import KINDS
from app.web.papers.plain import plain, typed
from app.web.words import amount, day_year, listed, money, number

SPELLED = "Arrêté la présente facture pro forma à la somme de {}."
"""In French whatever the language of the paper, as banks and customs read it."""
_OVER = {
    OfferState.REFUSED: N_("This offer was refused. Nothing is to be paid."),
    OfferState.REPLACED: N_("A newer offer replaces this one. Nothing is to be paid on this one."),
    OfferState.EXPIRED: N_("This offer has ended. Nothing is to be paid."),
    OfferState.WITHDRAWN: N_("The request was withdrawn. Nothing is to be paid."),
}


def pro_forma(document: Document) -> DATA:
    facts, personal = document.facts, document.personal or {}
    wishes, note = personal.get("wishes", {}), personal.get("note", "")
    until = frame.known_day(facts["expires_on"])
    return frame.paper(
        document,
        _(KINDS[document.kind]),
        to=_("For"),
        stamp=_stamp(document.offer) if document.offer else "",
        facts=[
            Fact(_("Request"), facts["reference"], latin=True),
            Fact(_("Ready on"), frame.known_day(facts["ready_on"])),
            Fact(_("Good until"), until),
        ],
        columns=[_("Piece"), _("Quantity"), _("Unit price (MAD)"), _("Amount (MAD)")],
        rows=[_row(line, facts, wishes) for line in facts["lines"]],
        sums=[
            _sum(_("Pieces"), amount(facts["goods"])),
            _sum(_("Packing and tracked delivery"), amount(facts["delivery"])),
            _sum(_("Total"), money(facts["total"]), strong=True),
        ],
        words=SPELLED.format(in_words.dirhams(facts["total"])),
        pay=frame.pay(document),
        notes=[
            typed(_("Offer good until %(day)s.", day=until) + " " + _("Nothing is paid before you accept.")),
            typed(_("You can pay by bank transfer, in cash on delivery, or at the cooperative.")),
            *([typed(note)] if note else []),
        ],
    )


def _row(line: dict[str, Any], facts: dict[str, Any], wishes: dict[str, str]) -> DATA:
    notes = [plain(in_language(line["maker"], languages.current()))]
    if line["to_make"]:
        notes.append(ngettext("%(num)d to be made", "%(num)d to be made", line["to_make"]))
    if line["ready_on"] != facts["ready_on"]:
        notes.append(_("Ready on %(day)s", day=frame.known_day(line["ready_on"])))
    return {
        **frame.told(line["titles"], wishes.get(str(line["line_id"]), "")),
        "notes": [note for note in notes if note],
        "cells": [number(line["quantity"]), amount(line["unit_price"]), amount(line["amount"])],
    }


def _stamp(offer: Offer) -> str:
    """What became of the offer since; empty while it waits for a word."""
    if offer.state in _OVER:
        return str(_(_OVER[offer.state]))
    if offer.state is not OfferState.ACCEPTED or offer.decided_at is None:
        return ""
    said = [_("Accepted on %(day)s.", day=day_year(offer.decided_at))]
    left = [frame.told(line.titles)["title"] for line in offer.lines if not line.accepted]
    if left:
        said.append(_("Not accepted: %(pieces)s.", pieces=listed(left)))
        said.append(_("To be paid: %(sum)s.", sum=money(totals.accepted(offer))))
    return " ".join(said)


def _sum(label: str, written: str, *, strong: bool = False) -> DATA:
    return {"label": label, "amount": written, "strong": strong}
