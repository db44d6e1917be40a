"""What a private page says of where the pieces go: what is known, and whether it can be said otherwise still."""

from typing import NamedTuple

from app.domain.purchasing import addressing
from app.domain.purchasing.arrows import UNDECIDED, Actor, Deed, allowed
from app.domain.purchasing.models import PurchaseRequest
from app.web.countries import country_name


class Where(NamedTuple):
    """known: the address as it is written on a parcel; empty: nobody has said it.

    is_wanted: the pieces are being prepared and nobody knows where they go. is_fixed: an offer holds the delivery cost.
    """

    known: list[str]
    is_wanted: bool
    is_fixed: bool
    may_change: bool


def of(asked: PurchaseRequest) -> Where | None:
    """None: there is nothing to say about it any more."""
    is_fixed = addressing.is_fixed(asked)
    may_change = allowed(asked, Deed.ADDRESS, Actor.CUSTOMER) and not (is_fixed and asked.pickup)
    if not may_change:
        return None
    known = [] if asked.lacks_address or asked.pickup else [asked.address, asked.city, country_name(asked.country)]
    return Where(
        known=[line for line in known if line],
        is_wanted=asked.lacks_address and asked.state not in UNDECIDED,
        is_fixed=is_fixed,
        may_change=may_change,
    )
