"""What is owed for a request: always reckoned from what was accepted, received and given back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.base.money import CENTIMES
from app.domain.fulfilment.models import MoneyMoved, Payment, Refund
from app.domain.people.models import User
from app.domain.purchasing import totals
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

THOUSAND = 1000
OWING = frozenset((State.ACCEPTED, State.PREPARING, State.SHIPPED, State.RETURNED, State.DELIVERED, State.CLOSED))
"""States in which what was accepted has its price."""


SIGNS: dict[type[MoneyMoved], int] = {Payment: 1, Refund: -1}


class Balance(NamedTuple):
    """Centimes. total: of what was accepted, with the delivery. deposit: of it, before preparing begins."""

    total: int
    deposit: int
    received: int
    refunded: int

    @property
    def held(self) -> int:
        """What the cooperative has of the customer's money."""
        return self.received - self.refunded

    @property
    def still_due(self) -> int:
        return max(0, self.total - self.held)

    @property
    def to_refund(self) -> int:
        return max(0, self.held - self.total)

    @property
    def deposit_due(self) -> int:
        return max(0, min(self.deposit, self.total) - self.held)

    @property
    def is_settled(self) -> bool:
        """Nothing is owed either way."""
        return self.held == self.total


def deposit(total: int, share: int) -> int:
    """So much of a total is paid before preparing begins: whole dirhams, rounded up. share: thousandths."""
    part = -(-total * share // THOUSAND)
    return min(total, -(-part // CENTIMES) * CENTIMES)


def of(request: PurchaseRequest, *, deposit_share: int = 0) -> Balance:
    """As the database has it now. deposit_share: thousandths."""
    return reckoned(request, accepted_offer(request), entries(request), deposit_share)


def reckoned(
    request: PurchaseRequest, offer: Offer | None, moved: Sequence["Entry"], deposit_share: int = 0
) -> Balance:
    """From what was read. Once a request is cancelled nothing is due any more: what was paid goes back.

    offer: the accepted one. moved: all payments and refunds.
    """
    total = totals.accepted(offer) if offer is not None and request.state in OWING else 0
    return Balance(
        total=total,
        deposit=deposit(total, deposit_share),
        received=sum(entry.amount for entry in moved if entry.amount > 0),
        refunded=-sum(entry.amount for entry in moved if entry.amount < 0),
    )


def accepted_offer(request: PurchaseRequest) -> Offer | None:
    """The offer that the customer accepted, all of it or some lines."""
    query = select(Offer).where(Offer.request_id == request.id, Offer.state == OfferState.ACCEPTED)
    return db.session.scalar(query.options(selectinload(Offer.lines).joinedload(OfferLine.answer)))


class Entry(NamedTuple):
    """A payment or a refund as a list shows it. amount: centimes, negative for what was given back."""

    amount: int
    way: str
    reference: str | None
    paid_on: date
    by: str


def entries(request: PurchaseRequest) -> list[Entry]:
    """What was paid and given back, in that order of days."""
    found: list[tuple[datetime, Entry]] = []
    for kind, sign in SIGNS.items():
        moved = select(kind, User.name).outerjoin(User, User.id == kind.by_id).where(kind.request_id == request.id)
        found += [(one.at, _entry(one, sign, by)) for one, by in db.session.execute(moved)]
    return [entry for _at, entry in sorted(found, key=lambda one: (one[1].paid_on, one[0]))]


def _entry(one: MoneyMoved, sign: int, by: str | None) -> Entry:
    return Entry(sign * one.amount, one.way.value, one.reference, one.paid_on, by or "")
