"""Questions about requests."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue.models import Item, Variant
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestEvent, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

_REFERENCE = re.compile(r"[A-Z0-9-]{4,20}", re.I)
ANSWERABLE = (State.SENT, State.ANSWERING)


def of_reference(reference: str, *, for_update: bool = False) -> PurchaseRequest:
    """The request people call by this reference. Raises Missing."""
    if not _REFERENCE.fullmatch(reference):
        raise Missing
    query = select(PurchaseRequest).where(PurchaseRequest.reference == reference)
    request = db.session.scalar(query.with_for_update() if for_update else query)
    if request is None:
        raise Missing
    return request


def references(ids: Collection[int]) -> dict[int, str]:
    """The references of these requests, by id."""
    if not ids:
        return {}
    wanted = select(PurchaseRequest.id, PurchaseRequest.reference).where(PurchaseRequest.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def open_offer(request: PurchaseRequest) -> Offer | None:
    """The offer that waits for the customer's word."""
    query = select(Offer).where(Offer.request_id == request.id, Offer.state == OfferState.SENT)
    return db.session.scalar(query.options(selectinload(Offer.lines).joinedload(OfferLine.answer)))


def offers(request: PurchaseRequest) -> list[Offer]:
    """All versions, newest first."""
    query = select(Offer).where(Offer.request_id == request.id).order_by(Offer.number_in_request.desc())
    return list(db.session.scalars(query.options(selectinload(Offer.lines))))


def accepted_at(ids: Collection[int]) -> dict[int, datetime]:
    """When the customers of these requests said yes, by request."""
    if not ids:
        return {}
    said = select(Offer.request_id, Offer.decided_at).where(
        Offer.request_id.in_(ids), Offer.state == OfferState.ACCEPTED, Offer.decided_at.is_not(None)
    )
    return {request_id: at for request_id, at in db.session.execute(said) if at is not None}


def waits(line: RequestLine, change_asked: datetime | None) -> bool:
    """Whether a line waits for its maker's word, as ``to_answer`` asks it of the database.

    change_asked: when the customer last asked for a change, if ever.
    """
    return line.answer is None or (change_asked is not None and line.answer.at <= change_asked)


def to_answer() -> Select[RequestLine]:
    """Lines that wait for a maker's word, with their pieces, oldest first."""
    piece = joinedload(RequestLine.variant).joinedload(Variant.item).selectinload(Item.texts)
    return unanswered().options(piece)


def unanswered() -> Select[RequestLine]:
    """Lines that were never answered, or of which a change was asked for since, with their requests, oldest first."""
    asked = aliased(RequestEvent)
    never = LineAnswer.id.is_(None)
    asked_since = exists().where(
        asked.request_id == RequestLine.request_id,
        asked.deed == Deed.ASK_CHANGE.value,
        asked.at >= LineAnswer.at,
    )
    return (
        select(RequestLine)
        .join(RequestLine.request)
        .outerjoin(LineAnswer, and_(LineAnswer.line_id == RequestLine.id, LineAnswer.live))
        .where(PurchaseRequest.state.in_(ANSWERABLE), or_(never, asked_since))
        .order_by(PurchaseRequest.sent_at, RequestLine.id)
        .options(joinedload(RequestLine.request))
    )
