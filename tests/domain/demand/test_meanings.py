"""Words of any language that mean one thing are counted together; nothing else is."""

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import glossary
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.models import Colour, Material
from app.domain.demand import meanings, words
from app.domain.demand.meanings import Group, Meanings
from tests import given
from tests.given import NOW

RUGS = Group(("tapis", "زربية", "rug", "alfombra", "zerbia"), craft_id=3)
WOOL = Group(("laine", "صوف", "wool", "lana"), facet="material:wool")
BASKETS = Group(("panier en osier", "wicker basket"))


@pytest.mark.parametrize("said", ["Tapis", "زربية", "الزربية", "rug", "rugs", "alfombra", "zerbias"])
def test_one_thing_has_one_key_in_every_language(said: str) -> None:
    assert Meanings([RUGS, WOOL]).key(said) == Meanings([RUGS, WOOL]).key("tapis") != ""


def test_several_words_are_each_understood_and_their_order_says_nothing() -> None:
    known = Meanings([RUGS, WOOL])
    assert known.key("wool rug") == known.key("tapis de laine") == known.key("زربية صوف")
    assert known.key("wool rug 2 m") != known.key("wool rug")


def test_a_term_of_several_words_is_one_term() -> None:
    known = Meanings([BASKETS])
    assert known.key("wicker basket bleu") == known.key("panier en osier bleu")
    assert known.key("basket") == words.key("basket")


def test_what_nobody_explained_stays_what_it_is() -> None:
    assert Meanings().key("Mendils de 220cm") == words.key("mendil 220 cm")
    assert Meanings([RUGS]).key("") == ""


def test_groups_are_not_run_together_by_a_word_that_stands_in_both() -> None:
    known = Meanings([Group(("tapis", "kilim")), Group(("couverture", "kilim"))])
    assert known.key("kilim") == known.key("tapis") != known.key("couverture")


def test_a_word_names_its_craft_and_a_text_its_materials_and_colours() -> None:
    known = Meanings([RUGS, WOOL, Group(("bleu", "blue"), facet="colour:blue")])
    assert (known.craft_of("grande alfombra"), known.craft_of("miel")) == (3, 0)
    wish = "Je voudrais, pour notre maison, un grand tapis, long de trois mètres, de laine et bleu comme la mer"
    assert known.facets_of(wish) == ["material:wool", "colour:blue"]


def test_what_is_known_comes_from_the_glossary_and_the_names_of_the_shop(app: Flask, statements: list[str]) -> None:
    craft = given.craft("weaving", names={"fr": "Tissage", "ar": "نسيج"})
    db.session.add(Material(slug="wool", names={"fr": "Laine", "en": "Wool"}))
    db.session.add(Colour(slug="blue", names={"fr": "Bleu", "es": "Azul"}))
    by = given.advisor()
    rugs = Told({"fr": "tapis", "ar": "زربية"}, {"fr": ["zerbia"]}, craft)
    glossary.add(rugs, by=by, at=NOW)
    gone = glossary.add(Told({"fr": "miel", "en": "honey"}), by=by, at=NOW)
    glossary.remove(gone, by=by, at=NOW)
    db.session.flush()
    statements.clear()
    known = meanings.known()
    assert len(statements) == 1
    assert known.key("zerbia") == known.key("زربية") == "tapi"
    assert known.key("honey") != known.key("miel")
    assert (known.craft_of("zerbia"), known.craft_of("نسيج")) == (craft.id, craft.id)
    assert known.facets_of("wool azul") == ["material:wool", "colour:blue"]
