"""Logs: one line a request, in which nobody can be found again."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.audit import keys
from app.web import logs
from tests.pages import Visitor


@pytest.fixture
def written(app: Flask) -> Iterator[StringIO]:
    """What goes to the log, as JSON lines."""
    root = logging.getLogger()
    handler = logging.StreamHandler(StringIO())
    before = root.handlers[:]
    root.handlers = [handler]
    handler.setFormatter(next(one.formatter for one in before if logs.is_ours(one)))
    logs.configure("json")
    yield handler.stream
    root.handlers = before
    logs.configure("text")


def lines(written: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_request_is_one_line_of_json(visitor: Visitor, written: StringIO) -> None:
    visitor.get("/fr/", headers={"User-Agent": "somebody", "Referer": "https://elsewhere.example/secret"})
    (line,) = [line for line in lines(written) if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"], line["logger"]) == ("GET", "/fr/", 200, "web")
    assert "elsewhere" not in written.getvalue()


def test_a_secret_link_is_masked_and_a_query_is_not_written(visitor: Visitor, written: StringIO) -> None:
    visitor.get("/fr/requests/open/very-secret", status=404)
    visitor.get("/fr/?q=very-secret")
    assert "very-secret" not in written.getvalue() and "/fr/requests/open/…" in written.getvalue()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/ar/requests/open/abc.def-ghi", "/ar/requests/open/…"),
        ("/fr/requests/open/abc/def", "/fr/requests/open/…/def"),
        ("/account/invited/abc", "/account/invited/…"),
        ("/FR/Requests/Open/abc", "/FR/Requests/Open/…"),
        ("/account/password/new/abc", "/account/password/new/…"),
        ("/fr/items/tapis-bleu", "/fr/items/tapis-bleu"),
    ],
)
def test_what_opens_something_is_masked(path: str, shown: str) -> None:
    assert logs.masked(path) == shown


@pytest.mark.parametrize("how", ["json", "text"])
def test_a_mistake_of_ours_tells_no_secret(
    app: Flask, visitor: Visitor, written: StringIO, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """What went wrong and where is written down, not what people had typed, nor the link they came by."""

    def fail(token: str, **_values: object) -> str:
        password = f"typed with {token}"
        raise RuntimeError(f"broke after {len(password)} letters")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "storefront.private.open_link", fail)
    logs.configure(how)
    visitor.get("/fr/requests/open/very-secret", status=500)
    said = written.getvalue()
    assert "broke after" in said and "fail" in said and "test_logs.py" in said
    assert "/fr/requests/open/…" in said and "very-secret" not in said


def test_an_address_is_a_hash_under_the_key_of_the_day(visitor: Visitor, written: StringIO) -> None:
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False) as travel:
        keys.key_of(clock.today())
        db.session.commit()
        for _ in range(2):
            visitor.get("/fr/", environ_base={"REMOTE_ADDR": "203.0.113.7"})
        travel.shift(timedelta(days=1))
        keys.key_of(clock.today())
        db.session.commit()
        visitor.get("/fr/", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    first, again, tomorrow = [line["origin"] for line in lines(written) if line["event"] == "request"]
    assert first and first == again != tomorrow
    assert "203.0.113.7" not in written.getvalue()


def test_without_a_key_the_line_has_no_origin(visitor: Visitor, written: StringIO) -> None:
    with time_machine.travel(clock.now() + timedelta(days=500), tick=False):
        visitor.get("/fr/", environ_base={"REMOTE_ADDR": "203.0.113.8"})
    assert [line["origin"] for line in lines(written) if line["event"] == "request"] == [None]


def test_static_files_that_are_well_are_not_written(visitor: Visitor, written: StringIO) -> None:
    visitor.get("/healthz")
    visitor.get("/static/000000000000/nothing.css", status=404)
    assert [line["path"] for line in lines(written) if line["event"] == "request"] == [
        "/static/000000000000/nothing.css"
    ]
