"""Workers beside each other and workers that die: a table is imported whole and once, however it goes."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, writing
from app.domain.audit.models import AuditEvent
from app.domain.catalogue.models import Item, StockMovement, Variant
from app.domain.catalogue.sheets import imports
from app.domain.catalogue.sheets.models import ExportState, Outcome, Sheet, SheetExport, SheetLine, SheetState
from app.domain.catalogue.sheets.refusals import ChangedMeanwhile
from app.jobs.sheets import export_work, turns, work
from app.jobs.sheets import writing as writing_out
from app.web import sheet_files
from tests import given
from tests.jobs.sheets.tables import written

NEW = 40
WORKER = """
import sys, time
from app.base.database import db
from app.domain.catalogue.sheets import imports
from app.jobs.sheets import work, writing
from wsgi import app

def stop(*_):
    print("here", flush=True)
    time.sleep(600)

{stopping}
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    while work.run_next():
        db.session.remove()
print("done", flush=True)
"""
IN_THE_MIDST = """
insert = writing._insert
def _insert(connection, scratch, table):
    insert(connection, scratch, table)
    table.name == "variant" and stop()
writing._insert = _insert
"""
BEFORE_THE_END = "imports.done = lambda **_: stop()"


class Worker:
    """A process of its own that waits for a word, then works until nothing waits."""

    def __init__(self, app: Flask, stopping: str = "") -> None:
        chosen = app.config["SETTINGS"]
        own = {"INSTANCE": str(chosen.instance), "DATABASE_URL": chosen.database_url, "SECRET_KEY": chosen.secret_key}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER.format(stopping=stopping)],
            env={**os.environ, **own},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        self.waits_for("ready")

    def begin(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def waits_for(self, word: str) -> None:
        assert any(line.strip() == word for line in self.process.stdout), f"it ended before it was {word}"

    def end(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()


@pytest.fixture
def workers(own_app: Flask) -> Iterator[list[Worker]]:
    started: list[Worker] = []
    yield started
    for one in started:
        one.end()


def wanted(state: SheetState = SheetState.WANTED) -> Sheet:
    """A table with new pieces and one of ours changed, read by a person who said: import."""
    item, maker, by = given.item(stock=3, reference="OLD-1"), given.artisan(), given.coordinator()
    new = {"artisan": maker.slug, "craft": item.craft.slug, "title_fr": "Bol", "price": "90", "stock": "2"}
    rows = [{"reference": f"NEW-{number:04}", **new} for number in range(NEW)]
    rows.append({"reference": "OLD-1", "sku": item.main.sku, "stock": "5"})
    sheet = imports.take_in("table.csv", by=by, at=clock.now(), language="fr", approve=False)
    sheet_files.keep(sheet.key, io.BytesIO(written(*rows)))
    db.session.commit()
    if state is SheetState.WANTED:
        to_the_end()
        imports.want(imports.by_id(sheet.id, for_update=True), digest=sheet.digest)
        db.session.commit()
    return sheet


def to_the_end() -> None:
    while work.run_next() or export_work.run_next():
        db.session.expire_all()
    db.session.expire_all()


def later() -> time_machine.travel:
    return time_machine.travel(clock.now() + turns.LEASE + timedelta(seconds=1))


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def there() -> tuple[int, int, int, int]:
    """New pieces, what is on hand of the one that was there, movements by tables, and deeds."""
    db.session.expire_all()
    on_hand = db.session.scalar(select(Variant.on_hand).join(Variant.item).where(Item.reference == "OLD-1"))
    moved = count(StockMovement, StockMovement.kind == "counted")
    deeds = count(AuditEvent, AuditEvent.deed == "table.imported")
    return count(Item, Item.reference.like("NEW-%")), on_hand or 0, moved, deeds


NOTHING, ALL = (0, 3, 0, 0), (NEW, 5, NEW + 1, 1)


@pytest.mark.parametrize("stopping", [IN_THE_MIDST, BEFORE_THE_END])
def test_a_worker_killed_while_it_writes_leaves_nothing_and_another_does_all(
    own_app: Flask, workers: list[Worker], stopping: str
) -> None:
    with own_app.app_context(), writing():
        sheet = wanted()
        workers.append(Worker(own_app, stopping))
        workers[0].begin()
        workers[0].waits_for("here")
        workers[0].end()
        assert there() == NOTHING and sheet.state is SheetState.WANTED
        db.session.rollback()
        assert not work.run_next(), "the dead worker's lease still counts"
        with later():
            to_the_end()
        assert there() == ALL and (sheet.state, sheet.tries, sheet.leased_until) == (SheetState.DONE, 2, None)
        assert sheet_files.parts(f"{sheet.key}{sheet_files.BACK}")
        db.session.rollback()


def test_two_workers_at_once_import_a_table_once(own_app: Flask, workers: list[Worker]) -> None:
    with own_app.app_context():
        with writing():
            sheet = wanted()
            sheet_id = sheet.id
        db.session.remove()
        workers += [Worker(own_app), Worker(own_app)]
        for one in workers:
            one.begin()
        for one in workers:
            one.waits_for("done")
        sheet = db.session.get_one(Sheet, sheet_id)
        assert there() == ALL and (sheet.state, sheet.tries) == (SheetState.DONE, 1)
        db.session.remove()


def test_a_worker_that_was_too_slow_writes_nothing_over_the_one_that_took_over(app: Flask) -> None:
    sheet = wanted()
    slow = work.Work(work.turns.take(clock.now()))
    with later():
        to_the_end()
    assert there() == ALL
    while slow.go_on():
        pass
    slow.end()
    assert there() == ALL and sheet.state is SheetState.DONE
    told = db.session.scalars(select(SheetLine.outcome).where(SheetLine.sheet_id == sheet.id))
    assert set(told) == {Outcome.ADD, Outcome.CHANGE}, "its report is the one that was read"


def test_what_changed_while_it_was_written_is_told_and_the_table_can_be_read_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ChangedMeanwhile

    sheet = wanted()
    monkeypatch.setattr(writing_out, "_refuse_where_changed", refuse)
    to_the_end()
    assert there() == NOTHING and (sheet.state, sheet.leased_until) == (SheetState.CHECKED, None)
    assert sheet.refusal == [ChangedMeanwhile.text, {}]


def test_a_worker_killed_while_it_reads_is_followed_by_another(app: Flask) -> None:
    sheet = wanted(SheetState.WAITING)
    dead = work.Work(work.turns.take(clock.now()))
    assert not work.run_next()
    with later():
        to_the_end()
    dead.end()
    assert (sheet.state, sheet.counts["add"]) == (SheetState.CHECKED, NEW) and there() == NOTHING


def test_a_table_that_kills_its_workers_is_given_up(app: Flask) -> None:
    sheet = wanted(SheetState.WAITING)
    for times in range(turns.MOST_TRIES + 1):
        with time_machine.travel(clock.now() + times * 2 * turns.LEASE):
            taken = work.turns.take(clock.now())
        assert (taken.leased_until is None) == (times == turns.MOST_TRIES)
    db.session.expire_all()
    assert (sheet.state, sheet.leased_until) == (SheetState.REFUSED, None) and sheet.refusal == [work.GIVEN_UP, {}]


def test_an_export_goes_to_another_worker_but_not_for_ever(app: Flask) -> None:
    given.item()
    by = given.coordinator()
    first, second = (imports.ask_for("csv", {}, language="fr", by=by, at=clock.now()) for _ in range(2))
    first.tries, second.tries = turns.MOST_TRIES, turns.MOST_TRIES - 1
    db.session.commit()
    to_the_end()
    assert (first.state, second.state) == (ExportState.FAILED, ExportState.READY)
    assert first.leased_until is None and second.leased_until is None and sheet_files.parts(second.key)
    assert count(SheetExport) == 2
