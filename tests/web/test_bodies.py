"""What a stranger may send is read at little cost, or not at all."""

from time import perf_counter

import pytest
from flask import Flask

from app.web import bodies
from app.web.fields import one_line, plain_text
from tests import given
from tests.pages import Visitor

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("address", ["/fr/request", "/account/sign-in", "/account/language", "/portal/items/add"])
@pytest.mark.parametrize("said", [{"Sec-Fetch-Site": "same-origin"}, {}])
def test_more_fields_than_any_form_has_are_not_read(app: Flask, address: str, said: dict[str, str]) -> None:
    """Four million empty fields fit into 16 MB, and took a processor nine seconds."""
    browser = app.test_client()
    flood = "a=&" * (bodies.MOST_FIELDS + 1)
    began = perf_counter()
    answer = browser.post(address, data=flood, content_type=FORM, headers=said)
    assert answer.status_code == 413
    assert perf_counter() - began < 2
    fits = "a=&" * (bodies.MOST_FIELDS - 5) + "key=" + "k" * 32
    assert browser.post(address, data=fits, content_type=FORM, headers=said).status_code in (303, 403, 422)


@pytest.mark.parametrize("size", [bodies.LARGEST_TEXT, bodies.LARGEST_TEXT + 1])
def test_only_who_may_send_photos_may_send_more_than_a_long_text(visitor: Visitor, size: int) -> None:
    headers = {**visitor.headers, "Content-Type": FORM}
    body = b"message=".ljust(size, b"x")
    expected = 422 if size <= bodies.LARGEST_TEXT else 413
    assert visitor.client.post("/fr/request", data=body, headers=headers).status_code == expected
    maker = given.artisan()
    assert maker.user
    visitor.sign_in(maker.user)
    assert visitor.client.post("/portal/items/add", data=body, headers=headers).status_code == 422
    assert visitor.client.post("/fr/request", data=body, headers=headers).status_code == expected


def test_a_long_text_is_read_in_no_time() -> None:
    """Sixteen megabytes, looked at letter by letter, held up everybody for fifteen seconds."""
    began = perf_counter()
    assert len(plain_text("une longue \x00histoire\u202e " * 800_000) or "") == 800_000 * 20 - 1
    assert one_line("a\tb\r\nc\u200b") == "a b c\u200b"
    assert perf_counter() - began < 2


@pytest.mark.parametrize("unseen", ["\u200b", "\u200b\u2060\ufeff", "\u200f \u00ad", "\ufe0f"])
def test_what_nobody_sees_is_nothing(unseen: str) -> None:
    assert plain_text(unseen) == "" == one_line(unseen)
