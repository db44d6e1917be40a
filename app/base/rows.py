"""Many rows written as the driver takes them soonest. Values are those of the database, not of the models."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def insert(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows whose values stand in the order of the columns. Does not commit."""
    if not rows:
        return
    named = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()  # psycopg's
        with cursor, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table}" ({named}) VALUES ({places})'  # noqa: S608  # names of our own columns
    connection.exec_driver_sql(statement, list(rows))
