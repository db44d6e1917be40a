"""What is drawn once stays true: after a change, in each language, on each day, and whatever somebody asks for."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from html import escape

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from app.base.database import begin_reading, db
from app.domain.catalogue import browsing
from app.domain.catalogue.models import Item, ItemState
from app.storefront import cards
from app.storefront.drawn import Drawn
from app.web import languages
from tests.pages import Visitor
from tests.storefront import shop


@pytest.fixture
def reading(app: Flask) -> Iterator[Item]:
    """A piece, and somebody who reads its page."""
    piece = shop.filled()
    db.session.commit()
    with app.test_request_context("/fr/"):
        begin_reading()
        yield piece


def _held(piece: Item) -> Item:
    return browsing.cards([piece.id])[0]


def test_a_card_is_drawn_once_in_each_language(reading: Item) -> None:
    card = cards.card(_held(reading))
    assert cards.card(_held(reading)) is card and card.drawn(lazy=True) is card.drawn(lazy=True)
    assert "loading=" in card.drawn(lazy=True) and "loading=" not in card.drawn(lazy=False)
    languages.speak("ar")
    arabic = cards.card(_held(reading))
    assert arabic is not card and arabic.url.startswith("/ar/") and arabic.drawn(lazy=True) != card.drawn(lazy=True)
    g.language = "fr"
    assert cards.card(_held(reading)) is card


def test_a_piece_that_may_still_change_is_drawn_each_time(reading: Item) -> None:
    assert cards.card(reading).price == 26000
    reading.main.price = 99000
    assert cards.card(reading).price == 99000


def test_no_more_parts_are_kept_than_there_is_room_for(reading: Item) -> None:
    """The one not shown for longest goes."""
    kept, piece = Drawn[int](3), _held(reading)
    drawn: list[int] = []

    def draw(number: int) -> int:
        drawn.append(number)
        return number

    for number in (1, 2, 3, 1, 4, 1, 2):
        assert kept.once(piece, number, draw=partial(draw, number)) == number
    assert len(kept._kept) == 3 and drawn == [1, 2, 3, 4, 2]


def test_a_change_of_the_maker_the_place_or_the_words_is_on_the_next_page(visitor: Visitor) -> None:
    piece = shop.filled()
    address = f"/fr/items/{piece.slug}"
    for _ in range(2):
        assert "Rahma Bakkali" in visitor.get(address).text and "Rahma Bakkali" in visitor.get("/fr/items/").text
    piece.artisan.name = "Rahma El Bakkali"
    db.session.commit()
    assert "Rahma El Bakkali" in visitor.get(address).text and "Rahma El Bakkali" in visitor.get("/fr/items/").text
    piece.materials[0].names = {**piece.materials[0].names, "fr": "Laine du Rif"}
    piece.artisan.place.names = {**piece.artisan.place.names, "fr": "Chaouen"}
    db.session.commit()
    page = visitor.get(address).text
    assert "Laine du Rif" in page and "Chaouen" in page and "Chaouen" in visitor.get("/fr/items/").text


def test_what_is_none_of_its_photos_or_sizes_counts_as_not_asked(visitor: Visitor) -> None:
    piece = shop.filled()
    seen = {
        asked: visitor.get(f"/fr/items/{piece.slug}{asked}").body
        for asked in ("", "?photo=99", "?photo=x", "?variant=nobody")
    }
    for asked in ("?photo=99", "?photo=x", "?variant=nobody"):
        bare = re.sub(r'href="/[a-z]+/items/[^"]*"', "", seen[asked].decode())
        assert bare == re.sub(r'href="/[a-z]+/items/[^"]*"', "", seen[""].decode()), asked


def test_the_way_to_other_languages_leads_to_this_very_page(visitor: Visitor) -> None:
    shop.filled()
    for path in ("/items/", "/items/?sort=price&place=tetouan", "/search?q=%3Cb%3E%26%22", "/makers/rahma-bakkali"):
        page = visitor.get(f"/fr{path}").text
        for code in languages.NAMES:
            links = re.findall(rf'<li><a lang="{code}" hreflang="{code}" href="([^"]*)"', page)
            assert len(links) == 3 and set(links) == {escape(f"/{code}{path}")}, (path, code)
        assert len(re.findall(r'hreflang="fr" href="[^"]*" aria-current="true"', page)) == 3


def test_the_menu_says_where_one_is_and_the_search_what_was_searched(visitor: Visitor) -> None:
    shop.filled()
    for _ in range(2):
        current = re.findall(r'href="([^"]*)" aria-current="page"', visitor.get("/fr/crafts/weaving").text)
        assert current == ["/fr/crafts/weaving"] * 2
        assert 'aria-current="page"' not in visitor.get("/fr/items/").text.split("</header>")[0]
        assert 'value="&lt;b&gt;"' in visitor.get("/fr/search?q=%3Cb%3E").text.split("</header>")[0]
        assert 'name="q" type="search" maxlength="100" value=""' in visitor.get("/fr/items/").text


def test_a_price_in_euros_goes_with_the_day_on_which_its_rate_grows_old(visitor: Visitor) -> None:
    """What the day changes is drawn anew the next day, though nothing was committed."""
    piece = shop.filled()
    assert visitor.app.config["SETTINGS"].euro_rate[1] == "2026-11-16"
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False):
        assert "€" in visitor.get(f"/fr/items/{piece.slug}").text
    with time_machine.travel(datetime(2027, 11, 23, 10, tzinfo=UTC), tick=False):
        assert "€" not in visitor.get(f"/fr/items/{piece.slug}").text


def test_what_becomes_of_the_pieces_around_one_is_on_its_next_page(visitor: Visitor) -> None:
    piece = shop.filled()
    address = f"/fr/items/{piece.slug}"

    def around() -> str:
        return visitor.get(address).plain.partition("Du même atelier")[2]

    beside = db.session.scalars(select(Item).where(Item.artisan_id == piece.artisan_id, Item.id != piece.id)).all()
    newest = max(beside, key=lambda item: item.id)
    assert newest.texts[0].title in around() and f"{len(beside) + 1} pièces" in around()
    newest.main.price = 7_700
    db.session.commit()
    assert "77" in around()
    shop.piece("Toute nouvelle", artisan_=piece.artisan, craft_=piece.craft)
    db.session.commit()
    assert "Toute nouvelle" in around() and f"{len(beside) + 2} pièces" in around()
    for item in beside:
        item.state = ItemState.PAUSED
    db.session.commit()
    assert newest.texts[0].title not in around()
