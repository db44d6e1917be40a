"""What a page says of itself in its head: one address, its other languages, its face where it is passed on."""

import re

from app.web.words import shortened
from tests import given
from tests.pages import Page, Visitor
from tests.storefront import shop

PUBLIC = (
    *(
        "",
        "items/",
        "items/mendil-raye-rouge",
        "crafts/weaving",
        "makers/",
        "makers/rahma-bakkali",
        "crafts/",
        "places/",
        "request/custom",
    ),
    *("how-it-works", "delivery", "cooperative", "legal", "accessibility"),
)


def canonical(page: Page) -> str:
    (found,) = re.findall(r'rel="canonical" href="http://[^"/]+([^"]*)"', page.text)
    return found.replace("&amp;", "&")


def is_kept_out(page: Page) -> bool:
    return 'name="robots" content="noindex' in page.text


def meta(page: Page) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page.text))


def test_every_page_says_what_it_is_and_where_it_stands(visitor: Visitor) -> None:
    shop.filled()
    for number, address in enumerate(PUBLIC):
        language = ("fr", "ar", "zgh")[number % 3]
        page = visitor.get(f"/{language}/{address}?utm_source=letter&fbclid=1")
        said = meta(page)
        assert canonical(page) == f"/{language}/{address}" and not is_kept_out(page)
        assert 5 < len(said["description"]) <= 260 and said["og:description"] == said["description"]
        assert said["og:title"] and said["og:url"].endswith(f"/{language}/{address}")
        assert said["og:image"].startswith("http://") and said["twitter:card"].startswith("summary")
        others = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://[^"/]+([^"]*)"', page.text))
        assert others == {
            **{code: f"/{code}/{address}" for code in ("fr", "ar", "en", "es", "zgh")},
            "x-default": f"/fr/{address}",
        }


def test_a_piece_that_is_passed_on_shows_its_picture_and_its_price(visitor: Visitor) -> None:
    shop.filled()
    said = meta(visitor.get("/fr/items/mendil-raye-rouge"))
    assert (said["og:type"], said["product:price:amount"]) == ("product", "260.00")
    assert said["og:image"].endswith(".jpg") and said["twitter:card"] == "summary_large_image"


ONE_ADDRESS = {
    "page=2": "?page=2",
    "page=99999": "?page=2",
    "page=1": "",
    "place=tetouan": "?place=tetouan",
    "place=tetouan&page=1&utm_source=x": "?place=tetouan",
    "material=cotton": "?material=cotton",
    "colour=red": "?colour=red",
}
NARROWED_FURTHER = (
    *("sort=price", "place=tetouan&sort=price", "place=tetouan&place=chefchaouen", "place=tetouan&material=cotton"),
    *("ready=now", "price=0-100", "price_min=10", "craft=weaving", "maker=rahma-bakkali", "colour=red&ready=now"),
)


def test_a_list_has_one_address(visitor: Visitor) -> None:
    shop.filled()
    for asked, kept in ONE_ADDRESS.items():
        page = visitor.get(f"/fr/items/?{asked}")
        assert canonical(page) == f"/fr/items/{kept}" and not is_kept_out(page), asked


def test_what_is_narrowed_further_is_kept_out_and_points_to_the_whole(visitor: Visitor) -> None:
    shop.filled()
    for asked in NARROWED_FURTHER:
        page = visitor.get(f"/fr/items/?{asked}")
        assert is_kept_out(page) and canonical(page) == "/fr/items/", asked


def test_a_list_narrowed_by_one_thing_says_so_in_its_title(visitor: Visitor) -> None:
    shop.filled()
    titles = [
        re.findall("<title>([^<]*)", visitor.get(f"/fr/crafts/weaving{query}").text)[0]
        for query in ("", "?place=chefchaouen", "?place=chefchaouen&sort=price")
    ]
    place = given.place("chefchaouen").called("fr")
    assert titles == ["Tissage. Maalem", *[f"Tissage, {place}. Maalem"] * 2]


def test_an_empty_list_is_not_worth_keeping(visitor: Visitor) -> None:
    given.craft("empty", names={"fr": "Rien"})
    assert is_kept_out(visitor.get("/fr/crafts/empty"))


def test_searches_and_what_is_a_visitors_own_are_kept_out(visitor: Visitor) -> None:
    shop.filled()
    for address in ("search?q=mendil", "search?q=xyzzy", "search", "request", "makers/?place=tetouan"):
        assert is_kept_out(visitor.get(f"/fr/{address}")), address


def test_a_summary_ends_with_a_whole_word() -> None:
    assert shortened("un deux, trois", 9) == "un deux…"
    assert shortened("un\n  deux", 9) == "un deux"
    assert shortened("x" * 30, 10) == "x" * 10 + "…"
