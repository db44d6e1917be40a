"""The end of a request: closed when the pieces have arrived and nothing is owed either way."""

from datetime import datetime

from app.domain.fulfilment.balance import Balance
from app.domain.purchasing.arrows import Deed, Who, move
from app.domain.purchasing.models import PurchaseRequest, State


def close_if_settled(request: PurchaseRequest, now: Balance, who: Who, *, at: datetime) -> bool:
    """The request's row is held. now: what is owed. Returns whether it closed."""
    if request.state is not State.DELIVERED or not now.is_settled:
        return False
    move(request, Deed.CLOSE, who, at=at)
    return True
