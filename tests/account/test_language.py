"""The language of an account, or of a browser."""

import pytest
from flask import Flask

from app.base.database import db
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


def test_looking_changes_nothing_and_sending_changes_the_account(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    visitor.sign_in(user)
    visitor.get("/account/language?to=ar&back=/portal/me")
    assert db.session.get(User, user.id).language == "fr"
    sent = visitor.post("/account/language", {"to": "ar"}, query_string={"back": "/portal/me"})
    assert sent.location == "/portal/me" and "Set-Cookie" not in sent.response.headers
    assert 'lang="ar" dir="rtl"' in visitor.get("/portal/").text


def test_before_signing_in_the_browser_keeps_it(app: Flask, visitor: Visitor) -> None:
    visitor.post("/account/language", {"to": "es"}, query_string={"back": "/account/sign-in"})
    assert 'lang="es"' in visitor.get("/account/sign-in").text
    assert visitor.get("/", status=302).location == "/es/"


@pytest.mark.parametrize("wrong", ["", "de", "fr\x00", "x" * 100_000])
def test_an_unknown_language_is_refused(visitor: Visitor, app: Flask, wrong: str) -> None:
    visitor.post("/account/language", {"to": wrong}, status=422)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "\x00"]
)
def test_nobody_is_led_to_another_site(visitor: Visitor, app: Flask, elsewhere: str) -> None:
    sent = visitor.post("/account/language", {"to": "ar"}, query_string={"back": elsewhere})
    assert sent.location == "/account/sign-in"
    assert "evil" not in visitor.get("/account/language", query_string={"back": elsewhere}).text.split("</head>")[1]


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es", "zgh"])
@pytest.mark.parametrize(
    "address", ["/account/sign-in", "/account/sign-in/password", "/account/staff", "/account/password/forgotten"]
)
def test_the_doorway_opens_in_every_language(visitor: Visitor, app: Flask, language: str, address: str) -> None:
    visitor.client.set_cookie("language", language)
    assert f'lang="{language}"' in visitor.get(address).text
