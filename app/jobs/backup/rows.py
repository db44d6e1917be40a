"""Rows as JSON lines, the same from SQLite and PostgreSQL, and a sum over them that does not depend on their order."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.base.database import Json, Moment

NEVER = ("daily_key", "worker_beat", "catalogue_change")
"""Keys that must die within two days, signs of life, and what kept pages follow: none outlives its database."""

KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "moment": Moment(),
    "day": sa.Date(),
    "json": Json(),
    "bytes": sa.LargeBinary(),
    "yes or no": sa.Boolean(),
    "number": sa.Integer(),
    "fraction": sa.Double(),
    "text": sa.Text(),
}
Columns = list[tuple[str, str]]
"""A table's columns: name and kind."""
_SUMS = 2**256


def columns(table: sa.Table) -> Columns:
    return [(column.name, _kind(column.type)) for column in table.columns]


def _kind(of: sa.types.TypeEngine[Any]) -> str:
    for kind, sort in (
        ("moment", Moment),
        ("json", Json),
        ("day", sa.Date),
        ("bytes", sa.LargeBinary),
        ("yes or no", sa.Boolean),
        ("number", sa.Integer),
        ("fraction", sa.Float),
    ):
        if isinstance(of, sort) and not isinstance(of, sa.Enum):
            return kind
    if isinstance(of, sa.String | sa.Enum | sa.types.TypeDecorator):
        return "text"  # words of a vocabulary and lists are kept as the database keeps them
    raise TypeError(f"nobody has said how {of!r} is written in a backup")


def plain(name: str, kinds: Columns) -> sa.TableClause:
    """The table as the archive knows it: it need not be the one that today's code would make."""
    return sa.table(name, *(sa.column(column, KINDS[kind]) for column, kind in kinds))


def read(connection: Connection, name: str, kinds: Columns, order: Sequence[str]) -> Iterator[str]:
    """Every row as a line of JSON, in the order of its key."""
    table = plain(name, kinds)
    query = sa.select(table).order_by(*(table.c[column] for column in order))
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        yield json.dumps([_written(value) for value in row], ensure_ascii=False, sort_keys=True)


def values(line: str, kinds: Columns) -> dict[str, Any]:
    """A line of JSON as what the database takes."""
    return {column: _understood(value, kind) for (column, kind), value in zip(kinds, json.loads(line), strict=True)}


def parents_first(lines: Iterable[str], key: int, parent: int) -> Iterator[str]:
    """Rows that point into their own table, after what they point at. key, parent: positions of the columns."""
    waiting = [(json.loads(line), line) for line in lines]
    known: set[Any] = {None}
    while waiting:
        ready = [line for row, line in waiting if row[parent] in known]
        if not ready:
            raise ValueError("rows point at each other in a circle")
        yield from ready
        known |= {row[key] for row, _line in waiting if row[parent] in known}
        waiting = [(row, line) for row, line in waiting if row[key] not in known]


class Sum:
    """How many rows, and a sum over them: equal for equal rows in whatever order they came."""

    def __init__(self) -> None:
        self.rows, self._total = 0, 0

    def add(self, line: str) -> None:
        self.rows += 1
        said = json.dumps(_even(json.loads(line)), ensure_ascii=False, sort_keys=True)
        self._total = (self._total + int.from_bytes(hashlib.sha256(said.encode()).digest(), "big")) % _SUMS

    @property
    def digest(self) -> str:
        return f"{self._total:064x}"


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _understood(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromisoformat(value)
    if kind == "day":
        return date.fromisoformat(value)
    return base64.b64decode(value) if kind == "bytes" else value


def _even(value: Any) -> Any:
    """1.0 and 1 are one number: PostgreSQL and SQLite give them back differently."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_even(part) for part in value]
    return {name: _even(part) for name, part in value.items()} if isinstance(value, dict) else value
