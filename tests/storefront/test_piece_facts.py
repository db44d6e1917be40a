"""The table of a piece: one size typed for all languages, read in each."""

import re

import pytest

from tests.pages import Visitor
from tests.storefront import shop

LRI, PDI = "\u2066", "\u2069"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("110 × 180 cm", f"{LRI}110 × 180{PDI} سم"),
        ("Ø 27 × 36 cm", f"{LRI}Ø 27 × 36{PDI} سم"),
        ("M, 134 cm", f"M، {LRI}134{PDI} سم"),
        ("150 g, 250 g", f"{LRI}150{PDI} غ، {LRI}250{PDI} غ"),
        ("38–44", f"{LRI}38–44{PDI}"),
        ("57 (Ø 45 cm)", f"{LRI}57{PDI} ({LRI}Ø 45{PDI} سم)"),
    ],
)
def test_figures_keep_their_order_and_units_are_the_readers(visitor: Visitor, typed: str, read: str) -> None:
    item = shop.piece(size=typed)
    assert f'<bdi dir="ltr">{typed}</bdi>' in visitor.get(f"/fr/items/{item.slug}").text
    assert f'<bdi dir="rtl">{read}</bdi>' in visitor.get(f"/ar/items/{item.slug}").text


def test_words_in_a_size_are_said_to_be_french(visitor: Visitor) -> None:
    item = shop.piece(size="Ø 38 cm, hauteur 52 cm")
    assert '<bdi lang="fr" dir="ltr">Ø 38 cm, hauteur' in visitor.get(f"/ar/items/{item.slug}").text
    assert "<bdi>Ø 38 cm, hauteur" in visitor.get(f"/fr/items/{item.slug}").text


def test_care_that_is_not_translated_says_what_language_it_is_in(visitor: Visitor) -> None:
    item = shop.piece(slug="care-in-french")
    item.texts[0].care = "Laver à la main"
    page = visitor.get("/ar/items/care-in-french").text
    assert re.search(r'<bdi lang="fr" dir="ltr">Laver', page)
