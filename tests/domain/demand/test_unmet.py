"""What was wished and not served is found, grouped, valued and ranked, with noise all around it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import search
from app.domain.catalogue.models import Item, ItemState, Kind
from app.domain.demand import opportunities as o
from app.domain.demand import rolling, unmet
from app.domain.demand.models import SignalKind
from app.domain.people.models import Standing
from app.domain.people.trades import Craft
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW


@pytest.fixture
def weaving(app: Flask) -> Craft:
    """A craft with three makers and a piece, one maker gone, and others' signals as noise."""
    craft = people.craft("weaving")
    makers = [people.artisan(crafts=[craft]) for _ in range(3)]
    people.artisan(crafts=[craft], standing=Standing.LEFT)
    mendil = people.item(makers[0], craft_=craft, title="Mendil bleu", price=20000)
    search.index(mendil)
    other = people.item(craft_=people.craft("pottery"), title="Plat à tajine")
    search.index(other)
    db.session.flush()
    for days in (2, 20, 60, 75):
        given.day(SignalKind.SEARCH, days, 5, words="plat", without_result=0)
        given.day(SignalKind.VIEW, days, 9, item_id=other.id, craft_id=other.craft_id, artisan_id=other.artisan_id)
        given.day(SignalKind.REQUEST_LINE, days, 1, item_id=other.id, craft_id=other.craft_id, value=20000)
        given.day(SignalKind.OFFER_ACCEPTED, days, 1, item_id=other.id, craft_id=other.craft_id, value=20000)
        given.day(SignalKind.OFFER_REFUSED, days, 1, item_id=other.id, craft_id=other.craft_id, reason="changed_mind")
    return craft


def one(kind: o.Kind) -> o.Opportunity:
    found = [found for found in unmet.ranked(now=NOW) if found.kind is kind]
    assert len(found) == 1, found
    return found[0]


def nothing_of(kind: o.Kind) -> bool:
    return all(found.kind is not kind for found in unmet.ranked(now=NOW))


def out_of_stock_piece(craft: Craft, **columns: object) -> Item:
    return people.item(people.artisan(crafts=[craft]), craft_=craft, stock=0, price=30000, **columns)


def test_spellings_of_one_thing_are_one_opportunity_of_the_craft_that_has_the_nearest_pieces(weaving: Craft) -> None:
    for days, said in ((2, "mendil 220 cm"), (9, "mendils de 220cm"), (10, "mendill 220 cm")):
        given.day(SignalKind.SEARCH, days, 4, words=said, without_result=4)
    found = one(o.Kind.NO_RESULT)
    assert (found.count, found.craft_id, found.makers) == (12, weaving.id, 3)
    assert found.weeks[-2:] == (8, 4)  # ten days ago is the week before
    assert found.spellings == ("mendil 220 cm", "mendill 220 cm", "mendils de 220cm")
    assert 0 <= found.low < found.value < found.high
    assert unmet.find("search:220 cm mendill", now=NOW) == found  # by whichever spelling


def test_what_one_visitor_searched_an_hour_ago_is_seen_before_any_roll_up(weaving: Craft) -> None:
    given.search("mendil 220 cm", "a", at=NOW - timedelta(hours=1))
    found = one(o.Kind.NO_RESULT)
    assert (found.words, found.count, found.is_small) == ("mendil 220 cm", 1, True)


def test_searches_that_found_something_are_not_unmet(weaving: Craft) -> None:
    given.day(SignalKind.SEARCH, 2, 30, words="mendil bleu", without_result=0)
    assert nothing_of(o.Kind.NO_RESULT)


def test_searches_before_the_period_do_not_count(weaving: Craft) -> None:
    given.day(SignalKind.SEARCH, 84, 30, words="mendil 220", without_result=30)
    assert nothing_of(o.Kind.NO_RESULT)
    given.day(SignalKind.SEARCH, 83, 4, words="mendil 220", without_result=4)
    assert one(o.Kind.NO_RESULT).count == 4


def test_a_piece_that_is_gone_and_still_looked_at(weaving: Craft) -> None:
    piece = out_of_stock_piece(weaving)
    given.day(SignalKind.VIEW, 3, 21, item_id=piece.id, craft_id=weaving.id, out_of_stock=True)
    given.day(SignalKind.VIEW, 3, 50, item_id=piece.id, craft_id=weaving.id)  # while it could be had
    given.day(SignalKind.STOCK_ALERT, 3, 6, item_id=piece.id, craft_id=weaving.id)
    found = one(o.Kind.OUT_OF_STOCK)
    assert (found.item_id, found.count, found.alerts, found.key) == (piece.id, 21, 6, f"stock:{piece.id}")


def test_a_piece_that_came_back_is_no_opportunity_any_more(weaving: Craft) -> None:
    for piece in (
        people.item(craft_=weaving, stock=2),
        people.item(craft_=weaving, kind=Kind.MADE_TO_ORDER),
        out_of_stock_piece(weaving, state=ItemState.ARCHIVED),
    ):
        given.day(SignalKind.VIEW, 3, 21, item_id=piece.id, craft_id=weaving.id, out_of_stock=True)
    assert nothing_of(o.Kind.OUT_OF_STOCK)


def test_declines_by_reason_with_how_often_the_piece_was_asked_for(weaving: Craft) -> None:
    piece = people.item(craft_=weaving)
    given.day(SignalKind.REQUEST_LINE, 5, 5, item_id=piece.id, craft_id=weaving.id, value=100000)
    given.day(SignalKind.DECLINE, 4, 3, item_id=piece.id, craft_id=weaving.id, reason="materials_missing", value=60000)
    found = one(o.Kind.DECLINED)
    assert (found.count, found.asked, found.reason, found.craft_id) == (3, 5, "materials_missing", weaving.id)
    assert found.key == f"decline:{piece.id}:materials_missing"


def test_a_declined_wish_belongs_to_its_craft(weaving: Craft) -> None:
    given.day(SignalKind.DECLINE, 4, 2, craft_id=weaving.id, reason="no_time")
    assert one(o.Kind.DECLINED).key == f"decline:c{weaving.id}:no_time"


@pytest.mark.parametrize("reason", ["price", "delay", "delivery_cost"])
def test_offers_refused_for_something_that_can_be_changed(weaving: Craft, reason: str) -> None:
    piece = people.item(craft_=weaving)
    facts = {"item_id": piece.id, "craft_id": weaving.id}
    given.day(SignalKind.OFFER_REFUSED, 4, 2, reason=reason, value=178000, **facts)
    given.day(SignalKind.OFFER_ACCEPTED, 9, 1, value=74000, **facts)
    found = one(o.Kind.REFUSED)
    assert (found.count, found.reason) == (2, reason)
    assert (found.offered, found.accepted) == ((89000, 74000) if reason == "price" else (0, 0))


def test_a_craft_that_clearly_more_people_look_at(weaving: Craft) -> None:
    for week in range(12):
        given.day(SignalKind.VIEW, week * 7 + 1, 40 if week < 6 else 10, item_id=week + 1, craft_id=weaving.id)
    found = one(o.Kind.RISING)
    assert (found.craft_id, found.key) == (weaving.id, f"rising:{weaving.id}")
    assert found.change == pytest.approx(3.0)


def test_the_most_valuable_comes_first_and_filters_hold(weaving: Craft) -> None:
    piece, dear = people.item(craft_=weaving), people.item(craft_=people.craft("copper"))
    facts = {"item_id": piece.id, "craft_id": weaving.id, "country": "ES"}
    given.day(SignalKind.DECLINE, 4, 3, reason="no_time", value=60000, **facts)
    given.day(SignalKind.DECLINE, 4, 3, reason="no_time", value=900000, item_id=dear.id, craft_id=dear.craft_id)
    assert [found.item_id for found in unmet.ranked(now=NOW)] == [dear.id, piece.id]
    assert [found.item_id for found in unmet.ranked(now=NOW, crafts=frozenset({weaving.id}))] == [piece.id]
    assert [found.item_id for found in unmet.ranked(now=NOW, country="ES")] == [piece.id]
    assert len(unmet.ranked(now=NOW, limit=1)) == 1


def test_one_is_found_again_by_its_key_until_nothing_is_left_of_it(weaving: Craft) -> None:
    given.day(SignalKind.SEARCH, 2, 4, words="mendil 220", without_result=4)
    found = one(o.Kind.NO_RESULT)
    assert unmet.find(found.key, now=NOW) == found
    assert unmet.find("search:x", now=NOW) is None
    assert unmet.find("\x00", now=NOW + timedelta(days=200)) is None


def test_the_roll_up_changes_no_value(weaving: Craft) -> None:
    for visitor in "abc":
        given.search("mendil 220 cm", visitor, at=NOW - timedelta(days=1))
    before = unmet.ranked(now=NOW)
    rolling.roll_up_due(NOW)
    assert unmet.ranked(now=NOW) == before != []


def test_the_number_of_statements_does_not_grow_with_what_is_found(weaving: Craft, statements: list[str]) -> None:
    for number in range(30):
        given.day(SignalKind.SEARCH, 2, 3, words=f"chose{number} rare{number * 7}", without_result=3)
        piece = people.item(craft_=weaving, stock=0)
        given.day(SignalKind.VIEW, 3, 2, item_id=piece.id, craft_id=weaving.id, out_of_stock=True)
    statements.clear()
    assert len(unmet.ranked(now=NOW)) > 50
    assert len(statements) <= 12, "\n".join(statements)


def test_with_nothing_recorded_there_is_nothing(app: Flask) -> None:
    assert unmet.ranked(now=NOW) == []
