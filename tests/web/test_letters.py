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


def paragraphs(app: Flask, text: str) -> list[tuple[str, str]]:
    with app.test_request_context():
        return [(str(one.words), one.url) for one in letters.paragraphs_of(text)]


def test_the_one_page_that_matters_is_a_button(app: Flask) -> None:
    """In a table and with its style on it, for mail programs read no sheets; the address itself stands beneath."""
    site = app.config["SETTINGS"].site_url
    url = f"{site}/fr/requests/open/1-abc"
    written = letter(app, "Claire")
    button = re.search(r"<table role=\"presentation\".*?</table>", written.html or "", re.DOTALL)
    assert button and f'<a href="{url}" style="' in button[0] and "Ouvrir la page" in button[0]
    assert (written.html or "").count(url) == 2 and "Ouvrir" not in written.text and url in written.text


def test_only_the_first_address_that_has_a_line_to_itself_is_one(app: Flask) -> None:
    site = app.config["SETTINGS"].site_url
    stop = f"{site}/fr/stop/x"
    (first, url), (last, none) = paragraphs(app, f"Page :\n{site}/fr/a\n\nStop :\n{stop}")
    assert (first, url, none) == ("Page :", f"{site}/fr/a", "") and f'href="{stop}"' in last
    assert paragraphs(app, f"Voir {site}/fr/a") == [(f'Voir <a href="{site}/fr/a" dir="ltr">{site}/fr/a</a>', "")]
    assert paragraphs(app, "https://evil.example/a") == [("https://evil.example/a", "")]
    assert paragraphs(app, f"{site}.evil.example/a")[0][1] == ""
    assert paragraphs(app, f"{site}/advisor/requests/TNG-1") == [("", f"{site}/advisor/requests/TNG-1")]


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es"])
def test_the_button_says_what_it_does_in_the_readers_language(app: Flask, language: str) -> None:
    words = {"fr": "Ouvrir la page", "ar": "فتح الصفحة", "en": "Open the page", "es": "Abrir la página"}
    message = outbox.post(
        "new_link",
        channel=Channel.EMAIL,
        recipient="claire@example.org",
        language=language,
        at=clock.now(),
        facts={"reference": "TNG-1001", "name": "Claire"},
        secret={"token": "1-abc"},
    )
    with app.test_request_context():
        assert words[language] in (letters.written(message).html or "")
