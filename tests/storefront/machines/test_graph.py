"""What pages are about, in the words of schema.org: whole, true, and the same as what people read."""

import re
from typing import Any

import pytest

from app.base.database import db
from app.domain.catalogue import texts
from app.domain.catalogue.models import Kind, Unit, Variant
from app.domain.catalogue.texts import Words
from app.domain.people.models import Wording
from app.web import languages
from tests import given
from tests.pages import Visitor
from tests.storefront import shop
from tests.storefront.machines.vocabulary import mistakes, of_kind

PAGES = (
    *("", "items/", "items/?page=2", "items/?place=tetouan", "items/mendil-raye-rouge", "crafts/weaving"),
    *("makers/", "makers/rahma-bakkali", "crafts/", "cooperative", "how-it-works", "request/custom"),
)


def test_all_that_is_said_is_what_search_engines_ask_for(visitor: Visitor) -> None:
    shop.filled()
    for number, address in enumerate(PAGES * 2):  # the languages in turn
        page = visitor.get(f"/{list(languages.LOCALES)[number % len(languages.LOCALES)]}/{address}")
        for node in page.for_machines:
            assert not mistakes(node), f"{page.address}: {mistakes(node)}"


def product(visitor: Visitor, slug: str, language: str = "fr") -> dict[str, Any]:
    return of_kind(visitor.get(f"/{language}/items/{slug}").for_machines, "Product")


def test_a_piece_is_told_with_its_price_its_stock_and_its_maker(visitor: Visitor) -> None:
    shop.filled()
    told = product(visitor, "mendil-raye-rouge")
    assert (told["name"], told["brand"]["name"]) == ("Mendil rayé rouge", "Rahma Bakkali")
    assert (told["material"], told["color"], told["weight"]["value"]) == (["Coton"], ["Rouge"], 480)
    assert told["manufacturer"]["url"].endswith("/fr/makers/rahma-bakkali")
    (offer,) = told["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("260.00", "MAD")
    assert offer["availability"] == "https://schema.org/InStock" and offer["inventoryLevel"]["value"] == 3
    assert offer["url"] == told["url"] and told["url"].endswith("/fr/items/mendil-raye-rouge")
    assert [image for image in told["image"] if not re.fullmatch(r"http://\S+/media/\w+/\d+\.jpg", image)] == []


STANDINGS = (
    (Kind.UNIQUE, 1, 0, "InStock"),
    (Kind.UNIQUE, 1, 1, "Reserved"),
    (Kind.UNIQUE, 0, 0, "SoldOut"),
    (Kind.READY, 3, 0, "InStock"),
    (Kind.READY, 3, 3, "OutOfStock"),
    (Kind.READY, 0, 0, "OutOfStock"),
    (Kind.MADE_TO_ORDER, 0, 0, "MadeToOrder"),
    (Kind.READY_THEN_MADE, 2, 0, "InStock"),
    (Kind.READY_THEN_MADE, 0, 0, "MadeToOrder"),
)


def test_what_can_be_had_is_told_as_it_is(visitor: Visitor) -> None:
    for kind, stock, reserved, said in STANDINGS:
        item = shop.piece(kind=kind, stock=stock, variant={"reserved": reserved})
        (offer,) = product(visitor, item.slug)["offers"]
        assert offer["availability"] == f"https://schema.org/{said}"
        assert ("deliveryLeadTime" in offer) == (said == "MadeToOrder")
        left = offer.get("inventoryLevel", {}).get("value")
        assert left == (None if kind is Kind.MADE_TO_ORDER else stock - reserved)


def test_each_size_is_an_offer_of_its_own(visitor: Visitor) -> None:
    item = shop.piece("Jellaba", price=25050)
    item.main.labels = {"fr": "Taille M"}
    large = {"sku": "L", "labels": {"fr": "Taille L"}, "price": 30000, "unit": Unit.PIECE, "position": 1}
    db.session.add(Variant(item=item, **large))
    db.session.flush()
    offers = product(visitor, item.slug)["offers"]
    assert [(o["name"], o["price"], o["availability"][19:]) for o in offers] == [
        ("Taille M", "250.50", "InStock"),
        ("Taille L", "300.00", "OutOfStock"),
    ]


@pytest.mark.parametrize("typed", ["</script><script>alert(1)</script>", "<!-- <script>", "a \u2028 & 'b' \"c\" \\"])
def test_nothing_typed_can_end_what_is_told(visitor: Visitor, typed: str) -> None:
    item, advisor = shop.piece("Bol"), given.advisor()
    texts.propose(item, "fr", Words(typed, typed, typed), by=advisor, at=given.NOW)
    texts.approve(item, "fr", by=advisor, at=given.NOW)
    page = visitor.get(f"/fr/items/{item.slug}")
    assert of_kind(page.for_machines, "Product")["name"] == typed
    assert "alert(1)</script>" not in page.text


def test_a_text_in_another_language_is_said_to_be(visitor: Visitor) -> None:
    shop.piece("Mendil", slug="only-french")
    shop.piece(slug="both", texts={"fr": "Mendil", "ar": "منديل"})
    assert of_kind(visitor.get("/ar/items/only-french").for_machines, "ItemPage")["inLanguage"] == ["ar", "fr"]
    assert of_kind(visitor.get("/ar/items/both").for_machines, "ItemPage")["inLanguage"] == ["ar"]


def test_a_list_is_told_in_its_order_and_goes_on_counting(visitor: Visitor) -> None:
    shop.filled()
    listed = of_kind(visitor.get("/fr/items/?page=2").for_machines, "CollectionPage")
    assert listed["url"].endswith("/fr/items/?page=2")
    entries = listed["mainEntity"]["itemListElement"]
    assert listed["mainEntity"]["numberOfItems"] == 31
    assert [entry["position"] for entry in entries] == list(range(25, 32))


def test_a_list_that_nobody_may_keep_is_not_told(visitor: Visitor) -> None:
    shop.filled()
    assert not [n for n in visitor.get("/fr/items/?sort=price").for_machines if n["@type"] == "CollectionPage"]


def test_the_way_to_a_page_is_the_one_people_see(visitor: Visitor) -> None:
    shop.filled()
    steps = of_kind(visitor.get("/ar/items/mendil-raye-rouge").for_machines, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["name"] for step in steps][1:] == ["النسيج", "Mendil rayé rouge"]
    assert steps[1]["item"].endswith("/ar/crafts/weaving") and "item" not in steps[2]


def test_the_cooperative_says_who_it_is(visitor: Visitor) -> None:
    for address in ("/fr/", "/fr/cooperative"):
        house = of_kind(visitor.get(address).for_machines, "Organization")
        assert house["address"]["addressLocality"] == "Tanger" and house["telephone"] == "+212 539 00 00 00"
        assert visitor.get(house["logo"].split("8000", 1)[-1]).response.mimetype == "image/png"


@pytest.mark.parametrize(("wording", "kind"), [(Wording.FEMININE, "Person"), (Wording.GROUP, "Organization")])
def test_a_maker_is_one_or_several(visitor: Visitor, wording: Wording, kind: str) -> None:
    maker = given.artisan(wording=wording)
    told = of_kind(visitor.get(f"/fr/makers/{maker.slug}").for_machines, "ProfilePage")
    assert told["mainEntity"]["@type"] == kind and not mistakes(told)
