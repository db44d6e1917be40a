"""Messages in words: what people typed is never a link, and what we link is our own."""

import re

import pytest
from flask import Flask

from app.base import clock
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.portal.lines import said_about
from app.web import letters
from tests import given

TYPED = (
    "Gagné http://evil.example/prize",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE/a",
    "www.evil.example",
    "evil.com",
    "pay.evil.co.uk/x",
    "<a href='https://evil.example'>ici</a>",
    "ftp://evil.example",
    "javascript:alert(1)",
)
CLICKABLE = re.compile(r"[a-z]+://\w|\w\.(?:example|com|co)\b", re.I)
"""What mail programs make a link of by themselves, in plain text too."""


def letter(app: Flask, name: str) -> letters.Letter:
    message = outbox.post(
        "request_sent",
        channel=Channel.EMAIL,
        recipient="victim@example.org",
        language="fr",
        at=clock.now(),
        facts={"reference": "TNG-1001", "name": name},
        secret={"token": "1-abc"},
    )
    with app.test_request_context():
        return letters.written(message)


@pytest.mark.parametrize("name", [*TYPED, "{site}/fr/requests/open/1-stolen"])
def test_what_people_typed_is_no_link_in_an_email(app: Flask, name: str) -> None:
    """Anybody can have us write to anybody: what they typed must not be something to click on."""
    site = app.config["SETTINGS"].site_url
    written = letter(app, name.format(site=site))
    ours = f"{site}/fr/requests/open/1-abc"
    assert re.findall(r'href="([^"]*)"', written.html or "") == [ours]
    for text in (written.text, written.html or ""):
        rest = re.sub(r"<[^>]+>", "", text.replace(ours, "").replace(f'href="{ours}"', ""))
        assert not CLICKABLE.search(rest), rest


def test_ordinary_names_are_written_as_they_are(app: Flask) -> None:
    for name in ("Claire Morel", "M. Dupont", "S.A.R.L. Bab El Fahs", "رحمة", "O’Neill, J."):
        assert name in letter(app, name).text


def test_only_our_own_addresses_are_linked(app: Flask) -> None:
    site = app.config["SETTINGS"].site_url
    with app.test_request_context():
        shown = str(letters.linked(f"{site}/portal/ https://evil.example {site}.evil.example/ {site}"))
    assert re.findall(r'href="([^"]*)"', shown) == [f"{site}/portal/", site]


def test_a_maker_never_sees_an_address_that_was_typed(app: Flask) -> None:
    """What a maker reads of a request is masked (domain.purchasing.masking); here it is said of the whole page."""
    asked = given.request(message="Voir https://evil.example/a ou bit.ly/x9")
    with app.test_request_context():
        texts = [said.text for said in said_about(asked.lines[0])]
    assert texts and not CLICKABLE.search(texts[0]) and "bit.ly" not in texts[0]
