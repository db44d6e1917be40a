"""Two people at once: the last piece goes to one of them, a form sent twice sends once, an offer is accepted once."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import begin_writing, db, new_key
from app.base.errors import Refusal
from app.domain.catalogue.models import Kind, Variant
from app.domain.people.models import User
from app.domain.purchasing import answering, capacity, deciding, forgetting, holds, offering, sending
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestEvent, RequestLine, State
from app.domain.purchasing.offer_models import CapacityBooking, DocumentCounter, Hold, Offer, Reservation
from tests import given
from tests.given import NOW
from tests.soundness import assert_sound


def at_once(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Do the deeds at the same moment, each in its own transaction. What each returned, or the refusal it met."""
    start, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(position: int, deed: Callable[[], Any]) -> None:
        with app.app_context():
            begin_writing()
            start.wait(timeout=30)
            try:
                results[position] = deed()
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                results[position] = refusal
            except Exception as error:  # shown by the test, not swallowed by the thread
                db.session.rollback()
                results[position] = error
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert_sound(app)
    unexpected = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refusal)]
    assert unexpected == []
    return results


@pytest.fixture
def alone(own_app: Flask) -> Flask:
    begin_writing()
    return own_app


def answer(line_id: int, **said: Any) -> LineAnswer:
    line = db.session.get_one(RequestLine, line_id)
    assert line.artisan and line.artisan.user
    return answering.answer(line, **{"kind": AnswerKind.AS_ASKED, "by": line.artisan.user, "at": NOW, **said})


def test_the_last_piece_is_promised_once(alone: Flask) -> None:
    with alone.app_context():
        vase = given.item(kind=Kind.UNIQUE)
        lines = [given.request(vase).lines[0].id for _ in range(4)]
        variant = vase.main.id
        db.session.commit()
        db.session.remove()
    promise = {"quantity_ready": 1, "quantity_made": 0}
    results = at_once(alone, *(lambda id_=id_: answer(id_, **promise) for id_ in lines))
    assert sum(isinstance(result, LineAnswer) for result in results) == 1
    assert sum(isinstance(result, holds.NotEnoughReady) for result in results) == 3
    with alone.app_context():
        kept = db.session.get_one(Variant, variant)
        assert (kept.reserved, kept.available) == (1, 0)
        assert db.session.scalar(select(func.count(Reservation.id)).where(Reservation.state == Hold.LIVE)) == 1


def test_a_week_is_never_booked_beyond_what_can_be_made(alone: Flask) -> None:
    with alone.app_context():
        maker = given.artisan(weekly_capacity=3)
        table = given.item(maker, kind=Kind.MADE_TO_ORDER, variant={"weekly_capacity": 0})
        lines = [given.request(given.Wanted(table.main, 2)).lines[0].id for _ in range(4)]
        db.session.commit()
        db.session.remove()
    results = at_once(alone, *(lambda id_=id_: answer(id_) for id_ in lines))
    assert all(isinstance(result, LineAnswer) for result in results)
    with alone.app_context():
        weeks = db.session.execute(
            select(CapacityBooking.week, func.sum(CapacityBooking.quantity)).group_by(CapacityBooking.week)
        ).all()
        assert sorted(weeks) == [
            (capacity.monday(NOW.date()), 3),
            (capacity.monday(NOW.date()).replace(day=23), 3),
            (capacity.monday(NOW.date()).replace(day=30), 2),
        ]


def test_a_line_answered_twice_at_once_has_one_live_answer(alone: Flask) -> None:
    with alone.app_context():
        bowl = given.item(stock=5)
        line, variant = given.request(given.Wanted(bowl.main, 2)).lines[0].id, bowl.main.id
        db.session.commit()
        db.session.remove()
    at_once(alone, *(lambda: answer(line) for _ in range(3)))
    with alone.app_context():
        assert db.session.get_one(Variant, variant).reserved == 2
        assert db.session.scalar(select(func.count(LineAnswer.id)).where(LineAnswer.live)) == 1


def test_the_same_form_sent_twice_at_once_is_one_request(alone: Flask) -> None:
    with alone.app_context():
        variant = given.item().main.id
        db.session.commit()
        db.session.remove()
    key = new_key()

    def send() -> str:
        wanted = sending.Wanted(db.session.get_one(Variant, variant), 1)
        return sending.send(given.contact(), [wanted], key=key, language="fr", at=NOW).reference

    results = at_once(alone, send, send, send)
    assert len(set(results)) == 1
    with alone.app_context():
        assert db.session.scalar(select(func.count(PurchaseRequest.id))) == 1
        assert db.session.scalar(select(func.count(RequestEvent.id))) == 1


def test_an_offer_is_accepted_once_and_not_refused_too(alone: Flask) -> None:
    with alone.app_context():
        offer = given.offer().id
        db.session.commit()
        db.session.remove()

    def accept() -> str:
        deciding.accept(db.session.get_one(Offer, offer), at=NOW)
        return "accepted"

    def withdraw() -> str:
        deciding.withdraw(db.session.get_one(Offer, offer).request, at=NOW)
        return "withdrawn"

    results = at_once(alone, accept, accept, withdraw)
    assert sum(isinstance(result, str) for result in results) == 1
    with alone.app_context():
        assert db.session.scalar(select(func.count(RequestEvent.id)).where(RequestEvent.deed != "send")) == 3


def test_a_request_cancelled_while_its_maker_answers_holds_nothing(alone: Flask) -> None:
    """Whichever comes first: the answer is refused, or what it held is given back."""
    with alone.app_context():
        asked = given.request(given.Wanted(given.item(stock=3).main, 2))
        line, request, variant = asked.lines[0].id, asked.id, asked.lines[0].variant_id
        advisor = given.advisor().id
        db.session.commit()
        db.session.remove()

    def cancel() -> str:
        by, ended = db.session.get_one(User, advisor), db.session.get_one(PurchaseRequest, request)
        deciding.cancel(ended, deciding.CancelReason.MISTAKE, by=by, at=NOW)
        return "cancelled"

    results = at_once(alone, lambda: answer(line), cancel, lambda: answer(line))
    assert "cancelled" in results
    with alone.app_context():
        assert db.session.get_one(PurchaseRequest, request).state is State.CANCELLED
        assert db.session.get_one(Variant, variant).reserved == 0


def test_details_erased_while_an_offer_is_accepted_leave_one_of_the_two(alone: Flask) -> None:
    with alone.app_context():
        offer = given.offer().id
        db.session.commit()
        db.session.remove()

    def accept() -> str:
        deciding.accept(db.session.get_one(Offer, offer), at=NOW)
        return "accepted"

    def erase() -> str:
        forgetting.erase(db.session.get_one(Offer, offer).request, at=NOW)
        return "erased"

    results = at_once(alone, accept, erase)
    assert sum(isinstance(result, str) for result in results) == 1
    with alone.app_context():
        request = db.session.get_one(Offer, offer).request
        assert (request.state, request.name is None) in ((State.ACCEPTED, False), (State.WITHDRAWN, True))


def test_offers_sent_at_once_are_numbered_without_a_gap(alone: Flask) -> None:
    with alone.app_context():
        requests = []
        for _ in range(4):
            request = given.request()
            given.answer(request.lines[0])
            requests.append(request.id)
        advisor = given.advisor().id
        db.session.commit()
        db.session.remove()

    def send(id_: int) -> str:
        terms = {"delivery_cost": 0, "expires_on": NOW.date(), "by": db.session.get_one(User, advisor)}
        return offering.offer(db.session.get_one(PurchaseRequest, id_), at=NOW, **terms).number

    results = at_once(alone, *(lambda id_=id_: send(id_) for id_ in requests))
    assert sorted(results) == [f"OF-2026-{n:04d}" for n in range(1, 5)]
    with alone.app_context():
        assert db.session.scalar(select(DocumentCounter.last)) == 4
