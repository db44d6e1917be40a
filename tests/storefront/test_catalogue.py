"""Shelves and pieces as anybody sees them."""

import re

import pytest

from app.base.database import db
from app.domain.catalogue.models import ItemState, Kind, Material, Variant
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.people import models as people
from tests import given
from tests.pages import Visitor
from tests.storefront import shop


def test_a_full_page_of_pieces_costs_a_bounded_number_of_statements(visitor: Visitor) -> None:
    shop.filled()
    visitor.most_queries = 18
    page = visitor.get("/fr/items/")
    assert len(re.findall('class="piece"', page.text)) == 24
    assert "31 pièces" in page.text


def test_a_craft_shows_its_own_pieces(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/crafts/pottery").text
    assert "15 pièces" in page and "Mendil rayé rouge" not in page


def test_a_facet_narrows_and_its_chip_lets_go(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/items/?place=tetouan&ready=now&sort=price").text
    assert "10 pièces" in page
    assert 'href="/fr/items/?ready=now&amp;sort=price"' in page  # without the place
    assert 'href="/fr/items/?place=tetouan&amp;sort=price"' in page
    assert re.search(r'name="place" value="tetouan" checked', page)


WRONG = (
    "place=nowhere",
    "place=%00&craft=%F0%9F%98%80&material='--",
    "price=abc&price_min=-5&price_max=99999999999999999999999",
    "ready=perhaps&sort=sideways",
    "page=0",
    "page=-3",
    "page=abc",
    "page=1e9",
    "colour=" + "x" * 5000,
    "&".join(f"maker=m{n}" for n in range(300)),
)


def test_wrong_values_are_as_if_they_had_not_been_asked(visitor: Visitor) -> None:
    shop.filled()
    for query in WRONG:
        assert "31 pièces" in visitor.get(f"/fr/items/?{query}").text, query


def test_a_page_beyond_the_last_is_the_last(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/items/?page=99999").text
    assert len(re.findall('class="piece"', page)) == 7
    assert re.search(r'aria-current="page">2<', page)


def test_nothing_found_offers_to_clear_the_filters(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/crafts/weaving?place=tetouan").text
    assert "Aucune pièce ne répond à tous ces critères" in page


def test_the_language_links_lead_to_the_same_page(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/items/?place=tetouan").text
    assert 'hreflang="ar" href="/ar/items/?place=tetouan"' in page


def test_a_piece_shows_all_that_it_is(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/items/mendil-raye-rouge").text
    for words in (
        "Rahma Bakkali",
        "Coton",
        "110 × 180 cm",
        "480\xa0g",
        "3 pièces",
        "Sur 260\xa0MAD, 221 vont à Rahma Bakkali et 39",
    ):
        assert words in page, words


def test_what_is_added_is_the_variant_and_how_many(visitor: Visitor) -> None:
    item = shop.filled()
    page = visitor.get("/fr/items/mendil-raye-rouge").text
    assert f'name="variant" value="{item.main.id}"' in page and 'name="quantity"' in page
    assert 'action="/fr/request/add"' in page


def test_sizes_can_be_chosen_and_those_that_are_gone_cannot(visitor: Visitor) -> None:
    item = shop.piece("Jellaba")
    item.main.labels = {"fr": "Taille M"}
    db.session.add(Variant(item=item, sku="L", labels={"fr": "Taille L"}, price=30000, on_hand=1, position=1))
    db.session.add(Variant(item=item, sku="XL", labels={"fr": "Taille XL"}, price=30000, position=2))
    db.session.flush()
    page = visitor.get(f"/fr/items/{item.slug}").text.split("<main")[1]
    assert "Taille M" in page and "Taille L" in page
    assert "dès" in page or "à partir de" in page.lower()
    gone = visitor.get(f"/fr/items/{item.slug}?variant=XL").text
    assert re.search(r'class="option gone"[^>]* aria-current="true"><span>Taille XL', gone)
    assert 'name="variant"' not in gone and "q=Jellaba,+Taille+XL" in gone


def test_no_size_is_chosen_for_anybody(visitor: Visitor) -> None:
    item = shop.piece("Babouches")
    item.main.labels = {"fr": "Pointure 36"}
    db.session.add(Variant(item=item, sku="37", labels={"fr": "Pointure 37"}, price=30000, on_hand=1, position=1))
    db.session.flush()
    page = visitor.get(f"/fr/items/{item.slug}").text
    assert 'name="variant"' not in page and "Choisissez ci-dessus" in page and "Pointure 37" in page
    assert 'aria-current="true"' not in page.split('class="options"')[1].split("</nav>")[0]
    other = item.variants[1]
    chosen = visitor.get(f"/fr/items/{item.slug}?variant={other.sku}").text
    assert f'name="variant" value="{other.id}"' in chosen
    assert 'name="variant"' not in visitor.get(f"/fr/items/{item.slug}?variant=nothing").text


def test_sizes_say_what_can_be_had_where_they_differ_in_it(visitor: Visitor) -> None:
    item = shop.piece("Babouches", stock=2)
    item.main.labels = {"fr": "Pointure 36"}
    other = Variant(item=item, sku="37", labels={"fr": "Pointure 37"}, price=item.main.price, on_hand=2, position=1)
    db.session.add(other)
    db.session.flush()
    assert "pièces disponibles" not in visitor.get(f"/fr/items/{item.slug}").text.split('class="options"')[1]
    other.on_hand = 1
    page = visitor.get(f"/fr/items/{item.slug}").text
    assert re.search(r"Pointure 37</span><span[^>]*>1\s+pièce disponible", page)
    assert re.search(r"Pointure 36</span><span[^>]*>2\s+pièces disponibles", page)


def test_what_cannot_be_had_cannot_be_added(visitor: Visitor) -> None:
    item = shop.piece(kind=Kind.UNIQUE, stock=0)
    page = visitor.get(f"/fr/items/{item.slug}").text
    assert 'name="variant"' not in page and "Vendue" in page


def test_a_photo_is_chosen_by_its_link(visitor: Visitor) -> None:
    shop.filled()
    for number in ("1", "7", "0", "-1", "x", "99999999999", "²"):
        visitor.get(f"/fr/items/mendil-raye-rouge?photo={number}")


def test_a_text_in_another_language_says_so(visitor: Visitor) -> None:
    shop.piece("Mendil rayé rouge", slug="only-french")
    page = visitor.get("/ar/items/only-french").text
    assert re.search(r'<h1[^>]* lang="fr" dir="ltr">Mendil', page)
    assert "وهو معروض بالفرنسية" in page
    shop.piece(slug="both", texts={"fr": "Mendil", "ar": "منديل"})
    page = visitor.get("/ar/items/both").text
    assert "معروض بالفرنسية" not in page and "منديل" in page


def test_a_revision_that_waits_is_not_shown(visitor: Visitor) -> None:
    item = shop.piece("Le nom approuvé", slug="revised")
    pending = ItemText(item_id=item.id, language="fr", title="Le nom en attente", created_at=given.NOW)
    pending.state, pending.standing = TextState.DRAFT, Standing.PENDING
    db.session.add(pending)
    db.session.flush()
    page = visitor.get("/fr/items/revised").text
    assert "Le nom approuvé" in page and "en attente" not in page


@pytest.mark.parametrize(
    ("state", "published", "status"),
    [
        (ItemState.DRAFT, False, 404),
        (ItemState.SUBMITTED, False, 404),
        (ItemState.PAUSED, True, 410),
        (ItemState.ARCHIVED, True, 410),
    ],
)
def test_what_is_not_public_is_not_there(visitor: Visitor, state: ItemState, published: bool, status: int) -> None:
    item = given.item(published=published, title="Secret", state=state)
    assert "Secret" not in visitor.get(f"/fr/items/{item.slug}", status=status).text


def test_the_pieces_of_somebody_who_left_are_gone(visitor: Visitor) -> None:
    item = given.item(given.artisan(standing=people.Standing.LEFT))
    visitor.get(f"/fr/items/{item.slug}", status=410)


@pytest.mark.parametrize("address", ["/fr/items/nothing", "/fr/crafts/nothing", "/fr/makers/nothing", "/de/items/"])
def test_what_does_not_exist_is_not_found(visitor: Visitor, address: str) -> None:
    visitor.get(address, status=404)


def test_a_long_facet_begins_with_the_most_frequent_values(visitor: Visitor) -> None:
    for number in range(9):
        made = given.craft(f"craft-{number}", names={"fr": f"Métier {number}"})
        for _ in range(2 if number == 8 else 1):
            shop.piece(craft_=made)
    crafts = re.search(r"<legend>Métier</legend>(.*?)</fieldset>", visitor.get("/fr/items/").text, re.DOTALL)
    assert crafts
    first, rest = crafts[1].split("<details>")
    assert len(re.findall("checkbox", first)) == 6 and 'value="craft-8"' in first
    assert "3 autres" in rest and len(re.findall("checkbox", rest)) == 3


def test_what_was_chosen_in_a_long_facet_is_in_sight(visitor: Visitor) -> None:
    for number in range(9):
        shop.piece(craft_=given.craft(f"craft-{number}"))
    page = visitor.get("/fr/items/").text
    last = re.findall(r'value="(craft-\d)"', page)[-1]
    assert "<details open><summary>3 autres" in visitor.get(f"/fr/items/?craft={last}").text


def test_techniques_in_a_row_are_written_as_a_sentence(visitor: Visitor) -> None:
    cotton, wool = (Material(slug=slug, names={"fr": name}) for slug, name in (("cotton", "Coton"), ("wool", "Laine")))
    item = shop.piece(materials=[cotton, wool])
    assert re.search(r"<bdi>(Coton, laine|Laine, coton)</bdi>", visitor.get(f"/fr/items/{item.slug}").text)
