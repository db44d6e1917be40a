"""The cooperative's desk: whom each request waits for, since when, and whether that is too long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.base.database import db
from app.domain.people.models import Artisan
from app.domain.purchasing import findings
from app.domain.purchasing.arrows import ENDED, Deed
from app.domain.purchasing.findings import ANSWERABLE
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferState

LATE_DAYS = 3
"""Days an artisan has before the cooperative asks again."""
OUR_DAYS = 1
"""Days the cooperative gives itself to make an offer or to choose a maker."""
SOON_DAYS = 2
"""An offer that ends within these days is worth a word to the customer."""
MOST = 500
PAGE = 50


class Turn(StrEnum):
    """Whose turn it is."""

    MAKER_TO_CHOOSE = "maker_to_choose"
    OFFER_TO_MAKE = "offer_to_make"
    ARTISANS = "artisans"
    CUSTOMER = "customer"
    WORKSHOP = "workshop"
    ROAD = "road"
    TO_SETTLE = "to_settle"
    NOBODY = "nobody"


_AFTER = {
    State.ACCEPTED: Turn.WORKSHOP,
    State.PREPARING: Turn.WORKSHOP,
    State.SHIPPED: Turn.ROAD,
    State.RETURNED: Turn.TO_SETTLE,
    State.DELIVERED: Turn.TO_SETTLE,
}
"""Whose turn it is once an offer was accepted."""
DECIDED = frozenset(_AFTER.values())


@dataclass(frozen=True)
class Place:
    """Where a request stands. artisans: those whose word is awaited. answered: lines with an answer, of ``lines``.

    late: it waits too long, or the offer ends soon. offer: the one the customer may decide on.
    """

    request: PurchaseRequest
    turn: Turn
    since: datetime
    late: bool
    artisans: tuple[Artisan, ...]
    answered: int
    lines: int
    offer: Offer | None


def under_way(
    now: datetime,
    *,
    state: State | None = None,
    artisan_id: int | None = None,
    advisor_id: int | None = None,
    turn: Turn | None = None,
) -> list[Place]:
    """Requests that are not over: late ones, then those nobody has decided on, then the others; the oldest first.

    advisor_id: those that ask something of this advisor's artisans, and wishes that name nobody.
    """
    chosen = select(PurchaseRequest).where(PurchaseRequest.state.not_in(ENDED))
    query = _narrowed(chosen, state, artisan_id, advisor_id)
    places = standing(db.session.scalars(query.order_by(PurchaseRequest.sent_at).limit(MOST)).all(), now)
    wanted = [place for place in places if turn is None or place.turn is turn]
    return sorted(wanted, key=lambda place: (not place.late, place.turn in DECIDED, place.since, place.request.id))


def over(
    now: datetime,
    *,
    state: State | None = None,
    artisan_id: int | None = None,
    advisor_id: int | None = None,
    page: int = 1,
) -> tuple[list[Place], int]:
    """Requests that are over, the last closed first: one page of them, and how many pages there are."""
    query = _narrowed(select(PurchaseRequest).where(PurchaseRequest.state.in_(ENDED)), state, artisan_id, advisor_id)
    total = db.session.scalar(query.with_only_columns(func.count(PurchaseRequest.id)).options()) or 0
    shown = query.order_by(PurchaseRequest.changed_at.desc(), PurchaseRequest.id.desc())
    found = db.session.scalars(shown.offset((page - 1) * PAGE).limit(PAGE)).all()
    return standing(found, now), max(1, -(-total // PAGE))


def standing(requests: Sequence[PurchaseRequest], now: datetime) -> list[Place]:
    """Where each of these stands, in a few statements for all."""
    ids = [request.id for request in requests]
    if ids:
        lines = selectinload(PurchaseRequest.lines)
        db.session.scalars(
            select(PurchaseRequest)
            .where(PurchaseRequest.id.in_(ids))
            .options(lines.joinedload(RequestLine.answer), lines.joinedload(RequestLine.artisan))
            .execution_options(populate_existing=True)
        ).all()
    offers = {
        offer.request_id: offer
        for offer in db.session.scalars(select(Offer).where(Offer.request_id.in_(ids), Offer.state == OfferState.SENT))
    }
    changes = _changes_asked(ids)
    return [_place(request, offers.get(request.id), changes.get(request.id), now) for request in requests]


def counts(places: Iterable[Place]) -> dict[Turn, int]:
    """How many requests wait for whom."""
    found = dict.fromkeys(Turn, 0)
    for place in places:
        found[place.turn] += 1
    return found


def waiting() -> ScalarSelect[int]:
    """How many requests wait for an answer or an offer, as a part of a question."""
    return select(func.count(PurchaseRequest.id)).where(PurchaseRequest.state.in_(ANSWERABLE)).scalar_subquery()


def ending_soon(now: datetime, *, advisor_id: int | None = None) -> Sequence[Offer]:
    """Offers the customer has not decided on and that end within days, the first to end first."""
    query = (
        select(Offer)
        .join(Offer.request)
        .where(Offer.state == OfferState.SENT, Offer.expires_at >= now, Offer.expires_at <= now + _days(SOON_DAYS))
        .order_by(Offer.expires_at, Offer.id)
        .options(contains_eager(Offer.request))
    )
    if advisor_id is not None:
        query = query.where(_concerns(advisor_id))
    return db.session.scalars(query).all()


def _concerns(advisor_id: int) -> ColumnElement[bool]:
    """A line is asked of one of this advisor's artisans, or of nobody yet."""
    own = select(Artisan.id).where(Artisan.advisor_id == advisor_id)
    return PurchaseRequest.lines.any(or_(RequestLine.artisan_id.in_(own), RequestLine.artisan_id.is_(None)))


def _narrowed(
    query: Select[PurchaseRequest], state: State | None, artisan_id: int | None, advisor_id: int | None
) -> Select[PurchaseRequest]:
    if state is not None:
        query = query.where(PurchaseRequest.state == state)
    if artisan_id is not None:
        query = query.where(PurchaseRequest.lines.any(RequestLine.artisan_id == artisan_id))
    if advisor_id is not None:
        query = query.where(_concerns(advisor_id))
    return query


def _changes_asked(ids: Sequence[int]) -> dict[int, datetime]:
    """When a customer last asked for a change: from then on, what was answered before waits for a word again."""
    asked = (
        select(RequestEvent.request_id, func.max(RequestEvent.at))
        .where(RequestEvent.request_id.in_(ids), RequestEvent.deed == Deed.ASK_CHANGE.value)
        .group_by(RequestEvent.request_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def _place(request: PurchaseRequest, offer: Offer | None, changed: datetime | None, now: datetime) -> Place:
    open_lines = [line for line in request.lines if findings.waits(line, changed)]
    turn, since = _turn(request, open_lines, offer, changed)
    patience = {Turn.ARTISANS: LATE_DAYS, Turn.MAKER_TO_CHOOSE: OUR_DAYS, Turn.OFFER_TO_MAKE: OUR_DAYS}.get(turn)
    late = patience is not None and since <= now - _days(patience)
    if offer is not None and turn is Turn.CUSTOMER:
        late = offer.expires_at <= now + _days(SOON_DAYS)
    artisans = {line.artisan.id: line.artisan for line in open_lines if line.artisan is not None}
    return Place(
        request=request,
        turn=turn,
        since=since,
        late=late,
        artisans=tuple(artisans.values()) if turn is Turn.ARTISANS else (),
        answered=len(request.lines) - len(open_lines),
        lines=len(request.lines),
        offer=offer,
    )


def _turn(
    request: PurchaseRequest, open_lines: list[RequestLine], offer: Offer | None, changed: datetime | None
) -> tuple[Turn, datetime]:
    asked_at = changed or request.sent_at
    if request.state in ANSWERABLE:
        if any(line.artisan_id is None for line in open_lines):
            return Turn.MAKER_TO_CHOOSE, asked_at
        if open_lines:
            return Turn.ARTISANS, asked_at
        return Turn.OFFER_TO_MAKE, max(line.answer.at for line in request.lines if line.answer is not None)
    if request.state is State.OFFERED:
        return Turn.CUSTOMER, offer.sent_at if offer else request.changed_at
    return _AFTER.get(request.state, Turn.NOBODY), request.changed_at


def _days(number: int) -> timedelta:
    return timedelta(days=number)
