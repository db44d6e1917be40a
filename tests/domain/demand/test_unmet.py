"""What was wished and not served is found, grouped, valued and ranked, with noise all around it."""

from datetime import timedelta
from unittest import mock

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import glossary, search
from app.domain.catalogue.models import Colour, Item, ItemState, Kind
from app.domain.demand import opportunities as o
from app.domain.demand import reading, rolling, unmet
from app.domain.demand.models import SignalKind
from app.domain.demand.sought import Typed
from app.domain.people.models import Standing
from app.domain.people.trades import Craft
from app.domain.purchasing import sending
from app.domain.purchasing.models import AnswerKind, DeclineReason
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


def test_a_value_that_its_own_interval_leaves_out_is_not_said_and_comes_last(weaving: Craft) -> None:
    told, wild = (
        o.Opportunity(kind=o.Kind.DECLINED, key=key, weeks=(0,) * 12, count=9, value=value, low=0, high=900)
        for key, value in (("told", 500), ("wild", 5000))
    )
    assert told.is_sayable and not wild.is_sayable
    with mock.patch.object(unmet, "_looked", return_value=[wild, told]):
        assert [one.key for one in unmet.ranked(now=NOW)] == ["told", "wild"]


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


def test_searches_that_hardly_anybody_opened_and_those_of_which_none_was_left(weaving: Craft) -> None:
    for days in (2, 9):
        given.day(SignalKind.SEARCH, days, 10, words="zellige bleu", language="fr")
        given.day(SignalKind.SEARCH, days, 6, words="pouf cuir", language="fr", out_of_stock=True)
        given.day(SignalKind.CLICK, days, 10, words="plat", language="fr", item_id=3)
    given.day(SignalKind.CLICK, 2, 3, words="zellige bleu", language="fr", item_id=1)
    given.day(SignalKind.CLICK, 2, 2, words="pouf cuir", language="fr", item_id=2)
    poor, gone = one(o.Kind.POOR_RESULT), one(o.Kind.UNAVAILABLE)
    assert (poor.words, poor.count, poor.searched) == ("zellige bleu", 17, 20)
    assert (gone.words, gone.count) == ("pouf cuir", 10)  # two went on to the piece: they are counted with its views
    assert 0 <= poor.low < poor.value < poor.high
    assert unmet.find(poor.key, now=NOW) == poor and unmet.find(gone.key, now=NOW) == gone


def test_fewer_pieces_than_asked_for(weaving: Craft) -> None:
    piece = people.item(craft_=weaving)
    given.day(SignalKind.REDUCTION, 4, 2, item_id=piece.id, craft_id=weaving.id, value=60000)
    found = one(o.Kind.REDUCED)
    assert (found.count, found.key) == (2, f"reduced:{piece.id}")
    assert unmet.find(found.key, now=NOW) == found


def colours(craft: Craft) -> None:
    db.session.add(Colour(slug="blue", names={"fr": "Bleu", "en": "Blue"}))
    db.session.flush()


def declined_wish(craft: Craft, words: str, *, days_ago: int = 4, **columns: object) -> None:
    """As the rules leave it: a line that names no piece, its decline, and the sign of it."""
    maker = people.artisan(crafts=[craft])
    at = NOW - timedelta(days=days_ago)
    request = people.request(sending.Wished(words, 1, artisan=maker, craft=craft), at=at)
    people.answer(request.lines[0], at=at, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    given.day(SignalKind.DECLINE, days_ago, 1, craft_id=craft.id, reason="no_time", country=request.country)


def test_a_declined_wish_that_names_a_colour_is_the_colours_and_no_longer_the_crafts(weaving: Craft) -> None:
    colours(weaving)
    declined_wish(weaving, "Un grand mendil bleu pour ma table")
    declined_wish(weaving, "Une nappe ronde", days_ago=5)
    given.day(SignalKind.IMPRESSION, 3, 6, craft_id=weaving.id, facet="colour:blue", without_result=4)
    given.day(SignalKind.IMPRESSION, 3, 6, craft_id=weaving.id, facet="colour:red")
    blue, rest = one(o.Kind.ATTRIBUTE), one(o.Kind.DECLINED)
    assert (blue.key, blue.count, blue.asked) == (f"attribute:colour:blue:{weaving.id}", 5, 1)
    assert (rest.key, rest.count) == (f"decline:c{weaving.id}:no_time", 1)
    assert unmet.find(blue.key, now=NOW) == blue and unmet.find(rest.key, now=NOW) == rest
    assert len(blue.factors) == 6 and blue.low <= blue.value <= blue.high


def test_wishes_of_one_day_to_several_makers_lose_what_is_the_colours_and_keep_their_worth(weaving: Craft) -> None:
    colours(weaving)
    makers = [people.artisan(crafts=[weaving]) for _ in range(2)]
    at = NOW - timedelta(days=4)
    request = people.request(sending.Wished("Un mendil bleu", 1, artisan=makers[1], craft=weaving), at=at)
    people.answer(request.lines[0], at=at, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    about = {"craft_id": weaving.id, "reason": "no_time", "country": request.country}
    for maker, value in zip(makers, (70_000, 0), strict=True):
        given.day(SignalKind.DECLINE, 4, 1, artisan_id=maker.id, value=value, **about)
    rest = one(o.Kind.DECLINED)
    assert (rest.count, round(rest.factors[2].mean)) == (1, 70_000)


def test_no_sign_is_counted_in_two_opportunities(weaving: Craft) -> None:
    """Every people-day and every line given here stands in one opportunity or in none, whatever the kinds."""
    colours(weaving)
    gone = out_of_stock_piece(weaving)
    piece = people.item(craft_=weaving)
    here = {"craft_id": weaving.id}
    for week in range(12):
        for_week = week * 7 + 1
        given.day(SignalKind.VIEW, for_week, 40 if week < 6 else 10, item_id=piece.id, **here)
        given.day(SignalKind.VIEW, for_week, 30 if week < 6 else 2, item_id=gone.id, out_of_stock=True, **here)
        given.day(SignalKind.STOCK_ALERT, for_week, 2, item_id=gone.id, **here)
        given.day(SignalKind.SEARCH, for_week, 5, words="mendil 220 cm", without_result=3, language="fr")
        given.day(SignalKind.SEARCH, for_week, 4, words="mendil 220 cm", out_of_stock=True, language="fr")
        given.day(SignalKind.CLICK, for_week, 3, words="mendil bleu", language="fr", item_id=piece.id)
        given.day(SignalKind.OFFER_REFUSED, for_week, 1, item_id=piece.id, reason="delay", **here)
        given.day(SignalKind.DECLINE, for_week, 1, item_id=piece.id, reason="no_time", **here)
    declined_wish(weaving, "Un mendil bleu")
    counts = {found.kind: found.count for found in unmet.ranked(now=NOW, crafts=frozenset({weaving.id}))}
    rising = sum(40 if week < 6 else 10 for week in range(12))
    assert counts == {
        o.Kind.RISING: rising,  # of what could be had alone
        o.Kind.OUT_OF_STOCK: sum(30 if week < 6 else 2 for week in range(12)),  # who asked to be told had looked
        o.Kind.NO_RESULT: 36,
        o.Kind.POOR_RESULT: 24,
        o.Kind.UNAVAILABLE: 48,
        o.Kind.REFUSED: 12,
        o.Kind.DECLINED: 12,
        o.Kind.ATTRIBUTE: 1,
    }


def test_who_asked_to_be_told_and_asks_for_the_piece_later_is_not_lost(weaving: Craft) -> None:
    gone = out_of_stock_piece(weaving)
    here = {"item_id": gone.id, "craft_id": weaving.id}
    given.day(SignalKind.VIEW, 9, 5, out_of_stock=True, **here)
    given.day(SignalKind.STOCK_ALERT, 9, 3, **here)
    given.day(SignalKind.REQUEST_LINE, 20, 4, **here)
    assert one(o.Kind.OUT_OF_STOCK).count == 5
    given.day(SignalKind.REQUEST_LINE, 3, 2, **here)
    assert one(o.Kind.OUT_OF_STOCK).count == 3
    given.day(SignalKind.REQUEST_LINE, 2, 20, **here)
    assert one(o.Kind.OUT_OF_STOCK).count == 2  # no more than had asked to be told


@pytest.mark.parametrize("kind", list(o.Kind))
def test_one_is_found_by_few_statements_of_its_own_kind(weaving: Craft, kind: o.Kind, statements: list[str]) -> None:
    statements.clear()
    assert unmet.find(f"{kind}:x", now=NOW) is None
    assert len(statements) <= 8, "\n".join(statements)


def test_a_strong_season_ahead_is_told_beside_the_value_and_changes_no_value(weaving: Craft) -> None:
    given.day(SignalKind.SEARCH, 2, 4, words="mendil 220", without_result=4)
    before = one(o.Kind.NO_RESULT)
    for months_ago in range(1, 25):
        day = NOW.date() - timedelta(days=round(months_ago * 30.4))
        given.day(
            SignalKind.CUSTOM_WISH, (NOW.date() - day).days, 12 if day.month in (12, 1) else 2, craft_id=weaving.id
        )
    found = one(o.Kind.NO_RESULT)
    assert before.season is None and found.season is not None and found.season > 2
    assert found.value == before.value


def test_seasons_count_pieces_as_everywhere(weaving: Craft) -> None:
    """Two requests each month: those of the coming months are for many pieces, and those of others for one."""
    given.day(SignalKind.SEARCH, 2, 4, words="mendil 220", without_result=4)
    for months_ago in range(1, 25):
        day = NOW.date() - timedelta(days=round(months_ago * 30.4))
        pieces = 12 if day.month in (12, 1) else 2
        given.day(SignalKind.PAST_SALE, (NOW.date() - day).days, 2, quantity=pieces, craft_id=weaving.id, words="a")
    found = one(o.Kind.NO_RESULT)
    assert found.season is not None and found.season > 2


def test_words_of_four_languages_are_one_opportunity_where_the_glossary_says_so(weaving: Craft) -> None:
    rugs = glossary.Told({"fr": "tapis", "ar": "زربية", "en": "rug", "es": "alfombra"}, {}, weaving)
    glossary.add(rugs, by=people.advisor(), at=NOW)
    for said in ("tapis", "زربية", "rug", "alfombra"):
        given.day(SignalKind.SEARCH, 3, 4, words=said, without_result=4)
    found = one(o.Kind.NO_RESULT)
    assert (found.count, found.craft_id, found.key) == (16, weaving.id, "search:tapi")
    assert unmet.find("search:alfombra", now=NOW) == found  # as advice written before the glossary knew it names it
    assert [(key, count) for key, _said, count in in_vain()] == [("search:tapi", 16)]


def in_vain() -> list[tuple[str, str, int]]:
    first, last = NOW.date() - timedelta(days=6), NOW.date()
    return unmet.in_vain(Typed(reading.cells(first, last, now=NOW)), since=first)
