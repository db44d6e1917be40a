"""What the site noted in a second is one row; a worker takes it apart once, whoever dies on the way."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text

from app.base import clock
from app.base.database import begin_writing, db, writing
from app.domain.audit import keys
from app.domain.demand import batches, rolling
from app.domain.demand.batch_writer import BatchWriter, NotWritten
from app.domain.demand.models import DemandDay, DemandSignal, SignalBatch, SignalKind
from app.domain.demand.signals import Glimpse, Sign
from app.jobs.demand import unpacking
from app.storefront import signals, visits
from app.storefront.visits import Noted
from tests.domain.demand.given import day
from tests.given import NOW
from tests.rushes.crowd import environment
from tests.sites import bare

MORNING = NOW - timedelta(days=1)
_KILLED_BEFORE_ITS_COMMIT = (
    "import os, signal; from wsgi import app; from app.base.database import begin_writing, db;"
    "from app.domain.demand import batches, rolling; app.app_context().push(); begin_writing();"
    "assert batches.take_apart(rolling.roll_up) == 1; db.session.flush(); os.kill(os.getpid(), signal.SIGKILL)"
)


def glimpse(words: str = "panier", *, at: datetime = NOW, who: str = "192.0.2.7|Chrome", **more: Any) -> Glimpse:
    return Glimpse(at, who, Sign(SignalKind.SEARCH, "fr", words=words, results=0, **more))


def sent(*glimpses: Glimpse) -> None:
    BatchWriter(db.session.connection()).write(glimpses)


def lying(body: str, *, at: datetime = NOW) -> int:
    batch = SignalBatch(at=at, body=body)
    db.session.add(batch)
    db.session.flush()
    return batch.id


def key_of(day: date) -> bytes:
    key = keys.key_of(day)
    db.session.commit()
    return key


def words() -> Sequence[str | None]:
    return db.session.scalars(select(DemandSignal.words).order_by(DemandSignal.id)).all()


def waiting(*, put_aside: bool = False) -> int:
    return db.session.scalar(select(func.count()).where(SignalBatch.put_aside == put_aside)) or 0


def test_a_sign_comes_out_as_it_went_in_and_no_address_is_on_the_way(app: Flask) -> None:
    at = NOW + timedelta(microseconds=123_457)
    sent(
        Glimpse(at, "192.0.2.7|Chrome", Sign(SignalKind.VIEW, "ar", 1, 2, 3, value=26000, out_of_stock=True)),
        glimpse("منديل", facet="colour:red"),
    )
    assert "192.0.2.7" not in db.session.scalars(select(SignalBatch.body)).one()
    batches.take_all_apart(rolling.roll_up)
    view, search = db.session.scalars(select(DemandSignal).order_by(DemandSignal.id))
    assert (view.kind, view.at, view.language, view.item_id, view.craft_id, view.artisan_id, view.value) == (
        *(SignalKind.VIEW, at, "ar", 1, 2, 3, 26000),
    )
    assert (view.out_of_stock, search.out_of_stock, view.quantity, view.words) == (True, False, 1, None)
    assert (search.words, search.results, search.facet) == ("منديل", 0, "colour:red")
    assert view.visitor == search.visitor == keys.hashed("192.0.2.7|Chrome", keys.key_of(clock.local(NOW).date()))
    assert waiting() == 0


def damaged(at: object = int(NOW.timestamp()) * 1_000_000, kind: str = "view", visitor: object = "x") -> list[object]:
    """Nobody says whether it could be had, which the database refuses."""
    said = {"at": at, "visitor": visitor, "kind": kind}
    return [said.get(name) for name in batches.COLUMNS]


DAMAGED = (
    "",
    "[]",
    "{",
    '{"columns": ["at"], "signs": [[1]]}',
    json.dumps({"columns": batches.COLUMNS, "signs": [damaged(at="yesterday")]}),
    json.dumps({"columns": batches.COLUMNS, "signs": [damaged(at=10**30)]}),
    json.dumps({"columns": batches.COLUMNS, "signs": [damaged(kind="wave")]}),
    json.dumps({"columns": batches.COLUMNS, "signs": [[1.0, "view"]]}),
    json.dumps({"columns": batches.COLUMNS, "signs": [damaged(visitor=["x"])]}),
    json.dumps({"columns": batches.COLUMNS, "signs": [damaged()]}),
)


@pytest.mark.parametrize("body", DAMAGED)
def test_what_cannot_be_read_or_written_is_put_aside_and_keeps_nobody_waiting(
    app: Flask, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent(glimpse("before"))
    number = lying(body)
    sent(glimpse("after"))
    with caplog.at_level(logging.ERROR):
        batches.take_all_apart(rolling.roll_up)
    assert words() == ["before", "after"]
    assert f"batch {number} is put aside" in caplog.text
    assert (waiting(), waiting(put_aside=True)) == (0, 1)


def test_a_worker_that_begins_tries_again_and_after_a_week_it_is_let_go_of(app: Flask) -> None:
    number = lying("")
    batches.take_all_apart(rolling.roll_up)
    db.session.get_one(SignalBatch, number).body = batches.packed([glimpse("mended")], ["x"])
    db.session.commit()
    assert not unpacking.take_next()
    unpacking.begin()
    assert unpacking.take_next() and words() == ["mended"]
    lying("", at=NOW)
    batches.take_all_apart(rolling.roll_up)
    rolling.drop_old(NOW + timedelta(days=7))
    assert waiting(put_aside=True) == 1
    rolling.drop_old(NOW + timedelta(days=7, seconds=1))
    assert waiting(put_aside=True) == 0


def test_no_day_is_counted_while_signs_of_it_are_on_their_way(app: Flask) -> None:
    for number in range(batches.MOST + 1):
        sent(glimpse(at=MORNING, who=f"192.0.2.{number}|Chrome"))
    rolling.roll_up_some(NOW)
    assert waiting() == 0
    assert db.session.scalar(select(DemandDay.signals)) == batches.MOST + 1


def test_long_batches_are_taken_apart_a_few_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        sent(glimpse(f"panier {number}"), glimpse("long"))
    two = db.session.scalar(select(func.sum(func.length(SignalBatch.body)))) * 2 // 3 + 9
    monkeypatch.setattr(batches, "MOST_TEXT", two)
    assert [batches.take_apart(rolling.roll_up) for _ in range(3)] == [2, 1, 0]
    sent(glimpse(), glimpse())
    monkeypatch.setattr(batches, "MOST_TEXT", 1)
    assert batches.take_apart(rolling.roll_up) == 1, "one at least"


def test_a_day_that_was_counted_is_counted_again_when_signs_of_it_come_late(app: Flask) -> None:
    for who in "abc":
        sent(glimpse(at=MORNING, who=who))
    rolling.roll_up_due(NOW)
    sent(glimpse(at=MORNING, who="d"), glimpse("mot rare", at=MORNING, who="d"))
    batches.take_all_apart(rolling.roll_up)
    counted = {one.words: one.signals for one in db.session.scalars(select(DemandDay))}
    assert counted == {"panier": 4, "": 1}
    assert "mot rare" not in words(), "what few typed is forgotten also where it came late"


def test_what_comes_a_week_late_is_let_go_of_and_leaves_what_was_counted(app: Flask) -> None:
    day(SignalKind.SEARCH, 1)
    day(SignalKind.SEARCH, 9, 5)
    sent(glimpse(at=NOW - timedelta(days=9)))
    batches.take_all_apart(rolling.roll_up)
    assert words() == [] and waiting() == 0
    assert sorted(db.session.scalars(select(DemandDay.signals))) == [1, 5]


def test_a_worker_killed_before_its_commit_loses_nothing_and_doubles_nothing(own_app: Flask) -> None:
    with own_app.app_context(), writing():
        sent(glimpse(), glimpse())
        db.session.commit()
        db.session.remove()
        killed = subprocess.run(
            [sys.executable, "-c", _KILLED_BEFORE_ITS_COMMIT],
            env={**os.environ, **bare(), **environment(own_app)},
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL
        assert (waiting(), words()) == (1, [])
        db.session.remove()
        assert unpacking.take_next() and not unpacking.take_next()
        assert (waiting(), words()) == (0, ["panier", "panier"])
        db.session.remove()


def test_a_writer_keeps_one_connection_and_opens_another_when_it_is_gone(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        writer = BatchWriter(db.engine, key_of)
        writer.write([glimpse("one")])
        db.session.commit()
        own = writer._own
        writer.write([glimpse("two")])
        assert writer._own is own and waiting() == 2, "each is committed by itself"
        db.session.remove()
        own.dbapi_connection.close()
        with pytest.raises(NotWritten):
            writer.write([glimpse("three")])
        writer.write([glimpse("three")])
        begin_writing()
        batches.take_all_apart(rolling.roll_up)
        db.session.commit()
        assert words() == ["one", "two", "three"]
        db.session.remove()
        writer.close()


def test_what_cannot_be_written_as_no_connection_can_be_had_is_said_to_wait(app: Flask) -> None:
    url = make_url(app.config["SETTINGS"].database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    nowhere = url.set(database="/nowhere/at.all") if is_sqlite else url.set(host="127.0.0.1", port=1)
    writer = BatchWriter(create_engine(nowhere), lambda _day: b"key")
    with pytest.raises(NotWritten):
        writer.write([glimpse()])


def test_a_key_is_let_go_of_also_where_nothing_can_be_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[datetime] = []

    class Nowhere(BatchWriter):
        def write(self, glimpses: Sequence[Glimpse]) -> None:
            raise NotWritten

        def day_is_over(self, now: datetime) -> None:
            told.append(now)

    sign = Noted("GET", [glimpse().sign])
    here = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": "Chrome"}
    monkeypatch.setattr(signals, "_waiting", deque([visits.visit(here, sign)]))
    signals._try_to_write(Nowhere(db.session.connection()))
    assert len(told) == len(signals._waiting) == 1


def test_a_writer_does_not_wait_for_the_disk_each_second(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        writer = BatchWriter(db.engine, key_of)
        writer.write([glimpse()])
        asked = "PRAGMA synchronous" if db.engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
        assert writer._own.dbapi_connection.execute(asked).fetchone()[0] in (1, "off")
        assert db.session.execute(text(asked)).scalar() in (2, "on"), "all others do"
        db.session.remove()
        writer.close()
