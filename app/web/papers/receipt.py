"""What follows the money: a receipt for what came, another for what went back."""

from flask_babel import gettext as _

from app.domain.purchasing.document_models import Document, DocumentKind, PaymentWay
from app.web import in_words
from app.web.papers import frame
from app.web.papers.frame import DATA, Fact
from app.web.papers.naming import KINDS, WAYS
from app.web.papers.plain import plain
from app.web.words import listed, money

SPELLED = {
    DocumentKind.RECEIPT: "Arrêté le présent reçu à la somme de {}.",
    DocumentKind.REFUND: "Arrêté le présent reçu de remboursement à la somme de {}.",
}


def receipt(document: Document) -> DATA:
    return _of_money(
        document,
        to=_("Received from"),
        label=_("Sum received"),
        about=[Fact(_("Paid on"), frame.known_day(document.facts["paid_on"]))],
        hands=["", _("For the cooperative: signature and stamp")],
    )


def refund(document: Document) -> DATA:
    """Names the receipts of what had come, as a paper that takes back says what it takes back from."""
    return _of_money(
        document,
        to=_("Given back to"),
        label=_("Sum given back"),
        about=[
            Fact(_("Given back on"), frame.known_day(document.facts["paid_on"])),
            Fact(_("Receipts of what had come"), listed(document.facts["receipts"]), latin=True),
        ],
        hands=[_("For the cooperative: signature and stamp"), _("Received: name, day, signature")],
    )


def _of_money(document: Document, *, to: str, label: str, about: list[Fact], hands: list[str]) -> DATA:
    facts, personal = document.facts, document.personal or {}
    return frame.paper(
        document,
        _(KINDS[document.kind]),
        to=to,
        sum={"label": label, "amount": money(facts["amount"])},
        words=SPELLED[document.kind].format(in_words.dirhams(facts["amount"])),
        facts=[
            *about,
            Fact(_("Way of payment"), _(WAYS[PaymentWay(facts["way"])])),
            Fact(_("Reference of the transfer"), plain(personal.get("reference", "")), latin=True),
            Fact(_("Request"), facts["reference"], latin=True),
            Fact(_("Offer"), facts["offer"], latin=True),
            Fact(_("Total accepted"), money(facts["owed"]) if facts["owed"] is not None else ""),
        ],
        hands=hands,
    )
