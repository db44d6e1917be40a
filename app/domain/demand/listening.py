"""What a purchase request says about demand, in the same transaction as the deed itself.

Registered in assembly as a listener of purchasing's events.
"""

from app.base.database import db
from app.domain.demand import signals
from app.domain.demand.models import SignalKind
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    LineAnswer,
    PurchaseRequest,
    RequestEvent,
    RequestLine,
)
from app.domain.purchasing.offer_models import Offer


def on_request_event(request: PurchaseRequest, event: RequestEvent) -> None:
    """Turn a deed into signals: lines asked for, declined, reduced, offers taken or refused."""
    match event.deed:
        case "send":
            for line in request.lines:
                _asked(line, event)
        case "answer" | "decline":
            _answered(request, event)
        case "accept" | "refuse":
            _decided(event)
        case "cancel" if event.facts.get("reason") == CancelReason.CANNOT_SUPPLY:
            _found_nobody(request, event)


def _asked(line: RequestLine, event: RequestEvent) -> None:
    if line.variant is None:
        words = signals.clean_words(line.description or "") or None
        _record(SignalKind.CUSTOM_WISH, line, event, words=words, quantity=line.quantity)
    else:
        value = line.quantity * line.unit_price if line.unit_price else None
        _record(SignalKind.REQUEST_LINE, line, event, quantity=line.quantity, value=value)


def _answered(request: PurchaseRequest, event: RequestEvent) -> None:
    """A decline, or fewer pieces than asked for. An answer that two events speak of counts once."""
    answer_id = event.facts.get("answer_id")
    if answer_id is None:
        return
    answer = db.session.get_one(LineAnswer, answer_id)
    line = answer.line
    price, wanted = line.wanted_price or answer.unit_price, line.wanted_quantity
    if answer.quantity >= wanted:
        return
    if any(other is not event and other.facts.get("answer_id") == answer_id for other in request.events):
        return
    if answer.kind is AnswerKind.DECLINED:
        _record(
            SignalKind.DECLINE,
            line,
            event,
            quantity=wanted,
            value=wanted * price if price else None,
            reason=answer.reason,
        )
    else:
        missing = wanted - answer.quantity
        _record(SignalKind.REDUCTION, line, event, quantity=missing, value=missing * price if price else None)


def _found_nobody(request: PurchaseRequest, event: RequestEvent) -> None:
    """Wishes nobody has answered, because no maker was found for them: demand that is not met."""
    for line in request.lines:
        if line.variant_id is None and line.answer is None:
            value = line.quantity * line.unit_price if line.unit_price else None
            reason = DeclineReason.DO_NOT_MAKE
            _record(SignalKind.DECLINE, line, event, quantity=line.quantity, value=value, reason=reason)


def _decided(event: RequestEvent) -> None:
    """The customer's word on each line of an offer; lines they left out of it are refused without a reason."""
    offer = db.session.get_one(Offer, event.facts["offer_id"])
    for offered in offer.lines:
        taken = event.deed == "accept" and offered.accepted is not False
        _record(
            SignalKind.OFFER_ACCEPTED if taken else SignalKind.OFFER_REFUSED,
            offered.line,
            event,
            quantity=offered.quantity,
            value=offered.amount,
            reason=None if event.deed == "accept" else offer.refusal_reason or event.facts.get("reason"),
        )


def _record(kind: SignalKind, line: RequestLine, event: RequestEvent, **facts: object) -> None:
    """A signal about one line. The country is what the customer wrote on the form, nothing guessed."""
    item = line.variant.item if line.variant else None
    signals.record(
        kind,
        at=event.at,
        language=line.request.language,
        country=line.request.country,
        item_id=item.id if item else None,
        craft_id=line.craft_id or (item.craft_id if item else None),
        artisan_id=line.artisan_id or (item.artisan_id if item else None),
        request_id=line.request_id,
        **facts,
    )
