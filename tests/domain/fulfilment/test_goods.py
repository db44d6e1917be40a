"""Made, looked at, sent, received, taken back: what becomes of the pieces and of what holds them."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Forbidden
from app.domain.catalogue.models import Kind, MovementKind, StockMovement
from app.domain.fulfilment import balance, goods, paying, praising, preparing, shipping, stages
from app.domain.fulfilment.models import Fault, Journey, ReturnReason, Verdict, WordState
from app.domain.fulfilment.stages import Stage
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import User
from app.domain.purchasing import capacity, deciding
from app.domain.purchasing.arrows import NoSuchArrow
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.models import State
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Offer, Reservation
from tests import given
from tests.domain.fulfilment import accepted
from tests.domain.fulfilment.accepted import HOUR
from tests.given import NOW


def shelf(made: Offer) -> tuple[int, int]:
    """On hand and reserved."""
    variant = made.lines[0].line.variant
    assert variant is not None
    db.session.refresh(variant)
    return variant.on_hand, variant.reserved


def moved(made: Offer) -> list[tuple[MovementKind, int]]:
    query = select(StockMovement.kind, StockMovement.change).where(
        StockMovement.variant_id == made.lines[0].line.variant_id
    )
    return [(kind, change) for kind, change in db.session.execute(query.order_by(StockMovement.id))]


def stage(made: Offer) -> Stage:
    return stages.of(made)[0].stage


def maker_of(made: Offer) -> User:
    maker = made.lines[0].line.artisan
    assert maker and maker.user
    return maker.user


def passed(made: Offer, by: User, at: datetime) -> None:
    if stage(made) is Stage.TO_PREPARE:
        preparing.say_ready(made.lines[0], by=maker_of(made), at=at)
    preparing.look_at(made.lines[0], Verdict.PASSED, by=by, at=at + HOUR)


@pytest.mark.parametrize("kind", [Kind.READY_THEN_MADE, Kind.MADE_TO_ORDER])
def test_it_is_ready_turns_a_booking_into_pieces_reserved_for_the_line(app: Flask, kind: Kind) -> None:
    made = accepted.preparing_offer(kind=kind, stock=0 if kind is Kind.MADE_TO_ORDER else 1)
    before = shelf(made)
    assert (stage(made), stages.of(made)[0].to_make) == (Stage.TO_PREPARE, 3 - before[0])
    preparing.say_ready(made.lines[0], by=maker_of(made), at=NOW)
    assert shelf(made) == (3, 3) and stage(made) is Stage.TO_CHECK
    assert moved(made)[-1] == (MovementKind.MADE, 3 - before[0])
    holds = db.session.scalars(select(Reservation).where(Reservation.state == Hold.LIVE)).all()
    assert [one.quantity for one in holds] == [3]
    states = set(db.session.scalars(select(CapacityBooking.state)))
    assert states == {Hold.MADE}
    with pytest.raises(preparing.ReadyAlready):
        preparing.say_ready(made.lines[0], by=maker_of(made), at=NOW)
    assert shelf(made) == (3, 3)


def test_work_that_is_done_goes_on_filling_its_week(app: Flask) -> None:
    made = accepted.preparing_offer(kind=Kind.MADE_TO_ORDER, stock=0)
    maker = made.lines[0].line.artisan
    assert maker is not None
    before = capacity.plan(maker, None, 4, NOW.date())
    preparing.say_ready(made.lines[0], by=maker_of(made), at=NOW)
    assert capacity.plan(maker, None, 4, NOW.date()) == before


def test_only_its_maker_or_the_team_says_that_a_line_is_ready(app: Flask) -> None:
    made = accepted.preparing_offer()
    stranger = given.artisan().user
    assert stranger is not None
    with pytest.raises(Forbidden):
        preparing.say_ready(made.lines[0], by=stranger, at=NOW)
    preparing.say_ready(made.lines[0], by=given.advisor(), at=NOW)
    event = made.request.events[-1]
    assert event.on_behalf_of_id == made.lines[0].line.artisan_id
    movement = db.session.scalars(select(StockMovement).order_by(StockMovement.id.desc())).first()
    assert movement is not None and movement.on_behalf


def test_pieces_sent_back_are_mended_and_looked_at_again(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    line = made.lines[0]
    with pytest.raises(preparing.NotReadyYet):
        preparing.look_at(line, Verdict.PASSED, by=by, at=NOW)
    preparing.say_ready(line, by=maker_of(made), at=NOW)
    with pytest.raises(preparing.NoFault):
        preparing.look_at(line, Verdict.RETURNED, by=by, at=NOW + HOUR)
    preparing.look_at(line, Verdict.RETURNED, fault=Fault.FLAW, note="Un fil tiré", by=by, at=NOW + HOUR)
    standing = stages.of(made)[0]
    assert standing.stage is Stage.TO_PREPARE and standing.sent_back is not None and standing.to_make == 0
    with pytest.raises(preparing.NotReadyYet):
        preparing.look_at(line, Verdict.PASSED, by=by, at=NOW + HOUR)
    with pytest.raises(shipping.NotChecked):
        shipping.ship(made.request, carrier="Amana", by=by, at=NOW + HOUR)
    preparing.say_ready(line, by=maker_of(made), at=NOW + 2 * HOUR)
    preparing.look_at(line, Verdict.PASSED, by=by, at=NOW + 3 * HOUR)
    assert stage(made) is Stage.PASSED and shelf(made) == (3, 3)
    with pytest.raises(preparing.PassedAlready):
        preparing.look_at(line, Verdict.PASSED, by=by, at=NOW + 4 * HOUR)


def test_a_parcel_settles_hold_and_movement_together(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    passed(made, by, NOW)
    sent = shipping.ship(made.request, carrier=" Amana ", tracking="", by=by, at=NOW + 2 * HOUR)
    assert shelf(made) == (0, 0) and moved(made)[-1] == (MovementKind.SHIPPED, -3)
    assert (sent.carrier, sent.tracking, made.request.state) == ("Amana", None, State.SHIPPED)
    with pytest.raises(NoSuchArrow):
        shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    assert shelf(made) == (0, 0)


def test_what_was_not_accepted_neither_leaves_nor_is_waited_for(app: Flask) -> None:
    one, other = given.item(price=20_000, stock=2), given.item(price=5_000, stock=2)
    made, by = given.offer(given.request(one, other)), given.advisor()
    deciding.accept(made, [made.lines[0].id], at=NOW)
    preparing.prepare(made.request, deposit_share=0, by=by, at=NOW)
    with pytest.raises(preparing.NotAccepted):
        preparing.say_ready(made.lines[1], by=by, at=NOW)
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    db.session.refresh(one.main)
    db.session.refresh(other.main)
    assert (one.main.on_hand, one.main.reserved, other.main.on_hand, other.main.reserved) == (1, 0, 2, 0)


def test_cash_on_delivery_closes_what_is_paid(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    shipping.deliver(made.request, cash=accepted.due(made), by=by, at=NOW + 3 * HOUR)
    assert made.request.state is State.CLOSED and balance.of(made.request).is_settled
    assert [one.journey for one in shipping.of(made.request)] == [Journey.DELIVERED]
    assert [event.deed for event in made.request.events][-3:] == ["deliver", "pay", "close"]


def test_what_is_not_paid_stays_open_until_it_is(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    shipping.deliver(made.request, by=by, at=NOW + 3 * HOUR)
    assert made.request.state is State.DELIVERED
    paying.receive(
        made.request, accepted.due(made), way=PaymentWay.TRANSFER, paid_on=NOW.date(), by=by, at=NOW + 4 * HOUR
    )
    assert made.request.state is State.CLOSED


def test_a_parcel_that_came_back_is_looked_at_anew_and_sent_once_more(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    shipping.take_back(made.request, ReturnReason.WRONG_ADDRESS, by=by, at=NOW + 3 * HOUR)
    assert shelf(made) == (3, 3) and moved(made)[-1] == (MovementKind.RETURNED, 3)
    assert made.request.state is State.RETURNED
    preparing.prepare_again(made.request, by=by, at=NOW + 4 * HOUR)
    assert stage(made) is Stage.TO_CHECK
    preparing.look_at(made.lines[0], Verdict.PASSED, by=by, at=NOW + 5 * HOUR)
    shipping.ship(made.request, carrier="Aramex", by=by, at=NOW + 6 * HOUR)
    assert shelf(made) == (0, 0)
    shipping.take_back(made.request, ReturnReason.REFUSED, by=by, at=NOW + 7 * HOUR)
    assert shelf(made) == (3, 3)
    deciding.cancel(made.request, CancelReason.CUSTOMER_ASKED, by=by, at=NOW + 8 * HOUR)
    assert shelf(made) == (3, 0) and made.request.state is State.CANCELLED
    assert [one.journey for one in shipping.of(made.request)] == [Journey.RETURNED] * 2


def test_a_unique_piece_that_was_counted_in_again_meanwhile_is_not_doubled(app: Flask) -> None:
    made, by = accepted.preparing_offer(kind=Kind.UNIQUE, quantity=1), given.advisor()
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    variant = made.lines[0].line.variant
    assert variant is not None
    variant.on_hand = 1
    db.session.flush()
    with pytest.raises(goods.AlreadyThere):
        shipping.take_back(made.request, ReturnReason.REFUSED, by=by, at=NOW + 3 * HOUR)


def test_each_step_is_told_to_whom_it_concerns(app: Flask) -> None:
    made, by = accepted.offer(), given.advisor()
    paying.receive(made.request, 21_000, way=PaymentWay.TRANSFER, paid_on=NOW.date(), by=by, at=NOW)
    preparing.prepare(made.request, deposit_share=300, by=by, at=NOW)
    preparing.say_ready(made.lines[0], by=maker_of(made), at=NOW)
    preparing.look_at(made.lines[0], Verdict.RETURNED, fault=Fault.SIZE, by=by, at=NOW + HOUR)
    passed(made, by, NOW + 2 * HOUR)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 4 * HOUR)
    shipping.deliver(made.request, by=by, at=NOW + 5 * HOUR)
    praising.say(made.request, "Très beau", at=NOW + 6 * HOUR)
    told = [
        (one.template, one.channel.value)
        for one in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    ]
    for wanted in (
        ("payment_received", "email"),
        ("preparing", "email"),
        ("lines_to_prepare", "sms"),
        ("line_ready", "email"),
        ("line_sent_back", "sms"),
        ("shipped", "email"),
        ("delivered", "email"),
        ("word_said", "email"),
    ):
        assert wanted in told, wanted


def test_a_word_is_said_once_and_read_by_others_after_a_look(app: Flask) -> None:
    made, by = accepted.preparing_offer(), given.advisor()
    with pytest.raises(NoSuchArrow):
        praising.say(made.request, "Trop tôt", at=NOW)
    passed(made, by, NOW)
    shipping.ship(made.request, carrier="Amana", by=by, at=NOW + 2 * HOUR)
    shipping.deliver(made.request, cash=accepted.due(made), by=by, at=NOW + 3 * HOUR)
    closed = made.request.closed_at
    for empty in ("", "  ", "x" * 1001):
        with pytest.raises((praising.NothingSaid, praising.TooLong)):
            praising.say(made.request, empty, at=NOW)
    word = praising.say(made.request, "  Très beau travail. ", at=NOW + 4 * HOUR)
    assert (word.body, word.state, made.request.closed_at) == ("Très beau travail.", WordState.WAITING, closed)
    with pytest.raises(praising.SaidAlready):
        praising.say(made.request, "Encore", at=NOW + 5 * HOUR)
    with pytest.raises(Forbidden):
        praising.look(made.request, publish=True, by=maker_of(made), at=NOW)
    assert praising.about(word.artisan_id) == []
    praising.look(made.request, publish=True, by=by, at=NOW + 5 * HOUR)
    assert word.state is WordState.PUBLISHED and praising.about(word.artisan_id) == [word]
    praising.look(made.request, publish=False, by=by, at=NOW + 6 * HOUR)
    assert praising.about(word.artisan_id) == []
