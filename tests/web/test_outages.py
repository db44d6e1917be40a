"""When we are at fault, people get a plain page in four languages; the log gets the reason."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.adapters.storage import Storage, StorageTrouble
from tests.pages import Visitor


@pytest.fixture
def breaking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application that answers 500 as it would outside tests."""
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


def breaks(app: Flask, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    def fail(**_values: object) -> str:
        raise trouble

    monkeypatch.setitem(app.view_functions, "storefront.home.index", fail)


def test_a_mistake_of_ours_is_a_plain_page(
    breaking: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    breaks(breaking, monkeypatch, RuntimeError("a secret inside"))
    page = visitor.get("/ar/", status=500)
    assert 'lang="ar"' in page.text and 'lang="es"' in page.text
    assert "a secret inside" not in page.text and "a secret inside" in caplog.text
    assert page.response.headers["Content-Security-Policy"]


def test_a_database_that_does_not_answer_is_said_to_rest(
    breaking: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(breaking, monkeypatch, OperationalError("SELECT 1", {}, Exception("locked")))
    page = visitor.get("/fr/", status=503)
    assert page.response.headers["Retry-After"] and "SELECT" not in page.text


def test_pictures_out_of_reach_are_said_to_rest(
    breaking: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreachable(*_: object) -> None:
        raise StorageTrouble("s3://media does not answer")

    monkeypatch.setattr(Storage, "get", unreachable)
    page = visitor.get("/media/abc/320.webp", status=503)
    assert page.response.headers["Retry-After"] and "s3:" not in page.text and "does not answer" in caplog.text


def test_the_plain_pages_sheet_is_there(visitor: Visitor) -> None:
    sheet = visitor.get("/static/plain.css").response
    assert sheet.mimetype == "text/css"
    visitor.get("/static/plain.css", status=304, headers={"If-None-Match": sheet.headers["ETag"]})
