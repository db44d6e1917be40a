"""What somebody may have meant, among the words the shop knows."""

import pytest
from flask import Flask

from app.base.database import db, reading
from app.domain.catalogue import search, spelling, understanding
from app.domain.catalogue.lexicon import Lexicon
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.spelling import Understood
from tests import given


def _knowing(*titles: str) -> Lexicon:
    lexicon = Lexicon()
    for number, title in enumerate(titles):
        lexicon.put(number, [("fr", title)])
    return lexicon


def _understood(typed: str, lexicon: Lexicon) -> str:
    return spelling.understood(typed, lexicon, lambda _root, _begun: False).words


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("babuche", "Babouche", "babouche"),
        ("kouverture", "Couverture", "couverture"),
        ("mednil", "Mendil", "mendil"),
        ("alfonbra", "Alfombra", "alfombra"),
        ("embroidry", "Embroidery", "embroidery"),
        ("مندلي", "منديل", "منديل"),
        ("الزربيت", "زربية", "زربية"),
        ("zarbiya", "زربية", "زربية"),
        ("jellaba", "جلابة", "جلابة"),
        ("منديل", "Mendil", "mendil"),
        ("زليج", "Zellige", "zellige"),
        ("ⵎⵏⴷⵉⵍ", "Mendil", "mendil"),
        ("zerbiyya", "Zarbia", "zarbia"),
    ],
)
def test_a_word_is_understood_as_the_shop_writes_it(typed: str, known: str, meant: str) -> None:
    assert _understood(typed, _knowing("Bol", known)) == meant


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("tagine", "pouf"),
        ("tabonn", "tagine"),
        ("cui", "cuir"),
        ("%$ 123 de", "cuir"),
        ("mend", "mendil"),
        ("l’huile", "huile"),
        ("", "cuir"),
        ("قط", "قطن"),
    ],
)
def test_what_is_too_far_too_short_or_only_begun_is_left_as_it_is(typed: str, known: str) -> None:
    assert _understood(typed, _knowing(known)) == typed


def test_only_the_wrong_word_is_changed() -> None:
    assert (
        _understood("l’uile d’olive, 1 litre", _knowing("Huile d’olive", "litre", "uiles")) == "l’uile d’olive, 1 litre"
    )
    assert _understood("une babuche, cuir !", _knowing("Babouche de cuir")) == "une babouche, cuir !"


def test_of_words_equally_near_the_most_frequent_is_meant() -> None:
    known = _knowing("plateau", "plateaux", "plateaux", "platane")
    assert spelling.nearest("plateu", known) == "plateau"
    for number in range(9):
        known.put(100 + number, [("fr", "corbe")])
    known.put(200, [("fr", "corde")])
    assert spelling.nearest("corpe", known) == "corbe"


@pytest.mark.parametrize(("language", "meant"), [("fr", "babouche"), ("es", "babuchas"), ("ar", "babuchas")])
def test_of_words_equally_near_one_of_the_reader_s_own_language_is_meant(language: str, meant: str) -> None:
    known = _knowing("Babouche")
    for number in range(3):
        known.put(100 + number, [("es", "Babuchas")])
    assert known.written(str(spelling.nearest("babuche", known, language))) == meant
    assert known.written(known.begun(str(spelling.begun_like("babuche", known, language)), 1)[0]) == meant


def test_a_word_is_of_every_language_in_which_it_was_met() -> None:
    known = _knowing("Mendil")
    (root,) = known.roots()
    known.put(0, [("fr", "Mendil"), ("es", "Mendil")])
    assert [known.speaks(root, language) for language in ("fr", "es", "ar")] == [True, True, False]


def test_a_search_is_understood_in_the_language_of_the_reader(app: Flask) -> None:
    _shown("", texts={"fr": "Babouche de cuir", "es": "Babuchas de cuero", "en": "Babuchas"})
    db.session.commit()
    with reading():
        meant = {code: understanding.hits("babuche", language=code).words.words for code in ("fr", "es")}
    assert meant == {"fr": "babouche", "es": "babuchas"}


def test_a_long_word_may_differ_in_two_letters_and_a_short_one_in_one() -> None:
    known = _knowing("babouche", "tagine")
    assert spelling.nearest("baabuche", known) == "babouche"
    assert spelling.nearest("tabonn", known) is None


def _shown(title: str, **more: object) -> Item:
    item = given.item(title=title, **more)
    search.index(item)
    db.session.flush()
    return item


def _meant(typed: str) -> Understood:
    db.session.commit()
    with reading():
        return understanding.hits(typed).words


def test_words_of_the_shop_are_known_and_those_of_drafts_are_not(app: Flask) -> None:
    _shown("Babouches de cuir")
    _shown("Lanterne", state=ItemState.DRAFT)
    assert _meant("babuche cuir") == Understood("babouches cuir", ("babouches",))
    for typed in ("lantern", "babouche", "cui", "", "%$ 123 de"):
        assert _meant(typed) == Understood(typed)


def test_what_is_known_follows_the_catalogue(app: Flask) -> None:
    cup = _shown("Gobelet")
    assert _meant("gobelat").words == "gobelet"
    bowl = _shown("Saladier", artisan_=given.artisan(name="Rahma Bakkali"))
    assert _meant("saladiar").words == "saladier"
    assert _meant("bakali").words == "bakkali"
    cup.state = ItemState.PAUSED
    bowl.artisan.name = "Rahma Alaoui"
    assert (_meant("gobelat").words, _meant("bakali").words) == ("gobelat", "bakali")
    assert _meant("alaoyi").words == "alaoui"


def test_a_word_that_only_a_description_has_is_no_slip(app: Flask) -> None:
    bowl = _shown("Corde")
    bowl.artisan.place.names = {"fr": "Gorde"}
    bowl.artisan.workshop = ""
    search.index(bowl)
    _shown("Corbe")
    assert _meant("gorde").words == "gorde"


def test_these_very_words_are_looked_for_where_that_is_asked(app: Flask) -> None:
    _shown("Babouches de cuir")
    db.session.commit()
    with reading():
        assert understanding.hits("babuche", exactly=True).matches.ids == ()
        assert understanding.hits("babuche").matches.ids != ()
