"""The team's photos of a piece: put in order with the hand, and the point one looks at, on a telephone and without."""

import re

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import Photo, PhotoState
from tests import drawn
from tests.journeys.conftest import DESKTOP, PHONE, Site

pytestmark = pytest.mark.browser
ADVISOR = "conseil@demo.example"


def rows(page: Page) -> list[str]:
    return [str(row.get_attribute("id")) for row in page.locator("[data-row]").all()]


def _prepared(site: Site, page: Page, ids: list[str]) -> None:
    """Wait until the worker has prepared them."""
    numbers = [int(re.sub(r"\D", "", one)) for one in ids]
    for _look in range(200):
        with site.app.app_context():
            states = set(db.session.scalars(select(Photo.state).where(Photo.id.in_(numbers))))
        if states == {PhotoState.READY}:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the worker prepares no photos")


def test_what_is_larger_than_print_needs_is_made_smaller_before_it_leaves(site: Site) -> None:
    person = site.person(viewport=DESKTOP)
    person.sign_in_as_staff(ADVISOR)
    page = person.go("/advisor/catalogue/add")
    large = {"name": "grande.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(4000, 3000)}
    page.set_input_files("#photos", large)
    page.wait_for_selector("#shots li[data-chosen]")
    width = "createImageBitmap(document.querySelector('#photos').files[0]).then(whole => whole.width)"
    assert page.evaluate(width) == 3000
    page.set_input_files("#photos", {**large, "name": "autre.jpg"})
    page.locator("#shots li[data-chosen]").nth(1).wait_for()
    page.locator("#shots li[data-chosen] button").first.click()
    assert page.evaluate("[...document.querySelector('#photos').files].map(file => file.name)") == ["autre.jpg"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_photos_are_dragged_pointed_at_and_kept(site: Site, viewport: dict[str, int]) -> None:
    person = site.person(viewport=viewport)
    person.sign_in_as_staff(ADVISOR)
    with site.app.app_context():
        slug = "mendil-raye-rouge" if viewport is PHONE else "babouches-cuir-jaunes"
        item_id = db.session.scalar(select(Item.id).where(Item.slug == slug)) or db.session.scalar(select(Item.id))
    page = person.go(f"/advisor/catalogue/items/{item_id}/photos")
    files = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(600, 800, colour)}
        for colour in ("teal", "crimson")
    ]
    page.set_input_files("#photos", files)
    with page.expect_navigation():
        page.locator("form.produce > p button[value=save]").click()
    before = rows(page)
    _prepared(site, page, before)
    page.reload()
    handle = page.locator("[data-handle]").last
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, 5, steps=8)
    for _look in range(100):  # the page moves up under the hand
        if rows(page)[0] == before[-1]:
            break
        page.wait_for_timeout(100)
    page.mouse.up()
    wanted = [before[-1], *before[:-1]]
    assert rows(page) == wanted
    places = [field.input_value() for field in page.locator("[data-field] input").all()]
    assert places == [str(number + 1) for number in range(len(before))]
    assert page.locator("[data-cover]:visible").count() == 1
    photo = page.locator("[data-photo]").first
    size = photo.bounding_box()
    assert size
    photo.click(position={"x": size["width"] * 0.2, "y": size["height"] * 0.9})
    page.locator("[data-row] [data-steps='1']").nth(1).click()
    with page.expect_navigation():
        page.locator("form.produce > p button[value=save]").click()
    assert rows(page) == [wanted[0], wanted[2], wanted[1], *wanted[3:]]
    with site.app.app_context():
        pointed = db.session.get_one(Photo, int(re.sub(r"\D", "", before[-1])))
        assert (pointed.focus_x, pointed.focus_y) == (2, 9)
