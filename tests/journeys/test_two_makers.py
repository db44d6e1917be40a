"""One request, two makers, on phones in French and Arabic: from the answers to a word that everybody reads."""

import pytest
from playwright.sync_api import FilePayload, Page
from sqlalchemy import select

from app.base import clock
from app.base.database import db, writing
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment import balance
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, User
from app.domain.purchasing import links, sending
from app.domain.purchasing.models import PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.sending import Contact, Wanted
from tests import drawn
from tests.journeys.conftest import Person, Site, press

pytestmark = pytest.mark.browser
# Makers in whom no other story signs in, two for each language: three codes an hour are all a number gets.
MAKERS = {"fr": ("0612000101", "0612000102"), "ar": ("0612000117", "0612000120")}
WORD = {"fr": "Une merveille, merci à toutes les deux.", "ar": "تحفة حقيقية، شكرا لكما."}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_two_makers_answers_to_a_word(site: Site, language: str) -> None:
    story = Story(site, language)
    story.a_shop_asks_two_makers()
    story.one_answers_otherwise_and_one_says_no_to_a_piece()
    story.the_customer_asks_for_a_change_and_takes_a_part()
    story.the_deposit_comes_and_the_maker_begins()
    story.the_maker_shows_how_the_work_goes_on()
    story.a_piece_goes_back_once_then_passes()
    story.the_parcel_leaves_and_arrives()
    story.the_customer_leaves_a_word()


class Story:
    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language = site, language
        self.customer, self.advisor = site.person(language), site.person(language)
        self.first, self.second = MAKERS[language]
        self.makers = {number: site.person(language) for number in MAKERS[language]}
        self.reference = self.token = ""
        self.lines: list[int] = []

    def a_shop_asks_two_makers(self) -> None:
        """Two pieces of the first maker, one of the second."""
        with self.site.app.app_context(), writing():
            chosen = [*self._variants(self.first)[:2], *self._variants(self.second)[:1]]
            shop = Contact("Le Figuier", Channel.EMAIL, "FR", email="figuier@example.org", address="3, rue Neuve, Lyon")
            key = f"two-makers-{self.language}"
            wanted = [Wanted(variant, 2) for variant in chosen]
            asked = sending.send(shop, wanted, key=key, language=self.language, at=clock.now())
            db.session.commit()
            self.reference, self.token = asked.reference, links.token(asked)
            self.lines = [line.id for line in asked.lines]
        for number, maker in self.makers.items():
            maker.sign_in_by_phone(number)
            self._choose_language(maker)
        self.advisor.sign_in_as_staff("coordination@demo.example")
        self._choose_language(self.advisor)

    def one_answers_otherwise_and_one_says_no_to_a_piece(self) -> None:
        self._answer(self.first, self.lines[0], "as_asked")
        self._answer(
            self.first, self.lines[1], "changed", unit_price="300", quantity_ready="0", quantity_made="2", lead_days="5"
        )
        page = self._line_page(self.second, self.lines[2])
        page.locator("input[name=kind][value=declined]").check()
        page.locator("input[name=reason][value=no_time]").check(force=True)
        press(page.locator(".a-no .more button").last)
        self._send_offer("90")
        assert self._state() is State.OFFERED

    def the_customer_asks_for_a_change_and_takes_a_part(self) -> None:
        page = self.customer.go(f"/{self.language}/requests/open/{self.token}")
        self._speaks(self.customer)
        page.locator(".decide details summary").first.click()
        with self.site.app.app_context():
            offered = self._offer().lines[1].id
        page.fill(f"input[name=qty-{offered}]", "1")
        page.fill(f"input[name=price-{offered}]", "280")
        press(page.locator("form[action$='/ask_change'] button.btn"))
        assert self._state() is State.ANSWERING
        page = self._line_page(self.first, self.lines[1])
        assert "280" in page.locator("main").inner_text(), "what the customer wishes now"
        press(page.locator(".a-yes .more button"))
        self._answer(self.first, self.lines[0], "as_asked")
        self._send_offer("90")
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        page.locator(".decide details:has(form[action$='/accept_some']) summary").click()
        page.locator("form[action$='/accept_some'] input[name=lines]").nth(1).check()
        press(page.locator("form[action$='/accept_some'] button.btn"))
        with self.site.app.app_context():
            assert self._request().state is State.ACCEPTED
            assert [line.accepted for line in self._offer().lines] == [False, True]
            assert balance.of(self._request()).total == 28_000 + 9_000

    def the_deposit_comes_and_the_maker_begins(self) -> None:
        page = self._desk()
        press(page.locator("main a[href$='/payment']").first)
        assert page.input_value("input[name=amount]") == "111", "thirty in a hundred"
        page.locator("input[name=way][value=transfer]").check()
        press(page.locator("main form button.btn").first)
        press(page.locator("main a[href$='/prepare']").first)
        press(page.locator("main form button.btn").first)
        assert self._state() is State.PREPARING

    def the_maker_shows_how_the_work_goes_on(self) -> None:
        """A photo leaves in pieces, is prepared, and stands on the customer's page; one more is taken back."""
        page = self._line_page(self.first, self.lines[1])
        assert not page.locator(".work .send").is_visible(), "there is nothing to send yet"
        page.set_input_files("#photos", [_photo("a.jpg", "teal"), _photo("b.jpg", "maroon")])
        page.locator("#shots li[data-chosen]").nth(1).wait_for()
        press(page.locator(".work .send button.btn"))
        self._speaks(self.makers[self.first])
        self._prepared(page)
        page = self._line_page(self.first, self.lines[1])
        assert page.locator(".work .shots img").count() == 2
        press(page.locator("form[action$='/back'] button").last)
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        self._speaks(self.customer)
        self._sees(page, "section[aria-labelledby=work] img")

    def a_piece_goes_back_once_then_passes(self) -> None:
        self._say_ready()
        page = self._check()
        page.locator("input[name=verdict][value=returned]").check()
        page.locator("input[name=fault][value=flaw]").check()
        page.fill("textarea[name=note]", "Un fil tiré au bord")
        page.set_input_files("#photos", _photo("fil.jpg", "olive"))
        page.locator("#shots li[data-chosen]").wait_for()
        press(page.locator("main form button.btn:not([type])").first)
        self._prepared(page)
        self._sees(self._desk(), "td .sent-pictures li:last-child img")
        page = self._line_page(self.first, self.lines[1])
        assert "Un fil tiré" in page.locator("main").inner_text()
        self._sees(page, ".flash .shots img")
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        assert page.locator("section[aria-labelledby=work] img").count() == 1, "what is to be mended is not shown"
        self._say_ready()
        page = self._check()
        page.locator("input[name=verdict][value=passed]").check()
        press(page.locator("main form button.btn").first)

    def the_parcel_leaves_and_arrives(self) -> None:
        page = self._desk()
        press(page.locator("main a[href$='/ship']"))
        page.fill("input[name=carrier]", "Amana")
        page.fill("input[name=tracking]", "RR123456785MA")
        press(page.locator("main form button.btn").first)
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        self._speaks(self.customer)
        assert "RR123456785MA" in page.locator("main").inner_text()
        page = self._desk()
        press(page.locator("main a[href$='/deliver']"))
        page.fill("input[name=cash]", "259")
        press(page.locator("main form button.btn").first)
        assert self._state() is State.CLOSED

    def the_customer_leaves_a_word(self) -> None:
        page = self.customer.go(f"/{self.language}/requests/{self.reference}")
        page.fill("form[action$='/praise'] textarea", WORD[self.language])
        press(page.locator("form[action$='/praise'] button.btn"))
        press(self._desk().locator("form[action$='/word/publish'] button"))
        with self.site.app.app_context():
            slug = db.session.get_one(RequestLine, self.lines[1]).artisan.slug  # type: ignore[union-attr]  # its maker's
        page = self.site.person(self.language).go(f"/{self.language}/makers/{slug}")
        assert WORD[self.language] in page.locator("main").inner_text()

    def _answer(self, number: str, line_id: int, kind: str, **figures: str) -> None:
        page = self._line_page(number, line_id)
        page.locator(f"input[name=kind][value={kind}]").check()
        for name, value in figures.items():
            page.fill(f"input[name={name}]", value)
        press(page.locator(f".{'a-yes' if kind == 'as_asked' else 'a-but'} .more button.btn").last)

    def _line_page(self, number: str, line_id: int) -> Page:
        page = self.makers[number].go(f"/portal/requests/lines/{line_id}")
        self._speaks(self.makers[number])
        return page

    def _send_offer(self, delivery: str) -> None:
        page = self.advisor.go(f"/advisor/requests/{self.reference}/offer")
        page.fill("input[name=delivery_cost]", delivery)
        press(page.locator("main form:has(input[name=delivery_cost]) button.btn:not(.line)"))

    def _say_ready(self) -> None:
        page = self._line_page(self.first, self.lines[1])
        press(page.locator("form[action$='/ready'] button"))

    def _check(self) -> Page:
        page = self._desk()
        press(page.locator("main a[href$='/check']").first)
        self._speaks(self.advisor)
        return page

    def _desk(self) -> Page:
        page = self.advisor.go(f"/advisor/requests/{self.reference}")
        self._speaks(self.advisor)
        return page

    def _choose_language(self, person: Person) -> None:
        page = person.go(f"/account/language?to={self.language}&back={person.path}")
        press(page.locator(f"main form button[lang={self.language}]"))

    def _prepared(self, page: Page) -> None:
        """Wait until the worker has prepared every photo."""
        for _look in range(200):
            with self.site.app.app_context():
                states = set(db.session.scalars(select(WorkPicture.state)))
            if states == {PhotoState.READY}:
                return
            page.wait_for_timeout(100)
        raise AssertionError("the worker prepares no photos")

    def _sees(self, page: Page, selector: str) -> None:
        """One picture, and it has come."""
        picture = page.locator(selector)
        assert picture.count() == 1
        picture.scroll_into_view_if_needed()
        page.wait_for_function("img => img.complete && img.naturalWidth > 0", arg=picture.element_handle())

    def _speaks(self, person: Person) -> None:
        assert person.page.locator("html").get_attribute("lang") == self.language
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{person.path} scrolls sideways at 390 px"

    def _state(self) -> State:
        with self.site.app.app_context():
            return self._request().state

    def _request(self) -> PurchaseRequest:
        return db.session.scalars(select(PurchaseRequest).where(PurchaseRequest.reference == self.reference)).one()

    def _offer(self) -> Offer:
        """The newest version."""
        query = select(Offer).where(Offer.request_id == self._request().id).order_by(Offer.id.desc())
        return db.session.scalars(query).first()  # type: ignore[return-value]  # one was sent

    @staticmethod
    def _variants(number: str) -> list[Variant]:
        """Pieces of a maker that can be made, as many as there are."""
        query = (
            select(Variant)
            .join(Item)
            .join(Artisan)
            .join(User, User.id == Artisan.user_id)
            .where(User.phone == f"+212{number[1:]}", Item.state == ItemState.PUBLISHED)
            .where(Variant.kind.in_((Kind.READY_THEN_MADE, Kind.MADE_TO_ORDER)), Variant.put_away_at.is_(None))
        )
        return list(db.session.scalars(query.order_by(Variant.id)))


def _photo(name: str, colour: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": drawn.jpeg(1200, 900, colour)}
