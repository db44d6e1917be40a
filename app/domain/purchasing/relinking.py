"""A new secret link for a customer: the old ones end, the new one goes out, and the trail says who asked for it."""

from datetime import datetime

from app.base.errors import N_, Forbidden, Refusal
from app.domain.audit import trail
from app.domain.people.models import STAFF, User
from app.domain.purchasing import links, locking, telling
from app.domain.purchasing.models import PurchaseRequest


class NobodyToTell(Refusal):
    text = N_("This request was erased: nobody can be written to.")
    status = 409


def renew(request: PurchaseRequest, *, by: User, at: datetime) -> None:
    """End every link given out so far and send the customer a new one."""
    if not by.is_a(*STAFF):
        raise Forbidden
    locking.hold(request)
    if request.anonymised_at is not None:
        raise NobodyToTell
    links.end_old_links(request)
    telling.new_link(request, at=at)
    trail.record("link.renewed", subject="purchase_request", subject_id=request.id, by_id=by.id, at=at)
