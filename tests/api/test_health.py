"""What watches over a machine is told the truth."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.adapters.storage import Storage
from app.base import clock
from app.base.database import db
from app.domain.work import beats
from tests.pages import Visitor


def test_up_is_said_without_the_database(visitor: Visitor) -> None:
    page = visitor.get("/healthz")
    assert page.text == "ok\n" and page.queries == [] and "Set-Cookie" not in page.response.headers


def test_not_ready_while_no_worker_was_seen(visitor: Visitor) -> None:
    page = visitor.get("/readyz", status=503)
    assert page.response.json == {"database": True, "media": True, "worker": False}


def test_ready_while_a_worker_beats_and_not_a_minute_after_its_last(visitor: Visitor) -> None:
    now = clock.really_now()
    beats.beat("a worker", now)
    beats.beat("another that died", now - beats.ALIVE_FOR * 3)
    db.session.commit()
    assert visitor.get("/readyz").response.json == {"database": True, "media": True, "worker": True}
    beats.beat("a worker", now - beats.ALIVE_FOR * 2)
    db.session.commit()
    visitor.get("/readyz", status=503)


def test_a_worker_that_stops_says_so_and_one_long_gone_is_forgotten(app: Flask) -> None:
    now = clock.really_now()
    beats.beat("long gone", now - beats.FORGOTTEN_AFTER * 2)
    beats.beat("alive", now)
    assert beats.last() == now
    beats.end("alive", now)
    assert beats.last() is None


def test_anybody_may_ask_and_files_are_tried_once_in_a_while(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a bucket each try is paid for."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], media_url=str(tmp_path / "media")))
    tried = []
    put = Storage.put
    monkeypatch.setattr(Storage, "put", lambda place, path, body: (tried.append(path), put(place, path, body)))
    for _ in range(5):
        assert visitor.get("/readyz", status=503).response.json == {"database": True, "media": True, "worker": False}
    assert len(tried) == 1


def test_not_ready_where_media_cannot_be_written(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("")
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], media_url=str(blocked / "media")))
    page = visitor.get("/readyz", status=503)
    assert page.response.json is not None and page.response.json["media"] is False
