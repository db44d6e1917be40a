"""Pages arrive on weak networks: what the first view weighs, compressed, without pictures."""

import gzip
import re

import pytest

from tests.pages import Visitor
from tests.storefront import shop

KB = 1024
HOME, OTHERS = 25 * KB, 35 * KB
EAGER = 2


def _weight(visitor: Visitor, address: str) -> int:
    """The page, its sheet, its script and its icons, as they cross the network."""
    page = visitor.get(address).text
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page)) - _only_named(page)
    weights = [len(visitor.client.get(file, headers={"Accept-Encoding": "gzip"}).get_data()) for file in sorted(files)]
    assert any(".css" in file for file in files) and any(".js" in file for file in files)
    return len(gzip.compress(page.encode(), 6)) + sum(weights)


def _only_named(page: str) -> set[str]:
    """What the first view does not load: the picture for a telephone's home screen."""
    return set(re.findall(r'rel="apple-touch-icon" href="([^"]+)"', page))


ADDRESSES = ("items/", "items/mendil-raye-rouge", "crafts/weaving", "makers/", "makers/rahma-bakkali", "legal")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_first_view_is_light(visitor: Visitor, language: str) -> None:
    shop.filled()
    assert _weight(visitor, f"/{language}/") < HOME
    for address in (*ADDRESSES, "search?q=rayon"):
        assert _weight(visitor, f"/{language}/{address}") < OTHERS, address


def test_a_telephone_loads_two_pictures_at_most_before_one_scrolls(visitor: Visitor) -> None:
    shop.filled()
    for address in ("", "items/", "items/mendil-raye-rouge", "crafts/weaving", "makers/rahma-bakkali"):
        pictures = re.findall(r"<img[^>]*>", visitor.get(f"/fr/{address}").text)
        eager = [picture for picture in pictures if 'loading="lazy"' not in picture]
        assert pictures and len(eager) <= EAGER, address
        assert all("srcset=" in picture and "sizes=" in picture for picture in pictures), address
