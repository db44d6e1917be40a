"""Papers as a page lists them, and what they call the things that several of them speak of."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.purchasing.document_models import Document, DocumentKind, PaymentWay

KINDS = {
    DocumentKind.PRO_FORMA: N_("Pro forma invoice"),
    DocumentKind.DELIVERY_NOTE: N_("Delivery note"),
    DocumentKind.RECEIPT: N_("Receipt"),
    DocumentKind.REFUND: N_("Refund receipt"),
}
WAYS = {
    PaymentWay.TRANSFER: N_("Bank transfer"),
    PaymentWay.ON_DELIVERY: N_("Cash on delivery"),
    PaymentWay.AT_THE_COOPERATIVE: N_("At the cooperative"),
}


class Named(NamedTuple):
    title: str
    number: str
    at: datetime


def named(documents: Iterable[Document]) -> list[Named]:
    """The newest first."""
    found = [Named(_(KINDS[one.kind]), one.number, one.issued_at) for one in documents]
    return sorted(found, key=lambda one: one.at, reverse=True)
