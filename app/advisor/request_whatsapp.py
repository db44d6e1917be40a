"""Handing over to WhatsApp: a text to begin with, in the reader's language, that somebody of the team sends by hand.

It never holds the customer's private link: whoever has that may accept in their name, and it would pass through the
team's browser and another company's address.
"""

from urllib.parse import urlencode

from flask import current_app, url_for
from flask_babel import gettext as _

from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.web import languages


def to_customer(asked: PurchaseRequest) -> str:
    """The address that opens a talk with the customer; empty where no number is known."""
    if not asked.phone:
        return ""
    with languages.speaking(asked.language):
        text = _(
            "Hello %(name)s, this is the Maalem cooperative, about your request %(reference)s.",
            name=asked.name or "",
            reference=asked.reference,
        )
    return _address(asked.phone, str(text))


def to_maker(line: RequestLine) -> str:
    """The address that reminds the maker of a line; empty where no number is known."""
    artisan = line.artisan
    phone = ((artisan.user.phone if artisan.user else None) or artisan.phone) if artisan else None
    if artisan is None or not phone:
        return ""
    page = url_for("portal.purchasing.answer", line_id=line.id)
    with languages.speaking(artisan.user.language if artisan.user else languages.DEFAULT):
        text = _(
            "Hello %(name)s, the request %(reference)s waits for your answer: %(url)s",
            name=artisan.first_name,
            reference=line.request.reference,
            url=f"{current_app.config['SETTINGS'].site_url}{page}",
        )
    return _address(phone, str(text))


def _address(phone: str, text: str) -> str:
    return f"https://wa.me/{phone.removeprefix('+')}?{urlencode({'text': text})}"
