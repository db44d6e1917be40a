"""The artisans: all of them, and one."""

import re

from app.domain.people.models import Standing
from tests import given
from tests.pages import Visitor
from tests.storefront import shop


def test_artisans_are_listed_by_name_as_it_is_read(visitor: Visitor) -> None:
    for name in ("Zohra", "Émilie", "Aïcha", "Fatna"):
        shop.piece(artisan_=given.artisan(name=name))
    shop.piece(artisan_=given.artisan(name="Suspendue", standing=Standing.SUSPENDED))
    given.artisan(name="Sans pièce")
    page = visitor.get("/fr/makers/").text
    listed = re.findall(r"<b><bdi>([^<]+)", page[page.index('class="folk"') :])
    assert listed == ["Aïcha", "Émilie", "Fatna", "Zohra"]


def test_the_list_is_narrowed_by_place_and_craft(visitor: Visitor) -> None:
    shop.filled()
    assert "Aïcha" not in visitor.get("/fr/makers/?place=chefchaouen").text
    assert "Personne ne répond aux deux" in visitor.get("/fr/makers/?place=tetouan&craft=weaving").text
    assert "2 artisans" in visitor.get("/fr/makers/?place=nowhere&craft=%00&page=99999999999").text


def test_an_artisan_speaks_in_their_own_words(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/ar/makers/rahma-bakkali").text
    assert re.search(r"<h1><bdi>رحمة البقالي", page)
    assert re.search(r'class="quote" lang="fr" dir="ltr"', page) and "معروض بالفرنسية" in page
    assert "16 قطعة" in page


def test_an_artisan_who_left_is_not_found(visitor: Visitor) -> None:
    visitor.get(f"/fr/makers/{given.artisan(standing=Standing.LEFT).slug}", status=404)


def test_what_an_artisan_speaks_is_said_in_the_readers_language(visitor: Visitor) -> None:
    shop.filled()
    assert re.search(r"<dd>Arabe, français</dd>", visitor.get("/fr/makers/rahma-bakkali").text)
    assert re.search(r"<dd>العربية، الفرنسية</dd>", visitor.get("/ar/makers/rahma-bakkali").text)


def test_what_narrows_the_list_stands_above_it_and_can_be_taken_away(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/makers/?place=tetouan&craft=pottery").text
    above = page[: page.index('role="status"')]
    assert 'href="/fr/makers/?craft=pottery"' in above and 'href="/fr/makers/?place=tetouan"' in above
    assert 'class="chips"' not in visitor.get("/fr/makers/").text.split('role="status"')[0]
