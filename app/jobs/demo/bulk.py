"""Rows by the million, as the driver takes them soonest. Values are those of the database, not of the models."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table

from app.base.database import db

SORTING = "256MB"
"""What PostgreSQL may use to make an index."""


def insert(table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows whose values stand in the order of the columns. Does not commit."""
    if not rows:
        return
    connection = db.session.connection()
    named = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()  # psycopg's
        with cursor, cursor.copy(f'COPY "{table.name}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({named}) VALUES ({places})'  # noqa: S608  # names of our own columns
    connection.exec_driver_sql(statement, list(rows))


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
