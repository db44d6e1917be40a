"""What a letter that goes from hand to hand may say: nothing that rests on fewer than three besides its reader."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.catalogue import search
from app.domain.demand import letters, months
from app.domain.demand.letters import Deed
from app.domain.demand.merged import OTHERS, Scope
from app.domain.demand.models import SignalKind
from app.domain.demand.months import Asked, Span
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW

SPAN = Span(date(2025, 12, 1), date(2026, 10, 31))
WEAVING = 7
TODAY = date(2026, 11, 20)
ALL = frozenset({WEAVING})


def asked(month: int, makers: int, count: int = 2, craft: int = WEAVING, first: int = 1) -> list[Asked]:
    return [Asked(date(2026, month, 1), craft, first + n, count) for n in range(makers)]


def year(makers: int, craft: int = WEAVING, first: int = 1) -> list[Asked]:
    return [row for month in range(1, 11) for row in asked(month, makers, craft=craft, first=first)]


def test_a_quarter_is_told_where_it_rests_on_four_and_so_does_the_one_before() -> None:
    told = letters.trend([*asked(5, 4), *asked(8, 4, count=9), *asked(10, 9)], SPAN)
    assert told and (told.first, told.last) == (date(2026, 7, 1), date(2026, 9, 1))
    assert (told.count, told.before, told.direction) == (36, 8, "up")
    assert letters.trend([*asked(5, 3), *asked(8, 4)], SPAN) is None
    assert letters.trend([*asked(5, 4), *asked(8, 3)], SPAN) is None
    assert letters.trend([], SPAN) is None
    assert letters.trend([*asked(5, 4), *asked(8, 4)], Span(date(2026, 4, 2), SPAN.last)) is None


def test_wishes_that_name_nobody_make_no_maker() -> None:
    rows = [*asked(5, 4), *asked(8, 3), Asked(date(2026, 8, 1), WEAVING, 0, 5)]
    assert letters.trend(rows, SPAN) is None


@pytest.mark.parametrize(("last", "first"), [((2026, 9, 30), 7), ((2026, 10, 31), 7), ((2026, 12, 31), 10)])
def test_a_quarter_is_whole_and_stays_the_same_until_the_next_one_is(last: tuple[int, int, int], first: int) -> None:
    rows = [row for month in range(1, 13) for row in asked(month, 4)]
    told = letters.trend(rows, Span(SPAN.first, date(*last)))
    assert told and told.first.month == first


def test_no_two_letters_subtracted_leave_fewer_than_three_others() -> None:
    """All letters of two years: whatever is told differs by whole quarters, each of which rests on four makers."""
    rows = [
        Asked(date(2025 + n // 12, n % 12 + 1, 1), WEAVING, n * k % 7 + 1, k + n % 3)
        for n in range(24)
        for k in (1, 2, 4)
    ]
    ends = [months.after(date(2025, 1, 1), n) - timedelta(days=1) for n in range(1, 25)]
    told = [one for one in (letters.trend(rows, Span(date(2025, 1, 1), end)) for end in ends) if one]
    assert told
    quarters = {one.first: one.count for one in told}
    assert all(one.count == quarters[one.first] for one in told)
    for first in quarters:
        makers = {row.artisan_id for row in rows if first <= row.month < months.after(first, 3)}
        for reader in (0, *makers):
            assert len(makers - {reader}) >= OTHERS
        assert first.month % 3 == 1


def test_the_months_to_come_are_the_crafts_own_or_the_whole_cooperatives_or_none() -> None:
    own = letters.outlook([*year(4), *year(9, craft=8, first=20)], ALL, SPAN, after=TODAY)
    assert own and own.scope is Scope.CRAFTS and [band.first.month for band in own.bands] == [12, 1, 2, 3, 4, 5]
    others = [*year(9, craft=8, first=20), *year(1, craft=9, first=40)]
    few = letters.outlook([*year(3), *others], ALL, SPAN, after=TODAY)
    assert few and few.scope is Scope.EVERYBODY
    assert (
        letters.outlook([*year(3), *year(3, craft=8, first=20)], ALL, SPAN, after=TODAY) is None
    )  # without the craft: three
    assert letters.outlook([], ALL, SPAN, after=TODAY) is None


def test_months_before_one_that_rests_on_too_few_are_not_told() -> None:
    rows = [*year(4), *asked(11, 1)]
    assert letters.first_told(rows) == date(2026, 12, 1)
    assert letters.first_told(year(4)) == date.min


def test_prices_are_those_of_most_makers_in_tens_of_dirhams() -> None:
    paid = [(1, 10000), (1, 99900), (1, 10000), (2, 20000), (3, 30400), (4, 40000), (5, 900000)]
    assert letters.price(paid) == (15000, 470000)
    assert letters.price([one for one in paid if one[0] != 5]) == (12000, 38000)
    assert letters.price([one for one in paid if one[0] < 4]) is None
    assert letters.price([(n, 40) for n in range(4)]) == (1000, 1000)


def letter(*crafts: Any) -> letters.Letter:
    return letters.of(frozenset(craft.id for craft in crafts), now=NOW)


def test_a_letter_tells_what_three_people_searched_in_the_craft(app: Flask) -> None:
    craft, other = people.craft("weaving"), people.craft("pottery")
    search.index(people.item(craft_=craft, title="Mendil bleu"))
    search.index(people.item(craft_=other, title="Jarre rouge"))
    for words, count in (("mendil 220 cm", 6), ("mendil noir", 3), ("mendil rose", 2), ("jarre verte", 9)):
        given.day(SignalKind.SEARCH, 3, count, words=words, without_result=count)
    told = letter(craft)
    assert [one.words for one in told.wanted] == ["mendil 220 cm", "mendil noir"]
    assert told.deed is Deed.TRY and not told.says_little
    assert told.trend is None and told.outlook is None and told.price is None


def test_a_letter_about_which_nothing_is_known_still_knows_the_feasts(app: Flask) -> None:
    told = letter(people.craft("weaving"))
    assert told.says_little and told.deed is Deed.COUNT
    assert [days.feast.value for days in told.feasts] == ["ramadan", "eid_al_fitr", "eid_al_adha"]


def test_prices_are_of_accepted_pieces_of_the_craft_in_whole_months(app: Flask) -> None:
    craft, other = people.craft("weaving"), people.craft("pottery")

    def sold(price: int, days_ago: int, of: Any = craft, taken: bool = True) -> None:
        at = NOW - timedelta(days=days_ago)
        maker = people.artisan(crafts=[of])
        offer = people.offer(people.request(people.item(maker, craft_=of, price=price), at=at), at=at)
        if taken:
            offer.state, offer.decided_at = "accepted", at

    for price in (10000, 20000, 30000, 40000):
        sold(price, 40)
    sold(90000, 40, of=other)
    sold(90000, 40, taken=False)
    sold(90000, 3)  # this month is not over
    sold(90000, 500)
    assert letter(craft).price == (12000, 38000)
    assert letter(other).price is None
