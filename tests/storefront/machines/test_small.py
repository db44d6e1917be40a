"""robots.txt and the manifest; and every page names the feed and the manifest of its language."""

import re

from app.web import languages
from tests.pages import Visitor
from tests.storefront import shop


def test_robots_are_kept_out_of_what_is_private_and_shown_the_site_map(visitor: Visitor) -> None:
    rules = visitor.get("/robots.txt").text
    for line in ("Disallow: /portal/", "Disallow: /*/request", "Sitemap: http://127.0.0.1:8000/sitemap.xml"):
        assert line in rules.splitlines(), line


def test_the_shop_can_be_kept_on_a_telephone_in_every_language(visitor: Visitor) -> None:
    for code in languages.LOCALES:
        page = visitor.get(f"/{code}/")
        (address,) = re.findall(r'<link rel="manifest" href="([^"]+)"', page.text)
        answer = visitor.get(address)
        said = answer.response.json if not answer.response.headers.get("Content-Encoding") else None
        assert said is not None and answer.response.mimetype == "application/manifest+json"
        assert (said["lang"], said["dir"]) == (code, languages.direction(code))
        assert said["start_url"] == f"/{code}/" and visitor.get(said["start_url"])
        for icon in said["icons"]:
            assert visitor.get(icon["src"]).response.mimetype == icon["type"]


def test_every_page_names_the_feed_in_its_language(visitor: Visitor) -> None:
    shop.piece(slug="bowl")
    for address in ("/ar/", "/ar/items/bowl", "/ar/delivery"):
        feed = re.findall(r'type="application/atom\+xml" href="([^"]+)"', visitor.get(address).text)
        assert feed == ["/feeds/new.xml?lang=ar"]
