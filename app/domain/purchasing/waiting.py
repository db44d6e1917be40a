"""A maker's side of requests: the lines that wait for their word, those they answered, those they must prepare."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.people.models import Artisan, User
from app.domain.purchasing import findings
from app.domain.purchasing.counter_models import CounterLine
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

Row = TypeVar("Row")

_PIECE = joinedload(RequestLine.variant).joinedload(Variant.item)
PIECE = (
    _PIECE.selectinload(Item.texts),
    _PIECE.selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo),
)
"""What a row shows of the piece a line asks for."""
WISHED = joinedload(RequestLine.counter).joinedload(CounterLine.proposal)
"""What the customer wishes of it by now."""


def to_answer(artisan: Artisan, *, limit: int = 200) -> Sequence[RequestLine]:
    """Lines that wait for this maker's word, the oldest first, with what a row shows of them."""
    wanted = findings.to_answer().where(RequestLine.artisan_id == artisan.id)
    days = joinedload(RequestLine.request).selectinload(PurchaseRequest.proposals)
    return db.session.scalars(wanted.options(joinedload(RequestLine.answer), days, WISHED, *PIECE).limit(limit)).all()


def named(artisan: Artisan, *, limit: int = 200) -> Sequence[RequestLine]:
    """The same lines with their names and requests alone, for who shows no picture of them."""
    wanted = findings.unanswered().where(RequestLine.artisan_id == artisan.id)
    return db.session.scalars(wanted.limit(limit)).all()


def count_to_answer(artisan: Artisan) -> int:
    """How many lines wait for this maker's word."""
    wanted = findings.to_answer().where(RequestLine.artisan_id == artisan.id)
    return db.session.scalar(wanted.order_by(None).with_only_columns(func.count(RequestLine.id))) or 0


def answered(artisan: Artisan, waiting: Sequence[RequestLine], *, limit: int = 50) -> Sequence[RequestLine]:
    """Lines this maker answered and may still answer otherwise, the last answer first.

    waiting: those that wait for a word again, to be left out.
    """
    wanted = (
        select(RequestLine)
        .join(RequestLine.request)
        .join(RequestLine.answer)
        .where(
            RequestLine.artisan_id == artisan.id,
            PurchaseRequest.state.in_(findings.ANSWERABLE),
            RequestLine.id.not_in([line.id for line in waiting]),
        )
        .options(
            contains_eager(RequestLine.request).selectinload(PurchaseRequest.proposals),
            contains_eager(RequestLine.answer),
            WISHED,
            *PIECE,
        )
    )
    return db.session.scalars(wanted.order_by(LineAnswer.at.desc(), RequestLine.id).limit(limit)).all()


def to_prepare(artisan: Artisan, *, limit: int = 200) -> Sequence[OfferLine]:
    """Lines a customer accepted and that have not left yet, the soonest first."""
    piece = joinedload(OfferLine.line).joinedload(RequestLine.variant).joinedload(Variant.item)
    wanted = _accepted(select(OfferLine), artisan.id).options(
        piece.selectinload(Item.texts),
        piece.selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo),
    )
    return db.session.scalars(wanted.order_by(OfferLine.ready_on, OfferLine.id).limit(limit)).all()


def count_to_prepare(artisan: Artisan) -> int:
    """How many lines wait to be prepared."""
    return db.session.scalar(_accepted(select(func.count(OfferLine.id)), artisan.id)) or 0


def accepted(line: RequestLine) -> OfferLine | None:
    """What the customer accepted of a line, as long as it has not left."""
    return db.session.scalar(_accepted_whole(line.artisan_id, line.id))


def accepted_of(user: User, line_id: int) -> OfferLine:
    """What the customer accepted of a line asked of this maker, as long as it has not left. Raises Missing."""
    workshop = select(Artisan.id).where(Artisan.user_id == user.id).scalar_subquery()
    found = db.session.scalar(_accepted_whole(workshop, line_id))
    if found is None:
        raise Missing
    return found


def line_of(user: User, line_id: int) -> RequestLine:
    """A line asked of this maker, in whatever state, with what its page shows. Raises Missing."""
    wanted = (
        select(RequestLine)
        .join(RequestLine.artisan)
        .where(RequestLine.id == line_id, Artisan.user_id == user.id)
        .options(joinedload(RequestLine.request), joinedload(RequestLine.answer), WISHED, *PIECE)
    )
    line = db.session.scalar(wanted)
    if line is None:
        raise Missing
    return line


def waits(line: RequestLine) -> bool:
    """Whether a line waits for its maker's word: never answered, or a change was asked for since."""
    query = findings.to_answer().where(RequestLine.id == line.id).order_by(None)
    return bool(db.session.scalar(query.with_only_columns(func.count(RequestLine.id))))


def _accepted_whole(artisan_id: int | ScalarSelect[int] | None, line_id: int) -> Select[OfferLine]:
    """One line, with what its rules read of it."""
    offer = contains_eager(OfferLine.offer).contains_eager(Offer.request)
    line = contains_eager(OfferLine.line).joinedload(RequestLine.artisan)
    wanted = _accepted(select(OfferLine), artisan_id).where(OfferLine.line_id == line_id)
    return wanted.options(offer, line, joinedload(OfferLine.answer))


def _accepted(wanted: Select[Row], artisan_id: int | ScalarSelect[int] | None) -> Select[Row]:
    """Narrowed to what customers accepted of this maker and what has not left."""
    return (
        wanted.join(OfferLine.offer)
        .join(Offer.request)
        .join(OfferLine.line)
        .where(
            RequestLine.artisan_id == artisan_id,
            Offer.state == OfferState.ACCEPTED,
            OfferLine.accepted.is_(True),
            PurchaseRequest.state.in_((State.ACCEPTED, State.PREPARING)),
        )
    )
