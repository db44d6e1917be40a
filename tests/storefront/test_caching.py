"""Public pages are the same for everybody, so that they can be kept whole."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.base.database import db
from tests import given
from tests.pages import Visitor
from tests.storefront import shop

PAGES = (
    "/fr/",
    "/fr/items/",
    "/fr/items/?place=tetouan",
    "/fr/items/mendil-raye-rouge",
    "/fr/crafts/weaving",
    "/fr/makers/",
    "/fr/makers/rahma-bakkali",
    "/fr/search?q=mendil",
    "/fr/delivery",
)


def test_a_public_page_sets_no_cookie_and_depends_on_none(visitor: Visitor) -> None:
    shop.filled()
    for address in PAGES:
        headers = visitor.get(address).response.headers
        assert "Set-Cookie" not in headers, address
        assert "Cookie" not in headers.get("Vary", ""), address
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate", address


def test_a_page_that_did_not_change_is_not_sent_again(visitor: Visitor) -> None:
    shop.filled()
    tag = visitor.get("/fr/makers/").response.headers["ETag"]
    visitor.get("/fr/makers/", status=304, headers={"If-None-Match": tag})
    shop.piece(artisan_=None, slug="one-more")
    visitor.get("/fr/makers/", headers={"If-None-Match": tag})


def test_a_public_page_is_the_same_bytes_for_everybody_as_long_as_nothing_changes(visitor: Visitor) -> None:
    shop.filled()
    morning = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    with time_machine.travel(morning, tick=False):
        before = {address: visitor.get(address).body for address in PAGES}
    visitor.sign_in(given.advisor())
    with time_machine.travel(morning + timedelta(hours=6), tick=False):
        for address in PAGES:
            assert visitor.get(address).body == before[address], address


@pytest.mark.parametrize("accepted", ["", "gzip", "br", "zstd"])
@pytest.mark.parametrize("weak", [False, True], ids=["as sent", "weakened on the way"])
def test_a_piece_is_sent_again_only_after_a_change(visitor: Visitor, accepted: str, weak: bool) -> None:
    item = shop.filled()
    address, packed = f"/fr/items/{item.slug}", {"Accept-Encoding": accepted}
    tag = visitor.get(address, headers=packed).response.headers["ETag"]
    asked = {"If-None-Match": f"W/{tag}" if weak else tag, **packed}
    known = visitor.get(address, status=304, headers=asked).response
    assert known.headers["ETag"] == tag and known.data == b"" and "Content-Encoding" not in known.headers
    assert known.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Accept-Encoding" in known.headers["Vary"]
    item.main.on_hand -= 1
    db.session.commit()
    visitor.get(address, headers=asked)
