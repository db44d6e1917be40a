"""How often the catalogue has changed: asked before every page that is kept whole, so without session or ORM."""

from threading import Lock
from typing import Any

from sqlalchemy import Engine

from app.domain.catalogue.changes import Follower, question


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

    def _answer(self) -> list[Any]:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._connection.detach()
            if self._dialect != "sqlite":
                self._connection.dbapi_connection.autocommit = True
        cursor = self._connection.dbapi_connection.execute(
            self._question, {"known": self._follower.known(self._dialect)}
        )
        return list(cursor.fetchall())
