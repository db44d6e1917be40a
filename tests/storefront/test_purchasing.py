"""My request: a list in a cookie, a form without an account, one request however often it is sent."""

import re

import pytest
from sqlalchemy import func, select

from app.base.database import db, new_key
from app.domain.catalogue.models import Kind
from app.domain.purchasing.models import PurchaseRequest, State
from tests import given
from tests.pages import Page, Visitor

CONTACT = {
    "name": "Claire Morel",
    "channel": "sms",
    "phone": "06 12 34 56 78",
    "country": "FR",
    "city": "Lyon",
    "message": "Est-ce que le rouge déteint ?",
}


def cookie(page: Page, name: str) -> str | None:
    """The value a page sets a cookie to, "" where it takes it away, None where it leaves it alone."""
    for header in page.response.headers.getlist("Set-Cookie"):
        match = re.match(rf'{name}="?([^";]*)', header)
        if match:
            return match[1]
    return None


def requests() -> int:
    return db.session.scalar(select(func.count(PurchaseRequest.id))) or 0


def test_the_list_is_a_cookie_and_nothing_else(visitor: Visitor) -> None:
    bowl, rug = given.item(stock=5), given.item(stock=5)
    page = visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "2"})
    assert cookie(page, "list") == f"{bowl.main.id}x2"
    page = visitor.post("/fr/request/add", {"variant": rug.main.id, "quantity": "١"})
    assert cookie(page, "list") == f"{bowl.main.id}x2.{rug.main.id}x1"
    page = visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "1"})
    assert cookie(page, "list") == f"{bowl.main.id}x3.{rug.main.id}x1"
    assert cookie(page, "session") is None
    assert requests() == 0


def test_a_browser_that_says_nothing_of_itself_is_asked_once_more(visitor: Visitor) -> None:
    """The page of a piece holds no token, so that it is the same bytes for everybody."""
    bowl = given.item(title="Bol bleu", stock=5)
    assert "form_token" not in visitor.get(f"/fr/items/{bowl.slug}").text
    visitor.headers = {}
    page = visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "2"}, status=200)
    assert cookie(page, "list") is None and "Bol bleu" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert visitor.get("/ar/request/add", status=302).location == "/ar/request"  # its page in another language
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert cookie(visitor.post("/fr/request/add", sent), "list") == f"{bowl.main.id}x2"


@pytest.mark.parametrize("said", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_nothing_is_added_from_elsewhere(visitor: Visitor, said: dict[str, str]) -> None:
    bowl = given.item()
    visitor.headers = said
    visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "1"}, status=403)


def test_a_unique_piece_is_asked_for_once(visitor: Visitor) -> None:
    vase = given.item(kind=Kind.UNIQUE)
    visitor.post("/fr/request/add", {"variant": vase.main.id, "quantity": "1"})
    page = visitor.post("/fr/request/add", {"variant": vase.main.id, "quantity": "4"})
    assert cookie(page, "list") == f"{vase.main.id}x1"


@pytest.mark.parametrize("variant", ["", "0", "-1", "x", "99999999999999", "²", "1\x00"])
def test_what_is_no_piece_cannot_be_added(visitor: Visitor, variant: str) -> None:
    visitor.post("/fr/request/add", {"variant": variant, "quantity": "1"}, status=404)


def test_a_piece_that_is_not_public_cannot_be_added(visitor: Visitor) -> None:
    hidden = given.item(published=False)
    visitor.post("/fr/request/add", {"variant": hidden.main.id, "quantity": "1"}, status=404)


@pytest.mark.parametrize("quantity", ["", "0", "-2", "1.5", "deux", "99999999999999", "\x00"])
def test_a_wrong_quantity_is_explained_beside_the_field(visitor: Visitor, quantity: str) -> None:
    bowl = given.item()
    page = visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": quantity}, status=422)
    assert f'id="qty-{bowl.main.id}-error"' in page.text


@pytest.mark.parametrize(
    "garbage", ["", "x", "1x", "x1", "1x0", "1x1000", "99999999999x1", "1x1;2", "١x١", "1x1." * 500]
)
def test_a_list_that_somebody_wrote_by_hand_breaks_nothing(visitor: Visitor, garbage: str) -> None:
    visitor.client.set_cookie("list", garbage, domain="localhost")
    visitor.get("/fr/request")


def test_the_total_is_the_servers(visitor: Visitor) -> None:
    bowl = given.item(price=26000)
    rug = given.item(price=89000)
    visitor.client.set_cookie("list", f"{bowl.main.id}x2.{rug.main.id}x1", domain="localhost")
    page = visitor.get("/fr/request")
    assert "1\u202f410" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_lines_are_changed_and_removed_while_what_was_typed_stays(visitor: Visitor) -> None:
    bowl, rug = given.item(title="Bol"), given.item(title="Tapis")
    typed = {**CONTACT, f"qty-{bowl.main.id}": "4", f"qty-{rug.main.id}": "1", f"wish-{bowl.main.id}": "En bleu"}
    page = visitor.post("/fr/request/change", {**typed, "remove": str(rug.main.id)}, status=200)
    assert cookie(page, "list") == f"{bowl.main.id}x4"
    assert "Tapis" not in page.text
    for kept in ("Claire Morel", "Lyon", "En bleu", "06 12 34 56 78"):
        assert kept in page.text
    page = visitor.post("/fr/request/change", {f"qty-{bowl.main.id}": "4", "remove": str(bowl.main.id)}, status=200)
    assert cookie(page, "list") == ""
    assert visitor.get("/fr/request/change", status=302).location == "/fr/request"


LONG_TYPED = {**CONTACT, "email": "claire@example.org", "address": "12 rue de la Paix", "key": "0" * 32}


def typed_is_there(page: Page) -> None:
    for kept in LONG_TYPED.values():
        assert kept in page.text, kept


def test_what_was_typed_stays_when_no_piece_is_left(visitor: Visitor) -> None:
    """The last one was taken out, its row is gone, or the list was sent from another tab."""
    bowl, rug = given.item(title="Bol"), given.item(title="Tapis")
    typed_is_there(
        visitor.post(
            "/fr/request/change", {**LONG_TYPED, f"qty-{bowl.main.id}": "1", "remove": bowl.main.id}, status=200
        )
    )
    page = visitor.post("/fr/request", LONG_TYPED, status=422)
    typed_is_there(page)
    assert "ne contient encore aucun" in page.text and 'role="alert"' in page.text
    page = visitor.post("/fr/request", {**LONG_TYPED, "qty-2147483647": "1"}, status=422)
    typed_is_there(page)
    assert "Elle a été retirée" in page.text
    visitor.client.set_cookie("list", f"{rug.main.id}x3", domain="localhost")
    visitor.post("/fr/request", LONG_TYPED, status=422)
    assert requests() == 0, "a piece that is not on the page is not sent"
    page = visitor.post("/fr/request/change", LONG_TYPED, status=200)
    typed_is_there(page)
    assert "Tapis" in page.text and 'value="3"' in page.text and 'role="alert"' not in page.text


def test_sending_leads_to_the_private_page_and_empties_the_list(visitor: Visitor) -> None:
    bowl, noise = given.item(price=26000), given.item()
    page = visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "2", f"wish-{bowl.main.id}": "Rouge"})
    request = db.session.scalar(select(PurchaseRequest))
    assert request is not None
    assert page.location == f"/fr/requests/{request.reference}"
    assert cookie(page, "list") == ""
    assert (request.state, request.phone, request.language, request.city) == (State.SENT, "+33612345678", "fr", "Lyon")
    line = request.lines[0]
    assert (line.variant_id, line.quantity, line.unit_price, line.wish) == (bowl.main.id, 2, 26000, "Rouge")
    assert "Votre demande" in visitor.get(page.location).text or request.reference in visitor.get(page.location).text
    assert noise.main.reserved == bowl.main.reserved == 0


def test_a_price_from_the_browser_is_never_believed(visitor: Visitor) -> None:
    bowl = given.item(price=26000)
    visitor.post(
        "/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "1", "price": "1", f"price-{bowl.main.id}": "1", "total": "1"}
    )
    request = db.session.scalar(select(PurchaseRequest))
    assert request is not None and request.lines[0].unit_price == 26000


def test_the_same_form_sent_twice_sends_once(visitor: Visitor) -> None:
    bowl = given.item()
    sent = {**CONTACT, f"qty-{bowl.main.id}": "1", "key": new_key()}
    first, second = visitor.post("/fr/request", sent), visitor.post("/fr/request", sent)
    assert first.location == second.location
    assert requests() == 1


def test_anothers_key_opens_nothing(visitor: Visitor) -> None:
    bowl = given.item()
    sent = {**CONTACT, f"qty-{bowl.main.id}": "1", "key": new_key()}
    visitor.post("/fr/request", sent)
    page = Visitor(visitor.app).post("/fr/request", {**sent, "name": "Somebody Else"}, status=409)
    assert cookie(page, "request") is None
    assert requests() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\x00"}, "name"),
        ({"name": "n" * 5000}, "name"),
        ({"name": "Gagnez ! https://evil.example/x"}, "name"),
        ({"name": "www.evil.example"}, "name"),
        ({"name": "evil.com"}, "name"),
        ({"phone": "06 12 34"}, "phone"),
        ({"phone": "=0612345678"}, "phone"),
        ({"phone": "0612345678x9"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"channel": "email"}, "email"),
        ({"channel": "email", "email": "claire"}, "email"),
        ({"email": "a@b\nBcc: c@d.fr"}, "email"),
        ({"channel": "pigeon"}, "channel"),
        ({"country": ""}, "country"),
        ({"country": "XX"}, "country"),
        ({"country": "FRANCE"}, "country"),
        ({"city": "c" * 121}, "city"),
        ({"address": "a" * 501}, "address"),
        ({"needed_by": "demain"}, "needed_by"),
        ({"needed_by": "2020-01-01"}, "needed_by"),
        ({"needed_by": "99999-01-01"}, "needed_by"),
        ({"message": "m" * 4001}, "message"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_stays(
    visitor: Visitor, wrong: dict[str, str], field: str
) -> None:
    bowl = given.item(title="Bol bleu")
    page = visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "3", **wrong}, status=422)
    assert f'id="{field}-error"' in page.text
    assert "Bol bleu" in page.text and 'value="3"' in page.text
    assert requests() == 0


@pytest.mark.parametrize("quantity", ["0", "-1", "1000", "1,5", "trois", "9" * 14, ""])
def test_a_wrong_quantity_of_a_line_is_said_beside_it(visitor: Visitor, quantity: str) -> None:
    bowl = given.item()
    page = visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": quantity}, status=422)
    assert f'id="qty-{bowl.main.id}-error"' in page.text


def test_a_piece_that_left_the_shop_is_named_and_not_sent(visitor: Visitor) -> None:
    bowl, gone = given.item(), given.item(published=False, title="Tapis parti")
    page = visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "1", f"qty-{gone.main.id}": "1"}, status=422)
    assert "Tapis parti" in page.text
    visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "1", "qty-2147483647": "1"}, status=422)
    visitor.post("/fr/request", {**CONTACT, "qty-99999999999": "1"}, status=422)
    visitor.post("/fr/request", CONTACT, status=422)
    assert requests() == 0


def test_a_wish_for_a_piece_in_no_catalogue_is_a_request_with_a_line_and_no_variant(visitor: Visitor) -> None:
    craft = given.craft()
    visitor.get("/fr/request/custom?q=tapis%20berb%C3%A8re")
    page = visitor.post(
        "/fr/request/custom",
        {**CONTACT, "description": "Un tapis de 3 m", "craft": craft.id, "budget": "1 500", "quantity": "2"},
    )
    request = db.session.scalar(select(PurchaseRequest))
    assert request is not None and page.location.endswith(request.reference)
    line = request.lines[0]
    assert (line.variant_id, line.craft_id, line.unit_price, line.quantity, line.description) == (
        None,
        craft.id,
        150000,
        2,
        "Un tapis de 3 m",
    )
    visitor.get(page.location)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"description": " "}, "description"),
        ({"description": "d" * 4001}, "description"),
        ({"budget": "cher"}, "budget"),
        ({"budget": "9" * 14}, "budget"),
        ({"quantity": "0"}, "quantity"),
    ],
)
def test_a_wrong_wish_is_explained(visitor: Visitor, wrong: dict[str, str], field: str) -> None:
    page = visitor.post(
        "/fr/request/custom", {**CONTACT, "description": "Un tapis", "quantity": "1", **wrong}, status=422
    )
    assert f'id="{field}-error"' in page.text


def test_a_craft_nobody_has_is_no_craft(visitor: Visitor) -> None:
    visitor.post("/fr/request/custom", {**CONTACT, "description": "Un tapis", "quantity": "1", "craft": "9" * 14})
    request = db.session.scalar(select(PurchaseRequest))
    assert request is not None and request.lines[0].craft_id is None


def test_foreign_sites_cannot_send(visitor: Visitor) -> None:
    bowl = given.item()
    foreign = {"Sec-Fetch-Site": "cross-site"}
    visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "1"}, status=403, headers=foreign)
    visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "1"}, status=403, headers=foreign)
    assert requests() == 0


@pytest.mark.parametrize("language", ["ar", "en", "es", "zgh"])
def test_the_list_reads_in_every_language(visitor: Visitor, language: str) -> None:
    bowl = given.item()
    visitor.client.set_cookie("list", f"{bowl.main.id}x2", domain="localhost")
    visitor.get(f"/{language}/request")
    visitor.get(f"/{language}/request/custom")


def test_everything_that_is_missing_is_said_at_once(visitor: Visitor) -> None:
    bowl = given.item()
    typed = {**CONTACT, "name": "", "phone": "", "channel": "sms", f"qty-{bowl.main.id}": "1"}
    page = visitor.post("/fr/request", typed, status=422).text
    assert 'id="name-error"' in page and 'id="phone-error"' in page


def test_nobody_is_written_to_without_end(visitor: Visitor) -> None:
    """Requests make the cooperative write to a phone that anyone can type; sending one again is no new request."""
    bowl = given.item(stock=50)
    form = {**CONTACT, f"qty-{bowl.main.id}": "1"}
    for _time in range(6):
        visitor.post("/fr/request", {**form, "key": (key := new_key())})
    page = visitor.post("/fr/request", form, status=429)
    assert "Est-ce que le rouge" in page.text
    assert requests() == 6
    visitor.post("/fr/request", {**form, "key": key})
    visitor.post("/fr/request", {**form, "phone": "06 98 76 54 32"})
    assert requests() == 7


def test_ten_megabytes_of_text_come_back_with_a_sentence(visitor: Visitor) -> None:
    bowl = given.item()
    text = "Une longue histoire. " * 500_000
    form = {**CONTACT, "key": new_key(), f"qty-{bowl.main.id}": "1", "message": text}
    answer = visitor.client.post("/fr/request", data=form, headers=visitor.headers)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "msg-err" in page
    assert text.strip() in page
    assert requests() == 0


def test_a_phone_says_above_the_form_what_is_in_the_request(visitor: Visitor) -> None:
    """The pieces stand below the form there: whoever has just added one must see that it is in."""
    bowl = given.item(stock=5, price=12000)
    visitor.client.set_cookie("list", f"{bowl.main.id}x2")
    page = visitor.get("/fr/request").text
    above = page[page.index("<h1") : page.index("<form", page.index("<h1"))]
    assert "2 pièces, 240" in above and 'href="#your-pieces"' in above


def test_a_phone_that_cannot_be_one_is_told_with_everything_else(visitor: Visitor) -> None:
    bowl = given.item()
    typed = {**CONTACT, "name": "", "phone": "06 12 34", f"qty-{bowl.main.id}": "1"}
    page = visitor.post("/fr/request", typed, status=422).text
    assert 'id="name-error"' in page and 'id="phone-error"' in page
    unread = visitor.post("/fr/request", {**typed, "country": ""}, status=422).text
    assert 'id="country-error"' in unread and 'id="phone-error"' not in unread  # read by its country alone


@pytest.mark.parametrize("address", ["/fr/request", "/fr/request/custom"])
def test_asking_for_the_head_alone_sends_no_form(visitor: Visitor, address: str) -> None:
    assert visitor.client.head(address, headers=visitor.headers).status_code == 200
