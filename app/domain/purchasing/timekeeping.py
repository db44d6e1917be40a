"""What the clock does to requests. The worker calls these; doing them twice changes nothing."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.base.errors import Refusal
from app.domain.purchasing import deciding, forgetting, holds, locking
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestEvent, RequestLine, State
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Offer, OfferState, Reservation

HOLD_DAYS = 7
MONTHS_KEPT = 12


def expire_offers(now: datetime) -> int:
    """End the offers whose last day is over. Returns how many."""
    due = select(Offer).where(Offer.state == OfferState.SENT, Offer.expires_at < now).order_by(Offer.request_id)
    ended = 0
    for offer in db.session.scalars(due).all():
        try:
            deciding.expire(offer, at=now)
        except Refusal:  # decided on while we waited for its row
            continue
        ended += 1
    return ended


def release_stale_holds(now: datetime, days: int = HOLD_DAYS) -> int:
    """Give back what answers have held for ``days`` without an offer. Returns how many holds ended.

    Asking for a change begins the days anew: the next version is being made.
    """
    since = now - timedelta(days=days)
    asked = aliased(RequestEvent)
    held = or_(
        exists().where(Reservation.answer_id == LineAnswer.id, Reservation.state == Hold.LIVE),
        exists().where(CapacityBooking.answer_id == LineAnswer.id, CapacityBooking.state == Hold.LIVE),
    )
    changing = exists().where(
        asked.request_id == PurchaseRequest.id, asked.deed == Deed.ASK_CHANGE.value, asked.at > since
    )
    query = (
        select(LineAnswer)
        .join(LineAnswer.line)
        .join(RequestLine.request)
        .where(LineAnswer.live, LineAnswer.at <= since, PurchaseRequest.state == State.ANSWERING, held, ~changing)
        .order_by(PurchaseRequest.id, LineAnswer.id)
    )
    ended = 0
    for answer in db.session.scalars(query).all():
        locking.hold(answer.line.request)
        if answer.line.request.state is State.ANSWERING:
            ended += holds.release([answer], at=now)
    return ended


def forget_old_requests(now: datetime, months: int = MONTHS_KEPT) -> int:
    """Anonymise requests that closed ``months`` ago. Returns how many."""
    before = now - timedelta(days=round(months * 365 / 12))
    query = (
        select(PurchaseRequest)
        .where(PurchaseRequest.closed_at < before, PurchaseRequest.anonymised_at.is_(None))
        .order_by(PurchaseRequest.id)
    )
    due = db.session.scalars(query).all()
    for request in due:
        forgetting.anonymise(request, at=now)
    return len(due)
