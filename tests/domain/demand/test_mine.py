"""What an artisan may know: their own figures whole, others' only merged over three or more."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.domain.catalogue import search
from app.domain.demand import merged, mine, months, rolling
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


def test_what_nobody_sells_in_my_crafts_if_three_people_looked_for_it_in_a_week(app: Flask) -> None:
    weaving, copper = people.craft("weaving"), people.craft("copper")
    me: Artisan = people.artisan(crafts=[weaving])
    search.index(people.item(me, craft_=weaving, title="Mendil bleu"))
    search.index(people.item(craft_=copper, title="Plateau ciselé"))
    monday = given.TODAY.weekday()
    for ago, signals, visitors in ((1, 7, 7), (2, 9, 2), (8, 2, 2), (10, 4, 4), (85, 9, 9)):
        given.day(
            SignalKind.SEARCH,
            monday + ago,
            signals,
            visitors=visitors,
            words="mendil 220 cm",
            without_result=signals,
        )
    given.day(SignalKind.SEARCH, monday, 30, words="mendil 220 cm", without_result=30)  # the running week
    given.day(SignalKind.SEARCH, monday + 1, 2, words="mendil 300 cm", without_result=2)
    given.day(SignalKind.SEARCH, monday + 1, 9, words="plateau 90 cm", without_result=9)
    given.search("mendil pour Fatima", "a", at=NOW - timedelta(days=monday + 1))
    (one,) = mine.nobody_sells(me, now=NOW)
    assert (one.words, one.count, one.craft_id) == ("mendil 220 cm", 15, weaving.id)
    assert one.weeks == (0,) * 10 + (6, 9)
    assert mine.nobody_sells(people.artisan(crafts=[]), now=NOW) == []


def told(rows: list[Asked], *crafts: int) -> list[tuple[int, int]]:
    """Which months of which crafts are told to me."""
    return sorted({(row.month.month, row.craft_id) for row in merged.own_crafts(rows, ME, frozenset(crafts or {7}))})


def three(*months: int, craft: int = 7) -> list[Asked]:
    return [row for month in months for row in asked(month, craft, ME, 2, 3, 4)]


def test_a_craft_is_told_since_the_last_month_that_rested_on_two_others() -> None:
    assert told(three(1, 2, 3)) == [(1, 7), (2, 7), (3, 7)]
    assert told([*three(1), *asked(2, 7, ME, 2, 3), *three(3, 4, 5)]) == [(3, 7), (4, 7), (5, 7)]
    assert told([*three(1, 2, 3), *asked(4, 7, ME, 2, 3)]) == []


def test_own_requests_and_wishes_to_nobody_count_for_no_other() -> None:
    assert told([row for month in (1, 2, 3) for row in asked(month, 7, ME, 0, 2, 3)]) == []
    assert told([row for month in (1, 2, 3) for row in asked(month, 7, ME)]) == []


def test_months_in_which_nobody_else_was_asked_tell_nothing_about_fewer_than_three() -> None:
    assert told([*three(1, 3), *asked(2, 7, ME)]) == [(1, 7), (2, 7), (3, 7)]
    assert told([]) == []


def test_crafts_are_added_up_over_the_months_of_which_all_may_be_told() -> None:
    rows = [*three(1, 2, 3, 4, 5), *asked(2, 8, 2), *three(3, 4, 5, craft=8), *three(5, craft=9), *asked(4, 9, 5)]
    assert told(rows, 7, 8, 9) == [(month, craft) for month in (3, 4, 5) for craft in (7, 8)]
    assert told(rows, 9) == []


def test_the_whole_cooperative_is_not_told_where_subtracting_open_crafts_leaves_one_other() -> None:
    rows = [*three(1, 2, 3), *asked(3, 8, 5), *asked(1, 8, 5, 6, 7)]
    assert {row.craft_id for row in merged.everybody(rows, ME)} == {7}
    more = [*rows, *asked(3, 9, 6, 7)]
    assert merged.everybody(more, ME) == more


def test_the_whole_cooperative_is_told_since_the_last_month_of_which_too_few_remain() -> None:
    rows = [*three(1), *asked(2, 7, 2, 3), *three(3, 4, 5)]
    assert {row.month.month for row in merged.everybody(rows, ME)} == {3, 4, 5}
    assert merged.everybody([*rows, *asked(6, 7, 2)], ME) == []


def test_past_sales_taken_over_later_change_nothing_that_was_told(app: Flask) -> None:
    craft = people.craft()
    me, others = people.artisan(crafts=[craft]), [people.artisan(crafts=[craft]) for _ in range(3)]
    history(craft.id, others, range(25, 200))
    before = merged.outlook(me, now=NOW)
    given.day(SignalKind.PAST_SALE, 60, 40, craft_id=craft.id, artisan_id=others[0].id, words="mendil")
    assert before is not None and merged.outlook(me, now=NOW) == before


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


@pytest.mark.parametrize("rolled", [False, True])
def test_a_wish_to_another_workshop_is_not_hidden_behind_ones_own_of_the_same_day(app: Flask, *, rolled: bool) -> None:
    """Wishes name no piece: counted together, the month looked as if nobody but oneself had been asked."""
    craft = people.craft()
    other = people.artisan(crafts=[craft])
    me = people.artisan(crafts=[craft])
    for day in range(40, 190, 3):
        for maker in (me, other):
            at = NOW - timedelta(days=day)
            given.signal(SignalKind.CUSTOM_WISH, at=at, craft_id=craft.id, artisan_id=maker.id, request_id=day)
    if rolled:
        rolling.roll_up(given.TODAY - timedelta(days=200), given.TODAY - timedelta(days=1))
    assert mine_and_others(craft.id) == {me.id, other.id}
    assert merged.outlook(me, now=NOW) is None and merged.outlook(other, now=NOW) is None


def mine_and_others(craft_id: int) -> set[int]:
    span = merged.whole_months(NOW)
    assert span is not None
    rows = months.asked(span, now=NOW, kinds=months.REQUESTED)
    return {row.artisan_id for row in rows if row.craft_id == craft_id}
