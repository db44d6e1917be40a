"""The glossary in the search: a word finds what only holds another word for the same, after what holds the word."""

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import glossary, search, understanding
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.models import Item
from app.domain.catalogue.spelling import Understood
from app.domain.catalogue.synonyms import Synonyms
from tests import given


def _shown(title: str, language: str = "fr", **more: object) -> Item:
    item = given.item(texts={language: title}, **more)
    search.index(item)
    db.session.flush()
    return item


def _term(words: dict[str, str], **more: list[str]) -> None:
    glossary.add(Told(words, more), by=given.advisor(), at=given.NOW)


@pytest.fixture
def pots(app: Flask) -> dict[str, Item]:
    """Things to find, each in one language only."""
    _term({"fr": "théière", "ar": "براد", "en": "teapot", "es": "tetera", "zgh": "ⴰⴱⵔⵔⴰⴷ"}, fr=["brad"])
    _term({"fr": "eau de rose", "ar": "ماء الورد", "en": "rose water", "es": "agua de rosas"})
    _term({"fr": "tapis berbère", "en": "Amazigh rug"})
    _term({"fr": "martelé", "ar": "منقوش", "en": "hammered"})
    return {
        "ar": _shown("براد منقوش من النحاس", "ar"),
        "fr": _shown("Théière martelée"),
        "es": _shown("Tetera pequeña", "es"),
        "zgh": _shown("ⴰⴱⵔⵔⴰⴷ ⴰⵎⵥⵢⴰⵏ", "zgh"),
        "rose": _shown("ماء الورد من القلعة", "ar"),
        "roses": _shown("Eau fraîche, rose rouge"),
        "rug": _shown("Small Amazigh rug", "en"),
        "tapis": _shown("Tapis de laine, motif berbère"),
        "noise": _shown("Mendil rayé"),
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("théière", ["fr", "zgh", "es", "ar"]),
        ("theieres", ["fr", "zgh", "es", "ar"]),
        ("البراد", ["ar", "zgh", "es", "fr"]),
        ("teapots", ["zgh", "es", "fr", "ar"]),
        ("ⴰⴱⵔⵔⴰⴷ", ["zgh", "es", "fr", "ar"]),
        ("eau de rose", ["roses", "rose"]),
        ("rose water", ["rose"]),
        ("agua de rosas", ["rose"]),
        ("tapis berbere", ["tapis", "rug"]),
        ("amazigh rug", ["rug"]),
        ("tetera small", []),
        ("brad hammered", ["ar"]),
        ("mendil", ["noise"]),
        ("théi", ["fr"]),
        ("Amazigh", ["rug"]),
    ],
)
def test_a_word_finds_what_is_called_else_after_what_is_called_so(
    pots: dict[str, Item], words: str, found: list[str]
) -> None:
    names = {item.id: name for name, item in pots.items()}
    got = [names[one] for one in search.nearest(search.wanted(words)).ids]
    assert got[:1] == found[:1] and sorted(got) == sorted(found)
    assert search.find(words).count == len(found)


def test_any_of_the_words_goes_with_synonyms_too(pots: dict[str, Item]) -> None:
    assert search.find("mendil tetera", every=False).count == 5


def test_what_holds_the_word_once_stands_before_what_says_its_synonym_often(app: Flask) -> None:
    _term({"fr": "bol", "ar": "زلافة"})
    often = _shown("زلافة", "ar")
    entry = db.session.get(search.SearchEntry, often.id)
    assert entry
    entry.body = "زلافه " * 12
    once = _shown("Une assiette, une tasse et puis un bol parmi bien d’autres pièces de la maison et de la cuisine")
    db.session.flush()
    assert search.nearest(search.wanted("bol")).ids == (once.id, often.id)


def test_a_changed_term_counts_from_then_on(pots: dict[str, Item]) -> None:
    (term,) = glossary.terms(search="teapot")
    glossary.remove(term, by=given.advisor(), at=given.NOW)
    assert search.find("théière").ids == [pots["fr"].id]
    glossary.put_back(term, by=given.advisor(), at=given.NOW)
    assert search.find("théière").count == 4


@pytest.mark.parametrize("odd", ['"', "a OR b", "x:*", "(((", "'", "&|!", "<->", "NOT", "*"])
def test_nothing_in_a_term_is_an_order_to_the_index(app: Flask, odd: str) -> None:
    _term({"fr": f"théière {odd}", "en": f"{odd} pot"}, fr=[f"{odd}{odd}"])
    bowl = _shown("théière")
    assert search.find("théière").ids == [bowl.id]
    assert search.find(f"théière {odd}").count in (0, 1)


def test_words_are_parted_by_the_longest_term() -> None:
    known = Synonyms([["nappe", "cloth"], ["nappe brodée", "stiched"], ["brodé", "worked"]])
    assert known.parts(["nappe", "brodee", "rouge"]) == [("nappe", "brodee"), ("rouge",)]
    assert known.of(("nappe", "brodee")) == [("stiched",)]
    assert known.of(("rouge",)) == []
    assert Synonyms().parts(["a"]) == [("a",)] and Synonyms().parts([]) == []


def test_a_misspelt_word_of_the_glossary_is_understood(pots: dict[str, Item]) -> None:
    assert understanding.hits("teepot").words == Understood("teapot", ("teapot",))
    assert understanding.hits("teapot").words == Understood("teapot")
