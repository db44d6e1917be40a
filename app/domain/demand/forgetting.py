"""What somebody described stands in a sign of demand until its day is rolled up: it goes at once with who wrote it."""

from sqlalchemy import update

from app.base.database import db
from app.domain.demand.models import DemandSignal
from app.domain.purchasing.models import PurchaseRequest


def on_forgotten(request: PurchaseRequest, _asked_for: bool) -> None:
    """Registered in assembly: called when a customer is taken out of their request."""
    theirs = (DemandSignal.request_id == request.id, DemandSignal.words.is_not(None))
    db.session.execute(update(DemandSignal).where(*theirs).values(words=None))
