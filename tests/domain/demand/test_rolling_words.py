"""What becomes of words: those that three people used stay, in the spelling most used; the others are forgotten."""

from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.demand import rolling
from app.domain.demand.models import DemandSignal, SignalKind
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.domain.demand.test_rolling import rolled, seen


def said() -> set[tuple[object, ...]]:
    return {(d.kind, d.language, d.craft_id, d.words, d.signals, d.visitors) for d in rolled()}


def test_searches_and_what_was_opened_from_them_are_counted_by_language(app: Flask) -> None:
    for language, visitor in (("fr", "a"), ("es", "b"), ("es", "c")):
        given.search("mendil 220", visitor, language=language, results=4)
    for item_id, visitor in ((7, "a"), (8, "a"), (8, "c")):
        given.signal(SignalKind.CLICK, words="220 Mendil", visitor=visitor, item_id=item_id, craft_id=2, language="es")
    rolling.roll_up(TODAY)
    assert said() == {
        (SignalKind.SEARCH, "fr", 0, "mendil 220", 1, 1),
        (SignalKind.SEARCH, "es", 0, "mendil 220", 2, 2),
        (SignalKind.CLICK, "es", 2, "220 mendil", 3, 2),
    }


def test_rare_words_are_forgotten_of_what_was_opened_too(app: Flask) -> None:
    """Two people in three languages, searching and opening, are still two."""
    for language, visitor in (("fr", "a"), ("es", "a"), ("ar", "b")):
        given.search("sac de Fatima", visitor, language=language, results=1)
        given.signal(SignalKind.CLICK, words="sac de Fatima", visitor=visitor, item_id=7, craft_id=2, language=language)
    rolling.roll_up(TODAY)
    assert {d.words for d in rolled()} == {""} and sum(d.signals for d in rolled()) == 6
    assert set(db.session.scalars(select(DemandSignal.words))) == {None}


def test_a_search_of_which_nothing_could_be_had_is_a_cell_of_its_own(app: Flask) -> None:
    for visitor, gone in (("a", True), ("b", True), ("c", False)):
        given.search("plat", visitor, results=2, out_of_stock=gone)
    rolling.roll_up(TODAY)
    assert {(d.words, d.out_of_stock, d.signals, d.without_result) for d in rolled()} == {
        ("plat", True, 2, 0),
        ("plat", False, 1, 0),
    }


def test_words_that_three_people_used_stay_in_the_spelling_most_used(app: Flask) -> None:
    for visitor, said in (
        ("a", "Mendils de 220cm"),
        ("b", "mendil 220 cm"),
        ("c", "mendil 220 cm"),
        ("c", "220 mendil cm"),
    ):
        given.search(said, visitor)
    rolling.roll_up(TODAY)
    (cell,) = rolled()
    assert (cell.words, cell.signals, cell.visitors, cell.without_result) == ("mendil 220 cm", 4, 3, 4)


def test_rare_words_are_forgotten_everywhere_but_still_counted(app: Flask) -> None:
    for visitor in ("a", "b", "a"):
        given.search("cadeau pour Fatima 0612345678", visitor)
    given.search("autre chose", "c", results=2)
    rolling.roll_up(TODAY)
    (cell,) = rolled()
    assert (cell.words, cell.signals, cell.without_result) == ("", 4, 3)
    assert set(db.session.scalars(select(DemandSignal.words))) == {None}


def test_words_three_people_used_once_say_nothing_about_a_later_visitor(app: Flask) -> None:
    given.day(SignalKind.SEARCH, 9, 3, words="panier bleu")
    given.search("Paniers bleus", "a")
    rolling.roll_up(TODAY)
    assert "paniers bleus" in [d.words for d in rolled()]


def test_the_words_of_a_wish_stay_with_the_request_alone(app: Flask) -> None:
    given.signal(SignalKind.CUSTOM_WISH, words="un plat pour Fatima", request_id=1)
    rolling.roll_up(TODAY)
    assert [d.words for d in rolled()] == [""]
    assert db.session.scalar(select(DemandSignal.words)) is None


def test_forgotten_searches_of_one_person_are_one_visitor_the_first_time_too(app: Flask) -> None:
    for words in ("cadeau pour Fatima", "cadeau pour Karim"):
        given.search(words, "a", language="fr")
    given.search("cadeau pour Ali", "b", language="fr")
    rolling.roll_up(TODAY)
    first = seen()
    assert said() == {(SignalKind.SEARCH, "fr", 0, "", 3, 2)}
    rolling.roll_up(TODAY)
    assert seen() == first


def test_people_who_used_two_spellings_are_one_however_many_they_are(app: Flask) -> None:
    for words, visitors in (("mendil 220 cm", "abcd"), ("Mendils de 220cm", "cdef"), ("220 mendil cm", "g")):
        for visitor in visitors:
            given.search(words, visitor, language="fr")
    given.search("mendil 220 cm", "z", language="es")
    rolling.roll_up(TODAY)
    assert said() == {
        (SignalKind.SEARCH, "fr", 0, "mendil 220 cm", 9, 7),
        (SignalKind.SEARCH, "es", 0, "mendil 220 cm", 1, 1),
    }


def test_who_searched_for_what_was_forgotten_is_counted_once_beside_words_that_came_later(app: Flask) -> None:
    for number, visitor in enumerate("abcd"):
        given.search(f"cadeau {number} pour Fatima", visitor, language="fr")
    rolling.roll_up(TODAY)
    for visitor in "ae":
        given.search("cadeau pour Ali", visitor, language="fr")
    rolling.roll_up(TODAY)
    assert said() == {(SignalKind.SEARCH, "fr", 0, "", 6, 5)}
