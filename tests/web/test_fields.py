"""What people type in fields, and how they are told to repair it."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.web.fields import Dirhams, Line, Seen, WholeNumber, Words, plain_text


class Order(Form):
    count = WholeNumber("Count", least=1, most=99)
    extra = WholeNumber("Extra", needed=False)
    price = Dirhams("Price")
    delivery = Dirhams("Delivery", free=True)
    name = Line("Name", most=10, needed="Write a name.")
    word = Words("Word", most=10)


GOOD = {"count": "2", "price": "250", "delivery": "0", "name": "Rahma"}


def typed(**values: str) -> Order:
    form = Order(MultiDict({**GOOD, **values}))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("text", "centimes"),
    [
        ("250", 25000),
        ("1 375", 137500),
        ("1\u202f375,5", 137550),
        ("12.05", 1205),
        ("٢٥٠", 25000),
        ("\u200f٢٥٠\u200e", 25000),
        ("0", None),
    ],
)
def test_amounts_are_read_as_people_write_them(app: Flask, text: str, centimes: int | None) -> None:
    with app.test_request_context():
        form = typed(price=text)
        assert form.price.data == centimes and bool(form.price.errors) == (centimes is None)


@pytest.mark.parametrize("text", ["", "abc", "-1", "1.5", "99999999999999", "9" * 5000, "1_0", "\0", "²", "0", "100"])
def test_a_number_that_cannot_be_is_explained_and_kept(app: Flask, text: str) -> None:
    with app.test_request_context():
        form = typed(count=text)
        assert len(form.count.errors) == 1 and form.count.data is None
        assert form.count._value() == text.replace("\0", "")[:200]


def test_what_is_not_sent_at_all_is_asked_for(app: Flask) -> None:
    with app.test_request_context():
        form = Order(MultiDict({}))
        assert not form.validate()
        assert set(form.errors) == {"count", "price", "delivery", "name"}


def test_eastern_digits_and_free_delivery(app: Flask) -> None:
    with app.test_request_context():
        form = typed(count="٣")
        assert not form.errors and (form.count.data, form.delivery.data, form.extra.data) == (3, 0, None)


def test_texts_lose_what_no_keyboard_writes_and_have_a_length(app: Flask) -> None:
    assert plain_text(" a\0b\r\nc\x1b[0m ") == "ab\nc[0m"
    with app.test_request_context():
        form = typed(name="x" * 11, word="\0")
        assert form.name.errors and form.name.data == "x" * 11 and not form.word.errors
        assert typed(name="\0 ").name.errors == ["Write a name."]


class Shown(Form):
    seen = Seen(2)


@pytest.mark.parametrize("text", ["", "26000", "26000-", "26000-7-1", "-1-7", "x", "9" * 11 + "-1", "\0"])
def test_what_a_page_showed_comes_back_or_counts_as_out_of_date(app: Flask, text: str) -> None:
    with app.test_request_context():
        shown = Shown(seen=(26000, 7))
        assert (shown.seen.data, shown.seen.numbers) == ("26000-7", (26000, 7))
        assert Shown(MultiDict({"seen": "26000-7\n"})).validate()
        odd = Shown(MultiDict({"seen": text}))
        assert not odd.validate() and len(odd.seen.errors) == 1


def test_texts_lose_what_would_turn_the_sentence_they_stand_in() -> None:
    assert plain_text("Claire \u202egnp.exe\u202c \u2067x\u2069") == "Claire gnp.exe x"
    assert plain_text("رحمة\u200f \U0001f468\u200d\U0001f33e") == "رحمة\u200f \U0001f468\u200d\U0001f33e", (
        "marks of Arabic, and emoji"
    )
