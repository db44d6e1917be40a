"""The papers of a request, as its customer opens them: whose they are, what stands in them, in whichever language."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from app.adapters import documents
from app.adapters.documents import Unprintable
from app.base import clock, legal
from app.base.database import db
from app.base.legal import Legal
from app.domain.purchasing import deciding, forgetting, letterhead, links
from app.domain.purchasing.models import AnswerKind, PurchaseRequest
from app.domain.purchasing.offer_models import Offer
from app.web.papers import sending
from app.web.words import day_year
from tests import given
from tests.pages import Page, Visitor

LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\u00a0": " ", "\u202f": " ", "\u200b": ""})


@pytest.fixture(autouse=True)
def mentions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Legal], None]:
    """What the law asks for, changed for a test: at first the numbers of a demonstration, whose keys are true."""
    monkeypatch.setattr(letterhead, "_ours", {})

    def change(to: Legal) -> None:
        letterhead.keep(replace(app.config["SETTINGS"], legal=to))

    change(legal.DEMO)
    return change


def offered(*pieces: Any, accept: bool = False, **columns: Any) -> Offer:
    now = clock.now()
    offer = given.offer(given.request(*pieces, at=now, **columns), at=now)
    if accept:
        deciding.accept(offer, at=now)
    db.session.commit()
    return offer


def address(request: PurchaseRequest, number: str, language: str = "fr") -> str:
    return f"/{language}/requests/{request.reference}/papers/{number}.pdf"


def customer(app: Flask, request: PurchaseRequest) -> Visitor:
    visitor = Visitor(app)
    visitor.get(f"/fr/requests/open/{links.token(request)}", status=303)
    return visitor


def words(page: Page) -> str:
    """All that stands in a PDF, on one line."""
    assert page.response.mimetype == "application/pdf"
    read = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(page.body)).pages)
    return " ".join(read.translate(LIGATURES).split())


def test_a_pro_forma_says_what_is_offered_and_where_to_pay(app: Flask) -> None:
    bowl = given.item(title="Bol bleu", price=26000)
    contact = given.contact(name="Claire Morel", address="3 rue des Lilas\nBâtiment B", city="Lyon")
    offer = offered(given.Wanted(bowl.main, 2), contact=contact)
    page = customer(app, offer.request).get(address(offer.request, offer.number))
    said = words(page)
    for expected in (
        *("Facture pro forma", offer.number, "Claire Morel", "3 rue des Lilas", "Bâtiment B", "Lyon", "France"),
        *("Bol bleu", "260", "520", "145", "665 MAD", bowl.artisan.name),
        "Arrêté la présente facture pro forma à la somme de six cent soixante-cinq dirhams.",
        *("999 640 0001234567890123 85", "Banque de démonstration", f"Référence à indiquer {offer.request.reference}"),
        *("ICE 001234567000062", "IF 12345678", "RC 12345 Tanger", "Patente 50123456"),
        "Rien n’est payé avant votre accord.",
    ):
        assert expected in said, expected
    assert "Page 1" not in said
    assert page.response.headers["Content-Disposition"] == f'inline; filename="{offer.number}-fr.pdf"'
    assert "no-store" in page.response.headers["Cache-Control"]


def test_a_delivery_note_says_what_goes_and_no_price(app: Flask) -> None:
    bowl = given.item(title="Bol bleu", price=26000)
    offer = offered(given.Wanted(bowl.main, 2), accept=True)
    note = given.delivery_note(
        offer, at=clock.now(), carrier="Amana", tracking="LX123MA", quantities={offer.lines[0].id: 1}
    )
    said = words(customer(app, offer.request).get(address(offer.request, note.number)))
    for expected in ("Bon de livraison", note.number, "Bol bleu", "1 sur 2", "Amana", "LX123MA", "Claire Morel"):
        assert expected in said, expected
    assert not re.search(r"\b260\b", said) and "MAD" not in said and "Arrêté" not in said
    collect = given.delivery_note(offer, at=clock.now(), to_collect=1375_50)
    said = words(customer(app, offer.request).get(address(offer.request, collect.number)))
    assert "À encaisser à la livraison 1 375,50 MAD" in said
    assert "à encaisser à mille trois cent soixante-quinze dirhams et cinquante centimes." in said


def test_a_receipt_says_what_came(app: Flask) -> None:
    offer = offered(accept=True)
    receipt = given.receipt(offer.request, amount=200_00, reference="VIR 44 71", at=clock.now())
    said = words(customer(app, offer.request).get(address(offer.request, receipt.number)))
    for expected in ("Reçu", receipt.number, "Claire Morel", "Virement bancaire", "VIR 44 71", offer.number, "200 MAD"):
        assert expected in said, expected
    assert "Arrêté le présent reçu à la somme de deux cents dirhams." in said


def test_in_arabic_a_paper_runs_from_right_to_left(app: Flask) -> None:
    offer = offered(given.item(texts={"fr": "Bol bleu", "ar": "طاجين فخار"}), accept=True)
    note, receipt = given.delivery_note(offer, at=clock.now()), given.receipt(offer.request, at=clock.now())
    visitor = customer(app, offer.request)
    for number, titles in (
        (offer.number, ("فاتورة شكلية", "طاجين فخار", "المجموع", "فرنسا")),
        (note.number, ("وصل التسليم", "طاجين فخار", "عن التعاونية")),
        (receipt.number, ("وصل الأداء", "تحويل بنكي", "درهم")),
    ):
        page = visitor.get(address(offer.request, number, "ar"))
        reader = PdfReader(io.BytesIO(page.body))
        assert reader.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
        assert reader.trailer["/Root"]["/Lang"] == "ar"
        said = words(page)  # each word is read whole; in what order two of them is the reader's own business
        for word in " ".join(titles).split():
            assert word in said, word
        assert number in said and "Bol bleu" not in said
    assert "Arrêté la présente facture pro forma" in words(visitor.get(address(offer.request, offer.number, "ar")))


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Pro forma invoice"), ("es", "Factura proforma"), ("zgh", "Facture pro forma")]
)
def test_a_paper_is_in_the_language_of_the_page(app: Flask, language: str, title: str) -> None:
    offer = offered(given.item(texts={"fr": "Bol bleu"}))
    said = words(customer(app, offer.request).get(address(offer.request, offer.number, language)))
    assert title in said and "Bol bleu" in said


def test_a_paper_opens_with_the_key_to_its_own_request_alone(app: Flask) -> None:
    offer, other = offered(accept=True), offered()
    receipt = given.receipt(offer.request, at=clock.now())
    visitor, stranger = customer(app, offer.request), customer(app, other.request)
    artisan = Visitor(app).sign_in(given.artisan().user)
    for number in (offer.number, receipt.number):
        visitor.get(address(offer.request, number))
        for nobody in (stranger, Visitor(app), artisan):
            nobody.get(address(offer.request, number), status=404)
        stranger.get(address(other.request, number), status=404)
    for wrong in ("OF-2026-9999", "RE", "x" * 300, "..%2F..%2Fetc", "%00"):
        visitor.get(address(offer.request, wrong), status=404)
    links.end_old_links(offer.request)
    db.session.commit()
    visitor.get(address(offer.request, receipt.number), status=410)


def test_the_private_page_leads_to_its_papers(app: Flask) -> None:
    offer = offered(accept=True)
    note, receipt = given.delivery_note(offer, at=clock.now()), given.receipt(offer.request, at=clock.now())
    visitor = customer(app, offer.request)
    for language in ("fr", "ar", "zgh"):
        page = visitor.get(f"/{language}/requests/{offer.request.reference}")
        for number in (offer.number, note.number, receipt.number):
            assert f'href="{address(offer.request, number, language)}"' in page.text
    asked = given.request()
    db.session.commit()
    assert "papers/" not in customer(app, asked).get(f"/fr/requests/{asked.reference}").text


def test_only_what_was_accepted_is_to_be_paid_and_the_offer_says_what_it_said(app: Flask) -> None:
    offer = offered(given.item(title="Bol", price=10000), given.item(title="Tapis", price=90000))
    deciding.accept(offer, [offer.lines[0].id], at=clock.now())
    said = words(customer(app, offer.request).get(address(offer.request, offer.number)))
    with app.test_request_context("/fr/"):
        assert f"Acceptée le {day_year(clock.local(clock.now()).date())}." in said
    assert "Non retenu : Tapis. À payer : 245 MAD." in said
    assert "1 145 MAD" in said and "à la somme de mille cent quarante-cinq dirhams." in said


def test_an_offer_that_is_over_asks_for_no_money(app: Flask) -> None:
    offer = offered()
    deciding.withdraw(offer.request, at=clock.now())
    said = words(customer(app, offer.request).get(address(offer.request, offer.number)))
    assert "Rien n’est à payer." in said


def test_what_is_not_set_leaves_no_label(app: Flask, mentions: Callable[[Legal], None]) -> None:
    mentions(Legal(fiscal="12345678"))
    offer = offered()
    said = words(customer(app, offer.request).get(address(offer.request, offer.number)))
    assert "IF 12345678" in said
    for label in ("ICE", "RC", "Patente", "RIB", "Banque", "Titulaire", "virement bancaire"):
        assert label not in said, label
    assert "Pour payer par virement" not in said
    mentions(Legal(rib=legal.DEMO.rib))
    offer = offered()
    said = words(customer(app, offer.request).get(address(offer.request, offer.number)))
    assert "Titulaire du compte Maalem" in said and "999 640" in said
    for label in ("Banque", "IF"):
        assert label not in said, label


def test_long_papers_count_their_pages_and_hostile_words_stay_words(app: Flask) -> None:
    pieces = [given.Wished('#panic() "$x^2$" *Tapis* ' + "x" * 200, 1, artisan=given.artisan())]
    pieces += [given.item(given.artisan(), title=f"Pièce numéro {n}") for n in range(39)]
    now = clock.now()
    request = given.request(*pieces, at=now, contact=given.contact(name="#import <x> & \u202eAnna"))
    promise = {"kind": AnswerKind.CHANGED, "quantity_made": 1, "unit_price": 90000, "lead_days": 3}
    given.answer(request.lines[0], at=now, **promise)
    offer = given.offer(request, at=now)
    page = customer(app, request).get(address(request, offer.number))
    reader = PdfReader(io.BytesIO(page.body))
    last = len(reader.pages)
    said = [one.extract_text().translate(LIGATURES) for one in reader.pages]
    assert last > 1
    for number, text in enumerate(said, 1):
        assert f"Page {number} sur {last}" in text and offer.number in text
    assert "Quantité" in said[0] and "Quantité" in said[1], "the heads return on each page"
    assert "Pièce numéro 38" in " ".join(said) and "#panic()" in " ".join(said)


def test_a_refund_says_what_went_back_and_from_which_receipts(app: Flask) -> None:
    offer = offered(accept=True)
    receipt = given.receipt(offer.request, amount=500_00, at=clock.now())
    refund = given.refund(offer.request, amount=201_50, reference="VIR 9", at=clock.now())
    db.session.commit()
    visitor = customer(app, offer.request)
    said = words(visitor.get(address(offer.request, refund.number)))
    for expected in (
        *("Reçu de remboursement", refund.number, "Remboursé à", "Claire Morel", "Somme remboursée", "201,50 MAD"),
        *("VIR 9", receipt.number, offer.number, offer.request.reference, "ICE 001234567000062"),
        "Arrêté le présent reçu de remboursement à la somme de deux cent un dirhams et cinquante centimes.",
    ):
        assert expected in said, expected
    for language, title in (("ar", "رد"), ("en", "Refund receipt"), ("es", "Recibo de devolución")):
        assert title in words(visitor.get(address(offer.request, refund.number, language)))
    page = visitor.get(f"/fr/requests/{offer.request.reference}")
    assert f'href="{address(offer.request, refund.number)}"' in page.text


def test_a_translation_says_which_paper_counts(app: Flask) -> None:
    offer = offered(language="ar")
    visitor = customer(app, offer.request)
    assert "L’original est en arabe" in words(visitor.get(address(offer.request, offer.number)))
    assert "The original is in Arabic" in words(visitor.get(address(offer.request, offer.number, "en")))
    assert "الأصل" not in words(visitor.get(address(offer.request, offer.number, "ar")))
    offer = offered(language="zgh")
    assert "original" not in words(customer(app, offer.request).get(address(offer.request, offer.number, "zgh")))


def test_the_papers_of_a_sale_stay_whole_when_the_customer_is_forgotten(app: Flask) -> None:
    offer = offered(accept=True)
    receipt = given.receipt(offer.request, reference="VIR MOREL", at=clock.now())
    note, refund = given.delivery_note(offer, at=clock.now()), given.refund(offer.request, at=clock.now())
    db.session.commit()
    staff = Visitor(app).sign_in(given.advisor())
    numbers = [one.number for one in (offer, receipt, note, refund)]
    page = f"/advisor/requests/{offer.request.reference}/papers"
    before = [staff.get(f"{page}/{number}/fr.pdf").body for number in numbers]
    forgetting.anonymise(offer.request, at=clock.now())
    db.session.commit()
    assert [staff.get(f"{page}/{number}/fr.pdf").body for number in numbers] == before
    assert "VIR MOREL" in words(staff.get(f"{page}/{receipt.number}/fr.pdf"))


def test_who_was_forgotten_is_on_no_paper_of_what_was_never_sold(app: Flask) -> None:
    offer = offered()
    deciding.withdraw(offer.request, at=clock.now())
    forgetting.anonymise(offer.request, at=clock.now())
    db.session.commit()
    staff = Visitor(app).sign_in(given.advisor())
    said = words(staff.get(f"/advisor/requests/{offer.request.reference}/papers/{offer.number}/fr.pdf"))
    assert offer.number in said and "Morel" not in said and "France" in said


def test_a_paper_is_the_same_when_printed_again(app: Flask, mentions: Callable[[Legal], None]) -> None:
    """Whatever changes afterwards: the piece, its maker, the customer, the cooperative and its bank."""
    bowl = given.item(title="Bol bleu")
    offer = offered(bowl, accept=True)
    issued = [given.delivery_note(offer, at=clock.now()), given.receipt(offer.request, at=clock.now())]
    issued.append(given.refund(offer.request, at=clock.now()))
    db.session.commit()
    visitor = customer(app, offer.request)
    numbers = [offer.number, *(one.number for one in issued)]
    first = [visitor.get(address(offer.request, number)).body for number in numbers]
    bowl.main.price, bowl.texts[0].title, bowl.artisan.name = 99900, "Bol rouge", "Un autre nom"
    offer.request.name, offer.request.city, offer.request.country = "Autre", "Autreville", "DE"
    mentions(replace(legal.DEMO, name="Autre coopérative", address="Ailleurs", ice="", rib="", bank="Autre banque"))
    db.session.commit()
    assert [visitor.get(address(offer.request, number)).body for number in numbers] == first


def test_what_cannot_be_set_is_a_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_what: object, **_more: object) -> bytes:
        raise Unprintable("no letters")

    offer = offered()
    visitor = customer(app, offer.request)
    monkeypatch.setattr(documents, "typeset", broken)
    page = visitor.get(address(offer.request, offer.number), status=503)
    assert "Ce document ne peut pas être établi" in page.plain
    monkeypatch.undo()
    monkeypatch.setattr(sending, "PATIENCE", 0.01)
    taken = [sending._free.acquire(timeout=1) for _ in range(sending.AT_ONCE)]
    try:
        visitor.get(address(offer.request, offer.number), status=503)
    finally:
        for _one in taken:
            sending._free.release()
    visitor.get(address(offer.request, offer.number))


def test_the_day_of_a_paper_is_that_of_casablanca_and_of_its_issue(app: Flask) -> None:
    offer = offered(accept=True)
    day = clock.now() - timedelta(days=40)
    receipt = given.receipt(offer.request, at=day)
    said = words(customer(app, offer.request).get(address(offer.request, receipt.number)))
    with app.test_request_context("/fr/"):
        assert f"Tanger, le {day_year(clock.local(day).date())}" in said
