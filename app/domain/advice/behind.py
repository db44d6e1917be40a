"""The requests behind an outcome: those of the weeks before and after, of what the advice was about."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from app.base import clock
from app.base.database import db
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.expecting import Subject
from app.domain.catalogue.models import Item, Variant
from app.domain.purchasing.models import PurchaseRequest, RequestLine

MOST = 100


def requests(comparison: Comparison, subject: Subject) -> Sequence[PurchaseRequest]:
    """Those sent from as many days before to the last day compared, the latest first; at most a hundred."""
    days = (comparison.last - comparison.first).days + 1
    since = clock.start_of_day(comparison.first - timedelta(days=days))
    until = clock.start_of_day(comparison.last + timedelta(days=1))
    lines = select(RequestLine.request_id).outerjoin(Variant, Variant.id == RequestLine.variant_id)
    lines = lines.outerjoin(Item, Item.id == Variant.item_id)
    if subject.item_id is not None:
        lines = lines.where(Variant.item_id == subject.item_id)
    else:
        lines = lines.where(or_(Item.artisan_id == subject.artisan_id, RequestLine.artisan_id == subject.artisan_id))
        if subject.crafts:
            lines = lines.where(or_(Item.craft_id.in_(subject.crafts), RequestLine.craft_id.in_(subject.crafts)))
    chosen = select(PurchaseRequest).where(PurchaseRequest.id.in_(lines))
    chosen = chosen.where(PurchaseRequest.sent_at >= since, PurchaseRequest.sent_at < until)
    return db.session.scalars(chosen.order_by(PurchaseRequest.sent_at.desc()).limit(MOST)).all()
