"""The database: one session, two engines (SQLite embedded, PostgreSQL), and the column types both share."""

import hashlib
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator, event, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, registry

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ROWS_LOOKED_AT = 400
"""Of each index of SQLite, when it learns what lies in its tables: enough to choose by, whatever the size."""

_DETAIL = re.compile(r"\nDETAIL: .*", re.DOTALL)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time on both engines (SQLite alone forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain JSON values. A changed dict must be assigned anew: changes inside are not seen."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True


def one_of(kind: type[StrEnum], name: str | None = None) -> Enum:
    """A column that holds one word of a vocabulary, checked by the database too.

    name: the check's name where a table has two columns of one vocabulary.
    """
    return Enum(
        kind,
        native_enum=False,
        length=40,
        name=name or kind.__name__.lower(),
        create_constraint=True,
        values_callable=lambda words: [word.value for word in words],
    )


class Base(DeclarativeBase):
    """Every table's base."""

    registry = registry(metadata=MetaData(naming_convention=_NAMES), type_annotation_map={datetime: Moment()})
    metadata = registry.metadata


if TYPE_CHECKING:  # mypy cannot follow the attribute that Flask-SQLAlchemy makes at run time

    class Model(Base):
        """A row."""

        __abstract__ = True

        def __init__(self, **columns: Any) -> None: ...


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
)

if not TYPE_CHECKING:
    Model = db.Model


def new_key() -> str:
    """A key nobody can guess, for forms and references that must be sent once."""
    return uuid.uuid4().hex


@contextmanager
def writing() -> Iterator[None]:
    """Inside, a SQLite transaction takes the write lock when it begins.

    Two that read and then write would otherwise lose each other's change
    (600 concurrent read-then-writes once left 160). PostgreSQL locks the rows instead.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Inside, a second connection of a writer may look something up without waiting for the writer's own lock."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def begin_writing() -> None:
    """Like ``writing`` for the rest of this context: a whole request, a whole command."""
    _writing.set(True)


def begin_reading() -> None:
    """The rest of this context only reads."""
    _writing.set(False)


def is_writing() -> bool:
    """Whether what is going on may change rows."""
    return _writing.get()


def take_turns(what: str) -> None:
    """Wait until nobody else is at the same thing, and hold it until the transaction ends.

    For what no row stands for yet, so that none can be locked. SQLite: whoever writes is alone already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def learn(connection: Connection) -> None:
    """Let the engine look how much lies in its tables: where it guesses, a search took twenty times as long.

    PostgreSQL does so by itself within minutes of a change, which is too late inside one transaction.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
    connection.exec_driver_sql("ANALYZE")


def make_room(connection: Connection) -> None:
    """For the rest of a transaction that counts very many rows: memory to sort in, and plans that are run at once.

    PostgreSQL would sort on the disk, and compile each of many short statements as if it were a long one.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")
        connection.exec_driver_sql("SET LOCAL jit = off")


def _without_rows(context: ExceptionContext) -> None:
    """PostgreSQL repeats the row it refuses, name and address and all; an error's text reaches the log."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(_DETAIL.sub("", part) if isinstance(part, str) else part for part in error.args)


def prepare(engine: Engine, journal: str = "wal") -> None:
    """Teach an engine the manners of this application. ``journal``: SQLite's journal mode."""
    event.listen(engine, "handle_error", _without_rows)
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA secure_delete=ON")  # what was erased is overwritten, not merely let go of
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
