"""Finding a piece with a browser: suggestions by keyboard, what was seen of late, and nothing of it without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Person, Site

pytestmark = pytest.mark.browser

OPTIONS = "#search-words-list [role=option]"


def _type(person: Person, words: str) -> None:
    field = person.page.locator("#search-words")
    field.click()
    field.press_sequentially(words, delay=20)
    expect(person.page.locator(OPTIONS).first).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("fr", "mendyl"), ("ar", "منديل")])
def test_suggestions_by_keyboard(site: Site, language: str, words: str) -> None:
    person = site.person(language)
    page = person.go(f"/{language}/")
    field, listed = page.locator("#search-words"), page.locator("#search-words-list")
    _type(person, words)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search [role=status]")).to_have_text(re.compile(r"\d"))
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "search-words-list-0")
    expect(page.locator(OPTIONS).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(field).to_have_value(words)
    page.keyboard.press("ArrowDown")
    expect(listed).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{language}/(items|crafts|makers)/"))


def test_enter_without_a_choice_searches_as_ever(site: Site) -> None:
    person = site.person()
    page = person.go("/fr/")
    _type(person, "mendil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search?q=mendil")


def test_the_list_stays_within_the_screen_and_passes_under_no_thumb(site: Site) -> None:
    person = site.person("ar", {"width": 320, "height": 640})
    person.go("/ar/")
    _type(person, "منديل")
    assert not person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    box = person.page.locator(OPTIONS).first.bounding_box()
    assert box and box["height"] >= 48


def test_nothing_is_suggested_where_little_data_is_wanted(site: Site) -> None:
    person = site.person()
    person.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}, configurable: true})"
    )
    page = person.go("/fr/")
    page.locator("#search-words").press_sequentially("mendil")
    page.wait_for_timeout(500)
    assert page.locator("#search-words-list").count() == 0
    assert page.locator("#search-words").get_attribute("role") is None


def _look_at(person: Person, count: int) -> None:
    addresses = person.go("/fr/items/").locator(".piece a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for address in addresses[:count]:
        person.go(address)


def test_what_was_seen_is_shown_at_the_foot_and_can_be_forgotten(site: Site) -> None:
    person = site.person()
    _look_at(person, 2)
    page = person.page
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    assert page.locator("[data-forget]").count() == 0, "one other piece is not two"
    page = person.go("/fr/items/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("[data-cards] .piece")).to_have_count(2)
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forget]")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('seen')") is None


def test_where_the_browser_keeps_nothing_nothing_is_shown(site: Site) -> None:
    person = site.person()
    person.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    _look_at(person, 3)
    person.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    person.page.wait_for_timeout(300)
    assert person.page.locator("[data-forget]").count() == 0


def test_without_script_there_is_an_ordinary_field(site: Site) -> None:
    person = site.person(java_script_enabled=False)
    page = person.go("/fr/items/")
    assert page.locator("#search-words").get_attribute("role") is None
    assert page.locator("[data-forget], #search-words-list").count() == 0
    page.fill("#search-words", "babouhce")
    page.locator("form.search button").click()
    assert "babouche" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Chercher exactement ces mots").click()
    assert "Aucune pièce" in page.locator("h1").inner_text()
