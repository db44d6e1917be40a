"""What holds whatever people do after a yes: shelves add up, the log replays, money is reckoned from its records."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import Refusal
from app.domain.catalogue.models import Kind, StockMovement, Variant
from app.domain.fulfilment import balance, paying, preparing, shipping
from app.domain.fulfilment.models import Fault, Journey, Payment, Refund, ReturnReason, Shipment, Verdict
from app.domain.purchasing import arrows, deciding
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.document_models import Document, DocumentKind, PaymentWay
from app.domain.purchasing.models import LineAnswer, RequestEvent, State
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Reservation
from tests import given as make
from tests.given import NOW

SHARE = 300
DEEDS = ("pay", "all", "more", "refund", "prepare", "ready", "pass", "mend", "ship", "deliver", "cash", "back", "again",
         "cancel")  # fmt: skip


class World:
    """An accepted request for a unique piece, pieces ready and to be made, and pieces made to order."""

    def __init__(self) -> None:
        maker = make.artisan(weekly_capacity=4)
        pieces = [
            make.item(maker, kind=Kind.UNIQUE, stock=1),
            make.item(maker, kind=Kind.READY_THEN_MADE, stock=1),
            make.item(maker, kind=Kind.MADE_TO_ORDER),
        ]
        wanted = [make.Wanted(piece.main, 1 if piece.main.kind is Kind.UNIQUE else 3) for piece in pieces]
        self.variants: list[Variant] = [piece.main for piece in pieces]
        self.offer = make.offer(make.request(*wanted))
        self.request = self.offer.request
        deciding.accept(self.offer, at=NOW)
        self.by, self.now = make.advisor(), NOW

    def do(self, deed: str, which: int) -> None:
        self.now += timedelta(minutes=1)
        line = self.offer.lines[which]
        common: dict[str, Any] = {"by": self.by, "at": self.now}
        money: dict[str, Any] = {"way": PaymentWay.TRANSFER, "paid_on": self.now.date(), **common}
        due = balance.of(self.request).still_due
        deeds: dict[str, Callable[[], object]] = {
            "pay": lambda: paying.receive(self.request, 1 + which * 10_000, **money),
            "all": lambda: paying.receive(self.request, due, **money),
            "more": lambda: paying.receive(self.request, due + 500, more=True, **money),
            "refund": lambda: paying.give_back(self.request, 1 + which * 10_000, **money),
            "prepare": lambda: preparing.prepare(self.request, deposit_share=SHARE, waived=which == 2, **common),
            "ready": lambda: preparing.say_ready(line, **common),
            "pass": lambda: preparing.look_at(line, Verdict.PASSED, **common),
            "mend": lambda: preparing.look_at(line, Verdict.RETURNED, fault=Fault.FLAW, **common),
            "ship": lambda: shipping.ship(self.request, carrier="Amana", **common),
            "deliver": lambda: shipping.deliver(self.request, **common),
            "cash": lambda: shipping.deliver(self.request, cash=due, **common),
            "back": lambda: shipping.take_back(self.request, ReturnReason.REFUSED, **common),
            "again": lambda: preparing.prepare_again(self.request, **common),
            "cancel": lambda: deciding.cancel(self.request, CancelReason.OTHER, **common),
        }
        deeds[deed]()

    def check(self) -> None:
        db.session.flush()
        for variant in self.variants:
            db.session.refresh(variant)
            moved = db.session.scalar(
                select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant.id)
            )
            live = (Reservation.variant_id == variant.id, Reservation.state == Hold.LIVE)
            held = db.session.scalar(select(func.sum(Reservation.quantity)).where(*live))
            assert (variant.on_hand, variant.reserved) == (moved or 0, held or 0)
            assert 0 <= variant.reserved <= variant.on_hand
        log = select(RequestEvent).where(RequestEvent.request_id == self.request.id).order_by(RequestEvent.id)
        assert arrows.replay(db.session.scalars(log)) is self.request.state
        self.money_adds_up()
        self.what_left_is_settled()
        weeks = select(func.sum(CapacityBooking.quantity)).where(CapacityBooking.state != Hold.RELEASED)
        assert all(total <= 4 for total in db.session.scalars(weeks.group_by(CapacityBooking.week)))

    def money_adds_up(self) -> None:
        now = balance.of(self.request)
        received = db.session.scalar(select(func.sum(Payment.amount))) or 0
        refunded = db.session.scalar(select(func.sum(Refund.amount))) or 0
        assert (now.received, now.refunded) == (received, refunded) and refunded <= received
        assert (self.request.state is State.CLOSED) <= now.is_settled
        for kind, series, rows in ((DocumentKind.RECEIPT, "RE", Payment), (DocumentKind.REFUND, "RR", Refund)):
            issued = select(Document.number).where(Document.kind == kind).order_by(Document.id)
            numbers = db.session.scalars(issued).all()
            assert numbers == [f"{series}-{NOW.year}-{n:04d}" for n in range(1, len(numbers) + 1)]
            assert len(numbers) == db.session.scalar(select(func.count(rows.id)))

    def what_left_is_settled(self) -> None:
        """On its way or arrived, nothing is held; before, all that was promised is; after a cancellation, nothing."""
        live = [
            db.session.scalar(select(func.sum(kind.quantity)).where(kind.state == Hold.LIVE)) or 0
            for kind in (Reservation, CapacityBooking)
        ]
        held = self.request.state in (State.ACCEPTED, State.PREPARING, State.RETURNED)
        promised = sum(answer.quantity for answer in db.session.scalars(select(LineAnswer).where(LineAnswer.live)))
        assert sum(live) == (promised if held else 0)
        on_road = db.session.scalar(select(func.count(Shipment.id)).where(Shipment.journey == Journey.ON_ITS_WAY))
        assert on_road == (self.request.state is State.SHIPPED)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2)), max_size=25))
def test_whatever_is_done_after_a_yes_shelves_money_and_papers_add_up(app: Flask, deeds: list[tuple[str, int]]) -> None:
    """Every second time everything is made ready first, so that parcels leave and come back."""
    with db.session.begin_nested() as everything:
        world = World()
        if len(deeds) % 2:
            deeds = [("prepare", 2), *((deed, n) for n in range(3) for deed in ("ready", "pass")), ("ship", 0), *deeds]
        for deed, which in deeds:
            try:
                with db.session.begin_nested():
                    world.do(deed, which)
            except Refusal:
                db.session.expire_all()
            world.check()
        everything.rollback()
    db.session.expunge_all()
