"""Nothing that is kept, in tables, files or logs, says who a visitor is, nor that they came again on another day."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.base import clock
from app.base.database import begin_writing, db, new_key
from app.domain.audit import keys
from app.domain.audit.models import DailyKey
from app.domain.catalogue.models import Item
from app.domain.demand import rolling
from app.domain.demand.batch_writer import BatchWriter
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.purchasing.models import PurchaseRequest
from app.storefront import signals
from app.web.logs import is_ours
from tests import canary
from tests.storefront import shop
from tests.storefront.test_purchasing import CONTACT

ADDRESSES = ("203.0.113.77", "2001:db8:77::beef")
BROWSER = "Mozilla/5.0 (Android 13) Canaribrowser/77.7"
HEADERS = {"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"}
_TOKEN = re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{12,}\b")
"""Whatever looks like a hash, as short as the log writes one; digits alone are telephone numbers."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log says from here on."""
    written, ours = io.StringIO(), next(filter(is_ours, logging.getLogger().handlers))
    ear = logging.StreamHandler(written)
    ear.setFormatter(ours.formatter)
    logging.getLogger().addHandler(ear)
    yield written
    logging.getLogger().removeHandler(ear)


def browse(app: Flask, address: str) -> None:
    """A whole visit: lists, a search, a piece from it, keeping it, asking to be told, asking for it."""
    client: FlaskClient = app.test_client()
    with app.app_context():
        piece = db.session.scalars(select(Item).where(Item.slug == "mendil-raye-rouge")).one()
        variant, item = piece.main.id, piece.id
    seen = {"headers": HEADERS, "environ_base": {"REMOTE_ADDR": address}}
    from_search = seen | {"headers": HEADERS | {"Referer": "http://localhost/fr/search?q=mendil"}}
    for page in ("/fr/", "/fr/crafts/weaving?material=cotton", "/fr/search?q=mendil", "/fr/search?q=girafe"):
        assert client.get(page, **seen).status_code == 200
    assert client.get("/fr/items/mendil-raye-rouge", **from_search).status_code == 200
    told = {"key": new_key(), "channel": "email", "email": "claire@example.org"}
    for page, form in (
        ("/fr/wishes/add", {"key": new_key(), "item": str(item)}),
        ("/fr/request/add", {"key": new_key(), "variant": str(variant), "quantity": "1"}),
        ("/fr/notices/price/mendil-raye-rouge", told),
        ("/fr/request", {"key": new_key(), **CONTACT, f"qty-{variant}": "1"}),
        ("/fr/account/sign-in", {"key": new_key(), "phone": "0612345678"}),
    ):
        assert client.post(page, data=form, **seen).status_code in (200, 302, 303, 404), page
    with app.app_context():
        with closing(BatchWriter(db.engine, partial(signals._key_of, app))) as writer:
            signals.write_waiting(writer)
        on_the_way = b"".join(body for place, body in canary.tables() if place == "signal_batch.body")
        assert b"mendil" in on_the_way and address.encode() not in on_the_way and b"Canaribrowser" not in on_the_way
        signals.flush()


def kept(app: Flask, log: io.StringIO) -> list[tuple[str, bytes]]:
    """Every column of every table, the database's own files, and the log."""
    with app.app_context():
        db.session.commit()
        database = Path(db.engine.url.database or "")
        rows = list(canary.tables())
        files = [(one.name, one.read_bytes()) for one in database.parent.glob(f"{database.name}*") if one.is_file()]
        db.session.remove()
    return list(chain(rows, files if db_is_a_file(app) else [], [("the log", log.getvalue().encode())]))


def db_is_a_file(app: Flask) -> bool:
    return str(app.config["SETTINGS"].database_url).startswith("sqlite")


def tokens(app: Flask, log: io.StringIO) -> Counter[str]:
    """What could tell one from another, and how often it stands somewhere."""
    return Counter(
        token
        for place, body in kept(app, log)
        if ".sqlite" not in place
        for token in _TOKEN.findall(body.decode("latin-1"))
    )


def test_no_address_is_kept_and_no_hash_lasts_beyond_its_day(own_app: Flask, log: io.StringIO) -> None:
    with own_app.app_context():
        shop.filled()
        db.session.commit()
    signals._waiting.clear()
    with time_machine.travel("2026-03-10 10:00+00:00", tick=False) as travel:
        for address in ADDRESSES:
            browse(own_app, address)
        first = tokens(own_app, log)
        travel.shift(timedelta(days=1))
        for address in ADDRESSES:
            browse(own_app, address)
        second = tokens(own_app, log)
        seen_again = {token for token in first if second[token] > first[token]}
        with own_app.app_context():
            visitors = select(DemandSignal.visitor).where(DemandSignal.visitor.is_not(None)).distinct()
            hashes = set(db.session.scalars(visitors))
            kinds = set(db.session.scalars(select(DemandSignal.kind).distinct()))
            assert db.session.scalar(select(func.count(PurchaseRequest.id))) == 4
            db.session.remove()
        assert len(hashes) == 4, "two people on two days, each another one each day"
        assert hashes <= set(second) and {SignalKind.CLICK, SignalKind.IMPRESSION, SignalKind.WISH} <= kinds
        assert seen_again == set(), "no hash of the first day stands anywhere once more on the second"
        there = [
            (place, needle)
            for place, body in kept(own_app, log)
            for needle in (*ADDRESSES, "2001:db8:77:0:0:0:0:beef", "Canaribrowser")
            if needle.encode() in body
        ]
        assert there == []
        _after_two_days(own_app, travel)


def _after_two_days(app: Flask, travel: time_machine.Traveller) -> None:
    """What could still be worked out while a day's key is there cannot any more."""
    with app.app_context():
        begin_writing()
        secrets = db.session.scalars(select(DailyKey.secret)).all()
        address = f"{ADDRESSES[0]}|{BROWSER}"
        known = {keys.hashed(address, secret) for secret in secrets}
        assert len(known & set(db.session.scalars(select(DemandSignal.visitor)))) == 2
        travel.shift(timedelta(days=2))
        rolling.roll_up_due(clock.now())
        rolling.drop_old(clock.now())
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(DailyKey)) == 0
        db.session.remove()
        assert not any(secret in body for secret in map(bytes, secrets) for _place, body in canary.tables())
