"""Catalogues on paper that the team asked for: a waiting row is leased, its PDF is made and kept in private.

A thousand pieces take a minute, and a code by SMS never waits that long: the worker starts a process beside itself.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from flask import current_app
from sqlalchemy import select

from app.adapters import documents, storage
from app.adapters.documents import File, Limits, Unprintable
from app.base import clock
from app.base.database import db, writing
from app.base.errors import Refusal
from app.base.settings import ROOT
from app.domain.catalogue import prints
from app.domain.catalogue.prints import CataloguePrint, Choice, PrintState
from app.domain.work import leases
from app.jobs.tied import VARIABLE

log = structlog.get_logger("prints")

LEASE = timedelta(minutes=20)
MOST_TRIES = 2
TOLD_EVERY = 20
"""Pieces between two words about how far it is."""
LIMITS = Limits(seconds=480, megabytes=3_000, pages=1_000)
COMPOSER = "printed_catalogue"
"""Under this name the application says who puts a catalogue's words together (``assembly``)."""
_beside: list[subprocess.Popen[bytes]] = []
"""The process beside this worker, while there is one."""


class Made(NamedTuple):
    body: bytes
    pieces: int


class _Taken(NamedTuple):
    """A row that is ours until the lease ends."""

    id: int
    lease: datetime
    choice: Choice
    file: str


def begin_next() -> bool:
    """Start a process that makes what waits, unless one is at it. Returns whether it was started."""
    if _beside and _beside[0].poll() is None:
        return False
    _beside.clear()
    waits = _is_waiting(clock.now())
    db.session.rollback()
    if waits:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "catalogue", "print-next"]
        _beside.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, VARIABLE: str(os.getpid())}))  # noqa: S603  # our own
    return waits


def make(choice: Choice, at: datetime, tell: Callable[[int], None] = lambda _done: None) -> Made:
    """The PDF. tell: is told how many pieces have their pictures, now and then. Raises a Refusal, Unprintable.

    It is dated by the day, so that the same pieces on the same day give the same bytes.
    """
    content = current_app.extensions[COMPOSER](choice, at)

    def told() -> Iterator[File]:
        done = 0
        for file in content.files:
            yield file
            done += file.name.startswith("codes/")
            if done % TOLD_EVERY == 0:
                tell(min(done, content.pieces))
        tell(content.pieces)

    day = clock.start_of_day(clock.local(at).date())
    return Made(documents.typeset("catalogue", content.data, told(), at=day, limits=LIMITS), content.pieces)


def print_next() -> bool:
    """Make one catalogue that waits. Returns whether there was one.

    What cannot be made has failed at once; where the storage is in trouble, or this process died, it is tried once more
    when the lease has run out.
    """
    taken = _take(clock.now())
    if taken is None:
        return False
    try:
        made = make(taken.choice, clock.now(), lambda done: _tell(taken, done))
        _place().put(f"{storage.PRIVATE}/{taken.file}", made.body)
    except (Refusal, Unprintable) as trouble:
        log.warning("a catalogue cannot be made", asked=taken.id, why=f"{type(trouble).__name__}: {trouble}")
        _settle(taken, PrintState.FAILED)
    except storage.StorageTrouble:
        log.exception("the storage is in trouble", asked=taken.id)
    else:
        _settle(taken, PrintState.READY, size=len(made.body), total=made.pieces)
    return True


def forget_old(at: datetime) -> int:
    """Remove catalogues that were asked for a week ago, and their files. Returns how many."""
    found = prints.old(at)
    for asked in found:
        _place().delete(f"{storage.PRIVATE}/{asked.file}")
        db.session.delete(asked)
    return len(found)


def _is_waiting(at: datetime) -> bool:
    free = CataloguePrint.leased_until.is_(None) | (CataloguePrint.leased_until <= at)
    waiting = select(CataloguePrint.id).where(CataloguePrint.state == PrintState.WAITING, free)
    return db.session.scalar(waiting.limit(1)) is not None


def _take(at: datetime) -> _Taken | None:
    """Lease the oldest one that waits. What it asks for is read along, so that nothing stays open meanwhile."""
    with writing():
        waits = CataloguePrint.state == PrintState.WAITING
        taken = leases.take(CataloguePrint, waits, at=at, lasting=LEASE, order=CataloguePrint.id)
        asked = taken[0] if taken else None
        found = _Taken(asked.id, at + LEASE, asked.choice, asked.file) if asked and _may_try(asked, at) else None
        db.session.commit()
    return found if found or asked is None else _take(at)


def _may_try(asked: CataloguePrint, at: datetime) -> bool:
    """Count a try. After the last one the catalogue has failed."""
    asked.tries += 1
    if asked.tries <= MOST_TRIES:
        return True
    asked.state, asked.leased_until, asked.ended_at = PrintState.FAILED, None, at
    log.error("a catalogue was given up", asked=asked.id, tries=MOST_TRIES)
    return False


def _tell(taken: _Taken, done: int) -> None:
    with writing():
        asked = leases.held(CataloguePrint, CataloguePrint.id == taken.id, taken.lease)
        if asked is not None:
            asked.done, asked.total = done, max(done, asked.total)
        db.session.commit()


def _settle(taken: _Taken, state: PrintState, *, size: int = 0, total: int | None = None) -> None:
    """Write the end down, if the lease is still ours."""
    with writing():
        asked = leases.held(CataloguePrint, CataloguePrint.id == taken.id, taken.lease)
        if asked is not None:
            asked.state, asked.size, asked.leased_until, asked.ended_at = state, size, None, clock.now()
            if total is not None:
                asked.done = asked.total = total
        db.session.commit()


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)
