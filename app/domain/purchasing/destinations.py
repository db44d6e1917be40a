"""Whether a piece may go where a request comes from."""

from app.base.errors import N_, Refusal
from app.domain.catalogue import destinations
from app.domain.catalogue.models import Variant


class NotThere(Refusal):
    text = N_("“%(title)s” cannot be sent to this country. Remove it, or choose another country.")


class NotToThisCustomer(Refusal):
    text = N_("This piece cannot be sent to the customer’s country. Answer no, with the reason “other”.")


def may_go(variant: Variant, country: str) -> bool:
    """country: ISO code."""
    return country not in destinations.closed(variant.item)
