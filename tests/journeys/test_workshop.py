"""The workshop on a weak network: taps that count, photos that wait, advice that is read, a page gone back to."""

from time import monotonic

import pytest
from playwright.sync_api import Page, Route
from sqlalchemy import func, select

from app.base.database import db
from app.domain.advice.models import Response, ResponseState
from app.domain.catalogue.models import Item, StockMovement, Variant
from tests import drawn
from tests.journeys.conftest import Person, Site

pytestmark = pytest.mark.browser
PIECE = "mendil-raye-rouge"
TAP = "**/portal/items/*/variants/*/tap"


@pytest.fixture
def maker(site: Site) -> Person:
    """Rahma, on her phone, in her workshop."""
    person = site.person()
    person.go("/account/sign-in")
    person.page.locator("form[action$='/demo/artisan'] button").click()
    person.page.wait_for_url("**/portal/")
    return person


def stock(site: Site) -> tuple[int, int, int]:
    """The piece's variant, how many there are, and how many movements led there."""
    with site.app.app_context():
        variant = db.session.scalars(select(Variant).join(Variant.item).where(Item.slug == PIECE)).one()
        movements = select(func.count(StockMovement.id)).where(StockMovement.variant_id == variant.id)
        return variant.id, variant.on_hand, db.session.scalar(movements) or 0


def newest_movement(site: Site, variant_id: int) -> int:
    with site.app.app_context():
        movements = select(func.max(StockMovement.id)).where(StockMovement.variant_id == variant_id)
        return db.session.scalar(movements) or 0


def figure(page: Page, variant_id: int) -> str:
    return page.locator(f"#piece-{variant_id} output").inner_text().split()[0]


def test_every_tap_of_a_quick_thumb_is_one_movement(site: Site, maker: Person) -> None:
    variant_id, before, movements = stock(site)
    page = maker.go("/portal/items/")
    plus = page.locator(f"#piece-{variant_id} button[name=d][value='1']")
    for _tap in range(3):
        plus.click()
    assert figure(page, variant_id) == str(before + 3), "the figure does not wait for the network"
    until = monotonic() + 10
    while stock(site)[2] < movements + 3 and monotonic() < until:
        page.wait_for_timeout(50)
    assert stock(site)[1:] == (before + 3, movements + 3)
    page.wait_for_selector(f"#piece-{variant_id} form[action$='/undo/{newest_movement(site, variant_id)}']")
    assert page.evaluate("document.activeElement.value") == "1", "the thumb stays on its button"
    page.locator(f"#piece-{variant_id} form[action*='/undo/'] button").click()
    page.wait_for_load_state()
    assert stock(site)[1] == before + 2


def test_a_row_is_not_replaced_under_a_pressed_thumb(site: Site, maker: Person) -> None:
    variant_id, before, movements = stock(site)
    page = maker.go("/portal/items/")
    plus = page.locator(f"#piece-{variant_id} button[name=d][value='1']")
    plus.hover()
    with page.expect_response("**/portal/items/*"):
        page.mouse.down()
        page.mouse.up()
        page.mouse.down()
    page.wait_for_timeout(300)
    page.mouse.up()
    until = monotonic() + 10
    while stock(site)[2] < movements + 2 and monotonic() < until:
        page.wait_for_timeout(50)
    assert stock(site)[1:] == (before + 2, movements + 2)


def test_a_tap_whose_answer_was_lost_is_sent_again_and_counts_once(site: Site, maker: Person) -> None:
    variant_id, before, movements = stock(site)
    page = maker.go("/portal/items/")
    maker.may_complain_of("Failed to load resource")
    lost = []

    def lose_the_answer(route: Route) -> None:
        if not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(TAP, lose_the_answer)
    page.locator(f"#piece-{variant_id} button[name=d][value='1']").click()
    page.wait_for_selector(f"#piece-{variant_id} .stepper.queued")
    assert page.locator(f"#piece-{variant_id} .row-note[role=status]").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector(f"#piece-{variant_id} .stepper:not(.queued)")
    assert lost == [303]
    assert stock(site)[1:] == (before + 1, movements + 1)


def test_advice_is_opened_by_the_eye_not_by_the_browser(site: Site, maker: Person) -> None:
    with site.app.app_context():
        sent = db.session.scalars(select(Response).where(Response.state == ResponseState.SENT)).all()
        id_ = next(one.id for one in sent if one.artisan.name.startswith("Rahma"))
    address = f"/portal/advice/{id_}"
    maker.context.request.get(maker.address + address)
    assert _state(site, id_) is ResponseState.SENT
    with maker.page.expect_response(f"**{address}/opened"):
        maker.go(address)
    assert _state(site, id_) is ResponseState.OPENED


def _state(site: Site, response_id: int) -> ResponseState:
    with site.app.app_context():
        return db.session.get_one(Response, response_id).state


def test_photos_are_made_smaller_kept_through_a_cut_and_sent(site: Site, maker: Person) -> None:
    page = maker.go("/portal/items/add")
    maker.may_complain_of("Failed to load resource")
    large = {"name": "grande.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(2400, 1800)}
    page.set_input_files("#photos", large)
    page.wait_for_selector("#shots li[data-chosen]")
    page.set_input_files("#photos", {**large, "name": "autre.jpg"})
    page.locator("#shots li[data-chosen]").nth(1).wait_for()
    assert page.evaluate("createImageBitmap(document.querySelector('#photos').files[0]).then(i => i.width)") == 1600
    page.locator("#shots li[data-chosen] button").last.click()
    assert page.locator("#shots li[data-chosen]").count() == 1
    page.locator("label:has(input[name=craft])").first.click()
    page.fill("#price", "250")

    page.route("**/portal/items/add", lambda route: route.abort("internetdisconnected"))
    page.locator(".dock button").click()
    page.wait_for_selector("[data-failed]:not([hidden])")
    page.unroute("**/portal/items/add")
    page.locator(".dock button").click()
    page.wait_for_url("**/sent")
    with site.app.app_context():
        newest = db.session.scalars(select(Item).order_by(Item.id.desc())).first()
        assert newest is not None and newest.main.price == 25000


def test_a_form_sent_back_shows_what_to_repair_without_losing_the_photo(maker: Person) -> None:
    page = maker.go("/portal/items/add")
    maker.may_complain_of("422")
    page.set_input_files("#photos", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(800, 600)})
    page.wait_for_selector("#shots li[data-chosen]")
    page.locator(".dock button").click()
    page.wait_for_selector("main [role=alert] ul")
    assert page.locator("#shots input[name=kept]").count() == 1
    assert page.evaluate("document.activeElement.hasAttribute('data-focus')")


def test_a_page_gone_back_to_is_asked_for_again(maker: Person) -> None:
    page = maker.go("/portal/items/")
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page = maker.go("/portal/items/add")
    page.evaluate("window.here = true; window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(300)
    assert page.evaluate("window.here"), "photos and words not sent yet are not thrown away"


def test_a_photo_goes_on_where_the_network_left_it_even_on_a_page_loaded_anew(site: Site, maker: Person) -> None:
    page = maker.go("/portal/items/add")
    maker.may_complain_of("Failed to load resource")
    photo = {"name": "grande.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(800, 600) + b"\0" * 700_000}
    sent: list[int] = []

    def cut_after_two(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(int(route.request.headers["upload-offset"]))
        return route.abort("internetdisconnected") if len(sent) == 3 else route.continue_()

    def fill_in() -> None:
        page.evaluate("document.querySelector('#photos').dataset.largest = ''")  # as it was taken, not made smaller
        page.set_input_files("#photos", photo)
        page.wait_for_selector("#shots li[data-chosen]")
        page.locator("label:has(input[name=craft])").first.click()
        page.fill("#price", "275")
        page.evaluate(
            """Object.defineProperty(document.querySelector('#photos').files[0], 'lastModified', {value: 7})"""
        )

    page.route("**/portal/uploads/*", cut_after_two)
    fill_in()
    page.locator(".dock button").click()
    page.wait_for_selector("[data-failed]:not([hidden])")
    assert sent == [0, 262144, 524288]
    page.reload()
    fill_in()
    page.locator(".dock button").click()
    page.wait_for_url("**/sent")
    assert sent[3] == 524288, "what had arrived is not sent again"
    with site.app.app_context():
        newest = db.session.scalars(select(Item).order_by(Item.id.desc())).first()
        assert newest is not None and newest.main.price == 27500


def test_after_a_cut_photos_go_on_by_themselves(maker: Person) -> None:
    page = maker.go("/portal/items/add")
    maker.may_complain_of("Failed to load resource")
    page.set_input_files("#photos", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn.jpeg(800, 600)})
    page.wait_for_selector("#shots li[data-chosen]")
    page.locator("label:has(input[name=craft])").first.click()
    page.fill("#price", "250")
    page.route("**/portal/uploads", lambda route: route.abort("internetdisconnected"))
    page.locator(".dock button").click()
    page.wait_for_selector("[data-failed]:not([hidden])")
    page.unroute("**/portal/uploads")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_url("**/sent")


def test_what_is_no_photo_is_said_beside_the_button_and_nothing_is_lost(maker: Person) -> None:
    page = maker.go("/portal/items/add")
    maker.may_complain_of("422")
    page.set_input_files("#photos", {"name": "devis.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 quote"})
    page.wait_for_selector("#shots li[data-chosen]")
    page.fill("#price", "250")
    page.locator(".dock button").click()
    page.wait_for_selector("[data-wrong]:not([hidden])")
    assert "devis.jpg" in page.locator("[data-wrong]").inner_text()
    assert page.input_value("#price") == "250"
