"""What is made and where: the crafts, and the places."""

import re

from tests import given
from tests.pages import Visitor
from tests.storefront import shop


def test_the_crafts_are_listed_with_their_places_and_pieces(visitor: Visitor) -> None:
    shop.filled()
    given.item(published=False, craft_=given.craft("hidden", names={"fr": "Métier caché"}))
    page = visitor.get("/fr/crafts/").text
    row = re.search(r'<a href="/fr/crafts/pottery">.*?</a>', page, re.DOTALL)
    assert row and "Poterie" in row[0] and ">15<" in row[0]
    assert "Métier caché" not in page


def test_the_path_to_a_craft_leads_through_all_of_them(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/crafts/weaving").text
    assert '<a href="/fr/crafts/">Métiers</a>' in page[: page.index("<h1")]


def test_a_place_leads_to_what_is_made_there(visitor: Visitor) -> None:
    maker = given.artisan(place=given.place("larache"))
    for slug, name, pieces in (("basketry", "Vannerie", 2), ("weaving", "Tissage", 1)):
        craft = given.craft(slug, names={"fr": name})
        for _ in range(pieces):
            shop.piece(artisan_=maker, craft_=craft)
    nowhere = given.place("nowhere")
    page = visitor.get("/fr/places/").text
    row = re.search(r'<a href="/fr/items/\?place=larache">.*?</a>', page, re.DOTALL)
    assert row and "Vannerie, tissage" in row[0] and re.search(r">3<", row[0])
    assert nowhere.called("fr") not in page


def test_a_shop_without_a_piece_has_both_pages(visitor: Visitor) -> None:
    visitor.get("/fr/crafts/")
    visitor.get("/ar/places/")
