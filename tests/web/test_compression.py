"""Pages leave compressed in what the browser understands best; what says so is honest."""

import pytest

from tests.pages import Visitor

ADDRESS = "/fr/how-it-works"


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, zstd", "zstd"),
        ("gzip", "gzip"),
        ("br;q=0.1, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_the_best_the_browser_understands(visitor: Visitor, accepted: str, used: str | None) -> None:
    plain = visitor.get(ADDRESS)
    page = visitor.get(ADDRESS, headers={"Accept-Encoding": accepted})
    assert page.response.headers.get("Content-Encoding") == used
    assert "Accept-Encoding" in page.response.headers["Vary"]
    assert page.text[:300] == plain.text[:300]
    assert used is None or len(page.response.data) < len(plain.response.data) / 2


def test_sheets_are_not_packed_twice(visitor: Visitor) -> None:
    sheet = visitor.get("/fr/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    page = visitor.get(sheet, headers={"Accept-Encoding": "br"})
    assert page.response.headers["Content-Encoding"] == "br" and "@layer" in page.text
