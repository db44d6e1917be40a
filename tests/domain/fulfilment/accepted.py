"""Requests that a customer has accepted, for the tests of what follows."""

from datetime import timedelta

from app.domain.catalogue.models import Kind
from app.domain.fulfilment import balance, preparing
from app.domain.purchasing import deciding
from app.domain.purchasing.offer_models import Offer
from tests import given
from tests.given import NOW

SHARE = 300
HOUR = timedelta(hours=1)


def offer(*, kind: Kind = Kind.READY_THEN_MADE, stock: int = 1, quantity: int = 3) -> Offer:
    """An accepted offer of one line: some pieces ready, the others to be made."""
    maker = given.artisan(weekly_capacity=5)
    piece = given.item(maker, kind=kind, stock=stock, price=20_000)
    made = given.offer(given.request(given.Wanted(piece.main, quantity)), delivery_cost=10_000)
    deciding.accept(made, at=NOW)
    return made


def preparing_offer(**kind: object) -> Offer:
    """The same, with preparing begun, without a deposit."""
    made = offer(**kind)  # type: ignore[arg-type]  # handed on
    preparing.prepare(made.request, deposit_share=SHARE, waived=True, by=given.advisor(), at=NOW)
    return made


def due(made: Offer) -> int:
    return balance.of(made.request).still_due
