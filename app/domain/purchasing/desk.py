"""The cooperative's desk: whom each request waits for, since when, and whether that is too long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.base import clock
from app.base.database import db
from app.domain.people.models import Artisan
from app.domain.purchasing import asking, findings
from app.domain.purchasing.arrows import ENDED
from app.domain.purchasing.asking import Asked
from app.domain.purchasing.findings import ANSWERABLE
from app.domain.purchasing.models import PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferState

OUR_DAYS = 1
"""Days the cooperative gives itself to make an offer or to choose a maker."""
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


class Patience(NamedTuple):
    """What settings call too long. artisan_hours: without a word from a maker; soon_days: before an offer ends."""

    artisan_hours: int
    soon_days: int


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
    patience: Patience,
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
    places = standing(db.session.scalars(query.order_by(PurchaseRequest.sent_at).limit(MOST)).all(), now, patience)
    wanted = [place for place in places if turn is None or place.turn is turn]
    return sorted(wanted, key=lambda place: (not place.late, place.turn in DECIDED, place.since, place.request.id))


def over(
    now: datetime,
    patience: Patience,
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
    return standing(found, now, patience), max(1, -(-total // PAGE))


def part(
    now: datetime,
    patience: Patience,
    *,
    is_over: bool,
    state: State | None = None,
    artisan_id: int | None = None,
    advisor_id: int | None = None,
    turn: Turn | None = None,
    after: int,
    most: int,
) -> tuple[list[Place], int | None]:
    """Requests in the order in which they came, so many at a time: those after a request's id, and where they end.

    None: these were the last. Fewer than ``most`` where some of them wait for somebody else.
    """
    ended = PurchaseRequest.state.in_(ENDED)
    chosen = select(PurchaseRequest).where(ended if is_over else ~ended, PurchaseRequest.id > after)
    query = _narrowed(chosen, state, artisan_id, advisor_id).order_by(PurchaseRequest.id).limit(most)
    found = db.session.scalars(query).all()
    places = [place for place in standing(found, now, patience) if turn is None or place.turn is turn]
    return places, found[-1].id if len(found) == most else None


def standing(requests: Sequence[PurchaseRequest], now: datetime, patience: Patience) -> list[Place]:
    """Where each of these stands, in a few statements for all."""
    ids = [request.id for request in requests]
    if ids:
        lines = selectinload(PurchaseRequest.lines)
        whom = lines.joinedload(RequestLine.artisan).joinedload(Artisan.user)
        db.session.scalars(
            select(PurchaseRequest)
            .where(PurchaseRequest.id.in_(ids))
            .options(lines.joinedload(RequestLine.answer), whom)
            .execution_options(populate_existing=True)
        ).all()
    offers = {
        offer.request_id: offer
        for offer in db.session.scalars(select(Offer).where(Offer.request_id.in_(ids), Offer.state == OfferState.SENT))
    }
    asked = asking.of(ids)
    return [_place(request, offers.get(request.id), asked[request.id], now, patience) for request in requests]


def counts(places: Iterable[Place]) -> dict[Turn, int]:
    """How many requests wait for whom."""
    found = dict.fromkeys(Turn, 0)
    for place in places:
        found[place.turn] += 1
    return found


def waiting() -> ScalarSelect[int]:
    """How many requests wait for an answer or an offer, as a part of a question."""
    return select(func.count(PurchaseRequest.id)).where(PurchaseRequest.state.in_(ANSWERABLE)).scalar_subquery()


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


def _place(request: PurchaseRequest, offer: Offer | None, asked: Asked, now: datetime, patience: Patience) -> Place:
    open_lines = [line for line in request.lines if findings.waits(line, asked.changed)]
    turn, since = _turn(request, open_lines, offer, asked)
    ours = timedelta(days=OUR_DAYS)
    allowed = {
        Turn.ARTISANS: timedelta(hours=patience.artisan_hours),
        Turn.MAKER_TO_CHOOSE: ours,
        Turn.OFFER_TO_MAKE: ours,
    }.get(turn)
    late = allowed is not None and since <= now - allowed
    if offer is not None and turn is Turn.CUSTOMER:
        late = offer.expires_on <= _soon(now, patience)
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
    request: PurchaseRequest, open_lines: list[RequestLine], offer: Offer | None, asked: Asked
) -> tuple[Turn, datetime]:
    if request.state in ANSWERABLE:
        if any(line.artisan_id is None for line in open_lines):
            return Turn.MAKER_TO_CHOOSE, asked.changed or request.sent_at
        if open_lines:
            return Turn.ARTISANS, min(asking.since(line, asked) for line in open_lines)
        return Turn.OFFER_TO_MAKE, max(line.answer.at for line in request.lines if line.answer is not None)
    if request.state is State.OFFERED:
        return Turn.CUSTOMER, offer.sent_at if offer else request.changed_at
    return _AFTER.get(request.state, Turn.NOBODY), request.changed_at


def _soon(now: datetime, patience: Patience) -> date:
    """The last day of an offer that ends soon: its customer is reminded on that many days before."""
    return clock.local(now).date() + timedelta(days=patience.soon_days)
