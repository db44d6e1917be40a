"""Sums, in integer centimes, always made here and never taken from a browser."""

from collections.abc import Iterable
from typing import Protocol

from app.base.errors import N_, Refusal
from app.domain.purchasing.offer_models import Offer

MOST = 2_000_000_000
"""Centimes: twenty million dirhams, what a column holds."""


class Priced(Protocol):
    @property
    def quantity(self) -> int: ...
    @property
    def unit_price(self) -> int | None: ...


class TooDear(Refusal):
    text = N_("This sum is too large. Check the price and the quantity.")


def amount(line: Priced) -> int:
    """Quantity times unit price; nothing where no price is known yet. Raises TooDear."""
    return check(line.quantity * (line.unit_price or 0))


def goods(lines: Iterable[Priced]) -> int:
    """What lines cost together, without delivery. Raises TooDear."""
    return check(sum(amount(line) for line in lines))


def check(centimes: int) -> int:
    """The same sum, where a column can hold it. Raises TooDear."""
    if centimes > MOST:
        raise TooDear(field="unit_price")
    return centimes


def accepted(offer: Offer) -> int:
    """What the customer agreed to pay: the lines they accepted, and the delivery."""
    return sum(line.amount for line in offer.lines if line.accepted) + offer.delivery_cost
