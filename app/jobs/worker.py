"""`flask worker`: delivers the outbox and runs the clock's jobs. As many as wanted, anywhere."""

import os
import signal
import socket
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from types import FrameType
from typing import cast

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.base import clock
from app.base.database import db, writing
from app.domain.work import beats, installation
from app.jobs import clockwork, collecting, pictures, post, prints, tied
from app.jobs.demand import unpacking
from app.jobs.sheets import export_work as sheet_exports
from app.jobs.sheets import work as sheets

log = structlog.get_logger("worker")
REST = 0.5  # seconds between two looks when there is nothing to do

Task = Callable[[str], object]
"""Does one piece of work, if there is any, for the worker of this name; says whether it did."""

TASKS: tuple[Task, ...] = (
    lambda _worker: post.deliver_due(),
    lambda _worker: unpacking.take_next(),
    clockwork.run_next,
    lambda _worker: pictures.render_next(),
    lambda _worker: prints.begin_next(),
    lambda _worker: sheets.run_next(),
    lambda _worker: sheet_exports.run_next(),
)
"""In this order, one step each: a code by SMS never waits for a pile of photos."""


@click.command("worker")
@with_appcontext
def command() -> None:
    """Deliver messages and run the clock's jobs until told to stop."""
    installation.check_start(current_app.config["SETTINGS"])
    stop = Event()
    for known in (signal.SIGINT, signal.SIGTERM):
        signal.signal(known, _stopper(stop))
    collecting.settle()
    tied.end_with_parent()
    work(cast("Flask", current_app._get_current_object()), stop)  # type: ignore[attr-defined]  # werkzeug's proxy


def work(app: Flask, stop: Event) -> None:
    """Work until ``stop`` is set. What was begun is finished first."""
    name = f"{socket.gethostname()}:{os.getpid()}"[:60]
    _patiently(clockwork.plan, stop)
    heart = Thread(target=_live, args=(app, name, stop), name="heart", daemon=True)
    heart.start()
    log.info("worker begins", worker=name)
    _patiently(unpacking.begin, stop)
    while not stop.is_set():
        if not step(name):
            stop.wait(REST)
    heart.join(5)
    log.info("worker ends", worker=name)


def step(name: str) -> bool:
    """One round: every task once. Returns whether any of them had something to do.

    A task that fails is logged and the round goes on: one broken message must not stop all others.
    """
    worked = False
    for task in TASKS:
        try:
            worked = bool(task(name)) or worked
        except Exception:
            log.exception("a task failed")
        finally:
            db.session.remove()
    return worked


def _live(app: Flask, name: str, stop: Event) -> None:
    """Beat in a thread of its own, so that a long picture or a slow mail server does not look like death."""
    with app.app_context():
        while True:
            began = monotonic()
            try:
                with writing():
                    (beats.end if stop.is_set() else beats.beat)(name, clock.really_now())
                    db.session.commit()
            except OperationalError:
                log.warning("the database did not answer")
            finally:
                db.session.remove()
            if stop.is_set():
                return
            stop.wait(max(0.0, beats.EVERY.total_seconds() - (monotonic() - began)))


def _patiently(begin: Callable[[], None], stop: Event) -> None:
    """Two workers that start together may write the same first rows; the second finds them there."""
    while not stop.is_set():
        try:
            return begin()
        except Exception:
            log.exception("the worker cannot begin yet")
            db.session.rollback()
            stop.wait(2)
    return None


def _stopper(stop: Event) -> Callable[[int, FrameType | None], None]:
    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    return told
