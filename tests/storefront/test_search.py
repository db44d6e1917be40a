"""The search as anybody uses it."""

import re

import pytest

from app.domain.catalogue import search
from tests.pages import Visitor
from tests.storefront import shop


def test_found_words_stay_in_the_field(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=MENDILS+rayes").text
    assert "Résultats pour" in page and 'value="MENDILS rayes"' in page
    assert "1 pièce" in page and "/fr/items/mendil-raye-rouge" in page


def test_artisans_come_first(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=rahma+bak").text
    assert page.index('href="/fr/makers/rahma-bakkali"') < page.index('class="piece"')
    assert "/fr/makers/rahma-bakkali" not in visitor.get("/fr/search?q=mendil").text


def test_results_are_narrowed_like_any_list(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=rayon&place=tetouan&sort=price&page=7").text
    assert "15 pièces" in page
    assert 'type="hidden" name="q" value="rayon"' in page


def test_nothing_found_offers_what_is_near(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=mendil+violet").text
    assert "Aucune pièce pour" in page
    assert re.search(r'href="/fr/search\?q=mendil"', page)
    assert "/fr/request/custom?q=mendil+violet" in page and "/fr/crafts/weaving" in page


def test_odd_words_are_answered(visitor: Visitor) -> None:
    shop.filled()
    for q in ("", "%20", "%00", "%22%22", "%F0%9F%98%80", "%ED%A0%80", "a" * 3000, "%3Cscript%3E"):
        assert "<script>" not in visitor.get(f"/fr/search?q={q}").text


def test_a_search_in_arabic_finds_the_arabic_name(visitor: Visitor) -> None:
    shop.filled()
    shop.piece(texts={"fr": "Foulard", "ar": "مِنْديل أحمر"}, slug="foulard")
    assert "/ar/items/foulard" in visitor.get("/ar/search?q=المنديل").text


def test_what_somebody_typed_does_not_turn_the_sentence_around(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search", query_string={"q": "girafe\u202e \u2067bleue"}).text
    assert re.search("<h1[^>]*>Aucune pièce pour « \u2068girafe bleue\u2069 »".replace(" ", r"\s"), page)


def test_a_word_spelled_otherwise_is_offered_as_the_shop_spells_it(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=mendyl+raye")
    assert "Résultats pour « \u2068mendil raye\u2069 »" in page.plain and "/fr/items/mendil-raye-rouge" in page.text
    assert 'value="mendyl raye"' in page.text and 'href="/fr/search?q=mendyl+raye&amp;exactly=1"' in page.text
    assert "Chercher exactement" not in visitor.get("/fr/search?q=mendil").text


def test_a_word_understood_otherwise_is_said_where_nothing_is_found_too(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=mendyl+astronaute")
    assert "Aucune pièce pour « \u2068mendil astronaute\u2069 »" in page.plain
    assert 'href="/fr/search?q=mendyl+astronaute&amp;exactly=1"' in page.text


def test_these_very_words_stay_asked_for_on_every_page_of_the_list(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=mendyl+raye&exactly=1")
    assert "Aucune pièce pour « \u2068mendyl raye\u2069 »" in page.plain
    page = visitor.get("/fr/search?q=rayon&exactly=1")
    assert page.text.count('name="exactly" value="1"') == 2 and "exactly=1&amp;page=2" in page.text


def test_where_nothing_fits_the_nearest_pieces_are_shown(visitor: Visitor) -> None:
    shop.filled()
    for typed in ("mendil violet", "mendilier", "introuvable mendil"):
        page = visitor.get(f"/fr/search?q={typed}")
        assert "Les pièces les plus proches" in page.text and "/fr/items/mendil-raye-rouge" in page.text
        assert page.text.index("plus proches") < page.text.index("/fr/request/custom")
    assert "Les pièces les plus proches" in visitor.get("/fr/search?q=poterie+violette").text
    assert "plus proches" not in visitor.get("/fr/search?q=xyzxyz").text


@pytest.mark.parametrize("caps", [{"MOST_FOUND": 12}, {"MANY": 1, "MOST_OF_MANY": 12}])
def test_very_broad_words_are_capped_and_the_page_says_so(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caps: dict[str, int]
) -> None:
    shop.filled()
    for name, most in caps.items():
        monkeypatch.setattr(search, name, most)
    page = visitor.get("/fr/search?q=rayon")
    assert "Plus de 12 pièces" in page.plain and "Seules les 12 plus récentes" in page.plain
    assert page.text.count('class="piece"') == 12 and "rayon 29" in page.plain and "rayon 17" not in page.plain
    narrowed = visitor.get("/fr/search?q=rayon&place=tetouan")
    assert "6 pièces parmi les 12 plus récentes" in narrowed.plain
    assert "Plus de" not in visitor.get("/fr/search?q=mendil").plain
