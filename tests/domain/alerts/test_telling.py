"""Whoever waits is told once, whichever way it came true; nobody is told of what is not so."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, writing
from app.domain.alerts import telling
from app.domain.alerts.asking import Reached
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue import availability, publishing, search, stock
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind
from app.domain.notices.models import Channel, OutboxMessage
from app.domain.people.models import Standing
from app.domain.purchasing import deciding, holds, timekeeping
from app.web import letters as writing_letters
from tests import given
from tests.domain.alerts.given import CLAIRE, HICHAM, alerts, asked, confirmed, letters
from tests.given import NOW

LATER = NOW + timedelta(days=30)
LANGUAGES = ("fr", "ar", "en", "es", "zgh")


def _tap(item: Item) -> None:
    stock.adjust(item.main, 1, kind=MovementKind.MADE, by=item.artisan.user, at=LATER)


def _count(item: Item) -> None:
    stock.count(item.main, 2, by=item.artisan.user, at=LATER)


def _return(item: Item) -> None:
    stock.adjust(item.main, 1, kind=MovementKind.RETURNED, by=item.artisan.user, at=LATER)


def _made_to_order(item: Item) -> None:
    item.main.kind, item.main.lead_days, item.main.weekly_capacity = Kind.MADE_TO_ORDER, 5, 3


@pytest.mark.parametrize("way", [_tap, _count, _return, _made_to_order])
def test_whichever_way_a_piece_comes_back_they_are_told_once(app: Flask, way: Callable[[Item], None]) -> None:
    piece, other = given.item(stock=0, title="Mendil rouge"), given.item(stock=0)
    confirmed(piece)
    confirmed(other, who=HICHAM)
    assert telling.returned(LATER) == 0
    way(piece)
    db.session.flush()
    assert telling.returned(LATER) == 1 and telling.returned(LATER) == 0
    (letter,) = letters("alert_back")
    assert letter.recipient == CLAIRE.recipient and "Mendil rouge" in writing_letters.written(letter).text
    assert [alert.item_id for alert in alerts()] == [other.id]


@pytest.mark.parametrize("how", ["stale", "withdrawn", "released"])
def test_a_hold_that_is_given_back_brings_a_piece_back(app: Flask, how: str) -> None:
    piece = given.item(stock=1, kind=Kind.UNIQUE)
    request = given.request(piece)
    answer = given.answer(request.lines[0])
    confirmed(piece)
    assert telling.returned(NOW) == 0
    if how == "stale":
        assert timekeeping.release_stale_holds(LATER) == 1
    elif how == "withdrawn":
        deciding.withdraw(request, at=LATER)
    else:
        holds.release([answer], at=LATER)
    assert telling.returned(LATER) == 1


def test_who_has_not_confirmed_is_not_told(app: Flask) -> None:
    piece = given.item(stock=0)
    asked(piece)
    _tap(piece)
    db.session.flush()
    assert telling.returned(LATER) == 0 and letters("alert_back") == []


@pytest.mark.parametrize("kept_from", ["paused", "maker away"])
def test_a_piece_that_is_not_shown_is_not_back(app: Flask, kept_from: str) -> None:
    piece = given.item(stock=0)
    confirmed(piece)
    _tap(piece)
    if kept_from == "paused":
        publishing.pause(piece, by=given.advisor(), at=LATER)
    else:
        piece.artisan.standing = next(one for one in Standing if one is not Standing.GOOD)
    db.session.flush()
    assert telling.returned(LATER) == 0
    piece.state, piece.artisan.standing = ItemState.PUBLISHED, Standing.GOOD
    db.session.flush()
    assert telling.returned(LATER) == 1


def test_a_lower_price_is_told_with_both_prices(app: Flask) -> None:
    piece, dearer = given.item(price=26000), given.item(price=9000)
    confirmed(piece, AlertKind.PRICE)
    confirmed(dearer, AlertKind.PRICE, who=HICHAM)
    assert telling.cheaper(LATER) == 0
    piece.main.price, dearer.main.price = 21000, 9500
    db.session.flush()
    assert telling.cheaper(LATER) == 1 and telling.cheaper(LATER) == 0
    (letter,) = letters("alert_cheaper")
    text = writing_letters.written(letter).text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "210 MAD" in text and "260 MAD" in text
    assert [alert.item_id for alert in alerts()] == [dearer.id]


def test_a_lower_price_of_what_cannot_be_had_is_no_news_yet(app: Flask) -> None:
    piece = given.item(price=26000, stock=0)
    confirmed(piece, AlertKind.PRICE)
    piece.main.price = 21000
    db.session.flush()
    assert telling.cheaper(LATER) == 0
    _tap(piece)
    db.session.flush()
    assert telling.cheaper(LATER) == 1


def test_words_are_told_when_a_piece_answers_all_of_them(app: Flask) -> None:
    confirmed("Mendil bleu 220")
    confirmed("panier", who=HICHAM)
    for title in ("Mendil bleu", "Mendil rouge 220"):
        search.index(given.item(title=title))
    sold = given.item(title="Mendil bleu 220", stock=0)
    search.index(sold)
    db.session.flush()
    assert telling.found(LATER) == 0 and all(alert.looked_at == LATER for alert in alerts())
    _tap(sold)
    db.session.flush()
    assert telling.found(LATER) == 1 and telling.found(LATER) == 0
    (letter,) = letters("alert_found")
    assert f"/items/{sold.slug}" in writing_letters.written(letter).text
    assert [alert.words for alert in alerts()] == ["panier"]


def test_words_that_waited_longest_are_looked_for_first(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "SEARCHES_AT_ONCE", 1)
    confirmed("panier")
    confirmed("coffre", who=HICHAM, at=NOW + timedelta(hours=1))
    search.index(given.item(title="Coffre de bois"))
    db.session.flush()
    assert telling.found(LATER) == 0
    assert telling.found(LATER) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [CLAIRE, HICHAM])
def test_every_notice_can_be_written_and_leads_out_again(app: Flask, language: str, who: Reached) -> None:
    piece, sold = given.item(price=26000), given.item(stock=0, title="Coffre de bois")
    for about, kind in ((sold, AlertKind.STOCK), (piece, AlertKind.PRICE), ("coffre", AlertKind.WORDS)):
        confirmed(about, kind, who, language=language)
    search.index(sold)
    _tap(sold)
    piece.main.price = 100
    db.session.flush()
    assert telling.returned(LATER) + telling.cheaper(LATER) + telling.found(LATER) == 3
    assert len(letters()) == 6
    for message in letters():
        letter = writing_letters.written(message)
        assert letter.text and "%(" not in letter.text and bool(letter.subject) == (who is CLAIRE)
        assert (letter.html is not None) == (who is CLAIRE)
        if message.template != "alert_confirm":
            stop = f"/{language}/stop/{message.secret['stop']}"
            assert stop in letter.text and (letter.stop.endswith(stop) or who is HICHAM)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("on_hand", "reserved"), [(0, 0), (1, 0), (1, 1)])
def test_what_the_database_finds_is_what_the_page_says(app: Flask, kind: Kind, on_hand: int, reserved: int) -> None:
    piece = given.item(stock=on_hand, kind=kind)
    piece.main.reserved = min(reserved, piece.main.on_hand)
    db.session.flush()
    there = db.session.scalar(select(Item.id).where(Item.id == piece.id, availability.TO_BE_HAD)) is not None
    assert there == availability.of_item(piece).can_be_asked_for


def test_many_workers_tell_everybody_once(own_app: Flask) -> None:
    """Even where a lease ran out and two run the same job."""
    people = 40
    with own_app.app_context(), writing():
        piece = given.item(stock=0)
        for n in range(people):
            who = Reached(Channel.EMAIL, f"person-{n}@example.org")
            confirmed(piece, who=who, sender=f"192.0.2.{n}")
        _tap(piece)
        db.session.commit()
    start, told = threading.Barrier(4), []

    def work() -> None:
        with own_app.app_context(), writing():
            start.wait()
            told.append(telling.returned(clock.now()))
            db.session.commit()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with own_app.app_context():
        sent = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.template == "alert_back")).all()
        assert len(told) == 4 and sum(told) == people == len(sent) == len(set(sent))
        assert db.session.scalar(select(func.count(Alert.id))) == 0
