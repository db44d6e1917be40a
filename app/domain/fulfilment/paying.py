"""Money that came in and money that went back, as the team records it. What was recorded is never changed."""

from datetime import date, datetime
from typing import Any

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal
from app.base.money import Centimes
from app.domain.fulfilment import balance, settling, telling
from app.domain.fulfilment.balance import Balance
from app.domain.fulfilment.models import MoneyMoved, Payment, Refund
from app.domain.people.models import STAFF, User
from app.domain.purchasing import locking, papers, totals
from app.domain.purchasing.arrows import Actor, Deed, Who, check, move
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import PurchaseRequest


class NoSum(Refusal):
    text = N_("Write a sum in dirhams, more than 0.")


class MoreThanDue(Refusal):
    text = N_("Still to pay: %(sum)s. If the customer really paid more, record it as a payment and tick the box.")


class MoreThanHeld(Refusal):
    text = N_("We hold %(sum)s of this customer’s money: no more can be given back.")


class NotPaidYet(Refusal):
    text = N_("This day has not come yet. Write the day on which the money moved.")


class PaidBefore(Refusal):
    text = N_("The request had not been sent yet on this day. Write the day on which the money moved.")


class MovedMeanwhile(Refusal):
    """Two of the team, or two tabs: the same transfer must not count twice."""

    text = N_("Meanwhile money was recorded for this request. Look at the sums above; send again what comes on top.")
    status = 409


def receive(
    request: PurchaseRequest,
    amount: int,
    *,
    way: PaymentWay,
    paid_on: date,
    reference: str | None = None,
    more: bool = False,
    seen: tuple[int, ...] = (),
    by: User,
    at: datetime,
) -> Payment:
    """Record a payment. amount: centimes. more: it may be more than what is due; the rest is then to be given back.

    seen: what had been received and refunded when whoever records it looked; MovedMeanwhile where that is not so now.
    What was the last thing owed for a delivered request closes it.
    """
    who = _begin(request, Deed.PAY, amount, paid_on, by=by, at=at)
    now = _as_seen(balance.of(request), seen)
    if amount > now.still_due and not more:
        raise MoreThanDue(field="amount", sum=Centimes(now.still_due))
    paid = {"amount": amount, "way": way, "reference": reference or None, "paid_on": paid_on}
    return take_in(request, Payment(request_id=request.id, **paid, at=at, by=by), who, now)


def take_in(request: PurchaseRequest, payment: Payment, who: Who, now: Balance) -> Payment:
    """Write a payment down, with its receipt. The request's row is held. now: what was owed before it."""
    db.session.add(payment)
    db.session.flush()
    move(request, Deed.PAY, who, at=payment.at, payment_id=payment.id)
    papers.issue_receipt(request, **_on_paper(payment))
    after = now._replace(received=now.received + payment.amount)
    telling.paid(request, payment.amount, after.still_due, at=payment.at)
    settling.close_if_settled(request, after, who, at=payment.at)
    return payment


def give_back(
    request: PurchaseRequest,
    amount: int,
    *,
    way: PaymentWay,
    paid_on: date,
    reference: str | None = None,
    seen: tuple[int, ...] = (),
    by: User,
    at: datetime,
) -> Refund:
    """Record a refund, with its paper. amount: centimes, of what is held at most. seen: as ``receive``."""
    who = _begin(request, Deed.REFUND, amount, paid_on, by=by, at=at)
    now = _as_seen(balance.of(request), seen)
    if amount > now.held:
        raise MoreThanHeld(field="amount", sum=Centimes(now.held))
    sent = {"amount": amount, "way": way, "reference": reference or None, "paid_on": paid_on}
    refund = Refund(request_id=request.id, **sent, at=at, by=by)
    db.session.add(refund)
    db.session.flush()
    move(request, Deed.REFUND, who, at=at, refund_id=refund.id)
    papers.issue_refund(request, **_on_paper(refund))
    telling.refunded(request, amount, at=at)
    settling.close_if_settled(request, now._replace(refunded=now.refunded + amount), who, at=at)
    return refund


def _begin(request: PurchaseRequest, deed: Deed, amount: int, paid_on: date, *, by: User, at: datetime) -> Who:
    """What holds for money whichever way it goes; then the request's row is held."""
    who = Who(Actor.STAFF, by)
    if not by.is_a(*STAFF):
        raise Forbidden
    locking.hold(request)
    check(request.state, deed, who)
    if amount <= 0:
        raise NoSum(field="amount")
    totals.check(amount)
    if paid_on > clock.local(at).date():
        raise NotPaidYet(field="paid_on")
    if paid_on < clock.local(request.sent_at).date():
        raise PaidBefore(field="paid_on")
    return who


def _as_seen(now: Balance, seen: tuple[int, ...]) -> Balance:
    if seen and seen != (now.received, now.refunded):
        raise MovedMeanwhile
    return now


def _on_paper(moved: MoneyMoved) -> dict[str, Any]:
    """What the paper of a sum says of it."""
    return {
        "amount": moved.amount,
        "way": moved.way,
        "reference": moved.reference or "",
        "paid_on": moved.paid_on,
        "by": moved.by,
        "at": moved.at,
    }
