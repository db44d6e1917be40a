"""Where the pieces go, said or changed after sending, until the parcel leaves. Makers never see it.

The country decides what may be sent and what it costs: once an offer holds a delivery cost, it stays.
"""

from dataclasses import dataclass
from datetime import datetime

from app.base.errors import N_, Forbidden, Refusal
from app.domain.catalogue.destinations import HOME
from app.domain.people.models import STAFF, User
from app.domain.purchasing import locking, sending
from app.domain.purchasing.arrows import CUSTOMER, Actor, Deed, Who, check, move
from app.domain.purchasing.destinations import NotThere, may_go
from app.domain.purchasing.findings import ANSWERABLE
from app.domain.purchasing.models import PurchaseRequest

LONGEST = 500


class NoAddress(Refusal):
    text = N_("Write the address.")


class CountryStays(Refusal):
    """Of collecting too: it is a place, and costs nothing."""

    text = N_(
        "Your offer holds the delivery cost for the place you chose first. To have the pieces sent elsewhere, write to "
        "us below: we reckon it anew."
    )
    status = 409


@dataclass(frozen=True)
class Goal:
    """Where a parcel goes. country: ISO code. pickup: nowhere, the customer collects the pieces."""

    address: str
    city: str
    country: str
    pickup: bool = False


def is_fixed(request: PurchaseRequest) -> bool:
    """Whether an offer holds a delivery cost, so that country and way stay."""
    return request.state not in ANSWERABLE


def give(request: PurchaseRequest, goal: Goal, *, at: datetime) -> None:
    """By the customer. Raises NoAddress, CountryStays, NotThere, NoSuchArrow."""
    _write(request, goal, CUSTOMER, at)


def note(request: PurchaseRequest, address: str, city: str, *, by: User, at: datetime) -> None:
    """By the team, as the customer told it them. Raises Forbidden and the same."""
    if not by.is_a(*STAFF):
        raise Forbidden
    locking.hold(request)
    _write(request, Goal(address, city, request.country), Who(Actor.STAFF, by), at)


def _write(request: PurchaseRequest, goal: Goal, who: Who, at: datetime) -> None:
    """The event says that it was done, not where to."""
    locking.hold(request)
    check(request.state, Deed.ADDRESS, who)
    if (goal.country, goal.pickup) != (request.country, request.pickup):
        if is_fixed(request):
            raise CountryStays
        _check_pieces(request, HOME if goal.pickup else goal.country)
    if not goal.pickup and not goal.address.strip():
        raise NoAddress(field="address")
    request.country, request.pickup = goal.country, goal.pickup
    request.address, request.city = goal.address.strip() or None, goal.city.strip() or None
    move(request, Deed.ADDRESS, who, at=at)


def _check_pieces(request: PurchaseRequest, country: str) -> None:
    for line in request.lines:
        if line.variant is not None and not may_go(line.variant, country):
            raise NotThere(field="country", title=sending.titles(line.variant).get("fr", ""))
