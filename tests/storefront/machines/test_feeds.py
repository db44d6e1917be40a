"""The feeds: what is new, and every size of every piece for merchant programs."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from app.base.database import db
from app.domain.catalogue import stock, terms, texts
from app.domain.catalogue.models import Kind, MovementKind, Variant
from app.domain.catalogue.texts import Words
from app.domain.people.models import Standing
from app.storefront.machines import products
from tests import given
from tests.pages import UNPACK, Visitor
from tests.storefront import shop
from tests.storefront.machines.documents import NAMES, parsed, path_of
from tests.storefront.machines.documents import texts as texts_at

HARD = 'a & b <b>c</b> "d" \x0b\x00\ufffe]]> é 🧶'
READABLE = 'a & b <b>c</b> "d" ]]> é 🧶'
MOST = {"id": 50, "title": 150, "description": 5000, "brand": 70, "item_group_id": 50, "color": 100, "material": 200}
REQUIRED = {"id", "title", "description", "link", "image_link", "availability", "price"}
"""What Google's product data specification demands of every product, and the most characters it takes."""


def retitled(words: str, **more: object) -> None:
    item, advisor = shop.piece(**more), given.advisor()
    texts.propose(item, "fr", Words(words, words, words), by=advisor, at=given.NOW)
    texts.approve(item, "fr", by=advisor, at=given.NOW)


def sold(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    visitor.most_queries = 100
    found = parsed(visitor.get(f"/feeds/products.xml{query}")).findall("channel/item")
    return [{re.sub(r"\{.*\}", "", fact.tag): fact.text or "" for fact in one} for one in found]


def test_new_pieces_come_first_and_lead_to_their_page(visitor: Visitor) -> None:
    shop.piece("Ancien", slug="old", published_at=given.NOW - timedelta(days=9))
    shop.piece(slug="new", texts={"fr": "Bol", "ar": "زبدية"})
    given.item(published=False, title="Secret")
    feed = parsed(visitor.get("/feeds/new.xml?lang=ar"))
    assert texts_at(feed, "atom:entry/atom:title") == ["زبدية", "Ancien"]
    assert [
        title.get("{http://www.w3.org/XML/1998/namespace}lang") for title in feed.findall(".//atom:title", NAMES)
    ] == [
        None,
        "ar",
        "fr",
    ]
    assert texts_at(feed, "atom:updated") == [given.NOW.isoformat(timespec="seconds")]
    links = [path_of(e.get("href") or "") for e in feed.findall("atom:entry/atom:link[@rel='alternate']", NAMES)]
    assert links == ["/ar/items/new", "/ar/items/old"]
    for needed in ("id", "title", "updated", "author/atom:name", "content"):
        assert len(texts_at(feed, f"atom:entry/atom:{needed}")) == 2, needed
    visitor.get(links[0])
    ids = texts_at(parsed(visitor.get("/feeds/new.xml?lang=fr")), "atom:entry/atom:id")
    assert ids == texts_at(feed, "atom:entry/atom:id")  # the same piece in every language


@pytest.mark.parametrize("asked", ["", "?lang=de", "?lang=%00", "?lang=fr&lang=ar", "?lang=" + "x" * 3000])
def test_a_language_that_is_not_ours_is_french_whatever_the_browser_wishes(visitor: Visitor, asked: str) -> None:
    shop.piece(texts={"fr": "Bol", "ar": "زبدية"})
    page = visitor.get(f"/feeds/new.xml{asked}", headers={"Accept-Language": "ar", "Cookie": "language=ar"})
    assert texts_at(parsed(page), "atom:entry/atom:title") == ["Bol"]
    assert "Cookie" not in page.response.headers["Vary"] and "Language" not in page.response.headers["Vary"]


def test_whatever_was_typed_can_be_read(visitor: Visitor) -> None:
    written = HARD.replace("\x00", "")  # PostgreSQL keeps none
    retitled(written, slug="hard")
    assert texts_at(parsed(visitor.get("/feeds/new.xml")), "atom:entry/atom:title") == [READABLE.replace("\x0b", "")]
    assert sold(visitor)[0]["title"] == READABLE


def test_an_empty_shop_has_feeds(visitor: Visitor) -> None:
    assert texts_at(parsed(visitor.get("/feeds/new.xml")), "atom:entry") == []
    assert sold(visitor) == []


def test_every_size_has_all_that_merchant_programs_demand(visitor: Visitor) -> None:
    item = shop.filled()
    large = {"sku": "L", "labels": {"fr": "Grand"}, "price": 30050, "position": 1}
    db.session.add(Variant(item=item, **large))
    given.item(published=False)
    given.item(given.artisan(standing=Standing.SUSPENDED))
    db.session.flush()
    found = sold(visitor)
    assert len(found) == 32 and len({one["id"] for one in found}) == 32
    for one in found:
        assert not REQUIRED - set(one), one
        assert not [name for name, most in MOST.items() if len(one.get(name, "")) > most], one
        assert re.fullmatch(r"\d+\.\d\d MAD", one["price"])
        assert (one["availability"] == "backorder") == ("availability_date" in one)
    large = next(one for one in found if one["id"] == "L")
    assert large["title"] == "Mendil rayé rouge, Grand" and large["price"] == "300.50 MAD"
    assert large["availability"] == "out_of_stock" and large["item_group_id"] == item.reference
    assert (large["material"], large["color"], large["size"]) == ("Coton", "Rouge", "Grand")
    visitor.get(path_of(large["link"]))


def test_what_can_be_had_is_told_as_it_is(visitor: Visitor) -> None:
    for kind, left, said in (
        (Kind.UNIQUE, 1, "in_stock"),
        (Kind.UNIQUE, 0, "out_of_stock"),
        (Kind.MADE_TO_ORDER, 0, "backorder"),
        (Kind.READY_THEN_MADE, 2, "in_stock"),
        (Kind.READY_THEN_MADE, 0, "backorder"),
    ):
        item = shop.piece(kind=kind, stock=left)
        assert next(one for one in sold(visitor) if one["id"] == item.main.sku)["availability"] == said


def test_it_speaks_the_language_asked_for(visitor: Visitor) -> None:
    shop.piece(slug="bowl", texts={"fr": "Bol", "ar": "زبدية", "es": "Cuenco"})
    assert [sold(visitor, f"?lang={code}")[0]["title"] for code in ("fr", "ar", "es", "en")] == [
        "Bol",
        "زبدية",
        "Cuenco",
        "Bol",
    ]


def test_it_is_sent_in_batches_and_nothing_is_lost_or_told_twice(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    skus = [shop.piece().main.sku for _ in range(7)]
    monkeypatch.setattr(products, "BATCH", 3)
    assert [one["id"] for one in sold(visitor)] == skus


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_it_is_packed_on_the_way_and_sent_again_only_after_a_change(visitor: Visitor, accepted: str) -> None:
    item, maker = shop.piece(), given.artisan()
    visitor.most_queries = 100
    asked = {"Accept-Encoding": accepted}
    first = visitor.get("/feeds/products.xml", headers=asked)
    assert first.response.headers.get("Content-Encoding", "") == accepted
    assert ElementTree.fromstring(first.body) is not None and (not accepted or accepted in UNPACK)
    tag = first.response.headers["ETag"]
    known = visitor.get("/feeds/products.xml", status=304, headers={**asked, "If-None-Match": tag})
    assert known.response.headers["ETag"] == tag and len(known.queries) < 12
    by = given.advisor()
    changes = (
        lambda: stock.adjust(item.main, 1, kind=MovementKind.MADE, by=by, at=given.NOW),
        lambda: terms.change(item.main, terms.Terms(27000, 0), seen=terms.terms_of(item.main), by=by, at=given.NOW),
        lambda: setattr(maker, "name", "Autre"),
        lambda: setattr(item.craft, "names", {"fr": "Autre métier"}),
        shop.piece,
    )
    for change in changes:
        change()
        db.session.commit()
        page = visitor.get("/feeds/products.xml", headers={**asked, "If-None-Match": tag})
        assert page.response.headers["ETag"] != tag
        tag = page.response.headers["ETag"]


def test_a_text_that_waits_changes_nothing(visitor: Visitor) -> None:
    item, advisor = shop.piece(), given.advisor()
    visitor.most_queries = 100
    tag = visitor.get("/feeds/products.xml").response.headers["ETag"]
    texts.propose(item, "fr", Words("Autre", "", "Autre"), by=advisor, at=given.NOW)
    visitor.get("/feeds/products.xml", status=304, headers={"If-None-Match": tag})
    texts.approve(item, "fr", by=advisor, at=given.NOW)
    visitor.get("/feeds/products.xml", headers={"If-None-Match": tag})
