"""Where the time of a page goes: statements, the database behind them, templates, and the rest of our Python."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from flask import Flask, templating
from sqlalchemy import Engine, event

from app import create_app
from app.base import settings
from app.base.database import db
from tests.bench.databases import Loaded
from tests.bench.measuring import BROWSER, seconds_of

WARM, TIMES = 3, 10


class Spent:
    """Milliseconds of this thread in statements and in templates, and of the database's process."""

    def __init__(self) -> None:
        self.statements = self.behind = self.template = 0.0
        self.number = 0

    def before(self, connection: Any, *_rest: object) -> None:
        process = getattr(getattr(connection.connection.dbapi_connection, "info", None), "backend_pid", None)
        connection.info["began"] = process, seconds_of(process) if process else 0.0, time.thread_time()

    def after(self, connection: Any, *_rest: object) -> None:
        process, behind, here = connection.info["began"]
        self.statements += (time.thread_time() - here) * 1000
        self.behind += (seconds_of(process) - behind) * 1000 if process else 0.0
        self.number += 1

    def render(self, *arguments: Any) -> str:
        began = time.thread_time()
        try:
            return _render(*arguments)
        finally:
            self.template += (time.thread_time() - began) * 1000


_render = templating._render


def of(made: Loaded, paths: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """For each page the average of some, each rendered anew, in this process."""
    with quiet(), _app(made) as app:
        return {path: _of(app, path) for path in paths}


def _of(app: Flask, path: str) -> dict[str, float]:
    visitor, asked = app.test_client(), count()
    visitor.environ_base["HTTP_USER_AGENT"] = BROWSER["User-Agent"]  # a bot leaves no sign of demand

    def ask() -> None:
        answer = visitor.get(f"{path}{'&' if '?' in path else '?'}asked={next(asked)}")
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")

    for _ in range(WARM):
        ask()
    spent, began = Spent(), time.thread_time()
    with app.app_context():
        engine = db.engine
    with _watched(engine, spent):
        for _ in range(TIMES):
            ask()
    whole = (time.thread_time() - began) * 1000
    return {
        "statements": round(spent.number / TIMES, 1),
        "statements_ms": round(spent.statements / TIMES, 2),
        "database_ms": round(spent.behind / TIMES, 2),
        "template_ms": round(spent.template / TIMES, 2),
        "rest_ms": round((whole - spent.statements - spent.template) / TIMES, 2),
    }


@contextmanager
def _watched(engine: Engine, spent: Spent) -> Iterator[None]:
    event.listen(engine, "before_cursor_execute", spent.before)
    event.listen(engine, "after_cursor_execute", spent.after)
    with mock.patch.object(templating, "_render", spent.render):
        yield
    event.remove(engine, "before_cursor_execute", spent.before)
    event.remove(engine, "after_cursor_execute", spent.after)


@contextmanager
def _app(made: Loaded) -> Iterator[Flask]:
    app = create_app(settings.load(made.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
