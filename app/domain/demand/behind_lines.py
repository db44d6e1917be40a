"""Which lines of requests a figure counts, and where each kind of them stands written."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, null, or_, select

from app.domain.demand import prices
from app.domain.demand.prices import Outcome
from app.domain.purchasing.counter_models import CounterLine
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState


class Lines(StrEnum):
    """Which lines of requests: asked for, declined or promised in part by their maker, refused by the customer, offered
    and decided on, or left to end.
    """

    ASKED = "asked"
    DECLINED = "declined"
    REDUCED = "reduced"
    REFUSED = "refused"
    OFFERED = "offered"


class Written(NamedTuple):
    """Where a kind of line stands written: when, how many, at what price, why; and what must be joined for it."""

    at: ColumnElement[Any]
    quantity: ColumnElement[Any]
    price: ColumnElement[Any]
    reason: ColumnElement[Any]
    joined: Sequence[tuple[type[Any], ColumnElement[bool]]] = ()
    chosen: Sequence[ColumnElement[bool]] = ()


_PROMISED = LineAnswer.quantity_ready + LineAnswer.quantity_made
_WANTED = func.coalesce(
    select(CounterLine.quantity)
    .where(CounterLine.line_id == RequestLine.id, CounterLine.live)
    .correlate(RequestLine)
    .scalar_subquery(),
    RequestLine.quantity,
)
"""As the customer said last."""
_LEFT_OUT = and_(Offer.state == OfferState.ACCEPTED, OfferLine.accepted.is_(False))
_WHAT = {
    Lines.ASKED: Written(
        PurchaseRequest.sent_at.expression,
        RequestLine.quantity.expression,
        RequestLine.unit_price.expression,
        null(),
    ),
    Lines.DECLINED: Written(
        LineAnswer.at.expression,
        RequestLine.quantity.expression,
        RequestLine.unit_price.expression,
        LineAnswer.reason.expression,
        ((LineAnswer, LineAnswer.line_id == RequestLine.id),),
        (LineAnswer.kind == AnswerKind.DECLINED,),
    ),
    Lines.REDUCED: Written(
        LineAnswer.at.expression,
        _WANTED - _PROMISED,
        RequestLine.unit_price.expression,
        null(),
        ((LineAnswer, LineAnswer.line_id == RequestLine.id),),
        (LineAnswer.kind != AnswerKind.DECLINED, _PROMISED < _WANTED),
    ),
    Lines.REFUSED: Written(
        Offer.decided_at.expression,
        OfferLine.quantity.expression,
        OfferLine.unit_price.expression,
        Offer.refusal_reason.expression,
        ((OfferLine, OfferLine.line_id == RequestLine.id), (Offer, Offer.id == OfferLine.offer_id)),
        (or_(Offer.state == OfferState.REFUSED, _LEFT_OUT),),
    ),
    Lines.OFFERED: Written(
        Offer.sent_at.expression,
        OfferLine.quantity.expression,
        OfferLine.unit_price.expression,
        null(),
        ((OfferLine, OfferLine.line_id == RequestLine.id), (Offer, Offer.id == OfferLine.offer_id)),
        (Offer.state.in_(prices.DECIDED),),
    ),
}


def written(which: Lines, outcome: Outcome | None) -> Written:
    """outcome: of what was offered, only what became this; None for all."""
    found = _WHAT[which]
    if which is Lines.OFFERED and outcome is not None:
        return found._replace(chosen=[*found.chosen, prices.became(outcome)])
    return found
