"""Pieces somebody keeps: a cookie, a list, an address for somebody else. Nothing is known of who keeps them."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.demand.models import DemandSignal, SignalKind
from app.storefront import kept, signals
from tests import given
from tests.pages import Visitor
from tests.storefront.test_purchasing import cookie

BROWSER = "Mozilla/5.0 (Linux; Android 10) Chrome/120"


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    signals._waiting.clear()
    yield
    signals._waiting.clear()


def keep(visitor: Visitor, *pieces: Item) -> None:
    for piece in pieces:
        visitor.post("/fr/wishes/add", {"item": piece.id})


def test_the_list_is_a_cookie_newest_first_each_piece_once(visitor: Visitor) -> None:
    bowl, rug = given.item(title="Bol bleu"), given.item(title="Tapis ras")
    keep(visitor, bowl, rug)
    page = visitor.post("/fr/wishes/add", {"item": bowl.id})
    assert cookie(page, "kept") == f"{rug.id}.{bowl.id}" and cookie(page, "session") is None
    shown = visitor.get("/fr/wishes")
    assert shown.text.index("Tapis ras") < shown.text.index("Bol bleu")
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert shown.response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_page_of_a_piece_is_the_same_whoever_keeps_it(visitor: Visitor) -> None:
    piece = given.item()
    before = visitor.get(f"/fr/items/{piece.slug}")
    assert "Garder cette pièce" in before.text and "form_token" not in before.text
    keep(visitor, piece)
    after = visitor.get(f"/fr/items/{piece.slug}")
    assert after.body == before.body and "Cookie" not in after.response.headers.get("Vary", "")


def test_a_browser_that_says_nothing_of_itself_is_asked_once_more(visitor: Visitor) -> None:
    piece = given.item(title="Bol bleu")
    visitor.headers = {}
    page = visitor.post("/fr/wishes/add", {"item": piece.id}, status=200)
    assert cookie(page, "kept") is None and "Bol bleu" in page.text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert cookie(visitor.post("/fr/wishes/add", sent), "kept") == str(piece.id)
    visitor.post("/fr/wishes/remove", {"item": piece.id}, status=403)


def test_nothing_is_kept_from_elsewhere(visitor: Visitor) -> None:
    visitor.headers = {"Sec-Fetch-Site": "cross-site"}
    visitor.post("/fr/wishes/add", {"item": given.item().id}, status=403)


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "99999999999999", "²", "1\x00"])
def test_what_is_no_piece_cannot_be_kept(visitor: Visitor, typed: str) -> None:
    visitor.post("/fr/wishes/add", {"item": typed}, status=404)


def test_a_piece_that_is_not_public_cannot_be_kept_or_shown(visitor: Visitor) -> None:
    hidden = given.item(published=False, title="Secret")
    visitor.post("/fr/wishes/add", {"item": hidden.id}, status=404)
    visitor.get(f"/fr/wishes/of/{hidden.id}", status=404)


def test_what_is_removed_can_be_put_back_where_it_stood(visitor: Visitor) -> None:
    one, two, three = (given.item(title=f"Bol {n}") for n in "abc")
    keep(visitor, three, two, one)
    removed = visitor.post("/fr/wishes/remove", {"item": two.id})
    assert cookie(removed, "kept") == f"{one.id}.{three.id}"
    page = visitor.get(removed.location)
    assert "« Bol b » n’est plus gardée." in page.plain
    form = re.search(r'action="/fr/wishes/add">(.*?)</form>', page.text, re.S)
    assert form is not None
    back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[1]))
    assert cookie(visitor.post("/fr/wishes/add", back), "kept") == f"{one.id}.{two.id}.{three.id}"
    assert "n’est plus gardée" not in visitor.get(removed.location).text


def test_the_last_one_removed_leaves_no_cookie(visitor: Visitor) -> None:
    piece = given.item()
    keep(visitor, piece)
    assert cookie(visitor.post("/fr/wishes/remove", {"item": piece.id}), "kept") == ""
    assert "aucune pièce" in visitor.get("/fr/wishes").text
    visitor.post("/fr/wishes/remove", {"item": piece.id})


def test_a_piece_that_has_left_the_shop_is_said_to_have_left(visitor: Visitor) -> None:
    piece = given.item(title="Bol bleu")
    keep(visitor, piece)
    db.session.delete(piece)
    db.session.commit()
    page = visitor.get("/fr/wishes")
    assert "n’est plus en boutique" in page.plain and "Bol bleu" not in page.text
    assert cookie(visitor.post("/fr/wishes/remove", {"item": piece.id}), "kept") == ""


def test_all_that_can_be_had_goes_into_the_request(visitor: Visitor) -> None:
    bowl, sold, made = given.item(), given.item(stock=0), given.item(kind=Kind.MADE_TO_ORDER)
    sizes = given.item(stock=0, variant={"labels": {"fr": "Petit"}})
    large = Variant(
        item=sizes, sku="LARGE", kind=Kind.READY, price=30000, on_hand=2, labels={"fr": "Grand"}, position=1
    )
    db.session.add(large)
    db.session.commit()
    visitor.post("/fr/request/add", {"variant": bowl.main.id, "quantity": "4"})
    keep(visitor, bowl, sold, made, sizes)
    page = visitor.post("/fr/wishes/request")
    assert page.location == "/fr/request"
    wanted = {f"{bowl.main.id}x4", f"{made.main.id}x1", f"{large.id}x1"}
    assert set((cookie(page, "list") or "").split(".")) == wanted
    assert "Plus de pièce pour le moment" in visitor.get("/fr/wishes").plain


def test_a_request_that_would_be_too_long_is_refused_in_words(visitor: Visitor) -> None:
    pieces = [given.item() for _ in range(3)]
    keep(visitor, *pieces)
    visitor.client.set_cookie("list", ".".join(f"{9000 + n}x1" for n in range(39)))
    page = visitor.post("/fr/wishes/request", status=422)
    assert "40 pièces différentes" in page.plain and cookie(page, "list") is None


def test_more_than_forty_are_not_kept_and_that_is_said(visitor: Visitor) -> None:
    visitor.client.set_cookie("kept", ".".join(str(9000 + n) for n in range(kept.MOST)))
    page = visitor.post("/fr/wishes/add", {"item": given.item().id})
    assert cookie(page, "kept") is None
    assert "40 pièces au plus" in visitor.get(page.location).plain


def test_a_list_can_be_shown_to_somebody_who_can_keep_it_and_not_change_it(visitor: Visitor) -> None:
    bowl, rug = given.item(title="Bol bleu"), given.item(title="Tapis ras")
    keep(visitor, bowl, rug)
    address = f"/fr/wishes/of/{rug.id}.{bowl.id}"
    assert f'href="{address}"' in visitor.get("/fr/wishes").text
    friend = Visitor(visitor.app)
    page = friend.get(address)
    assert "Bol bleu" in page.text and "Tapis ras" in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "/wishes/remove" not in page.text and "/wishes/add" not in page.text
    own = given.item()
    keep(friend, own)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert cookie(friend.post("/fr/wishes/keep", sent), "kept") == f"{own.id}.{rug.id}.{bowl.id}"


@pytest.mark.parametrize("written", ["x", "0", "1" * 500, "٣", "1..2", "-", "2147483648"])
def test_an_address_that_shows_nothing_is_not_found(visitor: Visitor, written: str) -> None:
    visitor.get(f"/fr/wishes/of/{written}", status=404)


def test_a_broken_cookie_keeps_nothing(visitor: Visitor) -> None:
    for broken in ("x.y", "-1", "9" * 4000, "1x2", "."):
        visitor.client.set_cookie("kept", broken)
        assert "aucune pièce" in visitor.get("/fr/wishes").text


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es", "zgh"])
def test_the_list_reads_in_every_language(visitor: Visitor, language: str) -> None:
    sold = given.item(stock=0)
    keep(visitor, given.item(), sold)
    visitor.get(f"/{language}/wishes?removed={given.item().id}&place=2&full=1")
    visitor.get(f"/{language}/wishes/of/{sold.id}")
    assert visitor.get(f"/{language}/wishes/add", status=302).location == f"/{language}/wishes"


def test_keeping_is_a_sign_of_demand_once_and_putting_back_is_none(visitor: Visitor) -> None:
    piece = given.item(price=26000)
    visitor.headers = {**visitor.headers, "User-Agent": BROWSER}
    keep(visitor, piece, piece)
    visitor.post("/fr/wishes/remove", {"item": piece.id})
    visitor.post("/fr/wishes/add", {"item": piece.id, "place": "1"})
    signals.flush()
    (wish,) = db.session.scalars(select(DemandSignal)).all()
    assert (wish.kind, wish.item_id, wish.craft_id, wish.value) == (SignalKind.WISH, piece.id, piece.craft_id, 26000)
    assert wish.visitor and "192.0.2" not in wish.visitor


def test_the_number_of_questions_does_not_grow_with_the_list(visitor: Visitor) -> None:
    pieces = [given.item() for _ in range(8)]
    keep(visitor, pieces[0])
    few = len(visitor.get("/fr/wishes").queries)
    keep(visitor, *pieces)
    assert len(visitor.get("/fr/wishes").queries) <= max(few, 6)
