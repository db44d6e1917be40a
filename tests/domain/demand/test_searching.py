"""What people search for and do not get: grouped, listed by how it ended, and no rare word shown."""

from datetime import timedelta

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import glossary, search
from app.domain.catalogue.glossary import Told
from app.domain.demand import searching
from app.domain.demand.models import SignalKind
from app.domain.demand.searching import Sought
from app.domain.demand.sought import End, Tally
from app.domain.people.trades import Craft
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW

S, C = SignalKind.SEARCH, SignalKind.CLICK


@pytest.fixture
def weaving(app: Flask) -> Craft:
    """A glossary that knows rugs, and searches that found what they wanted as noise."""
    craft = people.craft("weaving")
    rugs = Told({"fr": "tapis", "ar": "زربية", "en": "rug", "es": "alfombra"}, {}, craft)
    glossary.add(rugs, by=people.advisor(), at=NOW)
    for days in (2, 9, 30):
        given.day(S, days, 6, words="miel", language="fr")
        given.day(C, days, 5, words="miel", language="fr", item_id=4)
    db.session.flush()
    return craft


def lists(end: End, **asked: object) -> list[Sought]:
    return searching.insight(now=NOW, **asked).lists[end]  # type: ignore[arg-type]  # named by the tests


def test_one_wish_in_four_languages_and_a_slip_of_the_finger_is_one_row(weaving: Craft) -> None:
    for said, language, people_ in (("tapis", "fr", 4), ("زربية", "ar", 3), ("rug", "en", 5), ("alfombra", "es", 3)):
        given.day(S, 3, people_, words=said, language=language, without_result=people_)
    given.day(S, 11, 3, words="alfombras", language="es", without_result=3)
    (row,) = lists(End.NOTHING)
    assert (row.people, row.searched, row.said, row.craft_id) == (18, 18, "rug", weaving.id)
    assert row.languages == ("es", "en", "fr", "ar")
    assert row.weeks[-2:] == (3, 15)
    assert [spelling.said for spelling in row.spellings] == ["rug", "tapis", "alfombra", "alfombras", "زربية"]


def test_found_but_hardly_opened_is_told_from_what_is_opened(weaving: Craft) -> None:
    for days in (2, 9):
        given.day(S, days, 10, words="zellige", language="fr")
    given.day(C, 9, 3, words="zellige", language="fr", item_id=5)
    (row,) = lists(End.POOR)
    assert (row.said, row.found, row.opened, row.people) == ("zellige", 20, 3, 17)
    given.day(C, 2, 1, words="zellige", language="fr", item_id=6)
    assert lists(End.POOR) == []  # one in five is no longer few


def test_before_anything_opened_is_recorded_nothing_is_called_hardly_opened(app: Flask) -> None:
    given.day(S, 9, 10, words="zellige")
    assert lists(End.POOR) == [] and searching.insight(now=NOW).told_since is None
    given.day(C, 5, 1, words="autre", item_id=5)
    assert lists(End.POOR) == []
    given.day(S, 4, 10, words="zellige")
    assert [row.people for row in lists(End.POOR)] == [10]


def test_found_but_none_available_leaves_out_who_went_on_to_a_piece(weaving: Craft) -> None:
    """They are counted with the piece that they looked at while it was gone."""
    given.day(S, 2, 8, words="pouf", language="fr", out_of_stock=True)
    given.day(C, 2, 3, words="pouf", language="fr", item_id=9)
    (row,) = lists(End.UNAVAILABLE)
    assert (row.people, row.searched) == (5, 8)
    assert lists(End.NOTHING) == lists(End.POOR) == []


def test_one_search_never_ends_in_two_ways() -> None:
    for clicks in range(12):
        tally = Tally(nothing=3, found=5, unavailable=4, clicks=clicks, told=True)
        lost = sum(tally.of(end) for end in End)
        assert lost == 3 + max(9 - clicks, 0)


def test_words_of_few_are_never_shown_before_they_are_rolled_up(weaving: Craft) -> None:
    for visitor in "ab":
        given.search("nom rare", visitor, at=NOW - timedelta(hours=1))
    found = searching.insight(now=NOW)
    assert (found.lists[End.NOTHING], found.rare) == ([], 2)
    assert searching.behind("nom rare", now=NOW) is None
    given.search("Nom rare", "c", at=NOW - timedelta(hours=1))
    found = searching.insight(now=NOW)
    assert ([row.people for row in found.lists[End.NOTHING]], found.rare) == ([3], 0)


def test_searches_whose_words_were_forgotten_are_counted_and_not_shown(weaving: Craft) -> None:
    given.day(S, 5, 7, words="", without_result=7)
    given.day(S, 85, 7, words="", without_result=7)
    assert searching.insight(now=NOW).rare == 7


def test_filters_hold(weaving: Craft) -> None:
    other = people.craft("pottery")
    given.day(S, 3, 4, words="rug", language="en", without_result=4)
    given.day(S, 3, 3, words="plat", language="fr", without_result=3, craft_id=other.id)
    given.day(S, 60, 3, words="vase", language="fr", without_result=3)
    assert {row.said for row in lists(End.NOTHING)} == {"rug", "plat", "vase"}
    assert [row.said for row in lists(End.NOTHING, crafts=frozenset({weaving.id}))] == ["rug"]
    assert [row.said for row in lists(End.NOTHING, language="en")] == ["rug"]
    assert {row.said for row in lists(End.NOTHING, weeks=4)} == {"rug", "plat"}


def test_behind_a_wish_stand_ninety_days_by_spelling(weaving: Craft) -> None:
    given.day(S, 3, 4, words="rug", language="en", without_result=4)
    given.day(S, 89, 3, words="tapis", language="fr", out_of_stock=True)
    given.day(S, 90, 3, words="tapis", language="fr", without_result=3)
    found = searching.behind("alfombra", now=NOW)
    assert found is not None and found.key == "tapi"
    assert [(day.said, day.people, day.nothing, day.unavailable) for day in found.days] == [
        ("rug", 4, 4, 0),
        ("tapis", 3, 0, 3),
    ]
    assert (found.people, found.ends, found.craft_id) == (7, [End.NOTHING], weaving.id)


def test_the_number_of_statements_does_not_grow(weaving: Craft, statements: list[str]) -> None:
    for number in range(60):
        given.day(S, 3, 4, words=f"chose{number} rare{number * 7}", without_result=4)
    statements.clear()
    assert len(lists(End.NOTHING)) == 60
    assert len(statements) <= 8, "\n".join(statements)


def test_words_belong_to_the_craft_of_what_holds_them_all_however_many_hold_one(weaving: Craft) -> None:
    wool = people.craft("wool")
    search.index(people.item(craft_=wool, title="Jeté bleu nuit à losanges", stock=0))
    for number in range(4):
        search.index(people.item(craft_=weaving, title=f"Mendil bleu nuit {number}"))
    given.day(S, 3, 6, words="jeté bleu nuit à losanges", language="fr", without_result=6)
    (row,) = lists(End.NOTHING)
    assert row.craft_id == wool.id
