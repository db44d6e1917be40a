"""Rows by the million, as the driver takes them soonest. Values are those of the database, not of the models."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table

from app.base.database import db
from app.base.rows import insert as into

SORTING = "256MB"
"""What PostgreSQL may use to make an index."""


def insert(table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows whose values stand in the order of the columns. Does not commit."""
    into(db.session.connection(), table.name, columns, rows)


@contextmanager
def without_indexes(table: Table) -> Iterator[None]:
    """Inside, a table has no indexes: to make them anew is sooner done than to keep them up row by row."""
    for index in table.indexes:
        index.drop(db.session.connection())
    yield
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{SORTING}'")
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        index.create(connection)
