"""What the rules refuse, and why: answers, offers, sendings, rights."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.base.database import db
from app.base.errors import Forbidden, Refusal
from app.domain.catalogue.models import Kind
from app.domain.people.models import RoleName
from app.domain.purchasing import answering, arrows, desk, holds, offering, sending, talking, timekeeping, waiting
from app.domain.purchasing.desk import Patience, Turn
from app.domain.purchasing.models import AnswerKind, Author, DeclineReason, State
from tests import given
from tests.given import NOW

CHANGED = {"kind": AnswerKind.CHANGED}


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        ({"quantity_ready": 1}, answering.NotAsAsked, "kind"),
        ({"unit_price": 100}, answering.NotAsAsked, "kind"),
        ({"quantity_ready": 9}, answering.NotAsAsked, "kind"),
        ({**CHANGED, "quantity_ready": 9}, holds.NotEnoughReady, "quantity_ready"),
        ({**CHANGED, "quantity_ready": -1, "quantity_made": 2}, answering.NothingPromised, "quantity_made"),
        ({**CHANGED, "quantity_ready": 0, "quantity_made": 0}, answering.NothingPromised, "quantity_ready"),
        ({**CHANGED, "quantity_made": 99999999999999}, answering.NothingPromised, "quantity_made"),
        ({**CHANGED, "unit_price": 0}, answering.NoPrice, "unit_price"),
        ({**CHANGED, "unit_price": -5}, answering.NoPrice, "unit_price"),
        ({**CHANGED, "unit_price": 10**13}, Refusal, "unit_price"),
        ({**CHANGED, "lead_days": 366}, answering.WrongLead, "lead_days"),
        ({**CHANGED, "lead_days": -1}, answering.WrongLead, "lead_days"),
        ({"kind": AnswerKind.DECLINED}, answering.NoReason, "reason"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused(
    app: Flask, said: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    line = given.request(given.Wanted(given.item(stock=3).main, 2)).lines[0]
    with pytest.raises(refusal) as met:
        given.answer(line, **said)
    assert met.value.field == field


def test_a_unique_piece_is_never_made_again(app: Flask) -> None:
    line = given.request(given.item(kind=Kind.UNIQUE)).lines[0]
    with pytest.raises(answering.OneOfAKind):
        given.answer(line, **CHANGED, quantity_ready=0, quantity_made=1)


def test_a_piece_made_to_order_is_never_ready(app: Flask) -> None:
    line = given.request(given.item(kind=Kind.MADE_TO_ORDER)).lines[0]
    with pytest.raises(answering.NotOnAShelf):
        given.answer(line, **CHANGED, quantity_ready=1)


def test_the_shelf_serves_first_and_the_workshop_the_rest(app: Flask) -> None:
    cloth = given.item(kind=Kind.READY_THEN_MADE, stock=2)
    answer = given.answer(given.request(given.Wanted(cloth.main, 5)).lines[0], lead_days=2)
    assert (answer.quantity_ready, answer.quantity_made, cloth.main.reserved) == (2, 3, 2)
    assert answer.ready_on == date(2026, 11, 22), "NOW is a Friday: two days of the maker's own"


def test_full_weeks_make_the_wait_longer_than_the_maker_says(app: Flask) -> None:
    maker = given.artisan(weekly_capacity=2)
    table = given.item(maker, kind=Kind.MADE_TO_ORDER)
    given.answer(given.request(given.Wanted(table.main, 2)).lines[0])
    answer = given.answer(given.request(given.Wanted(table.main, 3)).lines[0], lead_days=1)
    assert answer.ready_on == date(2026, 12, 5), "this week is full: two the next, the last one the week after"
    assert answer.lead_days == 15


def test_only_the_lines_own_maker_answers_or_staff_in_their_name(app: Flask) -> None:
    line = given.request().lines[0]
    for stranger in (given.artisan().user, given.user(), given.user(RoleName.ARTISAN)):
        with pytest.raises(Forbidden):
            given.answer(line, by=stranger)
    advisor = given.advisor()
    answer = given.answer(line, by=advisor, on_behalf=True)
    event = line.request.events[-1]
    assert answer.on_behalf and (event.by_id, event.on_behalf_of_id) == (advisor.id, line.artisan_id)


def test_answering_as_asked_again_counts_on_what_the_last_answer_held(app: Flask) -> None:
    bowl = given.item(stock=3)
    line = given.request(given.Wanted(bowl.main, 3)).lines[0]
    given.answer(line)
    again = given.answer(line, at=NOW + timedelta(hours=1))
    assert (again.quantity_ready, again.quantity_made, bowl.main.reserved) == (3, 0, 3)


def test_a_wish_waits_for_an_advisor_to_choose_a_maker(app: Flask) -> None:
    request = given.request(given.Wished("Un tapis", 2))
    line, advisor, maker = request.lines[0], given.advisor(), given.artisan()
    assert [(place.request, place.turn) for place in desk.under_way(NOW, Patience(48, 2))] == [
        (request, Turn.MAKER_TO_CHOOSE)
    ]
    with pytest.raises(answering.NoMaker):
        answering.answer(line, kind=AnswerKind.CHANGED, quantity_made=2, unit_price=5000, by=advisor, at=NOW)
    with pytest.raises(Forbidden):
        answering.entrust(line, maker, by=maker.user, at=NOW)
    answering.entrust(line, maker, by=advisor, at=NOW)
    db.session.flush()
    assert waiting.to_answer(maker) == [line]
    given.answer(line, unit_price=90000)
    assert arrows.replay(request.events) is State.ANSWERING


def test_makers_see_their_own_waiting_lines_oldest_first(app: Flask) -> None:
    one, other = given.artisan(), given.artisan()
    late = given.request(given.item(one), at=NOW)
    early = given.request(given.item(one), given.item(other), at=NOW - timedelta(days=1))
    assert waiting.to_answer(one) == [early.lines[0], late.lines[0]]
    given.answer(early.lines[0])
    db.session.flush()
    assert waiting.to_answer(one) == [late.lines[0]]
    assert waiting.to_answer(other) == [early.lines[1]]


def test_staff_see_what_waits_for_them(app: Flask) -> None:
    late, fresh, answered = (given.request(at=NOW - timedelta(days=days)) for days in (4, 1, 2))
    given.answer(answered.lines[0])
    db.session.flush()
    places = [(place.request, place.turn, place.late) for place in desk.under_way(NOW, Patience(48, 2))]
    assert places == [
        (late, Turn.ARTISANS, True),
        (fresh, Turn.ARTISANS, False),
        (answered, Turn.OFFER_TO_MAKE, False),
    ]


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"delivery_cost": -1}, offering.WrongDelivery),
        ({"delivery_cost": 99999999999999}, offering.WrongDelivery),
        ({"expires_on": NOW.date() - timedelta(days=1)}, offering.WrongExpiry),
        ({"expires_on": NOW.date() + timedelta(days=91)}, offering.WrongExpiry),
        ({"expires_on": date(9999, 12, 31)}, offering.WrongExpiry),
    ],
)
def test_an_offer_with_wrong_terms_is_refused(app: Flask, terms: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        given.offer(**terms)


def test_makers_do_not_send_offers(app: Flask) -> None:
    request = given.request()
    given.answer(request.lines[0])
    with pytest.raises(Forbidden):
        given.offer(request, by=request.lines[0].artisan.user)


def test_an_offer_needs_an_answer_that_promises_something(app: Flask) -> None:
    request = given.request(given.item(), given.item())
    with pytest.raises(arrows.NoSuchArrow):
        offering.offer(request, delivery_cost=0, expires_on=NOW.date(), by=given.advisor(), at=NOW)
    given.answer(request.lines[0], kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    with pytest.raises(offering.NothingToOffer):
        offering.offer(request, delivery_cost=0, expires_on=NOW.date(), by=given.advisor(), at=NOW)
    given.answer(request.lines[0])
    made = offering.offer(request, delivery_cost=0, expires_on=NOW.date(), by=given.advisor(), at=NOW)
    assert [line.line for line in made.lines] == [request.lines[0]], "an advisor sends what there is"


def test_a_price_changed_later_does_not_touch_the_offer(app: Flask) -> None:
    bowl = given.item(price=26000)
    offer = given.offer(given.request(bowl))
    bowl.main.price = 99000
    assert (offer.goods, offer.lines[0].unit_price) == (26000, 26000)


def test_what_is_held_too_long_without_an_offer_is_given_back(app: Flask) -> None:
    bowl, rug = given.item(stock=1), given.item(stock=1)
    request = given.request(bowl)
    given.answer(request.lines[0])
    given.answer(given.request(rug).lines[0], at=NOW + timedelta(days=3))
    later = NOW + timedelta(days=7)
    assert timekeeping.release_stale_holds(later - timedelta(seconds=1)) == 0
    assert timekeeping.release_stale_holds(later) == 1
    assert (bowl.main.reserved, rug.main.reserved) == (0, 1)
    given.offer(request, at=later)
    assert bowl.main.reserved == 1, "an offer takes the hold again while the piece is there"


def test_an_offer_is_refused_when_the_piece_went_to_somebody_else(app: Flask) -> None:
    bowl = given.item(stock=1)
    first, second = given.request(bowl), given.request(bowl)
    given.answer(first.lines[0])
    timekeeping.release_stale_holds(NOW + timedelta(days=7))
    given.answer(second.lines[0])
    with pytest.raises(holds.NotEnoughReady):
        given.offer(first, at=NOW + timedelta(days=7))


def test_the_clock_ends_offers_after_their_last_day_and_only_those(app: Flask) -> None:
    over, lasting = given.offer(), given.offer(expires_on=NOW.date() + timedelta(days=30))
    assert timekeeping.expire_offers(over.expires_at) == 0
    assert timekeeping.expire_offers(over.expires_at + timedelta(seconds=1)) == 1
    assert (over.request.state, lasting.request.state) == (State.EXPIRED, State.OFFERED)
    assert timekeeping.expire_offers(over.expires_at + timedelta(days=1)) == 0


def test_old_requests_are_anonymised_a_year_after_they_ended(app: Flask) -> None:
    old, young, open_ = given.request(message="Claire"), given.request(), given.request()
    old.closed_at, young.closed_at = NOW, NOW + timedelta(days=30)
    assert timekeeping.forget_old_requests(NOW + timedelta(days=370)) == 1
    assert (old.name, old.email, old.message) == (None, None, None)
    assert young.name and open_.name


def test_writing_is_for_those_concerned(app: Flask) -> None:
    request = given.request()
    maker, stranger = request.lines[0].artisan, given.artisan()
    talking.artisan_writes(request, maker, "Oui", by=maker.user, at=NOW)
    with pytest.raises(Forbidden):
        talking.artisan_writes(request, stranger, "Moi aussi", by=stranger.user, at=NOW)
    with pytest.raises(Forbidden):
        talking.artisan_writes(request, maker, "Non", by=stranger.user, at=NOW)
    with pytest.raises(Forbidden):
        talking.staff_write(request, "Bonjour", by=maker.user, at=NOW)
    assert [message.author for message in request.messages] == [Author.ARTISAN]


def test_every_arrow_is_open_to_its_own_people_only(app: Flask) -> None:
    for arrow in arrows.ARROWS.values():
        for actor in arrows.Actor:
            who = arrows.Who(actor)
            if actor in arrow.actors:
                assert arrows.check(arrow.origin, arrow.deed, who) is arrow
            else:
                with pytest.raises(Forbidden):
                    arrows.check(arrow.origin, arrow.deed, who)


def test_a_request_needs_a_line_and_not_too_many(app: Flask) -> None:
    with pytest.raises(sending.NothingAsked):
        sending.send(given.contact(), [], key="a-key-of-a-form", language="fr", at=NOW)
    with pytest.raises(sending.TooManyLines):
        given.request(*[given.Wished("Un tapis")] * 41)
