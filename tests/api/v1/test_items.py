"""The pieces as programs read them: the public ones, narrowed as the shop narrows them."""

import re

import pytest

from app.base.database import db
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.catalogue.revisions import ItemText, TextState
from app.domain.catalogue.revisions import Standing as Revision
from app.domain.people.models import Standing
from tests import given
from tests.api.v1.asking import ask, refused
from tests.pages import Visitor
from tests.storefront import shop


def slugs(visitor: Visitor, query: str) -> list[str]:
    return [item["slug"] for item in ask(visitor, f"items?{query}")["items"]]


NARROWED = (
    *("place=tetouan", "craft=weaving", "maker=rahma-bakkali", "material=cotton", "colour=red", "ready=now"),
    *("ready=order", "ready=now&ready=order", "price=100-200&price=200-500", "price_min=200&price_max=400"),
    *("place=tetouan&ready=now&price_max=300", "place=tetouan&place=chefchaouen", "craft=nowhere"),
)


def test_a_list_counts_as_the_shop_counts(visitor: Visitor) -> None:
    shop.filled()
    given.item(published=False)
    given.item(given.artisan(standing=Standing.LEFT))
    for query in NARROWED:
        page = visitor.get(f"/fr/items/?{query}").text
        shown = 31 if query == "craft=nowhere" else int(re.findall(r'role="status">(\d+)', page)[0])
        assert ask(visitor, f"items?{query}")["total"] == (0 if query == "craft=nowhere" else shown), query
    assert ask(visitor, "items")["total"] == 31


def test_each_facet_counts_what_one_gets_by_choosing_it(visitor: Visitor) -> None:
    shop.filled()
    offered = ask(visitor, "items?ready=now")["facets"]
    assert set(offered) == {"craft", "place", "material", "colour", "maker", "ready", "price"}
    for name, choices in offered.items():
        for choice in choices:
            chosen = f"{name}={choice['value']}" if name == "ready" else f"ready=now&{name}={choice['value']}"
            assert ask(visitor, f"items?{chosen}")["total"] == choice["count"], chosen
            assert choice["chosen"] == (choice["value"] == "now")


def test_a_family_holds_the_pieces_of_its_crafts(visitor: Visitor) -> None:
    family = given.craft("textile")
    item = shop.piece(craft_=given.craft("weaving", parent=family))
    shop.piece()
    assert slugs(visitor, "craft=textile") == [item.slug]


def test_lists_are_sorted_and_go_page_by_page(visitor: Visitor) -> None:
    shop.filled()
    prices = [float(item["price_from"]["amount"]) for item in ask(visitor, "items?sort=price&per_page=100")["items"]]
    assert prices == sorted(prices) and len(prices) == 31
    seen, address = [], "items?sort=price&per_page=7&place=tetouan"
    while address:
        page = visitor.get(f"/api/v1/{address}")
        said = ask(visitor, address)
        assert (said["total"], said["pages"], said["per_page"]) == (15, 3, 7)
        assert (f'<{said["next"]}>; rel="next"' == page.response.headers.get("Link")) == bool(said["next"])
        seen += [item["slug"] for item in said["items"]]
        address = (said["next"] or "").removeprefix("http://127.0.0.1:8000/api/v1/")
    assert len(seen) == len(set(seen)) == 15
    beyond = ask(visitor, "items?page=99&per_page=7&place=tetouan")
    assert beyond["items"] == [] and beyond["next"] is None and "page=3" in beyond["previous"]


def test_words_are_searched_in_every_language(visitor: Visitor) -> None:
    shop.piece(slug="bowl", texts={"fr": "Bol bleu", "ar": "زبدية زرقاء"})
    shop.piece("Tapis", slug="rug")
    assert slugs(visitor, "q=زبديه") == slugs(visitor, "q=bol") == slugs(visitor, "q=BLEU") == ["bowl"]
    assert slugs(visitor, "q=xyzzy") == slugs(visitor, "q=%20") == slugs(visitor, "q=!!") == []


def test_a_page_costs_the_same_statements_whatever_it_holds(visitor: Visitor) -> None:
    shop.filled()
    visitor.most_queries = 9
    for query in ("per_page=1", "per_page=100", "q=rayon&sort=price"):
        ask(visitor, f"items?{query}")
    ask(visitor, "items/mendil-raye-rouge")


def test_a_piece_says_all_its_page_says_in_every_language(visitor: Visitor) -> None:
    item = shop.filled()
    large = {"sku": "L", "labels": {"fr": "Grand"}, "price": 30050, "kind": Kind.MADE_TO_ORDER, "lead_days": 5}
    db.session.add(Variant(item=item, position=1, **large))
    db.session.flush()
    said = ask(visitor, "items/mendil-raye-rouge")
    assert said["title"] == {"fr": "Mendil rayé rouge"} and said["description"] == {"fr": "Faite à la main."}
    assert said["maker"] == {"slug": "rahma-bakkali", "name": {"fr": "Rahma Bakkali", "ar": "رحمة البقالي"}}
    assert (said["materials"][0]["name"]["ar"], said["colours"][0]["hex"], said["weight_g"]) == ("قطن", "#b3262e", 480)
    first, second = said["variants"]
    assert (first["price"], first["availability"], first["available"]) == (
        {"amount": "260.00", "currency": "MAD"},
        "in_stock",
        3,
    )
    assert (second["price"]["amount"], second["availability"], second["available"]) == ("300.50", "made_to_order", None)
    assert (first["lead_days"], second["lead_days"], second["label"]) == (None, 5, {"fr": "Grand"})
    assert (said["price_from"]["amount"], said["price_to"]["amount"]) == ("260.00", "300.50")
    for code, address in said["pages"].items():
        assert visitor.get(address.removeprefix("http://127.0.0.1:8000")).text.count(f'<html lang="{code}"') == 1
    for file in said["photos"][0]["renditions"]:
        assert re.fullmatch(r"http://127\.0\.0\.1:8000/media/\w+/\d+\.(avif|webp|jpg)", file["url"])


def test_what_waits_and_what_is_private_is_not_told(visitor: Visitor) -> None:
    item = shop.piece("Approuvé", note="Dit par son artisan", sent_back="À refaire")
    pending = ItemText(item_id=item.id, language="fr", title="En attente", created_at=given.NOW)
    pending.state, pending.standing = TextState.DRAFT, Revision.PENDING
    db.session.add(pending)
    db.session.flush()
    for path in (f"items/{item.slug}", "items"):
        said = visitor.get(f"/api/v1/{path}").body.decode()
        assert "Approuvé" in said
        assert not [word for word in ("attente", 'artisan"', "refaire", "version") if word in said]


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
    page = visitor.get(f"/api/v1/items/{item.slug}", status=status)
    assert refused(page)["detail"] and "Secret" not in page.body.decode()
    assert ask(visitor, "items")["total"] == 0


WRONG = {
    "page=0": "page",
    "page=abc": "page",
    "page=1&page=2": "page",
    "page=1e1": "page",
    "page=%D9%A1": "page",
    "per_page=101": "per_page",
    "per_page=": "per_page",
    "sort=sideways": "sort",
    "ready=perhaps": "ready",
    "price=1-2": "price",
    "price_min=-1": "price_min",
    "price_max=99999999999999999999": "price_max",
    "craft=A": "craft",
    "craft=a%0A": "craft",
    "craft=": "craft",
    "&".join(f"maker=m{n}" for n in range(21)): "maker",
    "q=": "q",
    "q=" + "x" * 101: "q",
    "q=%00": "q",
    "utm_source=letter": "utm_source",
}


def test_a_wrong_parameter_is_named(visitor: Visitor) -> None:
    shop.piece()
    for query, name in WRONG.items():
        said = refused(visitor.get(f"/api/v1/items?{query}", status=422))
        assert [wrong["parameter"] for wrong in said["errors"]] == [name], query
        assert said["errors"][0]["detail"], query


def test_stock_is_true_on_the_next_question(visitor: Visitor) -> None:
    item = shop.piece(stock=3)
    assert ask(visitor, f"items/{item.slug}")["variants"][0]["available"] == 3
    db.session.get_one(Item, item.id).main.on_hand = 0
    db.session.commit()
    said = ask(visitor, f"items/{item.slug}")
    assert (said["variants"][0]["available"], said["availability"]) == (0, "out_of_stock")
