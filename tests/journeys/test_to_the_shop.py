"""A piece from the maker's photo to the shop in four languages, and found in each by somebody who cannot spell it."""

import re

import pytest
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import photos
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import PhotoState
from tests import drawn
from tests.journeys.conftest import DESKTOP, Person, Site, press

pytestmark = pytest.mark.browser
SAID = {
    "fr": ("Gargoulette en terre cuite", "Elle garde l’eau fraîche tout l’été, sans électricité."),
    "ar": ("قارورة من الطين المشوي", "تحفظ الماء باردا طوال الصيف، بلا كهرباء."),
    "en": ("Earthenware cooling jug", "It keeps water cool all summer long, without electricity."),
    "es": ("Botijo de barro cocido", "Mantiene el agua fresca todo el verano, sin electricidad."),
}
MISSPELT = {
    "fr": ("gargoulete", "gargoulette"),
    "ar": ("قاروة", "قارورة"),
    "en": ("earthenwear", "earthenware"),
    "es": ("botjio", "botijo"),
}
"""What somebody types, and what they meant."""


def test_from_a_photo_to_four_languages_and_found_by_a_misspelt_word_in_each(site: Site) -> None:
    number = _the_maker_sends_a_photo(site)
    advisor = site.person(viewport=DESKTOP)
    advisor.sign_in_as_staff("conseil@demo.example")
    _the_photo_is_approved(site, advisor, number)
    for language, (title, description) in SAID.items():
        _a_text_is_approved(advisor, number, language, title, description)
        assert _state(site, number) is ItemState.SUBMITTED, "nothing is in the shop before somebody puts it there"
    page = advisor.go(f"/advisor/catalogue/items/{number}")
    press(page.locator("form[action$='/publish'] button"))
    assert _state(site, number) is ItemState.PUBLISHED
    with site.app.app_context():
        address = db.session.get_one(Item, number).slug
    for language, (title, _description) in SAID.items():
        _it_is_found(site.person(language), language, address, title)


def _the_maker_sends_a_photo(site: Site) -> int:
    maker = site.person()
    maker.sign_in_by_phone("0612000001")
    page = maker.go("/portal/items/add")
    photo = {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(1600, 1200)}
    page.set_input_files("#photos", photo)
    page.wait_for_selector("#shots li[data-chosen]")
    page.locator("label:has(input[name=craft])").first.click()
    page.fill("#price", "180")
    page.locator(".dock button").click()
    page.wait_for_url("**/sent")
    with site.app.app_context():
        item = db.session.scalars(select(Item).order_by(Item.id.desc())).first()
        assert item is not None
        assert item.state is ItemState.SUBMITTED
        return item.id


def _the_photo_is_approved(site: Site, advisor: Person, number: int) -> None:
    def is_ready() -> bool:
        with site.app.app_context():
            waiting = photos.of_item(db.session.get_one(Item, number)).pending
            return waiting is not None and all(photo.state is PhotoState.READY for photo in waiting.photos)

    for _look in range(200):
        if is_ready():
            break
        advisor.page.wait_for_timeout(100)
    page = advisor.go(f"/advisor/catalogue/items/{number}/photos")
    press(page.locator("button.btn[name=do][value=approve]"))


def _a_text_is_approved(advisor: Person, number: int, language: str, title: str, description: str) -> None:
    page = advisor.go(f"/advisor/catalogue/items/{number}/texts/{language}")
    page.fill("[name=title]", title)
    page.fill("[name=description]", description)
    press(page.locator("button[name=do][value=approve]"))


def _it_is_found(visitor: Person, language: str, address: str, title: str) -> None:
    page = visitor.go(f"/{language}/")
    typed, meant = MISSPELT[language]
    page.fill("form.search input[name=q]", typed)
    page.locator("form.search button").click()
    page.wait_for_url("**/search?**")
    assert meant in page.locator("h1").inner_text().lower(), "not merely one of the nearest pieces"
    found = page.locator(f"main a[href$='/{language}/items/{address}']").first
    assert title in found.inner_text()
    press(found)
    assert page.locator("h1").inner_text() == title
    assert page.locator("html").get_attribute("lang") == language
    shown = page.locator("main img").first
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    assert re.search(r"180", page.locator("main").inner_text())


def _state(site: Site, number: int) -> ItemState:
    with site.app.app_context():
        return db.session.get_one(Item, number).state
