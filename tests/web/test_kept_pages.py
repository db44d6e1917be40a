"""Pages that are the same for everybody are answered from memory, and are never older than the last commit."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.base.database import db
from app.domain.catalogue.editions import Editions
from app.domain.catalogue.models import Item
from app.domain.demand.models import DemandSignal
from app.storefront import signals
from app.web.kept_pages import MOST_BYTES, KeptPages
from tests import given

BROWSER = {"User-Agent": "Mozilla/5.0 (Android 13)"}


@pytest.fixture
def shop(own_app: Flask) -> Iterator[FlaskClient]:
    """A shop with one bowl, on a database of its own, that keeps its pages."""
    with own_app.app_context():
        given.item(slug="bowl", title="Bol bleu", stock=3)
        db.session.commit()
    signals._waiting.clear()  # what other tests left
    _kept(own_app).most_bytes = MOST_BYTES
    yield own_app.test_client()
    editions = _kept(own_app)._edition.__self__  # type: ignore[attr-defined]  # a bound method of it
    assert isinstance(editions, Editions)
    editions.close()


def _kept(app: Flask) -> KeptPages:
    found: KeptPages = app.extensions["kept_pages"]
    return found


def _given(client: FlaskClient, address: str = "/fr/items/bowl", **headers: str) -> bool:
    """Open a page; whether it came from memory."""
    before = _kept(client.application).given
    assert client.get(address, headers={**BROWSER, **headers}).status_code in (200, 304)
    return _kept(client.application).given > before


def test_the_second_visit_is_answered_from_memory_with_the_same_bytes(shop: FlaskClient) -> None:
    first = shop.get("/fr/items/bowl", headers={"Accept-Encoding": "br"})
    before = _kept(shop.application).given
    again = shop.get("/fr/items/bowl", headers={"Accept-Encoding": "br"})
    assert _kept(shop.application).given == before + 1
    assert again.data == first.data
    assert {**again.headers, "Last-Modified": ""} == {**first.headers, "Last-Modified": ""}  # told a second later
    assert not _given(shop, **{"Accept-Encoding": "gzip"}), "packed in another way, it is another answer"


def test_a_change_is_on_the_next_page(shop: FlaskClient) -> None:
    assert not _given(shop)
    with shop.application.app_context():
        bowl = db.session.query(Item).one()
        bowl.main.on_hand = 2
        db.session.flush()
        db.session.rollback()
        assert _given(shop), "what was undone changed nothing"
        db.session.query(Item).one().main.on_hand = 1
        db.session.commit()
    page = shop.get("/fr/items/bowl").text
    assert "1 pièce" in page.replace("\xa0", " ")


def test_a_page_of_an_edition_that_was_asked_just_now_asks_nothing_again(shop: FlaskClient) -> None:
    """Of pieces that are held already, the whole page is made without the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    assert not _given(shop)
    with shop.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert not _given(shop, "/fr/items/bowl?photo=1") and not sent
        with shop.application.app_context():
            db.session.query(Item).one().main.on_hand = 1
            db.session.commit()
        sent.clear()
        page = shop.get("/fr/items/bowl?photo=1").text
        assert "1 pièce" in page.replace("\xa0", " ") and any("catalogue_change" in one for one in sent)
        assert shop.post("/fr/request", data={"variant": "1"}).status_code < 500
        with shop.application.app_context():
            db.session.query(Item).one().main.on_hand = 2
            db.session.commit()
        sent.clear()
        assert shop.head("/fr/items/bowl").status_code == 200
        assert any("catalogue_change" in one for one in sent), "nobody asked before this one"
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_who_has_the_page_is_sent_nothing(shop: FlaskClient) -> None:
    tag = shop.get("/fr/items/bowl").headers["ETag"]
    for _ in range(2):
        known = shop.get("/fr/items/bowl", headers={"If-None-Match": tag})
        assert known.status_code == 304 and not known.data and known.headers["ETag"] == tag
    assert _given(shop, **{"If-None-Match": '"another"'})
    assert shop.head("/fr/items/bowl").status_code == 200


def test_its_date_is_true_also_from_memory(shop: FlaskClient) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False) as now:
        assert "Last-Modified" not in shop.get("/fr/items/bowl").headers
        now.shift(2)
        since = shop.get("/fr/items/bowl").headers["Last-Modified"]
        assert since == "Mon, 23 Nov 2026 10:00:00 GMT"
        assert shop.get("/fr/items/bowl", headers={"If-Modified-Since": since}).status_code == 304
        for other in ({"If-None-Match": '"x"'}, {"If-Modified-Since": "Mon, 23 Nov 2026 09:59:59 GMT"}):
            assert shop.get("/fr/items/bowl", headers={"If-Modified-Since": since, **other}).status_code == 200
        with shop.application.app_context():
            given.item(slug="jug", title="Cruche")
            db.session.commit()
        assert shop.get("/fr/items/bowl").headers["Last-Modified"] == since, "something else changed"
        with shop.application.app_context():
            db.session.query(Item).filter_by(slug="bowl").one().main.on_hand = 1
            db.session.commit()
        assert shop.get("/fr/items/bowl", headers={"If-Modified-Since": since}).status_code == 200


def test_what_programs_read_comes_from_memory_too(shop: FlaskClient) -> None:
    for address in ("/sitemap.xml", "/sitemap-pages.xml", "/feeds/new.xml?lang=ar", "/robots.txt"):
        assert not _given(shop, address) and _given(shop, address), address
    streamed = "/feeds/products.xml"
    tag = shop.get(streamed).headers["ETag"]
    assert shop.get(streamed, headers={"If-None-Match": tag}).status_code == 304


def test_a_visit_is_noted_also_when_the_page_comes_from_memory(shop: FlaskClient) -> None:
    for address in ("192.0.2.1", "192.0.2.2"):
        shop.get("/fr/items/bowl", headers=BROWSER, environ_base={"REMOTE_ADDR": address})
    shop.get("/fr/items/bowl", headers={"User-Agent": "Googlebot/2.1"})
    with shop.application.app_context():
        signals.flush()
        assert db.session.query(DemandSignal).count() == 2
        assert len({signal.visitor for signal in db.session.query(DemandSignal)}) == 2


def test_what_is_not_for_everybody_is_never_kept(shop: FlaskClient) -> None:
    for address in ("/fr/request", "/account/sign-in", "/fr/nowhere"):
        shop.get(address)
        before = _kept(shop.application).given
        shop.get(address)
        assert _kept(shop.application).given == before, address
    shop.get("/fr/items/bowl")
    assert shop.get("/fr/items/bowl", headers={"Host": "elsewhere.example"}).status_code == 400
    shop.set_cookie(shop.application.config["SESSION_COOKIE_NAME"], "somebody")
    assert not _given(shop)


def test_memory_has_an_end(shop: FlaskClient) -> None:
    pages = _kept(shop.application)
    size = len(shop.get("/fr/items/bowl").data)
    pages.most_bytes = 3 * size
    for number in range(20):
        shop.get(f"/fr/items/bowl?photo={number}")
    assert 0 < pages._bytes <= 3 * size
    assert not _given(shop, "/fr/items/bowl?photo=0") and _given(shop, "/fr/items/bowl?photo=0")


def test_a_kept_page_is_given_also_where_a_sign_of_demand_is_lost(
    shop: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _given(shop)

    def fails(*_of: object) -> None:
        raise RuntimeError("no thread can be started")

    monkeypatch.setattr(signals.visits, "visit", fails)
    assert _given(shop)
    assert "A sign of demand was lost" in caplog.messages


def test_what_a_browser_sends_to_tell_pages_apart_counts_as_memory(shop: FlaskClient) -> None:
    pages = _kept(shop.application)
    before = pages._bytes
    for number in range(5):
        accepted = f"gzip;q=0.{number + 1}, " + "z" * 100_000
        shop.get("/fr/items/bowl", headers={**BROWSER, "Accept-Encoding": accepted})
        shop.get(f"/fr/items/bowl?photo=0&z={number}" + "z" * 50_000, headers=BROWSER)
    told = sum(len(str(part)) for key in pages._pages for part in key)
    assert pages._bytes - before >= told and pages._bytes >= sum(len(page.body) for page in pages._pages.values())
    pages.most_bytes = 200_000
    shop.get("/fr/items/bowl?photo=1", headers=BROWSER)
    assert sum(len(str(part)) for key in pages._pages for part in key) < 200_000


@pytest.mark.parametrize("asked", ["foo", "*", ""])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_address_that_does_not_begin_like_one_is_not_found(shop: FlaskClient, method: str, asked: str) -> None:
    answer = shop.open("/", method=method, environ_overrides={"PATH_INFO": asked})
    assert answer.status_code in (302, 308, 404), answer.status
