"""What was offered at which price: bands, what was said to them, and whose offers are counted."""

from datetime import timedelta

from flask import Flask

from app.base.database import db
from app.domain.demand import prices
from app.domain.demand.prices import Offered, Outcome
from app.domain.purchasing.models import RefusalReason
from app.domain.purchasing.offer_models import Offer, OfferState
from tests import given as people
from tests.domain.demand.given import TODAY


def many(*pairs: tuple[int, Outcome]) -> list[Offered]:
    return [Offered(price * 100, 2, outcome) for price, outcome in pairs]


def test_bands_are_round_few_and_hold_every_offer_once() -> None:
    found = prices.bands(many(*((price, Outcome.ACCEPTED) for price in range(90, 1_000, 7))))
    assert len(found) <= prices.MOST_BANDS and sum(band.offered for band in found) == 130
    assert {band.high - band.low for band in found} == {20_000} and found[0].low == 0
    assert [band.low for band in found[1:]] == [band.high for band in found[:-1]]


def test_one_price_is_one_band_and_nothing_is_none() -> None:
    (band,) = prices.bands(many((250, Outcome.ACCEPTED), (250, Outcome.TOO_DEAR)))
    assert (band.low, band.high, band.offered, band.pieces) == (25_000, 25_100, 2, 4)
    assert prices.bands([]) == [] and prices.usual([]) is None


def test_a_price_far_above_the_others_shares_the_last_band() -> None:
    usual = [(200 + number, Outcome.ACCEPTED) for number in range(100)]
    found = prices.bands(many(*usual, (90_000, Outcome.REFUSED)))
    assert found[-1].high == 9_000_001 and found[-1].lines[Outcome.REFUSED] == 1
    assert sum(band.offered for band in found) == 101


def test_offers_that_ended_say_nothing_about_their_price() -> None:
    (band,) = prices.bands(many((100, Outcome.ACCEPTED), (100, Outcome.ENDED), (100, Outcome.REFUSED)))
    assert (band.offered, band.accepted, band.said_no) == (3, 1, 1)
    assert band.share and band.share.cases == 2


def decided(state: OfferState, price: int, *, reason: RefusalReason | None = None, taken: bool | None = None) -> Offer:
    made = people.offer(people.request(people.item(price=price)))
    made.state, made.refusal_reason = state, reason
    for line in made.lines:
        line.accepted = taken
    db.session.flush()
    return made


def test_each_outcome_is_read_from_the_offer_and_the_undecided_are_left_out(app: Flask) -> None:
    decided(OfferState.ACCEPTED, 10_000)
    decided(OfferState.ACCEPTED, 20_000, taken=False)
    decided(OfferState.REFUSED, 30_000, reason=RefusalReason.PRICE)
    decided(OfferState.REFUSED, 40_000, reason=RefusalReason.DELAY)
    decided(OfferState.EXPIRED, 50_000)
    for state in (OfferState.SENT, OfferState.REPLACED, OfferState.WITHDRAWN):
        decided(state, 60_000)
    old = decided(OfferState.ACCEPTED, 70_000)
    old.sent_at -= timedelta(days=100)
    db.session.flush()
    found = prices.offered(TODAY - timedelta(days=30), TODAY)
    assert {one.price: one.outcome for one in found} == {
        10_000: Outcome.ACCEPTED,
        20_000: Outcome.REFUSED,
        30_000: Outcome.TOO_DEAR,
        40_000: Outcome.REFUSED,
        50_000: Outcome.ENDED,
    }
    assert prices.usual(found) == 10_000


def test_offers_of_a_craft_a_piece_a_country(app: Flask) -> None:
    piece = people.item(price=11_100)
    mine = people.offer(people.request(piece, contact=people.contact(country="ES")))
    decided(OfferState.ACCEPTED, 22_200)  # noise
    mine.state = OfferState.ACCEPTED
    db.session.flush()
    days = (TODAY - timedelta(days=30), TODAY)
    for narrowed in (
        prices.offered(*days, crafts=frozenset({piece.craft_id})),
        prices.offered(*days, item_id=piece.id),
        prices.offered(*days, artisan_id=piece.artisan_id),
        prices.offered(*days, country="ES"),
    ):
        assert [one.price for one in narrowed] == [11_100]
