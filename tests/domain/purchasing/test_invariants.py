"""What holds whatever people do: the invariants of the domain, tried with deeds in any order."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import Refusal
from app.domain.catalogue.models import Item, Kind, StockMovement
from app.domain.people.models import User
from app.domain.purchasing import arrows, capacity, deciding, holds, offering, timekeeping
from app.domain.purchasing.arrows import ARROWS, Deed
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    LineAnswer,
    PurchaseRequest,
    RefusalReason,
    RequestEvent,
    State,
)
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Offer, Reservation
from tests import given as make
from tests.given import NOW

few = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
DEEDS = st.tuples(
    st.sampled_from(
        ["as_asked", "changed", "decline", "offer", "accept", "some", "ask", "refuse", "withdraw", "cancel", "clock"]
    ),
    st.integers(0, 2),
    st.integers(0, 4),
    st.integers(0, 4),
)


class World:
    """Two requests for the same three pieces: one unique, one on the shelf, one made when asked for."""

    def __init__(self) -> None:
        maker = make.artisan(weekly_capacity=3)
        self.pieces: list[Item] = [
            make.item(maker, kind=Kind.UNIQUE, stock=1),
            make.item(maker, kind=Kind.READY_THEN_MADE, stock=3),
            make.item(maker, kind=Kind.MADE_TO_ORDER),
        ]
        lines = [make.Wanted(piece.main, 1 if piece.main.kind is Kind.UNIQUE else 2) for piece in self.pieces]
        self.requests = [make.request(*lines), make.request(*lines)]
        self.advisor: User = make.advisor()
        self.now = NOW

    def do(self, request: PurchaseRequest, deed: str, which: int, ready: int, made: int) -> None:
        line = request.lines[which]
        offer = deciding.findings.open_offer(request)
        on_offer: dict[str, Callable[[Offer], object]] = {
            "accept": lambda o: deciding.accept(o, at=self.now),
            "some": lambda o: deciding.accept(o, [o.lines[0].id], at=self.now),
            "ask": lambda o: deciding.ask_change(o, "Autrement", at=self.now),
            "refuse": lambda o: deciding.refuse(o, RefusalReason.PRICE, at=self.now),
        }
        if deed in on_offer and offer is not None:
            on_offer[deed](offer)
        elif deed == "as_asked":
            make.answer(line, at=self.now)
        elif deed == "changed":
            make.answer(line, at=self.now, kind=AnswerKind.CHANGED, quantity_ready=ready, quantity_made=made)
        elif deed == "decline":
            make.answer(line, at=self.now, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
        elif deed == "offer":
            ends = self.now.date() + timedelta(days=3)
            offering.offer(request, delivery_cost=ready * 1000, expires_on=ends, by=self.advisor, at=self.now)
        elif deed == "withdraw":
            deciding.withdraw(request, at=self.now)
        elif deed == "cancel":
            deciding.cancel(request, deciding.CancelReason.OTHER, by=self.advisor, at=self.now)
        elif deed == "clock":
            self.now += timedelta(days=2 * ready)
            timekeeping.expire_offers(self.now)
            timekeeping.release_stale_holds(self.now)

    def check(self) -> None:
        db.session.flush()
        self.shelves_add_up()
        self.holds_belong_to_live_answers()
        self.weeks_are_not_overbooked()
        for request in self.requests:
            log = db.session.scalars(
                select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(RequestEvent.id)
            )
            assert arrows.replay(log) is request.state
        numbers = []
        for offer in db.session.scalars(select(Offer).order_by(Offer.id)):
            assert offer.total == sum(line.quantity * line.unit_price for line in offer.lines) + offer.delivery_cost
            numbers.append(offer.number)
        assert numbers == [f"OF-2026-{n:04d}" for n in range(1, len(numbers) + 1)]

    def shelves_add_up(self) -> None:
        for piece in self.pieces:
            variant = piece.main
            db.session.refresh(variant)
            moved = db.session.scalar(
                select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant.id)
            )
            held = db.session.scalar(
                select(func.sum(Reservation.quantity)).where(
                    Reservation.variant_id == variant.id, Reservation.state == Hold.LIVE
                )
            )
            assert variant.on_hand == (moved or 0)
            assert variant.reserved == (held or 0)
            assert 0 <= variant.reserved <= variant.on_hand

    @staticmethod
    def holds_belong_to_live_answers() -> None:
        for kind in (Reservation, CapacityBooking):
            held = select(kind).join(LineAnswer, LineAnswer.id == kind.answer_id).where(kind.state == Hold.LIVE)
            assert db.session.scalars(held.where(~LineAnswer.live)).all() == []

    @staticmethod
    def weeks_are_not_overbooked() -> None:
        weeks = select(func.sum(CapacityBooking.quantity)).where(CapacityBooking.state == Hold.LIVE)
        assert all(total <= 3 for total in db.session.scalars(weeks.group_by(CapacityBooking.week)))


@few
@given(deeds=st.lists(st.tuples(st.integers(0, 1), DEEDS), max_size=14))
def test_whatever_people_do_in_any_order_shelves_weeks_and_numbers_add_up(
    app: Flask, deeds: list[tuple[int, tuple[str, int, int, int]]]
) -> None:
    with db.session.begin_nested() as everything:
        world = World()
        for who, (deed, which, ready, made) in deeds:
            try:
                with db.session.begin_nested():
                    world.do(world.requests[who], deed, which, ready, made)
            except Refusal:
                db.session.expire_all()
            world.check()
        everything.rollback()
    db.session.expunge_all()


@few
@given(steps=st.lists(st.sampled_from(list(Deed)), max_size=12))
def test_a_log_replays_only_along_the_arrows(steps: list[Deed]) -> None:
    log, state, broken = [], None, False
    for deed in steps:
        arrow = ARROWS.get((deed, state))
        goal = arrow.to if arrow else State.CLOSED
        broken = broken or arrow is None
        log.append(RequestEvent(deed=deed.value, from_state=state, to_state=goal))
        state = goal
    if broken:
        with pytest.raises(ValueError, match="does not lead"):
            arrows.replay(log)
    else:
        assert arrows.replay(log) is state


@given(quantity=st.integers(1, 60), free=st.lists(st.integers(-2, 9), max_size=12))
def test_work_is_spread_over_the_earliest_weeks_and_fits_in_each(quantity: int, free: list[int]) -> None:
    weeks = [(date(2026, 11, 16) + timedelta(weeks=n), room) for n, room in enumerate(free)]
    room = sum(max(one, 0) for one in free)
    if room < quantity:
        with pytest.raises(capacity.TooMuchWork):
            capacity.share_out(quantity, weeks)
        return
    shares = capacity.share_out(quantity, weeks)
    most = dict(weeks)
    assert sum(share.quantity for share in shares) == quantity
    assert all(0 < share.quantity <= most[share.week] for share in shares)
    assert all(share.quantity == most[share.week] for share in shares[:-1])


def test_a_second_release_changes_nothing(app: Flask) -> None:
    bowl = make.item(stock=3)
    first = make.answer(make.request(make.Wanted(bowl.main, 2)).lines[0])
    other = make.answer(make.request(bowl).lines[0])
    assert (holds.release([first], at=NOW), holds.release([first], at=NOW)) == (1, 0)
    assert (bowl.main.reserved, holds.are_live(first), holds.are_live(other)) == (1, False, True)
