"""Beside the words of a request: what is wished by now, pictures to look at, translations, a talk by WhatsApp."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.revisions import PhotoState
from app.domain.notices.models import Channel
from app.domain.people.models import User
from app.domain.purchasing import deciding, links, talking, translating
from app.domain.purchasing.countering import Wish
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.sending import Wanted
from app.domain.purchasing.talk_models import RequestPicture, Translation, Verdict
from tests import given
from tests.pages import Page, Visitor


@pytest.fixture
def by(app: Flask, visitor: Visitor) -> User:
    user = given.advisor()
    visitor.sign_in(user)
    return user


def countered() -> PurchaseRequest:
    """Three offered at 260 MAD, two wished at 240 MAD, by a day."""
    now = clock.now()
    offer = given.offer(given.request(Wanted(given.item(stock=5).main, 3), given.item(), at=now), at=now)
    day = clock.today() + timedelta(days=9)
    deciding.ask_change(offer, "En bleu", wishes={offer.lines[0].id: Wish(2, 24000)}, needed_by=day, at=now)
    db.session.commit()
    return offer.request


def talks(page: Page) -> list[str]:
    """Where links to WhatsApp lead."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = [link for link in tree.iter("a") if (link.get("href") or "").startswith("https://wa.me/")]
    assert all("noopener" in (link.get("rel") or "") for link in found)
    return [str(link.get("href")) for link in found]


def said_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["text"][0]


def test_the_wish_stands_beside_the_line_and_in_the_offer(visitor: Visitor, by: User) -> None:
    request = countered()
    page = visitor.get(f"/advisor/requests/{request.reference}").plain
    assert (
        page.count("Réponse à renouveler") == 2
        and len(talks(visitor.get(f"/advisor/requests/{request.reference}"))) == 2
    )
    assert "Souhait actuel" in page and "2 × 240 MAD" in page and "Changement demandé par le client" in page
    given.answer(request.lines[0], at=clock.now() + timedelta(seconds=1))
    draft = visitor.get(f"/advisor/requests/{request.reference}/offer").plain
    assert "Ce qui a changé depuis l’offre" in draft
    assert draft.count("3 × 260 MAD") == 1 and draft.count("2 × 240 MAD") == 2 and "Inchangée" in draft
    assert "3 demandées" not in draft


def test_an_answer_for_the_maker_begins_with_the_wish(visitor: Visitor, by: User) -> None:
    request = countered()
    line = request.lines[0]
    page = visitor.get(f"/advisor/requests/{request.reference}/lines/{line.id}").plain
    assert "Le client souhaite maintenant" in page and 'value="240"' in page and 'value="2"' in page


def test_a_picture_is_looked_at_and_let_pass_or_not(visitor: Visitor, by: User) -> None:
    request = given.request()
    picture = given.picture(request, verdict=Verdict.WAITING, judged_at=None)
    page, there = f"/advisor/requests/{request.reference}", f"/pictures/{picture.key}"
    shown = visitor.get(page).plain
    assert f"{page}{there}/480" in shown and "1 image du client attend votre avis" in shown
    assert visitor.get(f"{page}{there}/480").response.headers["Cache-Control"] == "private, no-store"
    visitor.post(f"{page}{there}/passed")
    assert db.session.scalars(select(RequestPicture.verdict)).one() is Verdict.PASSED
    assert "L’artisan la voit" in visitor.get(page).text
    visitor.post(f"{page}{there}/refused")
    assert db.session.scalars(select(RequestPicture.verdict)).one() is Verdict.REFUSED
    visitor.post(f"{page}{there}/waiting", status=404)
    visitor.post(f"{page}/pictures/{'0' * 32}/passed", status=404)
    visitor.post(f"/advisor/requests/{given.request().reference}{there}/passed", status=404)


def test_a_picture_with_a_message_is_looked_at_in_the_thread(visitor: Visitor, by: User) -> None:
    request = given.request()
    message = talking.customer_writes(request, "Voici", at=clock.now())
    picture = given.picture(request, line_id=None, message_id=message.id, verdict=Verdict.WAITING, judged_at=None)
    page = visitor.get(f"/advisor/requests/{request.reference}").text
    assert f"/pictures/{picture.key}/passed" in page and page.count(f"/pictures/{picture.key}/480") == 2


def test_a_picture_that_is_not_prepared_cannot_pass(visitor: Visitor, by: User) -> None:
    request = given.request()
    waits = {"state": PhotoState.WAITING, "renditions": {}, "verdict": Verdict.WAITING, "judged_at": None}
    picture = given.picture(request, **waits)
    page = f"/advisor/requests/{request.reference}"
    assert "Montrer à l’artisan" not in visitor.get(page).text
    assert "préparation" in visitor.post(f"{page}/pictures/{picture.key}/passed", status=409).text


def test_words_are_translated_beside_the_original(visitor: Visitor, by: User) -> None:
    request = given.request(message="Bonjour")
    message = talking.customer_writes(request, "C’est pour un mariage", at=clock.now())
    page = f"/advisor/requests/{request.reference}"
    address = f"{page}/translate/message-{message.id}"
    assert address in visitor.get(page).text
    assert "C’est pour un mariage" in visitor.get(address).text
    visitor.post(address, {"language": "ar", "body": ""}, status=422)
    assert "لعرس" in visitor.post(address, {"language": "xx", "body": "لعرس"}, status=422).text
    visitor.post(address, {"language": "ar", "body": "لعرس"})
    shown = visitor.get(page).text
    assert "لعرس" in shown and "Traduit par la coopérative" in shown and "C’est pour un mariage" in shown
    assert "لعرس" in visitor.get(address).text
    assert "Déjà traduit" in visitor.get(f"{address}?language=es").plain
    visitor.post(address, {"language": "ar", "body": ""})
    assert not db.session.scalars(select(Translation)).all()
    visitor.get(f"{page}/translate/message-999999", status=404)
    foreign = given.request(message="Autre")
    translating.translate(foreign, "request", "ar", "آخر", by=by, at=clock.now())
    assert "آخر" not in visitor.get(page).text


def test_a_talk_by_whatsapp_begins_in_the_customers_language_without_their_link(visitor: Visitor, by: User) -> None:
    reached = given.contact(phone="+34612345678", channel=Channel.SMS, name="José & Co")
    request = given.request(contact=reached, language="es")
    customer, maker = sorted(talks(visitor.get(f"/advisor/requests/{request.reference}")), reverse=True)
    assert urlsplit(customer).path == "/34612345678"
    assert "Hola, José & Co" in said_in(customer) and request.reference in said_in(customer)
    assert links.token(request) not in customer and "/open/" not in customer
    phone = request.lines[0].artisan.user.phone
    assert urlsplit(maker).path == f"/{phone.removeprefix('+')}"
    assert f"/portal/requests/lines/{request.lines[0].id}" in said_in(maker) and "José" not in maker
    given.answer(request.lines[0])
    assert len(talks(visitor.get(f"/advisor/requests/{request.reference}"))) == 1, "who answered is not reminded"
    unknown = given.request()
    given.answer(unknown.lines[0])
    assert talks(visitor.get(f"/advisor/requests/{unknown.reference}")) == []
