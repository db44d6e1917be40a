"""The advice editor: the artisan's telephone beside it follows what is typed and ticked."""

import pytest
from playwright.sync_api import Dialog

from tests.journeys.conftest import DESKTOP, Site

pytestmark = pytest.mark.browser


def test_the_telephone_shows_what_is_written_before_anything_is_kept(site: Site) -> None:
    person = site.person(viewport=DESKTOP)
    person.sign_in_as_staff("conseil@demo.example")
    page = person.go("/advisor/demand")
    page.locator(".opps .act a").first.click()
    page.wait_for_url("**/advisor/advice/new**")
    said, proof = page.locator("#handset .do > p"), page.locator("#handset .proof li:visible")
    empty = said.inner_text()
    page.fill("[name=sentence_fr]", "Faites 6 mendils bleus.")
    assert said.inner_text() == "Faites 6 mendils bleus."
    page.fill("[name=sentence_ar]", "اصنعوا 6 مناديل زرقاء.")
    assert (said.inner_text(), said.get_attribute("dir")) == ("اصنعوا 6 مناديل زرقاء.", "rtl")
    page.fill("[name=sentence_ar]", "")
    assert (said.inner_text(), said.get_attribute("dir")) == ("Faites 6 mendils bleus.", "ltr")
    page.fill("[name=sentence_fr]", " ")
    assert said.inner_text() == empty
    assert proof.count() == 0
    page.locator("[name=proofs]").first.check()
    assert proof.count() == 1
    page.locator("[name=proofs]").first.uncheck()
    assert proof.count() == 0


def test_words_that_are_not_kept_are_asked_about_before_the_page_is_left(site: Site) -> None:
    person = site.person(viewport=DESKTOP)
    person.sign_in_as_staff("conseil@demo.example")
    page = person.go("/advisor/advice/new")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/advisor/advice/")
    assert asked == []
    page.go_back()
    page.fill("[name=sentence_fr]", "Faites 6 mendils bleus.")
    page.locator(".crumbs a").first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.input_value("[name=sentence_fr]") == "Faites 6 mendils bleus."
    page.fill("[name=title]", "Mendils bleus")
    page.locator("button[name=step][value=keep]").click()
    page.wait_for_url("**/edit")
    assert asked == ["beforeunload"], "keeping it leaves nothing behind"
