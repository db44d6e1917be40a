"""Who a customer was, taken out of a request: on their word, or twelve months after it closed."""

from datetime import datetime

from app.base.errors import N_, Refusal
from app.domain.notices import outbox
from app.domain.purchasing import deciding, links, locking
from app.domain.purchasing.arrows import ENDED, UNDECIDED
from app.domain.purchasing.models import PurchaseRequest


class StillUnderWay(Refusal):
    text = N_("Your pieces are on their way to you, so we still need your address. You can erase it once this is over.")
    status = 409


def erase(request: PurchaseRequest, *, at: datetime) -> None:
    """On the customer's word: what is not decided is withdrawn first, and every link ends. Raises StillUnderWay."""
    locking.hold(request)
    if request.state in UNDECIDED:
        deciding.withdraw(request, at=at)
    elif request.state not in ENDED:
        raise StillUnderWay
    anonymise(request, at=at)


def anonymise(request: PurchaseRequest, *, at: datetime) -> None:
    """Take out contacts, wishes and words. Numbered documents stay, with no name in them."""
    request.anonymised_at = at
    request.name = request.email = request.phone = request.address = request.city = request.message = None
    for line in request.lines:
        line.wish = line.description = None
    request.messages.clear()
    links.end_old_links(request)
    outbox.forget(request.id)
