"""A request from its sending to the customer's word."""

from datetime import timedelta

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue.models import Kind
from app.domain.purchasing import arrows, deciding, holds, totals
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason, State
from app.domain.purchasing.offer_models import OfferState
from tests import given
from tests.given import NOW


def test_answered_as_asked_reserves_and_accepting_touches_no_stock(app: Flask) -> None:
    bowl, noise = given.item(stock=3), given.item(stock=3)
    request = given.request(given.Wanted(bowl.main, 2))
    assert bowl.main.available == 3, "nothing is held for an unanswered request"
    given.answer(request.lines[0])
    assert (bowl.main.reserved, bowl.main.available, noise.main.reserved) == (2, 1, 0)
    offer = given.offer(request)
    assert offer.total == 2 * 26000 + 14500
    deciding.accept(offer, at=NOW)
    assert (request.state, offer.state, bowl.main.reserved, bowl.main.on_hand) == (
        State.ACCEPTED,
        OfferState.ACCEPTED,
        2,
        3,
    )
    assert arrows.replay(request.events) is State.ACCEPTED


def test_answering_again_gives_back_what_the_first_answer_held(app: Flask) -> None:
    bowl = given.item(stock=3)
    line = given.request(given.Wanted(bowl.main, 3)).lines[0]
    first = given.answer(line)
    second = given.answer(line, kind=AnswerKind.CHANGED, quantity_ready=1, quantity_made=0)
    assert (first.live, second.live, bowl.main.reserved) == (False, True, 1)
    assert db.session.get_one(type(line), line.id).answer is second


def test_accepting_some_lines_refuses_and_releases_the_others(app: Flask) -> None:
    bowl, rug = given.item(stock=2), given.item(stock=2, price=90000)
    offer = given.offer(given.request(bowl, rug))
    deciding.accept(offer, [offer.lines[0].id], at=NOW)
    assert (bowl.main.reserved, rug.main.reserved) == (1, 0)
    assert [line.accepted for line in offer.lines] == [True, False]
    assert totals.accepted(offer) == 26000 + 14500
    assert offer.total == 26000 + 90000 + 14500, "an offer is never rewritten"


@pytest.mark.parametrize("end", ["refuse", "withdraw", "cancel", "expire"])
def test_whatever_ends_an_offer_gives_everything_back_once(app: Flask, end: str) -> None:
    bowl = given.item(stock=2)
    table = given.item(kind=Kind.MADE_TO_ORDER)
    request = given.request(bowl, given.Wanted(table.main, 3))
    offer = given.offer(request)
    later = offer.expires_at + timedelta(seconds=1)
    match end:
        case "refuse":
            deciding.refuse(offer, RefusalReason.PRICE, at=NOW)
        case "withdraw":
            deciding.withdraw(request, at=NOW)
        case "cancel":
            deciding.cancel(request, deciding.CancelReason.CANNOT_SUPPLY, by=given.coordinator(), at=NOW)
        case "expire":
            deciding.expire(offer, at=later)
    assert request.state in arrows.ENDED and request.closed_at is not None
    assert offer.state is not OfferState.SENT
    assert bowl.main.reserved == 0
    answers = [line.answer for line in offer.lines]
    assert holds.release(answers, at=NOW) == 0, "a second release changes nothing"
    assert (bowl.main.reserved, bowl.main.on_hand) == (0, 2)
    assert arrows.replay(request.events) is request.state


def test_a_change_makes_a_new_version_and_the_old_one_cannot_be_accepted(app: Flask) -> None:
    bowl = given.item(stock=3)
    request = given.request(given.Wanted(bowl.main, 3))
    first = given.offer(request)
    deciding.ask_change(first, "Deux suffisent.", at=NOW)
    assert (request.state, bowl.main.reserved) == (State.ANSWERING, 3)
    with pytest.raises(arrows.NoSuchArrow):
        deciding.accept(first, at=NOW)
    given.answer(request.lines[0], kind=AnswerKind.CHANGED, quantity_ready=2)
    second = given.offer(request)
    with pytest.raises(deciding.OfferReplaced):
        deciding.accept(first, at=NOW)
    deciding.accept(second, at=NOW)
    assert (second.number_in_request, bowl.main.reserved) == (2, 2)
    assert request.messages[0].body == "Deux suffisent."


def test_when_every_line_is_declined_the_request_ends(app: Flask) -> None:
    request = given.request(given.item(), given.item())
    for line in request.lines:
        assert request.state is not State.DECLINED
        given.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    assert request.state is State.DECLINED
    assert [event.deed for event in request.events] == ["send", "answer", "answer", "decline"]


def test_an_offer_ends_with_its_last_day_in_casablanca(app: Flask) -> None:
    offer = given.offer()
    with pytest.raises(deciding.OfferIsOver):
        deciding.accept(offer, at=offer.expires_at + timedelta(seconds=1))
    deciding.accept(offer, at=offer.expires_at)
    assert offer.request.state is State.ACCEPTED
