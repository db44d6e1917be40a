"""The market letters of the crafts: their list, a letter in either language, and what it never says."""

import re
from typing import Any

import pytest
import time_machine

from app.base.database import db
from app.domain.catalogue import search
from app.domain.demand.models import SignalKind
from app.domain.people.models import User
from app.domain.people.trades import Craft
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW
from tests.pages import Visitor


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


def weaving() -> Craft:
    craft = people.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"})
    search.index(people.item(people.artisan(crafts=[craft], name="Rahma Bakkali"), craft_=craft, title="Mendil bleu"))
    return craft


def asked(craft: Craft, makers: int, days_ago: int, each: int = 3) -> None:
    for number in range(1, makers + 1):
        given.day(
            SignalKind.REQUEST_LINE,
            days_ago,
            each,
            craft_id=craft.id,
            artisan_id=number,
            item_id=days_ago * 99 + number,
        )


def test_every_craft_with_pieces_has_a_letter(nadia: Visitor) -> None:
    weaving()
    people.craft("without-pieces")
    page = nadia.get("/advisor/demand/letters")
    assert (
        "/advisor/demand/letter/weaving?lang=fr" in page.text and "/advisor/demand/letter/weaving?lang=ar" in page.text
    )
    assert "without-pieces" not in page.text
    assert "/advisor/demand/letters" in nadia.get("/advisor/demand").text


def test_without_pieces_there_is_no_letter_and_that_is_said(nadia: Visitor) -> None:
    assert "Aucune pièce n’est encore au catalogue." in nadia.get("/advisor/demand/letters").text
    for craft in ("weaving", "x%00", "x" * 300):
        nadia.get(f"/advisor/demand/letter/{craft}", status=404)


def test_a_letter_says_what_is_looked_for_what_is_asked_and_what_to_do(nadia: Visitor) -> None:
    craft = weaving()
    given.day(SignalKind.SEARCH, 3, 14, words="mendil 220 cm", without_result=14)
    given.day(SignalKind.SEARCH, 3, 4, words="mendil noir", without_result=4)
    given.day(SignalKind.SEARCH, 3, 2, words="mendil secret", without_result=2)  # by too few
    asked(craft, 5, 80)  # September
    asked(craft, 4, 180, each=1)  # May
    given.day(SignalKind.VIEW, 330)
    page = nadia.get("/advisor/demand/letter/weaving?lang=fr").text
    for said in (
        "14 personnes ont cherché",
        "4 personnes ont cherché",
        "C’est peu.",
        "Demandes de juillet à septembre",
        "les clients ont demandé 15 fois",
        "Plus qu’avant.",
        "vers le 8 février",
        "Essayez une pièce",
    ):
        assert said in page, said
    assert "mendil secret" not in page.lower() and "Rahma" not in page
    drawn = re.findall(r'<span class="crowd".*?</span>', page, re.DOTALL)
    assert [one.count("#user") for one in drawn] == [10, 4] and "#plus" in drawn[0]


def test_what_rests_on_three_makers_is_not_in_it(nadia: Visitor) -> None:
    craft = weaving()
    asked(craft, 3, 80, each=777)
    asked(craft, 4, 180, each=1)
    given.day(SignalKind.VIEW, 330)
    page = nadia.get("/advisor/demand/letter/weaving?lang=fr").readable
    assert "Nous avons vu trop peu de demandes" in page and "777" not in page and "2331" not in page


def test_where_little_was_seen_the_letter_says_so_and_gives_the_season(nadia: Visitor) -> None:
    weaving()
    page = nadia.get("/advisor/demand/letter/weaving?lang=fr").text
    assert "Ce métier n’a pas encore assez de chiffres." in page
    assert "Le Ramadan commence vers le 8 février." in page and "Dites-nous combien de pièces sont prêtes." in page


def test_the_paper_has_its_own_language_whatever_the_pages(visitor: Visitor) -> None:
    weaving()
    given.day(SignalKind.SEARCH, 3, 3, words="mendil <b>220", without_result=3)
    for person, frame in ((people.advisor(), "fr"), (people.advisor(language="ar"), "ar")):
        visitor.sign_in(person)
        for paper, direction, said in (("fr", "ltr", "À lire à voix haute"), ("ar", "rtl", "للقراءة بصوت عال")):
            page = visitor.get(f"/advisor/demand/letter/weaving?lang={paper}").text
            assert f'<html lang="{frame}"' in page
            assert page.count(f'class="paper letter" lang="{paper}" dir="{direction}"') == 1 and said in page
            assert "<b>220" not in page
        assert f'class="paper letter" lang="{frame}"' in visitor.get("/advisor/demand/letter/weaving?lang=xx").text


def test_a_letter_asks_no_more_of_the_database_with_more_to_say(nadia: Visitor) -> None:
    craft = weaving()
    for number in range(30):
        given.day(SignalKind.SEARCH, 3, 4, words=f"mendil rare{number * 7}", without_result=4)
        asked(craft, 6, 20 + number * 9)
    page = nadia.get("/advisor/demand/letter/weaving?lang=ar")
    assert len(page.queries) <= 30, len(page.queries)


def test_artisans_do_not_pass(visitor: Visitor) -> None:
    maker: User = people.artisan().user
    db.session.flush()
    visitor.sign_in(maker)
    for path in ("/letters", "/letter/weaving"):
        visitor.get(f"/advisor/demand{path}", status=403)
