"""What is owed, what came in, what went back."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given as drawn
from hypothesis import strategies as st

from app.base.errors import Forbidden
from app.domain.fulfilment import balance, paying, preparing
from app.domain.purchasing import deciding
from app.domain.purchasing.arrows import NoSuchArrow
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import State
from tests import given
from tests.domain.fulfilment import accepted
from tests.given import NOW

TODAY = NOW.date()


@drawn(total=st.integers(0, 10**9), share=st.integers(0, 1000))
def test_a_deposit_is_whole_dirhams_and_never_more_than_the_whole(total: int, share: int) -> None:
    deposit = balance.deposit(total, share)
    assert 0 <= deposit <= total and deposit * 1000 >= total * share
    assert deposit % 100 == 0 or deposit == total
    assert deposit - 100 < total * share / 1000 or deposit == total


def test_a_payment_lowers_what_is_due_and_is_on_record(app: Flask) -> None:
    made = accepted.offer()
    advisor = given.advisor()
    assert balance.of(made.request, deposit_share=300) == (70_000, 21_000, 0, 0)
    paying.receive(made.request, 21_000, way=PaymentWay.TRANSFER, paid_on=TODAY, reference="VIR 77", by=advisor, at=NOW)
    now = balance.of(made.request, deposit_share=300)
    assert (now.still_due, now.deposit_due, now.to_refund, now.is_settled) == (49_000, 0, 0, False)
    assert balance.entries(made.request) == [(21_000, "transfer", "VIR 77", TODAY, advisor.name)]
    event = made.request.events[-1]
    assert (event.deed, event.by_id, made.request.state) == ("pay", advisor.id, State.ACCEPTED)


def test_only_what_was_accepted_is_due(app: Flask) -> None:
    one, other = given.item(price=20_000, stock=2), given.item(price=5_000, stock=2)
    made = given.offer(given.request(one, other), delivery_cost=1_000)
    deciding.accept(made, [made.lines[0].id], at=NOW)
    assert balance.of(made.request).total == 21_000


def test_more_than_is_due_is_taken_only_when_meant(app: Flask) -> None:
    made, by = accepted.offer(), given.advisor()
    with pytest.raises(paying.MoreThanDue) as met:
        paying.receive(made.request, 70_001, way=PaymentWay.AT_THE_COOPERATIVE, paid_on=TODAY, by=by, at=NOW)
    assert met.value.field == "amount" and balance.of(made.request).received == 0
    paying.receive(made.request, 70_001, way=PaymentWay.AT_THE_COOPERATIVE, paid_on=TODAY, more=True, by=by, at=NOW)
    assert balance.of(made.request).to_refund == 1
    with pytest.raises(paying.MoreThanHeld):
        paying.give_back(made.request, 70_002, way=PaymentWay.AT_THE_COOPERATIVE, paid_on=TODAY, by=by, at=NOW)


@pytest.mark.parametrize(
    ("amount", "days", "refusal"),
    [(0, 0, paying.NoSum), (-5, 0, paying.NoSum), (100, 1, paying.NotPaidYet)],
)
def test_money_that_cannot_have_moved_is_refused(app: Flask, amount: int, days: int, refusal: type[Exception]) -> None:
    made = accepted.offer()
    with pytest.raises(refusal):
        paying.receive(
            made.request,
            amount,
            way=PaymentWay.TRANSFER,
            paid_on=TODAY + timedelta(days=days),
            by=given.advisor(),
            at=NOW,
        )


def test_money_is_recorded_by_the_team_and_after_a_yes_alone(app: Flask) -> None:
    made = accepted.offer()
    maker = made.lines[0].line.artisan
    assert maker and maker.user
    with pytest.raises(Forbidden):
        paying.receive(made.request, 100, way=PaymentWay.TRANSFER, paid_on=TODAY, by=maker.user, at=NOW)
    with pytest.raises(NoSuchArrow):
        paying.receive(given.request(), 100, way=PaymentWay.TRANSFER, paid_on=TODAY, by=given.advisor(), at=NOW)


def test_what_was_paid_for_a_request_that_is_cancelled_goes_back(app: Flask) -> None:
    made, by = accepted.offer(), given.advisor()
    paying.receive(made.request, 30_000, way=PaymentWay.TRANSFER, paid_on=TODAY, by=by, at=NOW)
    deciding.cancel(made.request, CancelReason.CANNOT_SUPPLY, by=by, at=NOW)
    closed = made.request.closed_at
    assert balance.of(made.request).to_refund == 30_000
    later = NOW + timedelta(days=3)
    paying.give_back(made.request, 30_000, way=PaymentWay.TRANSFER, paid_on=TODAY, by=by, at=later)
    assert balance.of(made.request).is_settled
    assert (made.request.state, made.request.closed_at) == (State.CANCELLED, closed)


def test_preparing_waits_for_the_deposit_unless_it_is_waived(app: Flask) -> None:
    made, by = accepted.offer(), given.advisor()
    with pytest.raises(preparing.DepositMissing) as met:
        preparing.prepare(made.request, deposit_share=300, by=by, at=NOW)
    assert met.value.facts == {"sum": 21_000}
    paying.receive(made.request, 20_900, way=PaymentWay.TRANSFER, paid_on=TODAY, by=by, at=NOW)
    with pytest.raises(preparing.DepositMissing):
        preparing.prepare(made.request, deposit_share=300, by=by, at=NOW)
    paying.receive(made.request, 100, way=PaymentWay.TRANSFER, paid_on=TODAY, by=by, at=NOW)
    preparing.prepare(made.request, deposit_share=300, by=by, at=NOW)
    assert made.request.state is State.PREPARING and made.request.events[-1].facts == {"waived": False}
    other = accepted.preparing_offer()
    assert other.request.events[-1].facts == {"waived": True}
