"""A customer who is forgotten takes their word along, and the photos of their pieces at work.

What was paid stays, and so do the papers of a sale.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Update, select, update

from app.base.database import db
from app.domain.fulfilment import praising, work_photos
from app.domain.fulfilment.models import Payment, QualityCheck, Refund, Shipment
from app.domain.purchasing import forgetting, papers, timekeeping
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer, OfferLine

PAID = (State.CLOSED, State.CANCELLED)
"""States in which a request ends that may have been paid."""


def erase(request: PurchaseRequest, *, at: datetime) -> None:
    """On the customer's word. Raises what ``purchasing.forgetting.erase`` raises."""
    forgetting.erase(request, at=at)
    work_photos.let_go(PurchaseRequest.id == request.id, at=at)
    if request.state in PAID:
        praising.forget(request.id)
        _forget_what_points_at_them(PurchaseRequest.id == request.id)


def forget_old_requests(now: datetime) -> int:
    """Anonymise requests that closed long ago. Returns how many."""
    forgotten = timekeeping.forget_old_requests(now)
    praising.forget_unpublished()
    work_photos.let_go(PurchaseRequest.anonymised_at.is_not(None), at=now)
    _forget_what_points_at_them(PurchaseRequest.anonymised_at.is_not(None))
    papers.end_keeping(now)
    return forgotten


def _forget_what_points_at_them(of_requests: ColumnElement[bool]) -> None:
    """What a bank wrote beside a sum may hold a name, so may a word to a maker; a parcel's number leads to a door."""
    theirs = select(PurchaseRequest.id).where(of_requests)
    lines = select(OfferLine.id).join(OfferLine.offer).where(Offer.request_id.in_(theirs))
    for kind in (Payment, Refund):
        _run(update(kind).where(kind.request_id.in_(theirs), kind.reference.is_not(None)).values(reference=None))
    _run(update(Shipment).where(Shipment.request_id.in_(theirs), Shipment.tracking.is_not(None)).values(tracking=None))
    _run(update(QualityCheck).where(QualityCheck.line_id.in_(lines), QualityCheck.note.is_not(None)).values(note=None))


def _run(forgetful: Update) -> None:
    db.session.execute(forgetful.execution_options(synchronize_session="fetch"))
