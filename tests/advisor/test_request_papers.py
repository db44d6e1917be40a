"""The team's list of a request's papers: each in the four languages of paper."""

import io

from flask import Flask
from pypdf import PdfReader

from app.base import clock
from app.base.database import db
from app.domain.purchasing import deciding
from tests import given
from tests.pages import Visitor

LANGUAGES = {"fr": "Bon de livraison", "en": "Delivery note", "es": "Albarán"}


def test_every_paper_is_listed_and_opens_in_each_language(app: Flask) -> None:
    now = clock.now()
    offer, noise = given.offer(given.request(at=now), at=now), given.offer(given.request(at=now), at=now)
    deciding.accept(offer, at=now)
    note, receipt = given.delivery_note(offer, at=now), given.receipt(offer.request, at=now)
    db.session.commit()
    staff = Visitor(app).sign_in(given.advisor())
    page = f"/advisor/requests/{offer.request.reference}"
    shown = staff.get(page).text
    for number in (offer.number, note.number, receipt.number):
        for language in ("fr", "ar", "en", "es"):
            assert f'href="{page}/papers/{number}/{language}.pdf"' in shown
    assert noise.number not in shown
    for language, title in LANGUAGES.items():
        body = staff.get(f"{page}/papers/{note.number}/{language}.pdf").body
        assert title in PdfReader(io.BytesIO(body)).pages[0].extract_text()
    staff.get(f"{page}/papers/{note.number}/zgh.pdf", status=404)
    staff.get(f"{page}/papers/{noise.number}/fr.pdf", status=404)
    Visitor(app).sign_in(given.artisan().user).get(f"{page}/papers/{note.number}/fr.pdf", status=403)
