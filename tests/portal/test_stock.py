"""My pieces: one tap, one movement."""

import re

from flask import Flask
from sqlalchemy import select

from app.base.database import db, new_key
from app.domain.catalogue import making, photos
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind, StockMovement
from tests import given
from tests.pages import Page, Visitor


def maker_of(item: Item, visitor: Visitor) -> Visitor:
    assert item.artisan.user
    return visitor.sign_in(item.artisan.user)


def movements(item: Item) -> list[tuple[int, MovementKind]]:
    found = select(StockMovement).where(StockMovement.variant_id == item.main.id).order_by(StockMovement.id)
    return [(movement.change, movement.kind) for movement in db.session.scalars(found)]


def tap(item: Item) -> str:
    return f"/portal/items/{item.id}/variants/{item.main.id}/tap"


def keys(page: Page) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', page.text)


def test_the_list_shows_mine_and_nobody_elses(visitor: Visitor) -> None:
    mine, theirs = given.item(title="Mendil rouge"), given.item(title="Mendil bleu")
    draft = given.item(mine.artisan, title="Nappe", published=False)
    given.item(mine.artisan, title="Vieux tapis", state=ItemState.ARCHIVED)
    page = maker_of(mine, visitor).get("/portal/items/")
    assert "Mendil rouge" in page.text and "Nappe" in page.text
    assert "Mendil bleu" not in page.text and "Vieux tapis" not in page.text
    assert len(set(keys(page))) == 2, "every stepper has a key of its own"
    assert draft.state is ItemState.DRAFT and theirs.main.on_hand == 3


def test_plus_is_made_and_minus_is_sold_elsewhere(visitor: Visitor) -> None:
    item = given.item(stock=3)
    maker_of(item, visitor)
    visitor.post(tap(item), {"d": "1"})
    visitor.post(tap(item), {"d": "-1"})
    assert movements(item)[1:] == [(1, MovementKind.MADE), (-1, MovementKind.SOLD_ELSEWHERE)]
    assert item.main.on_hand == 3


def test_a_double_tap_counts_once_but_both_buttons_of_a_page_count(visitor: Visitor) -> None:
    item, key = given.item(stock=3), new_key()
    maker_of(item, visitor)
    for d in ("1", "1", "-1"):
        visitor.post(tap(item), {"d": d, "key": key})
    assert [change for change, _kind in movements(item)[1:]] == [1, -1]


def test_a_tap_can_be_taken_back(visitor: Visitor) -> None:
    item = given.item(stock=3)
    after = maker_of(item, visitor).post(tap(item), {"d": "1"}).location
    page = visitor.get(after.split("#")[0])
    undo = re.search(r'action="([^"]+/undo/\d+)"', page.text)
    assert undo
    visitor.post(undo[1])
    assert movements(item)[-1] == (-1, MovementKind.MADE) and item.main.on_hand == 3
    visitor.post(undo[1], status=409)
    assert item.main.on_hand == 3
    assert "/undo/" not in visitor.get(after.split("#")[0]).text


def test_minus_rests_where_all_is_promised(visitor: Visitor) -> None:
    item = given.item(stock=2, variant={"reserved": 2})
    page = maker_of(item, visitor).get("/portal/items/")
    assert re.search(r'value="-1"[^>]* disabled', page.text)
    refused = visitor.post(tap(item), {"d": "-1"}, status=422)
    assert "2" in refused.text and 'role="alert"' in refused.text
    assert item.main.on_hand == 2


def test_a_unique_piece_has_no_second_and_one_made_to_order_no_shelf(visitor: Visitor) -> None:
    only = given.item(stock=1, kind=Kind.UNIQUE)
    ordered = given.item(only.artisan, kind=Kind.MADE_TO_ORDER)
    page = maker_of(only, visitor).get("/portal/items/")
    assert re.search(r'value="1"[^>]* disabled', page.text) and tap(ordered) not in page.text
    visitor.post(tap(only), {"d": "1"}, status=422)
    visitor.post(tap(ordered), {"d": "1"}, status=422)


def test_bad_taps_are_explained(visitor: Visitor) -> None:
    item = given.item()
    maker_of(item, visitor)
    for d in ("", "2", "99999999999999", "\0", "x" * 100_000):
        visitor.post(tap(item), {"d": d}, status=422)
    visitor.post(tap(item), {"d": "1", "key": ""}, status=422)
    visitor.post(tap(item), {"d": "1", "key": "'); --"}, status=422)
    assert len(movements(item)) == 1


def test_someone_elses_piece_does_not_exist(visitor: Visitor) -> None:
    mine, theirs = given.item(), given.item()
    maker_of(mine, visitor)
    visitor.post(tap(theirs), {"d": "1"}, status=404)
    visitor.post(f"/portal/items/{mine.id}/variants/{theirs.main.id}/tap", {"d": "1"}, status=404)
    visitor.get(f"/portal/items/{theirs.id}/stock", status=404)
    visitor.post(f"/portal/items/{theirs.id}/stock", {"kind": "made", "number": "1"}, status=404)
    visitor.post(f"/portal/items/{theirs.id}/terms", {"price": "1", "seen": "26000-0"}, status=404)
    visitor.get(f"/portal/items/{mine.id}/stock?variant={theirs.main.id}", status=404)
    visitor.get("/portal/items/99999999999999/stock", status=404)
    visitor.get("/portal/items/?changed=99999999999999")
    assert (mine.main.on_hand, theirs.main.on_hand) == (3, 3)


def test_what_happened_is_written_down_with_its_kind(visitor: Visitor) -> None:
    item = given.item(stock=5)
    maker_of(item, visitor)
    address = f"/portal/items/{item.id}/stock"
    for kind, number in (("damaged", "2"), ("returned", "1"), ("counted", "٧")):
        visitor.post(address, {"kind": kind, "number": number})
    assert movements(item)[1:] == [
        (-2, MovementKind.DAMAGED),
        (1, MovementKind.RETURNED),
        (3, MovementKind.COUNTED),
    ]
    assert item.main.on_hand == 7 and item.main.counted_at is not None


def test_what_cannot_be_is_said_beside_the_number_and_what_was_typed_stays(visitor: Visitor) -> None:
    item = given.item(stock=5, variant={"reserved": 4})
    maker_of(item, visitor)
    address = f"/portal/items/{item.id}/stock"
    for data in (
        {"kind": "damaged", "number": "2"},
        {"kind": "damaged", "number": "99999999999999"},
        {"kind": "made", "number": "-1"},
        {"kind": "made", "number": "0"},
        {"kind": "shipped", "number": "1"},
        {"kind": "made", "number": "trois"},
        {"kind": "made"},
        {},
    ):
        page = visitor.post(address, data, status=422)
        assert 'aria-invalid="true"' in page.text or "msg-err" in page.text
        if "number" in data:
            assert f'value="{data["number"]}"' in page.text
        assert 'value="260"' in page.text, "the price beside it was not asked, and stays"
    assert item.main.on_hand == 5


def test_the_price_changes_unless_it_changed_meanwhile(visitor: Visitor) -> None:
    item = given.item(price=26000, stock=1, kind=Kind.READY_THEN_MADE)
    maker_of(item, visitor)
    address = f"/portal/items/{item.id}/terms"
    visitor.post(address, {"price": "280", "lead_days": "6", "seen": "26000-5"})
    assert (item.main.price, item.main.lead_days) == (28000, 6)
    stale = visitor.post(address, {"price": "300", "lead_days": "6", "seen": "26000-5"}, status=409)
    assert item.main.price == 28000 and 'value="300"' in stale.text and 'value="28000-6"' in stale.text
    for price in ("0", "-5", "abc", "99999999999999", ""):
        visitor.post(address, {"price": price, "lead_days": "6", "seen": "28000-6"}, status=422)
    visitor.post(address, {"price": "5", "lead_days": "400", "seen": "28000-6"}, status=422)
    visitor.post(address, {"price": "5", "lead_days": "4", "seen": "x"}, status=422)
    assert item.main.price == 28000


def test_a_piece_says_how_old_its_count_is(app: Flask, visitor: Visitor) -> None:
    item = given.item(stock=5)
    page = maker_of(item, visitor).get(f"/portal/items/{item.id}/stock")
    visitor.post(f"/portal/items/{item.id}/stock", {"kind": "counted", "number": "5"})
    assert visitor.get(f"/portal/items/{item.id}/stock").text != page.text


def test_a_piece_leaves_the_shop_for_a_while_and_comes_back(visitor: Visitor) -> None:
    item, other = given.item(), given.item()
    maker_of(item, visitor).post(f"/portal/items/{item.id}/pause")
    assert item.state is ItemState.PAUSED
    visitor.post(f"/portal/items/{item.id}/pause", status=409)
    assert f"/portal/items/{item.id}/resume" in visitor.get(f"/portal/items/{item.id}/stock").text
    visitor.post(f"/portal/items/{item.id}/resume")
    assert item.state is ItemState.PUBLISHED
    visitor.post(f"/portal/items/{other.id}/pause", status=404)
    assert other.state is ItemState.PUBLISHED


def test_a_new_piece_shows_the_photo_its_maker_sent_and_its_craft(visitor: Visitor) -> None:
    maker = given.artisan()
    start = making.Start(Kind.READY, price=26000, counted=2)
    item = making.add(maker, given.craft(), start, by=maker.user, at=given.NOW)
    photo = photos.take_in(600, 800, by=maker.user, at=given.NOW)
    photo.renditions = {"jpeg": [480]}
    photos.propose(item, [photo], by=maker.user, at=given.NOW)
    page = maker_of(item, visitor).get("/portal/items/")
    assert f"/media/{photo.key}/480.jpg" in page.text
    assert item.craft.called_short("fr") in page.text and item.reference in page.text
    assert photo.key in visitor.get(f"/portal/items/{item.id}/stock").text
