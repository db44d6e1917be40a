"""What a purchase request says about demand, in the same transaction as the deed itself.

Registered in assembly as a listener of purchasing's events.
"""

from sqlalchemy import select

from app.base.database import db
from app.domain.demand import signals
from app.domain.demand.models import SignalKind
from app.domain.purchasing.counter_models import CounterLine, CounterProposal
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    LineAnswer,
    PurchaseRequest,
    RequestEvent,
    RequestLine,
)
from app.domain.purchasing.offer_models import Offer, OfferLine

NOT_ASKED = (CancelReason.MISTAKE, CancelReason.NOT_PAID)
"""What the cooperative ends for these says nothing of what could not be had."""


def on_request_event(request: PurchaseRequest, event: RequestEvent) -> None:
    """Turn a deed into signals: lines asked for, declined, reduced, offers taken, refused or to be changed.

    Wishes that end with the request and were never answered are declined then.
    """
    match event.deed:
        case "send":
            for line in request.lines:
                _asked(line, event)
        case "answer" | "decline":
            _answered(request, event)
        case "accept" | "refuse":
            _decided(event)
        case "ask_change":
            _change_asked(event)
    match event.deed:
        case "cancel" if event.facts.get("reason") == CancelReason.CANNOT_SUPPLY:
            _found_nobody(request, event, DeclineReason.DO_NOT_MAKE)
            _fell_through(request, event)
        case "cancel" if event.facts.get("reason") not in NOT_ASKED:
            _found_nobody(request, event, DeclineReason.OTHER)
        case "decline" | "refuse" | "expire" | "withdraw":
            _found_nobody(request, event, DeclineReason.OTHER)


def _asked(line: RequestLine, event: RequestEvent) -> None:
    value = line.quantity * line.unit_price if line.unit_price else None
    if line.variant is None:
        words = signals.clean_words(line.description or "") or None
        _record(SignalKind.CUSTOM_WISH, line, event, words=words, quantity=line.quantity, value=value)
    else:
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


def _found_nobody(request: PurchaseRequest, event: RequestEvent, reason: DeclineReason) -> None:
    """Wishes nobody has answered, because no maker was found for them in time: demand that is not met."""
    wishes = [line for line in request.lines if line.variant_id is None]
    answers = select(LineAnswer.line_id).where(LineAnswer.line_id.in_([line.id for line in wishes]))
    answered = set(db.session.scalars(answers)) if wishes else set()
    for line in wishes:
        if line.id not in answered:
            _not_served(line, event, line.wanted_quantity, reason)


def _fell_through(request: PurchaseRequest, event: RequestEvent) -> None:
    """Wishes that a maker had promised and that cannot be supplied after all."""
    for line in request.lines:
        if line.variant_id is None and line.answer is not None and line.answer.quantity:
            _not_served(line, event, line.answer.quantity, DeclineReason.OTHER)


def _not_served(line: RequestLine, event: RequestEvent, quantity: int, reason: DeclineReason) -> None:
    price = line.answer.unit_price if line.answer else line.wanted_price
    value = quantity * price if price else None
    _record(SignalKind.DECLINE, line, event, quantity=quantity, value=value, reason=reason)


def _change_asked(event: RequestEvent) -> None:
    """What a customer wishes of an offer instead: each line whose figures they changed, with what they changed first
    of price and quantity; where they said a day or words alone, each line of the offer."""
    proposal_id = event.facts.get("proposal_id")
    if proposal_id is None:
        offer = db.session.get(Offer, event.facts.get("offer_id", 0))
        for offered in offer.lines if offer else ():
            _to_change(offered, event)
        return
    proposal = db.session.get_one(CounterProposal, proposal_id)
    changed = [wished for wished in proposal.lines if wished.differs]
    for wished in changed or proposal.lines:
        _to_change(wished.offered, event, wished, "delay" if proposal.needed_by else None)


def _to_change(
    offered: OfferLine, event: RequestEvent, wished: CounterLine | None = None, otherwise: str | None = None
) -> None:
    """wished: the figures, where some were said. otherwise: the reason where these are as offered."""
    now = wished or offered
    reason = otherwise
    if now.unit_price != offered.unit_price:
        reason = "price"
    elif now.quantity != offered.quantity:
        reason = "quantity"
    value = now.quantity * now.unit_price
    _record(SignalKind.CHANGE_ASKED, offered.line, event, quantity=now.quantity, value=value, reason=reason)


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
