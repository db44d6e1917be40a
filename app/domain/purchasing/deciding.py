"""What ends an offer or a request: the customer's word, the clock's, the cooperative's.

Each gives back what was held for it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.people.models import STAFF, User
from app.domain.purchasing import countering, findings, holds, locking, talking, telling
from app.domain.purchasing.arrows import CLOCK, CUSTOMER, Actor, Deed, Who, check, move
from app.domain.purchasing.countering import Wish
from app.domain.purchasing.models import PurchaseRequest, RefusalReason, State
from app.domain.purchasing.offer_models import Offer, OfferState


class CancelReason(StrEnum):
    """Why the cooperative ends a request."""

    CUSTOMER_ASKED = "customer_asked"
    NO_ANSWER = "no_answer"
    CANNOT_SUPPLY = "cannot_supply"
    NOT_PAID = "not_paid"
    MISTAKE = "mistake"
    OTHER = "other"


class OfferIsOver(Refusal):
    text = N_("This offer ended on its last day. Write to us and we will make a new one.")
    status = 409


class OfferReplaced(Refusal):
    text = N_("This offer can no longer be accepted. Look at the newest one.")
    status = 409


class NothingAccepted(Refusal):
    text = N_("Choose at least one piece, or refuse the offer.")


def accept(offer: Offer, line_ids: Collection[int] | None = None, *, at: datetime) -> None:
    """Accept an offer: all of it, or the offer lines with these ids. The others are refused and given back."""
    request = _open(offer, Deed.ACCEPT, at)
    chosen = {line.id for line in offer.lines} if line_ids is None else set(line_ids)
    if not chosen:
        raise NothingAccepted(field="lines")
    if chosen - {line.id for line in offer.lines}:
        raise Missing
    for line in offer.lines:
        line.accepted = line.id in chosen
    holds.release([line.answer for line in offer.lines if not line.accepted], at=at)
    _end(offer, OfferState.ACCEPTED, at)
    refused = [line.line_id for line in offer.lines if not line.accepted]
    accepted = [line.line_id for line in offer.lines if line.accepted]
    move(request, Deed.ACCEPT, CUSTOMER, at=at, offer_id=offer.id, line_ids=accepted, refused_line_ids=refused)
    telling.offer_accepted(offer, at=at)


def refuse(offer: Offer, reason: RefusalReason, *, at: datetime) -> None:
    """Refuse an offer, saying why. The request ends."""
    request = _open(offer, Deed.REFUSE, at)
    offer.refusal_reason = reason
    for line in offer.lines:
        line.accepted = False
    _end(offer, OfferState.REFUSED, at)
    _release_all(request, at)
    move(request, Deed.REFUSE, CUSTOMER, at=at, offer_id=offer.id, reason=reason.value)
    telling.offer_refused(offer, at=at)


def ask_change(
    offer: Offer,
    words: str = "",
    *,
    wishes: Mapping[int, Wish] | None = None,
    needed_by: date | None = None,
    at: datetime,
) -> None:
    """Ask for another version. This one can no longer be accepted; what it holds stays held for the next.

    wishes: what is wished of the offer's lines, by id. needed_by: for all of it. At least one of these or words.
    """
    request = _open(offer, Deed.ASK_CHANGE, at)
    has_words = bool(words.strip())
    proposal = countering.write(offer, wishes or {}, needed_by=needed_by, has_words=has_words, at=at)
    _end(offer, OfferState.REPLACED, at)
    if has_words:
        talking.note(request, words, at=at)
    move(request, Deed.ASK_CHANGE, CUSTOMER, at=at, offer_id=offer.id, proposal_id=proposal.id)
    telling.change_asked(offer, at=at)


def withdraw(request: PurchaseRequest, *, at: datetime) -> None:
    """The customer takes the request back."""
    locking.hold(request)
    check(request.state, Deed.WITHDRAW, CUSTOMER)
    _end_open_offer(request, OfferState.WITHDRAWN, at)
    _release_all(request, at)
    move(request, Deed.WITHDRAW, CUSTOMER, at=at)
    telling.withdrawn(request, at=at)


def cancel(request: PurchaseRequest, reason: CancelReason, *, by: User, at: datetime) -> None:
    """The cooperative ends a request that has not been shipped."""
    who = Who(Actor.STAFF, by)
    if not by.is_a(*STAFF):
        raise Forbidden
    locking.hold(request)
    check(request.state, Deed.CANCEL, who)
    _end_open_offer(request, OfferState.WITHDRAWN, at)
    _release_all(request, at)
    move(request, Deed.CANCEL, who, at=at, reason=reason.value)
    telling.cancelled(request, at=at)


def expire(offer: Offer, *, at: datetime) -> None:
    """The clock ends an offer nobody decided on."""
    request = offer.request
    locking.hold(request)
    db.session.refresh(offer, ["state"])
    check(request.state, Deed.EXPIRE, CLOCK)
    if offer.state is not OfferState.SENT or at <= offer.expires_at:
        raise OfferReplaced
    _end(offer, OfferState.EXPIRED, at)
    _release_all(request, at)
    move(request, Deed.EXPIRE, CLOCK, at=at, offer_id=offer.id)
    telling.offer_expired(offer, at=at)


def _open(offer: Offer, deed: Deed, at: datetime) -> PurchaseRequest:
    """The request of an offer that can still be decided on."""
    locking.hold(offer.request)
    db.session.refresh(offer, ["state"])
    if offer.state is OfferState.SENT and at > offer.expires_at and offer.request.state is State.OFFERED:
        raise OfferIsOver
    check(offer.request.state, deed, CUSTOMER)
    if offer.state is not OfferState.SENT:
        raise OfferReplaced
    return offer.request


def _end(offer: Offer, state: OfferState, at: datetime) -> None:
    offer.state, offer.decided_at = state, at


def _end_open_offer(request: PurchaseRequest, state: OfferState, at: datetime) -> None:
    offer = findings.open_offer(request)
    if offer is not None:
        _end(offer, state, at)


def _release_all(request: PurchaseRequest, at: datetime) -> None:
    holds.release(locking.live_answers(request).values(), at=at)
