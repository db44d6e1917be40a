"""The site map leads to every public page in every language, and to nothing else."""

from datetime import timedelta

import pytest

from app.base.database import db
from app.domain.catalogue import harvest, texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.texts import Words
from app.domain.people.models import Artisan, Standing
from tests import given
from tests.pages import Visitor
from tests.storefront import shop
from tests.storefront.machines.documents import NAMES, parsed, path_of
from tests.storefront.machines.documents import texts as texts_at

CODES = ["fr", "ar", "en", "es", "zgh"]


def parts(visitor: Visitor) -> list[str]:
    return [path_of(one) for one in texts_at(parsed(visitor.get("/sitemap.xml")), "map:sitemap/map:loc")]


def found(visitor: Visitor, part: str) -> list[str]:
    return [path_of(one) for one in texts_at(parsed(visitor.get(part)), "map:url/map:loc")]


def test_it_leads_to_every_public_page_and_each_opens(visitor: Visitor) -> None:
    shop.filled()
    hidden, gone = given.item(published=False), given.item(given.artisan(standing=Standing.LEFT))
    every = [address for part in parts(visitor) for address in found(visitor, part)]
    assert len(every) == len(set(every))
    wanted = {"/fr/", "/fr/items/", "/fr/makers/", "/fr/delivery", "/fr/crafts/weaving", "/fr/makers/rahma-bakkali"}
    assert wanted | {"/zgh/items/mendil-raye-rouge"} <= set(every)
    for item in (hidden, gone):
        assert not [one for one in every if item.slug in one or item.artisan.slug in one]
    for address in every[:: len(every) // 20]:
        visitor.get(address)


def test_each_address_names_all_its_languages_and_when_it_changed(visitor: Visitor) -> None:
    item = shop.piece(slug="one", published_at=given.NOW)
    text = texts.propose(item, "ar", Words("منديل", "", "منسوج"), by=given.advisor(), at=given.NOW)
    later = given.NOW + timedelta(days=3)
    texts.approve(item, "ar", by=given.advisor(), at=later)
    assert text.approved_at == later
    page = parsed(visitor.get(f"/sitemap-items-{(item.id - 1) // harvest.PART + 1}.xml"))
    urls = page.findall("map:url", NAMES)
    assert texts_at(page, "map:url/map:loc")[0].endswith("/fr/items/one") and len(urls) == len(CODES)
    for url in urls:
        links = {link.get("hreflang"): path_of(link.get("href") or "") for link in url.findall("xhtml:link", NAMES)}
        assert links == {**{code: f"/{code}/items/one" for code in CODES}, "x-default": "/fr/items/one"}
    assert set(texts_at(page, "map:url/map:lastmod")) == {later.isoformat(timespec="seconds")}
    whole = parsed(visitor.get("/sitemap.xml"))
    assert later.isoformat(timespec="seconds") in texts_at(whole, "map:sitemap/map:lastmod")


def test_rows_far_apart_stand_in_parts_of_their_own(visitor: Visitor) -> None:
    near = shop.piece(slug="near")
    db.session.flush()
    far = given.item(slug="far", id=near.id + 5 * harvest.PART)
    first, last = ((item.id - 1) // harvest.PART + 1 for item in (near, far))
    assert [f"/sitemap-items-{n}.xml" for n in (first, last)] == [p for p in parts(visitor) if "items" in p]
    assert "/fr/items/near" in found(visitor, f"/sitemap-items-{first}.xml")
    assert found(visitor, f"/sitemap-items-{last}.xml")[0] == "/fr/items/far"
    visitor.get(f"/sitemap-items-{last - 1}.xml", status=404)


@pytest.mark.parametrize(
    "name", ["items", "items-0", "items-01", "items--1", "items-²", "items-99999999", "x-1", "pages-1"]
)
def test_a_part_that_is_none_is_not_found(visitor: Visitor, name: str) -> None:
    shop.piece()
    visitor.get(f"/sitemap-{name}.xml", status=404)


def test_a_part_costs_the_same_statements_whatever_it_holds(visitor: Visitor) -> None:
    item = shop.filled()
    part = f"/sitemap-items-{(item.id - 1) // harvest.PART + 1}.xml"
    assert len(visitor.get(part).queries) <= 3 and len(visitor.get("/sitemap.xml").queries) <= 6


def test_it_is_sent_again_only_after_a_change(visitor: Visitor) -> None:
    item = shop.filled()
    tags = {part: visitor.get(part).response.headers["ETag"] for part in ["/sitemap.xml", *parts(visitor)]}
    for part, tag in tags.items():
        visitor.get(part, status=304, headers={"If-None-Match": tag})
    db.session.get_one(Item, item.id).state = ItemState.PAUSED
    db.session.get_one(Artisan, item.artisan_id).standing = Standing.SUSPENDED
    db.session.commit()
    changed = [
        part for part in tags if visitor.client.get(part, headers={"If-None-Match": tags[part]}).status_code != 304
    ]
    assert any("items" in part for part in changed) and any("makers" in part for part in changed)


def test_an_empty_shop_has_its_pages(visitor: Visitor) -> None:
    assert parts(visitor) == ["/sitemap-pages.xml", "/sitemap-crafts.xml"]
    assert len(found(visitor, "/sitemap-pages.xml")) == 10 * len(CODES)
    visitor.get("/sitemap-crafts.xml", status=404)
