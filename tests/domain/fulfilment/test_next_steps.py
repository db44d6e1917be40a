"""What the team does next once a customer said yes."""

from flask import Flask

from app.domain.fulfilment import next_steps, paying, preparing, shipping
from app.domain.fulfilment.models import ReturnReason, Verdict
from app.domain.fulfilment.next_steps import Next
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.offer_models import Offer
from tests import given
from tests.domain.fulfilment import accepted
from tests.domain.fulfilment.accepted import HOUR, SHARE
from tests.given import NOW


def step(made: Offer) -> Next | None:
    return next_steps.of([made.request], deposit_share=SHARE).get(made.request_id)


def test_each_step_follows_the_one_before(app: Flask) -> None:
    made, by = accepted.offer(), given.advisor()
    line = made.lines[0]
    assert step(made) is None, "waits for the deposit"
    paying.receive(made.request, 21_000, way=PaymentWay.TRANSFER, paid_on=NOW.date(), by=by, at=NOW)
    assert step(made) is Next.BEGIN
    preparing.prepare(made.request, deposit_share=SHARE, by=by, at=NOW)
    assert step(made) is None, "waits for the maker"
    preparing.say_ready(line, by=by, at=NOW + HOUR)
    assert step(made) is Next.CHECK
    preparing.look_at(line, Verdict.PASSED, by=by, at=NOW + 2 * HOUR)
    assert step(made) is Next.SHIP
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 3 * HOUR)
    assert step(made) is None, "on its way"
    shipping.take_back(made.request, ReturnReason.REFUSED, by=by, at=NOW + 4 * HOUR)
    assert step(made) is Next.CAME_BACK
    preparing.prepare_again(made.request, by=by, at=NOW + 5 * HOUR)
    assert step(made) is Next.CHECK
    preparing.look_at(line, Verdict.PASSED, by=by, at=NOW + 6 * HOUR)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 7 * HOUR)
    shipping.deliver(made.request, by=by, at=NOW + 8 * HOUR)
    assert step(made) is Next.SETTLE
    paying.receive(
        made.request, 49_000, way=PaymentWay.AT_THE_COOPERATIVE, paid_on=NOW.date(), by=by, at=NOW + 9 * HOUR
    )
    assert step(made) is None


def test_many_requests_are_told_apart_by_a_few_statements(app: Flask, statements: list[str]) -> None:
    waiting, ready = accepted.offer(), accepted.preparing_offer()
    preparing.say_ready(ready.lines[0], by=given.advisor(), at=NOW + HOUR)
    others = [accepted.preparing_offer() for _ in range(4)]
    requests = [made.request for made in (waiting, ready, *others)]
    statements.clear()
    assert next_steps.of(requests, deposit_share=SHARE) == {ready.request_id: Next.CHECK}
    assert len(statements) <= 8
