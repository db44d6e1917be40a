"""What to know before a visit: one artisan's demand, what was lost, accepted prices, and nobody else's."""

from datetime import timedelta

from flask import Flask

from app.base.database import db
from app.domain.catalogue import search
from app.domain.demand import expected, unsold, visit
from app.domain.demand.models import SignalKind
from app.domain.demand.visit import Accepted, Lost, Moved
from app.domain.purchasing.offer_models import OfferState
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.given import TODAY


def test_looked_asked_and_lost_of_one_artisan_in_twelve_weeks_and_the_twelve_before(app: Flask) -> None:
    me = people.artisan()
    piece, noise = people.item(me), people.item()
    whose = {"item_id": piece.id, "craft_id": piece.craft_id, "artisan_id": me.id}
    for days, looked, quantity in ((1, 40, 3), (84, 5, 2), (85, 11, 1), (168, 7, 4), (169, 99, 99), (0, 99, 99)):
        given.day(SignalKind.VIEW, days, looked, **whose)
        given.day(SignalKind.REQUEST_LINE, days, 1, quantity=quantity, **whose)
    given.day(SignalKind.VIEW, 2, 6, out_of_stock=True, **whose)
    given.day(SignalKind.DECLINE, 2, 2, quantity=5, reason="no_time", **whose)
    given.day(SignalKind.DECLINE, 3, 1, quantity=1, reason="no_time", country="ES", **whose)
    given.day(SignalKind.OFFER_REFUSED, 2, 1, quantity=2, **whose)
    given.day(SignalKind.DECLINE, 100, 9, reason="no_stock", **whose)
    for kind in (SignalKind.VIEW, SignalKind.REQUEST_LINE, SignalKind.DECLINE):
        given.day(kind, 4, 50, item_id=noise.id, craft_id=noise.craft_id, artisan_id=noise.artisan_id)
    found = visit.demand(me, today=TODAY)
    assert (found.first, found.last) == (TODAY - timedelta(days=84), TODAY - timedelta(days=1))
    assert found.looked == {piece.id: Moved(51, 18)} and found.asked == {piece.id: Moved(5, 5)}
    assert found.lost == [
        Lost(SignalKind.DECLINE, "no_time", 3, 6),
        Lost(SignalKind.OFFER_REFUSED, "", 1, 2),
    ]
    assert (found.pieces_lost, found.sold_out) == (8, 6)
    assert found.all_looked.direction == "up" and found.all_asked.direction == "flat"
    assert 1 < found.expected(piece.id).mean < 3 and found.expected(noise.id).mean < 0.5


def test_what_a_piece_is_expected_to_be_asked_for_is_what_the_night_foresaw(app: Flask) -> None:
    me = people.artisan()
    piece = people.item(me)
    for weeks in range(1, 11):
        given.day(SignalKind.REQUEST_LINE, 7 * weeks, 1, item_id=piece.id, craft_id=piece.craft_id, artisan_id=me.id)
    given.night()
    kept = expected.of_items([piece.id])[piece.id]
    coming, foreseen = visit.demand(me, today=TODAY).expected(piece.id), expected.total(kept, 4)
    assert coming.mean == foreseen.mean and coming.interval() == tuple(foreseen.quantiles((0.1, 0.9)))


def test_accepted_prices_of_their_crafts(app: Flask) -> None:
    craft = people.craft()
    for price, state in ((100, OfferState.ACCEPTED), (300, OfferState.ACCEPTED), (999, OfferState.REFUSED)):
        people.offer(people.request(people.item(craft_=craft, price=price * 100))).state = state
    people.offer(people.request(people.item(price=5_500))).state = OfferState.ACCEPTED
    db.session.flush()
    assert visit.accepted_prices({craft.id}, today=TODAY) == {craft.id: Accepted([10_000, 30_000])}


def test_a_price_among_those_accepted() -> None:
    accepted = Accepted([100 * number for number in range(1, 11)])
    assert accepted.is_enough and not Accepted([100] * 4).is_enough
    assert accepted.usual == (200, 900)
    assert (accepted.dearer_than(100), accepted.dearer_than(550), accepted.dearer_than(5_000)) == (0, 0.5, 1)


def test_searched_in_vain_in_their_crafts_with_spellings_together(app: Flask) -> None:
    craft, other = people.craft(), people.craft()
    search.index(people.item(craft_=craft, title="Mendil bleu"))
    search.index(people.item(craft_=other, title="Plateau ciselé"))
    given.day(SignalKind.SEARCH, 10, 4, words="mendil 220 cm", without_result=4)
    given.day(SignalKind.SEARCH, 11, 2, words="mendils de 220cm", without_result=2)
    given.day(SignalKind.SEARCH, 10, 9, words="plateau 90 cm", without_result=9)
    given.day(SignalKind.SEARCH, 10, 9, words="tapis", craft_id=craft.id, without_result=3)
    given.day(SignalKind.SEARCH, 10, 9, words="mendil", craft_id=craft.id)
    found = unsold.found({craft.id}, today=TODAY)
    assert [(one.words, one.count) for one in found] == [("mendil 220 cm", 6), ("tapis", 3)]
    assert unsold.found(set(), today=TODAY) == []
