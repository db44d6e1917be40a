"""A counter-proposal: figures by line and a day, kept for good; from then on *as asked* means as wished."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Missing, Refusal
from app.domain.catalogue.models import Kind
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.purchasing import answering, countering, deciding, figures, findings, offering, totals, waiting
from app.domain.purchasing.counter_models import CounterLine, CounterProposal
from app.domain.purchasing.countering import NothingWished, NoWishedPrice, OneThereIs, Wish, WrongWish
from app.domain.purchasing.deciding import OfferReplaced
from app.domain.purchasing.models import AnswerKind, State
from app.domain.purchasing.offer_models import Offer, OfferState
from app.domain.purchasing.sending import DayHasPassed, Wanted, Wished
from tests import given
from tests.given import NOW

LATER = NOW + timedelta(hours=1)
SOON = NOW.date() + timedelta(days=20)


def two_lines() -> Offer:
    """Two pieces at 260 MAD, of one maker three, of another one; five of each are ready."""
    return given.offer(given.request(Wanted(given.item(stock=5).main, 3), Wanted(given.item(stock=5).main, 1)))


def test_a_wish_is_kept_in_full_and_the_request_is_answered_anew(app: Flask) -> None:
    offer = two_lines()
    first, second = offer.lines
    deciding.ask_change(offer, wishes={first.id: Wish(quantity=2, unit_price=24000)}, needed_by=SOON, at=LATER)
    request = offer.request
    assert (request.state, offer.state) == (State.ANSWERING, OfferState.REPLACED)
    (kept,) = request.proposals
    assert (kept.needed_by, kept.has_words, kept.at, kept.offer_id) == (SOON, False, LATER, offer.id)
    assert [(one.line_id, one.quantity, one.unit_price, one.differs) for one in kept.lines] == [
        (first.line_id, 2, 24000, True),
        (second.line_id, 1, 26000, False),
    ]
    assert request.events[-1].facts == {"offer_id": offer.id, "proposal_id": kept.id}
    assert not request.messages, "nothing was said in words"
    assert (request.lines[0].quantity, request.lines[0].unit_price) == (3, 26000), "a request never changes"
    assert countering.wanted_by(request) == SOON
    assert all(findings.waits(line, LATER) and waiting.waits(line) for line in request.lines)
    with pytest.raises(OfferReplaced):
        deciding.accept(given.offer(request, at=LATER + timedelta(hours=1)) and offer, at=LATER)


def test_yes_means_as_wished_in_quantity_and_price(app: Flask) -> None:
    offer = two_lines()
    line = offer.lines[0].line
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2, 24000)}, at=LATER)
    assert figures.as_asked(line) == (2, 0, 24000, 0)
    answer = given.answer(line, at=LATER + timedelta(hours=1))
    assert (answer.kind, answer.quantity, answer.unit_price) == (AnswerKind.AS_ASKED, 2, 24000)
    assert line.variant and line.variant.reserved == 2, "one of three goes back on the shelf"
    with pytest.raises(answering.NotAsAsked):
        given.answer(line, quantity_ready=3, at=LATER + timedelta(hours=2))


def test_an_answer_begins_with_what_is_wished_until_it_is_given(app: Flask) -> None:
    offer = two_lines()
    wished, left = (one.line for one in offer.lines)
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(unit_price=24000)}, at=LATER)
    assert figures.so_far(wished) == (3, 0, 24000, 0)
    assert figures.is_countered(wished) and not figures.is_countered(left)
    said = {"kind": AnswerKind.CHANGED, "quantity_ready": 3, "unit_price": 25000, "lead_days": 2}
    given.answer(wished, at=LATER + timedelta(hours=1), **said)
    assert figures.so_far(wished) == (3, 0, 25000, 2)
    assert not figures.is_countered(wished)


def test_the_newest_wish_counts_and_earlier_ones_are_kept(app: Flask) -> None:
    first = two_lines()
    deciding.ask_change(first, wishes={first.lines[0].id: Wish(2)}, needed_by=SOON, at=LATER)
    for line in first.request.lines:
        given.answer(line, at=LATER)
    second = given.offer(first.request, at=LATER)
    deciding.ask_change(second, wishes={second.lines[0].id: Wish(1)}, at=LATER + timedelta(hours=1))
    line = first.request.lines[0]
    assert (line.wanted_quantity, line.wanted_price) == (1, 26000)
    assert countering.wanted_by(first.request) == SOON, "a day said once holds until another is said"
    kept = db.session.scalars(select(CounterLine).where(CounterLine.line_id == line.id).order_by(CounterLine.id)).all()
    assert [(one.quantity, one.live) for one in kept] == [(2, False), (1, True)]
    before = countering.before(second.lines[0])
    assert before is not None and before.quantity == 2
    assert countering.before(first.lines[0]) is None


def test_words_alone_ask_too_and_a_plain_yes_is_the_last_offer(app: Flask) -> None:
    request = given.request(Wanted(given.item(stock=5).main, 3))
    given.answer(request.lines[0], kind=AnswerKind.CHANGED, quantity_ready=2, unit_price=28000, lead_days=0)
    deciding.ask_change(given.offer(request), "En bleu", at=LATER)
    assert request.proposals[0].has_words and [one.body for one in request.messages] == ["En bleu"]
    assert figures.as_asked(request.lines[0])[:3] == (2, 0, 28000)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish(0), WrongWish),
        (Wish(-1), WrongWish),
        (Wish(1000), WrongWish),
        (Wish(unit_price=0), NoWishedPrice),
        (Wish(unit_price=-5), NoWishedPrice),
        (Wish(999, 1_000_000_00), totals.TooDear),
        (Wish(3, 26000), NothingWished),
        (Wish(), NothingWished),
    ],
)
def test_what_cannot_be_wished_leaves_the_offer_as_it_is(app: Flask, wish: Wish, refusal: type[Refusal]) -> None:
    offer = two_lines()
    with pytest.raises(refusal) as refused:
        deciding.ask_change(offer, "  ", wishes={offer.lines[0].id: wish}, at=LATER)
    assert refused.value.field in ("words", f"qty-{offer.lines[0].id}", f"price-{offer.lines[0].id}")
    assert (offer.request.state, offer.state) == (State.OFFERED, OfferState.SENT)
    assert not db.session.scalars(select(CounterProposal)).all()


def test_a_day_that_has_passed_and_another_offers_line_cannot_be_wished(app: Flask) -> None:
    offer, other = two_lines(), two_lines()
    with pytest.raises(DayHasPassed):
        deciding.ask_change(offer, needed_by=date(2026, 11, 19), at=LATER)
    with pytest.raises(Missing):
        deciding.ask_change(offer, wishes={other.lines[0].id: Wish(2)}, at=LATER)
    assert offer.state is OfferState.SENT


def test_the_same_day_again_is_no_change(app: Flask) -> None:
    offer = given.offer(given.request(needed_by=SOON))
    with pytest.raises(NothingWished):
        deciding.ask_change(offer, needed_by=SOON, at=LATER)
    deciding.ask_change(offer, needed_by=SOON - timedelta(days=2), at=LATER)
    assert countering.wanted_by(offer.request) == SOON - timedelta(days=2)


def test_a_unique_piece_stays_one(app: Flask) -> None:
    offer = given.offer(given.request(given.item(kind=Kind.UNIQUE)))
    with pytest.raises(OneThereIs):
        deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2)}, at=LATER)
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(1, 20000)}, at=LATER)
    assert given.answer(offer.lines[0].line, at=LATER).unit_price == 20000


def test_fewer_pieces_as_wished_are_no_lack_of_the_market(app: Flask) -> None:
    offer = two_lines()
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2)}, at=LATER)
    given.answer(offer.lines[0].line, at=LATER)
    kinds = set(db.session.scalars(select(DemandSignal.kind)))
    assert SignalKind.REDUCTION not in kinds
    said = {"kind": AnswerKind.CHANGED, "quantity_ready": 1, "lead_days": 0}
    given.answer(offer.lines[0].line, at=LATER, **said)
    lack = db.session.scalars(select(DemandSignal).where(DemandSignal.kind == SignalKind.REDUCTION)).one()
    assert lack.quantity == 1, "one of two wished, not of three asked at first"


def test_a_new_version_is_made_of_what_was_answered_to_the_wish(app: Flask) -> None:
    offer = two_lines()
    deciding.ask_change(offer, wishes={offer.lines[0].id: Wish(2, 24000)}, at=LATER)
    for line in offer.request.lines:
        given.answer(line, at=LATER)
    terms = {"delivery_cost": 0, "expires_on": SOON, "by": given.advisor(), "at": LATER}
    second = offering.offer(offer.request, **terms)
    assert [(line.quantity, line.unit_price) for line in second.lines] == [(2, 24000), (1, 26000)]
    assert second.total == 2 * 24000 + 26000


def test_a_wish_nobody_was_found_for_is_unmet_demand_once_it_is_cancelled(app: Flask) -> None:
    request = given.request(Wished("Une lampe de mosquée", 2, budget=50000), given.item())
    deciding.cancel(request, deciding.CancelReason.CANNOT_SUPPLY, by=given.advisor(), at=LATER)
    lack = db.session.scalars(select(DemandSignal).where(DemandSignal.kind == SignalKind.DECLINE)).one()
    assert (lack.quantity, lack.value, lack.reason) == (2, 100000, "do_not_make")
    other = given.request(Wished("Un plateau"))
    deciding.cancel(other, deciding.CancelReason.MISTAKE, by=given.advisor(), at=LATER)
    assert len(db.session.scalars(select(DemandSignal).where(DemandSignal.kind == SignalKind.DECLINE)).all()) == 1
