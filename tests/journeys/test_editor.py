"""The advice editor: the artisan's telephone beside it follows what is typed and ticked."""

import pytest

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
