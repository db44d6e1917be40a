"""Views and searches become signals; bots, members and failures do not, and the page never waits."""

import os
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.demand.signals import Search
from app.jobs.demand import unpacking
from app.storefront import came_from, signals, visits
from tests import given

BROWSER = "Mozilla/5.0 (Linux; Android 10) Chrome/120"


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    signals._waiting.clear()
    yield
    signals._waiting.clear()


def opened(app: Flask, *, browser: str = BROWSER, **more: str) -> object:
    headers = {"User-Agent": browser, **more}
    return app.test_request_context("/fr/items/x", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"})


def kept() -> list[DemandSignal]:
    signals.flush()
    return list(db.session.scalars(select(DemandSignal).order_by(DemandSignal.id)))


def test_a_view_says_what_was_seen_and_whether_it_could_be_had_but_not_by_whom(app: Flask) -> None:
    piece = given.item(price=26000)
    with opened(app):
        signals.note_view(signals.view_of(piece, can_be_had=True))
        signals.note_view(signals.view_of(piece, can_be_had=False))
    first, second = kept()
    assert (first.kind, first.item_id, first.craft_id, first.artisan_id, first.value) == (
        SignalKind.VIEW,
        piece.id,
        piece.craft_id,
        piece.artisan_id,
        26000,
    )
    assert (first.out_of_stock, second.out_of_stock) == (False, True)
    assert first.visitor == second.visitor != "192.0.2.7" and first.country is None
    assert first.language == "fr"


def test_a_search_is_kept_on_one_line_without_control_characters(app: Flask) -> None:
    with opened(app):
        signals.note_search("  mendil\x00\n 220 cm " + "x" * 10_000_000, 0, None)
        signals.note_search(" \x00 ", 0, None)
    (search,) = kept()
    assert search.words is not None and search.words.startswith("mendil 220 cm xxx") and len(search.words) <= 120
    assert search.results == 0


def test_two_browsers_are_two_visitors(app: Flask) -> None:
    with opened(app):
        signals.note_search("panier", 3, None)
    with opened(app, browser=BROWSER + " other"):
        signals.note_search("panier", 3, None)
    one, other = kept()
    assert one.visitor != other.visitor


@pytest.mark.parametrize(
    "browser", ["Googlebot/2.1", "facebookexternalhit/1.1", "curl/8.0", "Mozilla/5.0 AhrefsBot", ""]
)
def test_bots_are_left_out(app: Flask, browser: str) -> None:
    with opened(app, browser=browser):
        signals.note_search("panier", 3, None)
    assert kept() == []


def test_pages_fetched_ahead_by_the_browser_are_left_out(app: Flask) -> None:
    with opened(app, **{"Sec-Purpose": "prefetch"}):
        signals.note_search("panier", 3, None)
    assert kept() == []


@pytest.mark.parametrize("who", ["advisor", "artisan"])
def test_members_are_left_out(app: Flask, who: str) -> None:
    member = given.advisor() if who == "advisor" else given.artisan().user
    assert member is not None
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = member.fs_uniquifier
    cookie = client.get_cookie("session")
    assert cookie is not None
    with opened(app, Cookie=f"session={cookie.value}"):
        signals.note_search("panier", 3, None)
    assert kept() == []


def test_a_failure_is_logged_and_the_page_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("the clock stopped")

    monkeypatch.setattr(signals.clock, "now", fails)
    with opened(app):
        signals.note_search("panier", 3, None)
    assert kept() == []


def test_little_is_remembered_of_a_visit_however_much_it_sent(app: Flask) -> None:
    piece = given.item()
    visits._is_a_bot.cache_clear()
    sent = {"Referer": "http://localhost/fr/search?q=" + "r" * 200_000, "Sec-Purpose": "x" * 200_000}
    for number in range(3):
        with opened(app, browser=f"{BROWSER} {number} " + "b" * 200_000, **sent):
            signals.note_view(signals.view_of(piece, can_be_had=True))
    told = [text for visit in signals._waiting for text in (visit.browser, visit.before, visit.host, *visit.purposes)]
    assert sum(map(len, told)) < 3 * 4_000
    assert len({view.visitor for view in kept()}) == 3
    assert visits._is_a_bot.cache_info().currsize == 3


def test_the_page_waits_for_no_write(app: Flask, statements: list[str]) -> None:
    with opened(app):
        statements.clear()
        signals.note_search("panier", 3, None)
        assert statements == []
    assert len(kept()) == 1
    assert any("daily_key" in statement for statement in statements), "only whoever writes asks for the day's key"


def test_a_visit_that_makes_trouble_is_lost_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    piece = given.item()
    search = came_from.search

    def troubled(page: str, host: str) -> Search | None:
        if not page:
            raise LookupError
        return search(page, host)

    monkeypatch.setattr(came_from, "search", troubled)
    for page in ("https://elsewhere.example/", "", "https://elsewhere.example/"):
        with opened(app, Referer=page):
            signals.note_view(signals.view_of(piece, can_be_had=True))
    assert len(kept()) == 2 and not signals._waiting
    assert [record.levelname for record in caplog.records if record.message == "A sign of demand was lost"] == ["ERROR"]


def test_in_a_server_a_thread_writes_within_seconds(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "SECONDS", 0.05)
    monkeypatch.setattr(signals, "_writers", {})
    own_app.testing = False
    with opened(own_app):
        signals.note_search("panier", 3, None)
    with own_app.app_context():  # as a worker does, which takes apart what is there
        for _ in range(200):
            unpacking.take_next()
            if db.session.scalar(select(DemandSignal.words)) == "panier":
                break
            db.session.rollback()
            threading.Event().wait(0.05)
        else:
            pytest.fail("nothing was written")
    signals._writers[os.getpid()].set()  # or it would write what later tests note
    (writer,) = (thread for thread in threading.enumerate() if thread.name == "signals")
    writer.join(5)
    assert not writer.is_alive()


def test_where_no_thread_can_be_started_the_next_sign_tries_again(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    def start(_thread: threading.Thread) -> None:
        started.append("tried")
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(signals, "_writers", {})
    monkeypatch.setattr(threading.Thread, "start", start)
    own_app.testing = False
    for _ in range(2):
        with opened(own_app):
            signals.note_search("panier", 3, None)
    assert started == ["tried", "tried"] and len(signals._waiting) == 2
