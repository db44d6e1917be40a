"""Catalogues that were asked for are made once each, beside the worker, never for ever, and tidied after some days."""

import io
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from app.adapters import documents, storage
from app.adapters.documents import Unprintable
from app.base import clock
from app.base.database import db
from app.domain.catalogue import prints as rules
from app.domain.catalogue.prints import CataloguePrint, Choice, Prices, PrintState
from app.domain.people.trades import Craft
from app.jobs import prints
from tests import given


@pytest.fixture
def place(app: Flask) -> storage.Storage:
    return storage.at(app.config["SETTINGS"].media_url)


@pytest.fixture
def clay(app: Flask) -> Craft:
    clay = given.craft("clay", names={"fr": "Poterie du Rif"})
    maker = given.artisan()
    for number in range(3):
        given.item(maker, craft_=clay, title=f"Plat {number}", reference=f"POT-{number:04d}")
    given.item(title="Autre")
    db.session.commit()
    return clay


def asked(clay: Craft) -> CataloguePrint:
    found = rules.ask(Choice(clay, None, "fr", Prices.MAD), by=given.advisor(), at=clock.now())
    db.session.commit()
    return found


def test_what_was_asked_for_is_made_and_kept_in_private(place: storage.Storage, clay: Craft) -> None:
    found = asked(clay)
    assert (found.state, found.done, found.total) == (PrintState.WAITING, 0, 3)
    assert prints.print_next() and not prints.print_next()
    db.session.refresh(found)
    assert (found.state, found.done, found.total, found.leased_until) == (PrintState.READY, 3, 3, None)
    kept = place.get(f"private/prints/{found.key}.pdf")
    assert kept and len(kept.body) == found.size and found.ended_at
    assert "Plat 2" in PdfReader(io.BytesIO(kept.body)).pages[3].extract_text()


def test_it_tells_how_far_it_is(clay: Craft, monkeypatch: pytest.MonkeyPatch) -> None:
    found, told = asked(clay), []
    monkeypatch.setattr(prints, "TOLD_EVERY", 1)

    def typeset(_template: str, _data: Any, files: Any, **_more: Any) -> bytes:
        for _file in files:
            db.session.refresh(found)
            told.append(found.done)
        return b"%PDF"

    monkeypatch.setattr(documents, "typeset", typeset)
    prints.print_next()
    assert told[0] == 0 and told == sorted(told) and 2 in told


def test_the_same_pieces_on_the_same_day_give_the_same_bytes(clay: Craft) -> None:
    choice = Choice(clay, None, "fr", Prices.MAD)
    morning = prints.make(choice, given.NOW)
    assert morning == prints.make(choice, given.NOW + timedelta(hours=5))
    assert morning != prints.make(choice, given.NOW + timedelta(days=1))


def test_what_cannot_be_made_has_failed(clay: Craft, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> bytes:
        raise Unprintable("too many pages")

    monkeypatch.setattr(documents, "typeset", refuse)
    found = asked(clay)
    assert prints.print_next() and not prints.print_next()
    db.session.refresh(found)
    assert (found.state, found.leased_until) == (PrintState.FAILED, None) and found.ended_at


def test_pieces_that_left_since_it_was_asked_for_fail_it_without_a_fuss(clay: Craft) -> None:
    found = asked(clay)
    for item in db.session.query(rules.Item).filter_by(craft_id=clay.id):
        item.state = "paused"
    db.session.commit()
    prints.print_next()
    db.session.refresh(found)
    assert found.state is PrintState.FAILED


class Killed(BaseException):
    """What no rule catches."""


def test_a_maker_who_died_is_followed_by_another_but_not_for_ever(clay: Craft, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(clay)

    def die(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(prints, "make", die)
    for times in range(prints.MOST_TRIES):
        with time_machine.travel(clock.now() + times * 2 * prints.LEASE), pytest.raises(Killed):
            prints.print_next()
        assert not prints.print_next()  # it is leased
    with time_machine.travel(clock.now() + prints.MOST_TRIES * 2 * prints.LEASE):
        assert not prints.print_next()
    db.session.refresh(found)
    assert found.state is PrintState.FAILED


def test_old_ones_are_removed_with_their_files(place: storage.Storage, clay: Craft) -> None:
    with time_machine.travel(clock.now() - rules.KEPT - timedelta(hours=1)):
        old = asked(clay)
    fresh = asked(clay)
    for one in (old, fresh):
        place.put(f"private/{one.file}", b"%PDF")
    file = old.file
    assert prints.forget_old(clock.now()) == 1
    db.session.commit()
    assert rules.recent() == [fresh]
    assert place.get(f"private/{file}") is None and place.get(f"private/{fresh.file}") is not None


class Beside:
    """A process that was started and lives until told otherwise."""

    started: list[list[str]] = []

    def __init__(self, command: list[str], **_: Any) -> None:
        self.started.append(command)
        self.over = False

    def poll(self) -> int | None:
        return 0 if self.over else None


def test_the_worker_starts_one_process_beside_itself_and_only_where_something_waits(
    clay: Craft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", Beside)
    monkeypatch.setattr(prints, "_beside", [])
    monkeypatch.setattr(Beside, "started", [])
    assert not prints.begin_next() and not Beside.started
    found = asked(clay)
    assert prints.begin_next() and not prints.begin_next()
    assert [command[-1] for command in Beside.started] == ["print-next"]
    prints._beside[0].over = True
    assert prints.begin_next() and len(Beside.started) == 2
    found.state = PrintState.READY
    db.session.commit()
    prints._beside[0].over = True
    assert not prints.begin_next() and len(Beside.started) == 2


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["catalogue", "print", *arguments])


def test_the_command_writes_the_file(app: Flask, clay: Craft, tmp_path: Path) -> None:
    db.session.commit()
    file = tmp_path / "clay.pdf"
    done = run(app, str(file), "--craft", "clay", "--lang", "ar", "--prices", "none")
    assert done.exit_code == 0 and "3 pieces" in done.output
    assert PdfReader(file).trailer["/Root"]["/Lang"] == "ar"
    assert "MAD" not in "".join(page.extract_text() for page in PdfReader(file).pages)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--craft", "x"), "--craft: expected one of"),
        (("--place", "x"), "--place: expected one of"),
        (("--craft", "bare"), "No piece can be printed"),
        (("--lang", "zgh"), "Invalid value for '--lang'"),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence_and_writes_nothing(
    app: Flask, clay: Craft, tmp_path: Path, options: tuple[str, str], sentence: str
) -> None:
    given.craft("bare")
    db.session.commit()
    done = run(app, str(tmp_path / "a.pdf"), *options)
    assert done.exit_code and sentence in done.output and not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to_is_told(app: Flask, clay: Craft, tmp_path: Path) -> None:
    db.session.commit()
    done = run(app, str(tmp_path / "missing" / "a.pdf"), "--craft", "clay")
    assert done.exit_code == 1 and "cannot be written" in done.output
