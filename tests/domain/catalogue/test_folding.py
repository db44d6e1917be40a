"""Words are compared without accents, marks and habits of spelling."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from app.domain.catalogue.folding import fold, roots


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Éventail brodé à l’ÉTÉ", "eventail brode a l ete"),
        ("Œuvre  ñandú, ¡vale!", "oeuvre nandu vale"),
        ("Straße", "strasse"),
        ("أُصِيلَة إلى آخر", "اصيله الي اخر"),
        ("منـــديل", "منديل"),
        ("على", "علي"),
        ("٤٥ سم", "45 سم"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ('"a" AND (b*) NEAR/2 -c:d', "a and b near 2 c d"),
        ("\x00\ud800\u200f", ""),
    ],
)
def test_folded(typed: str, meant: str) -> None:
    assert fold(typed) == meant


@drawn(st.text())
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@drawn(st.text())
def test_what_is_folded_holds_letters_digits_and_single_spaces(typed: str) -> None:
    folded = fold(typed)
    assert folded == " ".join(folded.split())
    assert all(sign == " " or sign.isalnum() for sign in folded)


@pytest.mark.parametrize(
    ("typed", "root"),
    [("babouches", "babouche"), ("bijoux", "bijou"), ("المنديل", "منديل"), ("والزيت", "زيت"), ("gas", "gas")],
)
def test_a_plural_or_an_article_hides_no_word(typed: str, root: str) -> None:
    assert roots(typed) == [root]
