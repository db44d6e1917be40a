"""The storefront in Amazigh: the frame speaks Amazigh, what is not yet translated speaks French, and says so."""

from tests import given
from tests.pages import Visitor


def test_what_is_not_translated_is_said_in_french(visitor: Visitor) -> None:
    page = visitor.get("/zgh/").text
    assert "Vous demandez" in page
    assert "You ask" not in page


def test_a_plural_that_is_not_translated_is_said_in_french_too(visitor: Visitor) -> None:
    given.item()
    page = visitor.get("/zgh/").text
    assert "1 artisan de la région de Tanger." in page
    assert "Tangier region" not in page


def test_the_body_says_that_it_is_french_and_the_frame_that_it_is_not(visitor: Visitor) -> None:
    page = visitor.get("/zgh/").text
    assert '<html lang="zgh" dir="ltr">' in page
    assert '<main id="main" class="" lang="fr">' in page


def test_a_body_in_the_language_of_its_page_says_nothing_more(visitor: Visitor) -> None:
    assert '<main id="main" class="">' in visitor.get("/ar/").text
