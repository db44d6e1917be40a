"""The whole loop on a phone, in French and Arabic: searched, asked, answered, offered, accepted, advised, followed."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.base.database import db
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.catalogue.models import Item, StockMovement, Variant
from app.domain.catalogue.search import fold
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.purchasing.models import PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Hold, Offer, OfferState, Reservation
from tests.journeys.conftest import Person, Site, press
from tests.spoken import recording

pytestmark = pytest.mark.browser
PIECE = "mendil-raye-rouge"
UNSERVED = {"fr": "hamac rayé pour balcon", "ar": "أرجوحة منديل للشرفة"}
"""Words no piece answers, and that nobody searched before: what the advisor sees of them comes from this test."""
ADVICE = {"fr": "Faites 2 hamacs rayés avant le 10 janvier.", "ar": "اصنعي أرجوحتين مخططتين قبل 10 يناير."}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_a_search_to_advice_that_is_followed(site: Site, language: str) -> None:
    story = Story(site, language)
    story.a_customer_finds_nothing_then_asks_for_two_mendils()
    story.the_artisan_counts_a_new_piece_and_says_yes()
    story.the_advisor_fixes_the_delivery_and_sends_the_offer()
    story.the_customer_accepts()
    story.the_advisor_sees_what_was_not_found_and_writes_advice()
    story.the_artisan_takes_the_advice_up()


class Story:
    """One customer, one artisan, one advisor, each with a phone; and a look into the database after each part."""

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language = site, language
        self.customer = site.person(language)
        self.artisan = site.person(language)
        self.advisor = site.person(language)
        self.reference = ""

    def a_customer_finds_nothing_then_asks_for_two_mendils(self) -> None:
        page = self.customer.go(f"/{self.language}/")
        self._speaks(self.customer)
        for _visitor in range(3):  # the words of a search are kept only if three people used them
            self._search(self.site.person(self.language), UNSERVED[self.language])
        self._search(self.customer, "mendil")
        page.locator(f"main a[href$='/items/{PIECE}']").first.click()
        page.fill(".buy form input[name=quantity]", "2")
        page.locator(".buy form button.btn").click()
        page.wait_for_url(f"**/{self.language}/request**")
        form = page.locator("main form:has(input[name=name])")
        form.locator("input[name=name]").fill("Claire Morel")
        form.locator("input[name=channel][value=email]").check()
        form.locator("input[name=email]").fill("claire@example.org")
        form.locator("select[name=country]").select_option("FR")
        form.locator("textarea[name=message]").fill("C’est pour une table de 2 m. Est-ce que le rouge déteint ?")
        page.locator("main form:has(input[name=name]) button.btn:not([formaction])").click()
        page.wait_for_url("**/requests/**")
        self._speaks(self.customer)
        self.reference = self.customer.path.split("/")[3].split("?")[0]
        with self.site.app.app_context():
            assert self._request().state is State.SENT

    def the_artisan_counts_a_new_piece_and_says_yes(self) -> None:
        self.artisan.sign_in_by_phone("0612000001")
        self._choose_language(self.artisan)
        before, _reserved = self._stock()
        page = self.artisan.go("/portal/items/")
        self._speaks(self.artisan)
        with self.site.app.app_context():
            variant_id = self._line().variant_id
        page.locator(f"form[action$='/variants/{variant_id}/tap'] button[value='1']").click()
        page.wait_for_selector(f"#piece-{variant_id} form[action*='/undo/']")
        assert self._stock()[0] == before + 1
        page = self.artisan.go("/portal/requests/")
        with self.site.app.app_context():
            line_id = self._line().id
        page.locator(f"main a[href$='/requests/lines/{line_id}']").first.click()
        assert "Claire" not in page.locator("main").inner_text()
        page.locator("input[name=kind][value=as_asked]").check()
        press(page.locator(".a-yes .more button"))
        assert self._stock()[1] >= 2

    def the_advisor_fixes_the_delivery_and_sends_the_offer(self) -> None:
        self.advisor.sign_in_as_staff("conseil@demo.example")
        self._choose_language(self.advisor)
        page = self.advisor.go("/advisor/requests/")
        self._speaks(self.advisor)
        page.locator(f"main a[href*='{self.reference}']").first.click()
        page.locator("main a[href$='/offer']").first.click()
        page.fill("input[name=delivery_cost]", "145")
        press(page.locator("main form:has(input[name=delivery_cost]) button.btn:not(.line)"))
        with self.site.app.app_context():
            offer = self._offer()
            assert (offer.state, offer.delivery_cost, offer.total) == (OfferState.SENT, 14500, 2 * 26000 + 14500)

    def the_customer_accepts(self) -> None:
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        press(page.locator("form[action$='/accept'] button.btn"))
        with self.site.app.app_context():
            request, offer = self._request(), self._offer()
            assert (request.state, offer.state) == (State.ACCEPTED, OfferState.ACCEPTED)
            held = db.session.scalar(
                select(func.sum(Reservation.quantity)).where(
                    Reservation.answer_id == offer.lines[0].answer_id, Reservation.state == Hold.LIVE
                )
            )
            assert held == 2, "the pieces are reserved until they leave"

    def the_advisor_sees_what_was_not_found_and_writes_advice(self) -> None:
        word = UNSERVED[self.language].split()[0]
        page = self.advisor.go("/advisor/demand")
        page.locator("main a[href*='all=1']").first.click()
        row = page.locator("tr", has_text=re.compile(f"{word}|{fold(word)}", re.IGNORECASE)).first
        press(row.locator("a[href*='/advice/new']"))
        with self.site.app.app_context():
            maker_id = db.session.scalar(select(Item.artisan_id).where(Item.slug == PIECE))
        page.locator("input[name=title]").fill("Hamac rayé")
        page.locator(f"input[name=artisans][value='{maker_id}']").check()
        page.locator("input[name=sentence_fr]").fill(ADVICE["fr"])
        page.locator("input[name=sentence_ar]").fill(ADVICE["ar"])
        spoken: Any = {"name": "avis.m4a", "mimeType": "audio/mp4", "buffer": recording("m4a", 4)}
        page.locator(f"input[name=voice_{self.language}]").set_input_files(spoken)
        page.locator("input[name=proofs]").first.check()
        press(page.locator("button[name=step][value=send]"))
        with self.site.app.app_context():
            assert self._advice().recommendation.evidence[0].figure

    def the_artisan_takes_the_advice_up(self) -> None:
        page = self.artisan.go("/portal/advice/")
        page.locator("a", has_text=ADVICE[self.language]).first.click()
        self._speaks(self.artisan)
        page.locator(".voice .play").first.click()
        page.locator(".voice [data-clock]", has_text="0:01").wait_for()
        press(page.locator("form[action$='/accept'] button"))
        with self.site.app.app_context():
            assert self._advice().state is ResponseState.ACCEPTED

    def _search(self, person: Person, words: str) -> None:
        page = person.page
        if person.path in ("", "about:blank"):
            page = person.go(f"/{self.language}/")
        page.locator("form.search input[name=q]").fill(words)
        page.locator("form.search button").click()
        page.wait_for_url("**/search?**")

    def _choose_language(self, person: Person) -> None:
        page = person.go(f"/account/language?to={self.language}&back={person.path}")
        press(page.locator(f"main form button[lang={self.language}]"))

    def _speaks(self, person: Person) -> None:
        html = person.page.locator("html")
        assert html.get_attribute("lang") == self.language
        assert html.get_attribute("dir") == ("rtl" if self.language == "ar" else "ltr")
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{person.path} scrolls sideways at 390 px"

    def _request(self) -> PurchaseRequest:
        return db.session.scalars(select(PurchaseRequest).where(PurchaseRequest.reference == self.reference)).one()

    def _line(self) -> RequestLine:
        return self._request().lines[0]

    def _offer(self) -> Offer:
        return db.session.scalars(select(Offer).where(Offer.request_id == self._request().id)).one()

    def _advice(self) -> Response:
        newest = select(Recommendation.id).order_by(Recommendation.id.desc()).limit(1).scalar_subquery()
        return db.session.scalars(select(Response).where(Response.recommendation_id == newest)).one()

    def _stock(self) -> tuple[int, int]:
        """On hand and reserved of the piece; on hand is the sum of its movements."""
        with self.site.app.app_context():
            piece = select(Variant).join(Item).where(Item.slug == PIECE)
            variant = db.session.scalars(piece).one()
            moved = select(func.sum(StockMovement.change)).where(StockMovement.variant_id == variant.id)
            assert variant.on_hand == db.session.scalar(moved)
            return variant.on_hand, variant.reserved


def test_a_search_that_found_nothing_is_on_record(site: Site) -> None:
    words = "alfombra astronauta"
    person = site.person("es")
    person.go(f"/es/search?q={words}")
    person.page.wait_for_timeout(2500)
    with site.app.app_context():
        searched = DemandSignal.kind == SignalKind.SEARCH, DemandSignal.words == words
        seen = db.session.scalars(select(DemandSignal).where(*searched)).all()
        assert [(signal.results, signal.language) for signal in seen] == [(0, "es")]
