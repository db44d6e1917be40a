"""On what terms a variant is sold: its price, and the days it takes where it is made to order.

These are not revisions: what the maker says holds at once. Offers already sent keep the price they were sent with.
"""

from datetime import datetime
from typing import NamedTuple

from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue.models import Variant
from app.domain.people.models import User

DEAREST = 100_000_000
"""Centimes: a million dirhams."""
LONGEST_LEAD = 365


class Terms(NamedTuple):
    """price: centimes. lead_days: days to make one lot."""

    price: int
    lead_days: int


class WrongPrice(Refusal):
    text = N_("Write a price from 1 to 1 000 000 dirhams.")


class WrongLead(Refusal):
    text = N_("Write a number of days, from 0 to 365.")


def terms_of(variant: Variant) -> Terms:
    return Terms(variant.price, variant.lead_days)


def check(wanted: Terms) -> None:
    """Raises WrongPrice, WrongLead."""
    if not 100 <= wanted.price <= DEAREST:
        raise WrongPrice(field="price")
    if not 0 <= wanted.lead_days <= LONGEST_LEAD:
        raise WrongLead(field="lead_days")


def change(variant: Variant, wanted: Terms, *, seen: Terms, by: User, at: datetime, on_behalf: bool = False) -> None:
    """Sell on other terms from now on.

    variant: loaded for update. seen: what the person had before their eyes; where it is no longer true, Stale.
    """
    if seen != terms_of(variant):
        raise Stale
    check(wanted)
    if wanted == seen:
        return
    variant.price, variant.lead_days = wanted
    trail.record(
        "terms.changed",
        subject="variant",
        subject_id=variant.id,
        by_id=by.id,
        on_behalf_of_id=variant.item.artisan_id if on_behalf else None,
        at=at,
        facts={"from": list(seen), "to": list(wanted)},
    )
