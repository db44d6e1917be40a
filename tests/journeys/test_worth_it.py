"""The loop nobody else closes: a search in vain, advice, something made, eight weeks of requests, whether it helped.

The advisor and the customers are French, the artisan's phone speaks Arabic; the demonstration's clock is moved. There
is one clock in a process, so this comes last: the demonstration that the others shared goes along.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app.base.database import db, new_key
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Response, ResponseState
from app.domain.catalogue.models import Item, ItemState
from app.domain.demand.forecasting.outcome import Verdict
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.people.models import Artisan, User
from tests import drawn
from tests.databases import Template
from tests.journeys.conftest import DESKTOP, Site, press, served, visited

pytestmark = pytest.mark.browser
SOUGHT = "panier pour vélo"
SENTENCE = {"fr": "Faites 6 paniers pour vélo avant le 20.", "ar": "اصنعي 6 سلال للدراجة قبل يوم 20."}
PHONE = "0612000101"
WEEKS, A_WEEK = 8, 7
"""Requests a week: many more than any maker of the demonstration has."""


@pytest.fixture(scope="module")
def own_demonstration(template: Template) -> Iterator[tuple[Flask, str]]:
    with served(template) as running:
        yield running


@pytest.fixture
def site(own_demonstration: tuple[Flask, str], browser: Browser) -> Iterator[Site]:
    with visited(own_demonstration, browser) as made:
        yield made


def test_from_a_search_in_vain_to_advice_that_clearly_helped(site: Site) -> None:
    story = Story(site)
    story.three_people_find_nothing()
    story.the_advisor_writes_advice()
    story.the_artisan_says_by_when()
    story.the_artisan_shows_that_it_is_done()
    story.the_advisor_checks_it_and_it_is_too_early()
    story.customers_ask_for_eight_weeks()
    story.the_advisor_reads_that_it_clearly_helped()
    story.the_artisan_reads_what_came()


class Story:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.advisor = site.person("fr", DESKTOP)
        self.artisan = site.person("ar")
        self.customer = site.person("fr")
        self.response_id = self.recommendation_id = 0

    def three_people_find_nothing(self) -> None:
        for number in range(3):  # the words of a search are kept only if three people used them
            page = self.site.person("fr", user_agent=f"Mozilla/5.0 (Linux; Android {number + 12})").go("/fr/")
            page.locator("form.search input[name=q]").fill(SOUGHT)
            page.locator("form.search button").click()
            page.wait_for_url("**/search?**")
        self.customer.page.wait_for_timeout(1_500)
        self._travel(1)
        searched = DemandDay.kind == SignalKind.SEARCH, DemandDay.words == SOUGHT
        self._wait_for(
            "the night keeps what was searched", lambda: bool(db.session.scalar(select(DemandDay.id).where(*searched)))
        )

    def the_advisor_writes_advice(self) -> None:
        self.advisor.sign_in_as_staff("conseil@demo.example")
        page = self.advisor.go("/advisor/demand?all=1")
        row = page.locator("tr", has_text=re.compile("vélo|velo", re.IGNORECASE)).first
        press(row.locator("a[href*='/advice/new']"))
        page.locator(f"input[name=artisans][value='{self._maker_id()}']").check()
        page.locator("input[name=sentence_fr]").fill(SENTENCE["fr"])
        page.locator("input[name=sentence_ar]").fill(SENTENCE["ar"])
        page.locator("input[name=proofs]").first.check()
        page.locator("select[name=measure]").select_option("requests")
        press(page.locator("button[name=step][value=send]"))
        with self.site.app.app_context():
            newest = db.session.scalars(select(Response).order_by(Response.id.desc()).limit(1)).one()
            assert newest.state is ResponseState.SENT, page.inner_text("main")
            self.response_id, self.recommendation_id = newest.id, newest.recommendation_id

    def the_artisan_says_by_when(self) -> None:
        page = self._in_arabic("/portal/advice/")
        page.locator("a", has_text=SENTENCE["ar"]).first.click()
        assert page.locator("html").get_attribute("dir") == "rtl"
        press(page.locator("form[action$='/accept'] button"))
        press(page.locator("form[action$='/promise'] button[value=two]"))
        assert self._state() is ResponseState.ACCEPTED
        self._travel(12)

    def the_artisan_shows_that_it_is_done(self) -> None:
        page = self._in_arabic(f"/portal/advice/{self.response_id}")
        photo = {"name": "panier.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(800, 600)}
        page.set_input_files("input[name=photos]", photo)
        press(page.locator("form[action$='/done'] button.yes"))
        assert self._state() is ResponseState.DONE

    def the_advisor_checks_it_and_it_is_too_early(self) -> None:
        page = self._of_the_team(f"/advisor/advice/{self.recommendation_id}")
        page.locator(".shots img, img[src*='/photos/']").first.wait_for()
        press(page.locator("form[action$='/check'] button").first)
        assert self._state() is ResponseState.CHECKED
        self._travel(1)
        self._wait_for("what is to be expected is kept", lambda: self._comparison() is not None)
        assert "trop tôt" in self._of_the_team(f"/advisor/advice/{self.recommendation_id}").inner_text("main").lower()

    def customers_ask_for_eight_weeks(self) -> None:
        variants = self._variants()
        for week in range(WEEKS):
            self._travel(6 if week else 5)  # one day of the first is over
            for number in range(A_WEEK):
                self._ask(variants[(week + number) % len(variants)], f"claire{number}@example.org")
            self._travel(1)
        self._travel(2)

    def the_advisor_reads_that_it_clearly_helped(self) -> None:
        self._wait_for("what came is judged", lambda: (self._comparison() or Comparison()).judged_at is not None)
        with self.site.app.app_context():
            found = self._comparison()
            assert found is not None
            assert found.came == WEEKS * A_WEEK, "each request once, and none from elsewhere"
            assert found.verdict is Verdict.CLEARLY_HELPED, (
                found.came,
                found.mean,
                found.size,
                found.similar,
                found.others,
            )
        said = self._of_the_team(f"/advisor/advice/{self.recommendation_id}").inner_text("main").lower()
        assert "a clairement aidé" in said
        assert re.search(rf"\b{WEEKS * A_WEEK}\b", said)
        assert "a clairement aidé" in self.advisor.go("/advisor/advice/outcomes").inner_text("main").lower()

    def the_artisan_reads_what_came(self) -> None:
        said = self._in_arabic(f"/portal/advice/{self.response_id}").inner_text("main")
        assert str(WEEKS * A_WEEK) in said

    def _ask(self, variant_id: int, email: str) -> None:
        """As the form does; the browser of the journeys has shown that form already."""
        form = {
            "name": "Claire Morel",
            "channel": "email",
            "email": email,
            "country": "FR",
            "key": new_key(),
            f"qty-{variant_id}": "1",
        }
        here = {"Origin": self.site.address, "Sec-Fetch-Site": "same-origin"}
        answer = self.customer.context.request.post(f"{self.site.address}/fr/request", form=form, headers=here)
        assert answer.ok and "/requests/" in answer.url, answer.text()[:2000]

    def _in_arabic(self, path: str) -> Page:
        """The artisan's page; after weeks they may have to sign in again."""
        if "/sign-in" in self.artisan.go(path).url:
            self.artisan.sign_in_by_phone(PHONE)
        if self.artisan.page.locator("html").get_attribute("lang") != "ar":
            page = self.artisan.go(f"/account/language?to=ar&back={path}")
            press(page.locator("main form button[lang=ar]"))
        return self.artisan.go(path)

    def _of_the_team(self, path: str) -> Page:
        if "/account/staff" in self.advisor.go(path).url:
            self.advisor.sign_in_as_staff("conseil@demo.example")
        return self.advisor.go(path)

    def _travel(self, days: int) -> None:
        """As the command does; who serves looks at the clock once a second."""
        said = self.site.app.test_cli_runner().invoke(args=["demo", "travel", str(days)])
        assert said.exit_code == 0, said.output
        self.customer.page.wait_for_timeout(1_200)

    def _wait_for(self, what: str, is_so: Callable[[], bool]) -> None:
        """For a job of the clock."""
        for _look in range(150):
            with self.site.app.app_context():
                if is_so():
                    return
            self.customer.page.wait_for_timeout(200)
        raise AssertionError(f"the worker did not: {what}")

    def _comparison(self) -> Comparison | None:
        return db.session.scalar(select(Comparison).where(Comparison.response_id == self.response_id))

    def _state(self) -> ResponseState:
        with self.site.app.app_context():
            return db.session.get_one(Response, self.response_id).state

    def _maker_id(self) -> int:
        with self.site.app.app_context():
            return db.session.scalars(select(Artisan.id).join(Artisan.user).where(User.phone.endswith(PHONE[1:]))).one()

    def _variants(self) -> list[int]:
        """Of her pieces that are in the shop, in the craft the advice is about."""
        with self.site.app.app_context():
            response = db.session.get_one(Response, self.response_id)
            craft_id = response.recommendation.craft_id
            pieces = select(Item).where(Item.artisan_id == response.artisan_id, Item.state == ItemState.PUBLISHED)
            found = db.session.scalars(pieces.where(Item.craft_id == craft_id).order_by(Item.id)).all()
            assert found, "the advice is about a craft of hers"
            return [item.main.id for item in found]
