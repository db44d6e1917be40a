"""Steps that many tests of the team take."""

from typing import Any

from app.domain.purchasing.models import PurchaseRequest
from tests import given
from tests.pages import Visitor


def at_desk(visitor: Visitor, **columns: Any) -> Visitor:
    """Signed in as an advisor."""
    return visitor.sign_in(given.advisor(**columns))


def page_of(request: PurchaseRequest, more: str = "") -> str:
    """The address of a request's page."""
    return f"/advisor/requests/{request.reference}{more}"
