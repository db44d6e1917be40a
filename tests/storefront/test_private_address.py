"""The address given later, on the private page, until the parcel leaves; an offer fixes the country, not the street."""

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.notices.models import OutboxMessage
from app.domain.purchasing import deciding, links
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, State
from app.domain.purchasing.offer_models import Offer
from app.web import letters
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor

STREET = "5 venelle du Serin"
GIVEN = {"address": STREET, "city": "Annecy"}


def asked(**columns: object) -> PurchaseRequest:
    contact = given.contact(**{"address": None, "city": None, **columns})
    return given.request(given.item(stock=4), contact=contact, at=clock.now())


def accepted(**columns: object) -> Offer:
    made = given.offer(asked(**columns), at=clock.now())
    deciding.accept(made, at=clock.now())
    db.session.commit()
    return made


def opened(visitor: Visitor, request: PurchaseRequest, language: str = "fr") -> str:
    return visitor.get(f"/{language}/requests/open/{links.token(request)}", status=303).location


def row(request: PurchaseRequest) -> PurchaseRequest:
    db.session.expire_all()
    return db.session.get_one(PurchaseRequest, request.id)


def test_the_address_is_given_and_given_otherwise_and_makers_never_see_it(visitor: Visitor) -> None:
    request = asked()
    page = opened(visitor, request)
    assert "avant le départ des pièces" in visitor.get(page).plain
    visitor.post(f"{page}/address", {**GIVEN, "country": "FR"})
    assert STREET in visitor.get(page).text and (row(request).address, request.city) == (STREET, "Annecy")
    given.offer(request, at=clock.now())
    visitor.post(f"{page}/address", {**GIVEN, "address": "6 venelle"})
    assert row(request).address == "6 venelle" and request.state is State.OFFERED
    events = db.session.scalars(select(RequestEvent).where(RequestEvent.deed == "address")).all()
    assert [(one.by_customer, one.facts) for one in events] == [(True, {}), (True, {})]
    line = request.lines[0]
    assert line.artisan and line.artisan.user
    workshop = Visitor(visitor.app).sign_in(line.artisan.user).get(f"/portal/requests/lines/{line.id}")
    assert "venelle" not in workshop.text and "Annecy" not in workshop.text
    desk = at_desk(Visitor(visitor.app)).get(page_of(request)).text
    assert "6 venelle" in desk and "Adresse donnée" in desk


def test_before_an_offer_another_country_or_collecting_can_be_chosen(visitor: Visitor) -> None:
    request = asked()
    page = opened(visitor, request)
    visitor.post(f"{page}/address", {**GIVEN, "country": "ES"})
    assert row(request).country == "ES"
    visitor.post(f"{page}/address", {"country": "ES", "pickup": "y"})
    assert row(request).pickup and request.address is None
    visitor.post(f"{page}/address", {**GIVEN, "country": "XX"}, status=422)
    visitor.post(f"{page}/address", {**GIVEN, "country": "MA"})
    assert (row(request).country, request.pickup) == ("MA", False)


@pytest.mark.parametrize("elsewhere", [{"country": "ES"}, {"country": "FR", "pickup": "y"}])
def test_an_offer_fixes_the_country_and_the_way(visitor: Visitor, elsewhere: dict[str, str]) -> None:
    request = given.offer(asked(), at=clock.now()).request
    page = opened(visitor, request)
    assert "Le pays ne change plus" in visitor.get(page).plain
    refused = visitor.post(f"{page}/address", {**GIVEN, **elsewhere}, status=409)
    assert "écrivez-nous plus bas" in refused.plain and STREET in refused.text, "what was typed stays"
    assert (row(request).country, request.address) == ("FR", None)
    visitor.post(f"{page}/address", {**GIVEN, "country": "FR"})
    assert row(request).address == STREET


def test_what_may_not_go_to_a_country_is_not_sent_there_afterwards(visitor: Visitor) -> None:
    request = asked()
    variant = request.lines[0].variant
    assert variant is not None
    variant.item.not_to = ["ES"]
    visitor.post(f"{opened(visitor, request)}/address", {**GIVEN, "country": "ES"}, status=422)
    assert row(request).country == "FR"


@pytest.mark.parametrize("wrong", [{"address": "  "}, {"address": "x" * 501}, {"city": "x" * 121}, {}])
def test_an_address_that_is_none_is_explained(visitor: Visitor, wrong: dict[str, str]) -> None:
    request = accepted().request
    page = visitor.post(f"{opened(visitor, request)}/address", {**({} if not wrong else GIVEN), **wrong}, status=422)
    assert "msg-err" in page.text and row(request).address is None


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es"])
def test_after_a_yes_the_page_and_the_message_ask_for_it(visitor: Visitor, language: str) -> None:
    request = accepted().request
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "acceptance_received")).one()
    told.language = language
    with visitor.app.test_request_context():
        text, sentence = letters.written(told).text, letters.paragraphs_of(letters.written(told).text)[2].words
    page = opened(visitor, request, language)
    shown = visitor.get(page).text
    assert str(sentence)[:20] in shown and str(sentence) in text, "the same words begin both"
    visitor.post(f"{page}/address", GIVEN)
    assert str(sentence)[:20] not in visitor.get(page).text


def test_nothing_leaves_for_nowhere(visitor: Visitor) -> None:
    made = accepted()
    request, line = made.request, made.lines[0]
    team = at_desk(visitor)
    team.post(page_of(request, "/prepare"), {"waived": "y"})
    team.post(page_of(request, f"/accepted/{line.id}/ready"), {})
    team.post(page_of(request, f"/accepted/{line.id}/check"), {"verdict": "passed"})
    assert "Personne n’a dit où va le colis" in team.get(page_of(request, "/ship")).text
    assert "Pas encore connue" in team.get(page_of(request)).text
    team.post(page_of(request, "/ship"), {"carrier": "Amana"}, status=409)
    assert row(request).state is State.PREPARING
    team.post(page_of(request, "/address"), {"address": " "}, status=422)
    team.post(page_of(request, "/address"), GIVEN)
    assert row(request).address == STREET
    assert STREET in team.get(page_of(request, "/ship")).text
    team.post(page_of(request, "/ship"), {"carrier": "Amana"})
    assert row(request).state is State.SHIPPED
    team.post(page_of(request, "/address"), GIVEN, status=409)
    page = opened(visitor, request)
    visitor.post(f"{page}/address", GIVEN, status=409)
    assert "venelle" not in visitor.get(page).text.split("</main>")[0].split("Messages")[0]


def test_who_collects_is_asked_for_nothing(visitor: Visitor) -> None:
    request = accepted(pickup=True).request
    assert not request.lacks_address and "address" not in visitor.get(opened(visitor, request)).text.split("<aside")[0]
    visitor.get(f"/fr/requests/{request.reference}/address", status=302)
    visitor.post(f"/fr/requests/{request.reference}/address", {**GIVEN, "country": "FR"}, status=409)
