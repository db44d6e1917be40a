"""A crowd: processes of several threads each, on either engine. They stay from round to round and begin together."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from threading import Barrier, Thread
from typing import Any, NamedTuple

from flask import Flask

from app import create_app
from app.base import settings
from app.base.database import begin_writing, db
from app.base.errors import Refusal

DONE = "done"
PROCESSES = {"sqlite": 1, "postgresql": 4}
"""SQLite is embedded: its crowd are the threads of one process."""
Deed = Callable[[Flask, Any], Any]
"""What one of them does, by its name in a module: a process apart must find it. Given its application and its part."""
PATIENCE = 60.0


class Outcome(NamedTuple):
    """end: DONE, the name of a refusal, or what went wrong. said: what the deed returned."""

    end: str
    said: Any = None


class Crowd:
    """People on one database, until ``end``."""

    def __init__(self, app: Flask, processes: int | None = None) -> None:
        self.app = app
        count = processes or PROCESSES[app.config["SETTINGS"].database_url.split(":")[0].split("+")[0]]
        apart = multiprocessing.get_context("forkserver")  # nobody shares a connection, and the program is read once
        apart.set_forkserver_preload([__name__])
        self._start = apart.Barrier(count)  # kept: it goes with the last one who knows it
        self._talks: list[Connection] = []
        self._members = []
        for _ in range(count):
            ours, theirs = apart.Pipe()
            member = apart.Process(target=_belong, args=(environment(app), theirs, self._start), daemon=True)
            member.start()
            self._talks.append(ours)
            self._members.append(member)

    def at_once(self, deed: Deed, parts: Sequence[Any]) -> list[Outcome]:
        """Let everybody do a deed at the same moment, each in a thread of its own. Outcomes in the order of parts."""
        shares = [parts[first :: len(self._talks)] for first in range(len(self._talks))]
        for talk, share in zip(self._talks, shares, strict=True):
            talk.send((deed, share))
        ends: list[Outcome] = [Outcome("nobody did it")] * len(parts)
        for first, talk in enumerate(self._talks):
            ends[first :: len(self._talks)] = talk.recv()
        return ends

    def end(self) -> None:
        for talk in self._talks:
            talk.send(None)
        for member in self._members:
            member.join(PATIENCE)


@contextmanager
def gathered(app: Flask) -> Iterator[Crowd]:
    crowd = Crowd(app)
    try:
        yield crowd
    finally:
        crowd.end()


@contextmanager
def transaction(app: Flask) -> Iterator[None]:
    """A context and a writing transaction of its own, as a request has: kept at the end, undone where it fails."""
    with app.app_context():
        begin_writing()
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.remove()


def environment(app: Flask) -> dict[str, str]:
    """What a process on the same database is started with."""
    chosen = app.config["SETTINGS"]
    return {
        "INSTANCE": str(chosen.instance),
        "DATABASE_URL": chosen.database_url,
        "SECRET_KEY": chosen.secret_key,
        "QUIET_HOURS": "none",
    }


def ends_of(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How often each end was met."""
    return dict(Counter(outcome.end for outcome in outcomes))


def _belong(given: dict[str, str], talk: Connection, start: Any) -> None:
    app = create_app(settings.load(given))
    while (told := talk.recv()) is not None:
        talk.send(_act(app, *told, start))


def _act(app: Flask, deed: Deed, parts: Sequence[Any], start: Any) -> list[Outcome]:
    ends: list[Outcome] = [Outcome("nobody did it")] * len(parts)
    ready = Barrier(len(parts) + 1)

    def act(place: int) -> None:
        ready.wait(PATIENCE)
        ends[place] = _outcome(app, deed, parts[place])

    threads = [Thread(target=act, args=(place,)) for place in range(len(parts))]
    for thread in threads:
        thread.start()
    start.wait(PATIENCE)
    ready.wait(PATIENCE)
    for thread in threads:
        thread.join()
    return ends


def _outcome(app: Flask, deed: Deed, part: Any) -> Outcome:
    try:
        return Outcome(DONE, deed(app, part))
    except Refusal as refusal:
        return Outcome(type(refusal).__name__)
    except Exception as wrong:  # told to whoever counts
        return Outcome(f"{type(wrong).__name__}: {wrong}"[:300])
