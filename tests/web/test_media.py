"""Renditions are served for a year; nothing else is reached by their address."""

import pytest
from flask import Flask

from app.adapters import storage
from tests.pages import Visitor


@pytest.fixture
def place(app: Flask) -> storage.Storage:
    kept = storage.at(app.config["SETTINGS"].media_url)
    kept.put("public/abc/320.avif", b"light")
    kept.put("private/originals/abc", b"whole")
    kept.put("private/abc/320.avif", b"whole")
    return kept


def test_a_rendition_is_kept_a_year_and_asked_for_once(visitor: Visitor, place: storage.Storage) -> None:
    answer = visitor.get("/media/abc/320.avif")
    response = answer.response
    assert (response.data, response.mimetype) == (b"light", "image/avif")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response.headers and not answer.queries
    again = visitor.client.get("/media/abc/320.avif", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/media/abc/321.avif",
        "/media/abc/320.jpg",
        "/media/abc/320.exe",
        "/media/abc/0.avif",
        "/media/abc/٣٢٠.avif",
        "/media/abc/99999999999999.avif",
        "/media/../private/abc/320.avif",
        "/media/%2e%2e%2fprivate%2fabc/320.avif",
        "/media/..%2fprivate%2fabc/320.avif",
        "/media/abc/..%2f..%2fprivate%2foriginals%2fabc",
        "/media/abc%00/320.avif",
        "/media/.abc/320.avif",
        "/media/originals/abc",
        "/media/" + "a" * 5000 + "/320.avif",
    ],
)
def test_nothing_else_can_be_reached(visitor: Visitor, place: storage.Storage, address: str) -> None:
    page = visitor.get(address, status=404)
    assert b"whole" not in page.response.data
