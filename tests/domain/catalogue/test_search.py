"""What is found by which words, on both engines."""

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import search
from app.domain.catalogue.models import Colour, Item, ItemState, SearchEntry
from app.domain.people.models import Standing
from tests import given


def _shown(title: str, **more: object) -> Item:
    item = given.item(title=title, **more)
    search.index(item)
    db.session.flush()
    return item


@pytest.fixture
def mendil(app: Flask) -> Item:
    """A piece with words in four languages, and another that shares none of them."""
    maker = given.artisan(name="Rahma Bakkali", name_ar="رحمة البقالي", place=given.place("chefchaouen"))
    _shown("Huile d’olive, 1 litre", reference="HUI-0001")
    weaving = given.craft("weaving", names={"fr": "Tissage", "ar": "النسيج", "en": "Weaving"})
    return _shown(
        "",
        artisan_=maker,
        craft_=weaving,
        reference="TIS-0412",
        texts={"fr": "Mendil rayé rouge", "ar": "منديل أحمر مخطط", "en": "Red striped mendil"},
        colours=[Colour(slug="red", names={"fr": "Rouge", "es": "Rojo"}, hex="#B3262E")],
    )


@pytest.mark.parametrize(
    "words",
    [
        "mendil",
        "MENDIL RAYE",
        "raye mend",
        "mendils rayés",
        "المنديل",
        "احمر",
        "رحمه البقالى",
        "bakkali rahma",
        "weaving",
        "نسيج",
        "rojo",
        "TIS-0412",
        "le mendil de Bakkali",
    ],
)
def test_found(mendil: Item, words: str) -> None:
    assert search.find(words) == search.Found([mendil.id], 1)


@pytest.mark.parametrize("words", ["", "   ", "!!!", "mendil bleu", "endil", "xyz", "\x00", "و"])
def test_not_found(mendil: Item, words: str) -> None:
    assert search.find(words).count == 0


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "mendil AND",
        "NEAR(",
        "rowid:1",
        "body : mendil",
        "'); DROP TABLE item; --",
        "a:* | !b <-> 'c",
        "*",
        "^",
        "-",
    ],
)
def test_an_order_to_the_engine_is_only_words(mendil: Item, words: str) -> None:
    search.find(words)
    search.find(words, every=False)


def test_very_long_words_are_cut(mendil: Item) -> None:
    assert search.find("mendil " * 100_000).count == 1
    assert search.find("é" * 1_000_000).count == 0


def test_what_is_not_public_is_not_found(mendil: Item) -> None:
    mendil.state = ItemState.PAUSED
    db.session.flush()
    assert search.find("mendil").count == 0
    mendil.state = ItemState.PUBLISHED
    mendil.artisan.standing = Standing.SUSPENDED
    db.session.flush()
    assert search.find("mendil").count == 0


def test_a_changed_word_is_found_and_the_old_one_is_not(mendil: Item) -> None:
    mendil.artisan.name = "Rahma Alami"
    search.index(mendil)
    db.session.flush()
    assert search.find("alami").count == 1
    assert search.find("bakkali").count == 0
    assert db.session.query(SearchEntry).filter_by(item_id=mendil.id).count() == 1


def test_a_word_of_the_title_weighs_more_than_one_of_the_story(app: Flask) -> None:
    titled = _shown("Jarre")
    told = _shown("Cruche", artisan_=given.artisan(name="Jarre Alami"))
    assert search.find("jarre").ids == [titled.id, told.id]


def test_any_of_the_words(mendil: Item) -> None:
    assert search.find("mendil introuvable").count == 0
    assert search.find("mendil introuvable", every=False).ids == [mendil.id]


def test_the_count_goes_beyond_the_limit(app: Flask) -> None:
    for _ in range(3):
        _shown("Jarre")
    found = search.find("jarre", limit=2)
    assert (len(found.ids), found.count) == (2, 3)
