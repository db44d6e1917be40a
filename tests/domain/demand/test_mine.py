"""What an artisan may know: their own figures whole, others' only merged over three or more."""

from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask

from app.domain.catalogue import search
from app.domain.demand import merged, mine
from app.domain.demand.models import SignalKind
from app.domain.demand.months import Asked
from app.domain.people.models import Artisan
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW

ME = 1


def asked(month: int, craft: int, *makers: int) -> list[Asked]:
    return [Asked(date(2026, month, 1), craft, maker, 2) for maker in makers]


def test_own_pieces_by_how_many_people_looked_and_nobody_elses(app: Flask) -> None:
    me, other = people.artisan(), people.artisan()
    blue, red = people.item(me), people.item(me)
    for days in (1, 8):
        given.day(SignalKind.VIEW, days, 20, visitors=11, item_id=red.id, artisan_id=me.id)
        given.day(SignalKind.VIEW, days, 30, visitors=15, item_id=blue.id, artisan_id=me.id)
        given.day(SignalKind.VIEW, days, 90, item_id=people.item(other).id, artisan_id=other.id)
    given.day(SignalKind.VIEW, 40, 60, item_id=red.id, artisan_id=me.id)
    given.day(SignalKind.VIEW, 60, 99, item_id=blue.id, artisan_id=me.id)
    found = mine.pieces(me, now=NOW)
    assert [(one.item_id, one.people, one.before) for one in found] == [(blue.id, 30, 0), (red.id, 22, 60)]
    assert [one.direction for one in found] == ["up", "down"]


@pytest.mark.parametrize(("now", "before", "way"), [(5, 3, "flat"), (44, 20, "up"), (11, 30, "down"), (0, 0, "flat")])
def test_a_difference_that_chance_explains_is_no_difference(now: int, before: int, way: str) -> None:
    assert mine.direction(now, before) == way


def test_what_nobody_sells_in_my_crafts_if_three_people_looked_for_it(app: Flask) -> None:
    weaving, copper = people.craft("weaving"), people.craft("copper")
    me: Artisan = people.artisan(crafts=[weaving])
    search.index(people.item(me, craft_=weaving, title="Mendil bleu"))
    search.index(people.item(craft_=copper, title="Plateau ciselé"))
    given.day(SignalKind.SEARCH, 3, 7, words="mendil 220 cm", without_result=7)
    given.day(SignalKind.SEARCH, 3, 9, words="plateau 90 cm", without_result=9)
    given.search("mendil pour Fatima", "a", at=NOW - timedelta(hours=1))
    assert [(one.words, one.count) for one in mine.nobody_sells(me, now=NOW)] == [("mendil 220 cm", 7)]
    assert mine.nobody_sells(people.artisan(crafts=[]), now=NOW) == []


def test_a_month_that_rests_on_two_others_is_told_to_nobody() -> None:
    assert merged.may_be_told([*asked(1, 7, ME, 2, 3, 4), *asked(2, 7, 2, 3, 4)], ME)
    assert not merged.may_be_told([*asked(1, 7, ME, 2, 3, 4), *asked(2, 7, ME, 2, 3)], ME)
    assert not merged.may_be_told(asked(1, 7, ME, 2, 3), ME)


def test_own_requests_and_wishes_to_nobody_count_for_no_other() -> None:
    assert not merged.may_be_told(asked(1, 7, ME, 0, 2, 3), ME)
    assert not merged.may_be_told(asked(1, 7, ME), ME)


def test_months_in_which_nobody_else_was_asked_tell_nothing_about_fewer_than_three() -> None:
    assert merged.may_be_told([*asked(1, 7, 2, 3, 4), *asked(2, 7, ME)], ME)
    assert not merged.may_be_told([], ME)


def test_no_two_sets_of_crafts_leave_fewer_than_three_others_when_one_is_subtracted() -> None:
    """Whatever crafts an artisan has at one time or another, the difference of what they see rests on three others."""
    january = [*asked(1, 7, 2, 3, 4), *asked(1, 8, 2, 3), *asked(1, 9, 5, 6, 7)]
    rows = [*january, *asked(2, 7, 2, 3, 4), *asked(2, 9, 5, 6, 8, ME)]
    sets = [frozenset(mask[0] + mask[1] + mask[2]) for mask in product(((), (7,)), ((), (8,)), ((), (9,)))]
    seen = [merged.own_crafts(rows, ME, crafts) for crafts in sets]
    assert any(seen) and all(row.craft_id != 8 for shown in seen for row in shown)
    for one, other in product(seen, seen):
        left = [row for row in one if row not in other]
        for month in {row.month for row in left}:
            assert len({row.artisan_id for row in left if row.month == month} - {ME, 0}) >= merged.OTHERS


def test_the_whole_cooperative_is_not_told_where_subtracting_my_craft_leaves_one_other() -> None:
    rows = [*asked(1, 7, ME, 2, 3, 4), *asked(1, 8, 5)]
    assert merged.may_be_told(rows, ME)
    assert merged.first_told(rows, ME, frozenset({7})) is None
    assert merged.first_told([*rows, *asked(1, 8, 6, 7)], ME, frozenset({7})) == date(2026, 1, 1)


def test_the_whole_cooperative_is_told_since_the_last_month_that_rested_on_too_few() -> None:
    rows = [*asked(1, 7, 2, 3, 4), *asked(2, 7, 2, 3), *asked(3, 7, 2, 3, 4), *asked(4, 7, 2, 3, 4)]
    assert merged.first_told(rows, ME, frozenset({9})) == date(2026, 3, 1)
    assert merged.first_told([*rows, *asked(5, 7, 2)], ME, frozenset()) is None


def history(craft_id: int, makers: list[Artisan], days: range) -> None:
    for ago in days:
        maker = makers[ago % len(makers)]
        given.day(SignalKind.REQUEST_LINE, ago, 3, item_id=maker.id, craft_id=craft_id, artisan_id=maker.id)


def test_the_coming_months_of_a_craft_with_enough_others(app: Flask) -> None:
    craft = people.craft()
    me = people.artisan(crafts=[craft])
    history(craft.id, [me, *(people.artisan(crafts=[craft]) for _ in range(3))], range(1, 200))
    found = merged.outlook(me, now=NOW)
    assert found is not None and found.scope is merged.Scope.CRAFTS
    assert found.bands[0].first == date(2026, 11, 1) and len(found.bands) == 6


def test_a_craft_with_two_others_shows_the_whole_cooperative_instead(app: Flask) -> None:
    craft, elsewhere = people.craft(), people.craft()
    me = people.artisan(crafts=[craft])
    history(craft.id, [me, people.artisan(), people.artisan()], range(1, 200))
    assert merged.outlook(me, now=NOW) is None
    history(elsewhere.id, [people.artisan() for _ in range(4)], range(1, 200))
    found = merged.outlook(me, now=NOW)
    assert found is not None and found.scope is merged.Scope.EVERYBODY


def test_yesterdays_request_changes_nothing_that_is_shown(app: Flask) -> None:
    craft = people.craft()
    me, others = people.artisan(crafts=[craft]), [people.artisan(crafts=[craft]) for _ in range(3)]
    history(craft.id, others, range(25, 200))
    before = merged.outlook(me, now=NOW)
    given.day(SignalKind.REQUEST_LINE, 1, 40, craft_id=craft.id, artisan_id=others[0].id)
    assert before is not None and merged.outlook(me, now=NOW) == before
