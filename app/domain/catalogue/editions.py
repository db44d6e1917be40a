"""How often the catalogue has changed: asked before every page that is kept whole, so without session or ORM."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from sqlalchemy import Engine

from app.domain.catalogue.changes import Follower, question

_PROBE = b"edition"
"""The name of a prepared statement."""
_of_this_page: ContextVar[int | None] = ContextVar("edition of this page", default=None)


@contextmanager
def asked(edition: int) -> Iterator[None]:
    """Inside, a page is made for which the edition was asked just now: no memory need ask again."""
    token = _of_this_page.set(edition)
    try:
        yield
    finally:
        _of_this_page.reset(token)


def of_this_page() -> int | None:
    """None where nobody asked: then whoever wants to know asks the database."""
    return _of_this_page.get()


class Editions:
    """A connection of its own, outside of any transaction, that asks what was committed since it last asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = engine.dialect.name
        mark = ":known" if self._dialect == "sqlite" else "%(known)s"
        self._question = question(self._dialect, mark)
        self._follower = Follower()
        self._connection: Any = None
        self._number = 0
        self._lock = Lock()

    def current(self) -> int:
        """Goes up whenever something was committed that a page may show. Whatever goes wrong counts as a change."""
        with self._lock:
            try:
                if self._stands_still():
                    return self._number
                news = self._follower.take(self._answer())
            except Exception:
                self._connection = None
                self._number += 1
                raise
            if news is None or news:
                self._number += 1
            return self._number

    def close(self) -> None:
        """Let go of the connection; the next question opens one again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _stands_still(self) -> bool:
        """Whether no transaction began or ended since: on PostgreSQL a third of what the question costs."""
        if self._connection is None or self._dialect == "sqlite":
            return False
        answer = self._connection.dbapi_connection.pgconn.exec_prepared(_PROBE, [])
        found: bytes | None = answer.get_value(0, 0)  # nothing where the server is gone, which the question then says
        return found is not None and found.decode() == self._follower.snapshot

    def _open(self) -> None:
        self._connection = self._engine.raw_connection()
        self._connection.detach()
        if self._dialect != "sqlite":
            self._connection.dbapi_connection.autocommit = True
            self._connection.dbapi_connection.pgconn.prepare(_PROBE, b"SELECT pg_current_snapshot()")

    def _answer(self) -> list[Any]:
        if self._connection is None:
            self._open()
        cursor = self._connection.dbapi_connection.execute(
            self._question, {"known": self._follower.known(self._dialect)}
        )
        return list(cursor.fetchall())
