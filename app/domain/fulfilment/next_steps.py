"""What the team does next about each request that a customer said yes to: one step, the first that can be taken."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.domain.fulfilment import balance, stages
from app.domain.fulfilment.models import Payment, Refund
from app.domain.fulfilment.stages import Stage
from app.domain.purchasing import totals
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer, OfferState


class Next(StrEnum):
    BEGIN = "begin"
    CHECK = "check"
    SHIP = "ship"
    CAME_BACK = "came_back"
    SETTLE = "settle"


def of(requests: Sequence[PurchaseRequest], *, deposit_share: int) -> dict[int, Next]:
    """By request, in seven statements; those that wait for somebody else are left out. deposit_share: thousandths."""
    followed = {request.id: request for request in requests if request.state in balance.OWING}
    if not followed:
        return {}
    accepted = select(Offer).where(Offer.request_id.in_(followed), Offer.state == OfferState.ACCEPTED)
    offers = db.session.scalars(accepted.options(selectinload(Offer.lines))).all()
    held = _held(followed)
    reached = _reached([one for one in offers if followed[one.request_id].state is State.PREPARING])
    found: dict[int, Next] = {}
    for offer in offers:
        request, paid = followed[offer.request_id], held.get(offer.request_id, 0)
        step = reached.get(offer.id) or _step(request.state, totals.accepted(offer), paid, deposit_share)
        if step is not None:
            found[request.id] = step
    return found


def _step(state: State, total: int, paid: int, deposit_share: int) -> Next | None:
    match state:
        case State.ACCEPTED if paid >= balance.deposit(total, deposit_share):
            return Next.BEGIN
        case State.RETURNED:
            return Next.CAME_BACK
        case State.DELIVERED if paid != total:
            return Next.SETTLE
    return None


def _reached(offers: Sequence[Offer]) -> dict[int, Next]:
    """By offer in preparation: something to look at, or everything to send."""
    by_offer: dict[int, list[Stage]] = {offer.id: [] for offer in offers}
    for standing in stages.standings([line for offer in offers for line in offer.lines if line.accepted]):
        by_offer[standing.line.offer_id].append(standing.stage)
    found = {}
    for offer_id, reached in by_offer.items():
        if Stage.TO_CHECK in reached:
            found[offer_id] = Next.CHECK
        elif reached and set(reached) == {Stage.PASSED}:
            found[offer_id] = Next.SHIP
    return found


def _held(requests: dict[int, PurchaseRequest]) -> dict[int, int]:
    """Centimes that the cooperative has of each customer's money."""
    held = dict.fromkeys(requests, 0)
    paid = select(Payment.request_id, func.sum(Payment.amount)).group_by(Payment.request_id)
    sent = select(Refund.request_id, func.sum(Refund.amount)).group_by(Refund.request_id)
    for request_id, amount in db.session.execute(paid.where(Payment.request_id.in_(requests))):
        held[request_id] += int(amount)
    for request_id, amount in db.session.execute(sent.where(Refund.request_id.in_(requests))):
        held[request_id] -= int(amount)
    return held
