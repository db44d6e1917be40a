"""One row a second: the writing end of ``batches``, in a thread of the site."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.audit import keys
from app.domain.demand import batches
from app.domain.demand.signals import Glimpse


class NotWritten(Exception):
    """The database did not take a batch; it may do so later."""


class BatchWriter:
    """Writes batches by the bare driver, in one round trip each.

    bind: an engine, of which it keeps a connection of its own outside of any transaction; or the connection of a
    transaction that the caller commits. ask: reads or makes the key of a day.
    """

    def __init__(self, bind: Engine | Connection, ask: Callable[[date], bytes] = keys.key_of) -> None:
        self._bind = bind
        self._is_sqlite = bind.dialect.name == "sqlite"
        self._own: Any = None
        self._keys = keys.Held(ask)
        mark, more = ("?", {}) if self._is_sqlite else ("%s", {"prepare": True})
        self._statement = f"INSERT INTO signal_batch (at, body, put_aside) VALUES ({mark}, {mark}, FALSE)"  # noqa: S608  # two marks
        self._more: dict[str, Any] = more

    def write(self, glimpses: Sequence[Glimpse]) -> None:
        """Raises NotWritten, or an error of SQLAlchemy where a key cannot be had."""
        visitors = self._keys.hidden((glimpse.trace, glimpse.at) for glimpse in glimpses)
        at, body = glimpses[0].at, batches.packed(glimpses, visitors)
        try:
            connection = self._connection()
            connection.execute(self._statement, (batches.as_text(at) if self._is_sqlite else at, body), **self._more)
        except (self._bind.dialect.loaded_dbapi.Error, SQLAlchemyError) as trouble:
            # the driver's own error also where no connection can be had: the engine's way to it is bare
            self.close()
            raise NotWritten(type(trouble).__name__) from None  # its text may hold what was to be written

    def day_is_over(self, now: datetime) -> None:
        """Call it now and then: a key does not outlast its day."""
        self._keys.let_go(now)

    def close(self) -> None:
        """Let go of the connection; the next batch opens one again."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def _connection(self) -> Any:
        if isinstance(self._bind, Connection):
            return self._bind.connection.dbapi_connection
        if self._own is None:
            self._own = self._bind.raw_connection()
            self._own.detach()
            self._without_waiting(self._own.dbapi_connection)
        return self._own.dbapi_connection

    def _without_waiting(self, connection: Any) -> None:
        """For the disk: what a machine that loses power had not yet written there is lost, as is the last second."""
        if not self._is_sqlite:
            connection.autocommit = True
            connection.execute("SET synchronous_commit = off")
        elif connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):  # in others the file could suffer
            connection.execute("PRAGMA synchronous=NORMAL")
