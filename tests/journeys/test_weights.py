"""What a first look costs on a phone: the page with its sheet, script and signs, and its pictures, as they travel."""

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser

HOME, OTHERS, PICTURES = 25_000, 35_000, 150_000  # bytes
ADDRESSES = ["/", "/crafts/weaving", "/items/", "/search?q=babouche", "/makers/", "/request", "/request/custom"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_look_is_light(site: Site, languages: tuple[str, ...], address: str) -> None:
    for language in languages:
        _look(site, language, address)


def _look(site: Site, language: str, address: str) -> None:
    person = site.person(language, device_scale_factor=2)
    network = person.context.new_cdp_session(person.page)
    network.send("Network.enable")
    asked: dict[str, str] = {}
    weights: dict[str, float] = {}
    network.on("Network.responseReceived", lambda e: asked.update({e["requestId"]: e["response"]["url"]}))
    network.on("Network.loadingFinished", lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}))
    person.go(f"/{language}{address}").wait_for_load_state("networkidle")
    pictures = sum(weight for id_, weight in weights.items() if "/media/" in asked.get(id_, ""))
    page = sum(weights.values()) - pictures
    assert page < (HOME if address == "/" else OTHERS), f"{page:.0f} bytes without pictures"
    assert pictures < PICTURES, f"{pictures:.0f} bytes of pictures"
