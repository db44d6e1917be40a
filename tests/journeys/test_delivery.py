"""What delivery would cost, said at once as the country is chosen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_chosen_country_says_what_all_comes_to(site: Site, language: str) -> None:
    person = site.person(language)
    person.context.add_cookies([{"name": "list", "value": "1x1", "url": person.address}])
    page = person.go(f"/{language}/request")
    ways, total = page.locator("[data-delivery] .chosen"), page.locator("[data-with]")
    expect(ways).to_have_count(0)
    expect(total).to_be_hidden()
    said = set()
    for country, zone in (("FR", "EU"), ("MA", "MA"), ("US", "AM"), ("JP", "XX")):
        page.select_option("[name=country]", country)
        expect(ways).to_have_attribute("data-zone", zone)
        expect(total).to_have_text(ways.get_attribute("data-total") or "")
        said.add(total.inner_text())
    assert len(said) == 4
    page.check("[name=pickup]")
    expect(ways).to_have_attribute("data-zone", "pickup")
    page.uncheck("[name=pickup]")
    page.select_option("[name=country]", "")
    expect(total).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
