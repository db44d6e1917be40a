"""Many rows at once: kept by table with ids given here, so that they can point at each other, then written in bulk."""

from collections import defaultdict
from itertools import count
from typing import Any

from sqlalchemy import Table, func, insert, select

from app.base.database import Base, Model, db

CHUNK = 5_000
Row = dict[str, Any]


class Pile:
    """Rows on their way into the database. Every row of one table must name the same columns."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[Row]] = defaultdict(list)
        self._ids: dict[Table, count[int]] = {}

    def add(self, model: type[Model], **columns: Any) -> Row:
        """Put a row on the pile, with an ``id``. It can be changed until the pile is written."""
        table = table_of(model)
        if table not in self._ids:
            self._ids[table] = count((db.session.scalar(select(func.max(table.c.id))) or 0) + 1)
        row = {"id": next(self._ids[table]), **columns}
        self._rows[table].append(row)
        return row

    def link(self, table: Table | type[Model], **columns: Any) -> None:
        """A row without an id of its own."""
        self._rows[table if isinstance(table, Table) else table_of(table)].append(columns)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def write(self) -> None:
        """Insert everything, referred-to tables first, and leave the pile empty. Does not commit."""
        db.session.flush()
        connection = db.session.connection()
        for table in Base.metadata.sorted_tables:
            rows = self._rows.pop(table, [])
            for start in range(0, len(rows), CHUNK):
                connection.execute(insert(table), rows[start : start + CHUNK])
        for table in self._ids:
            catch_up(table)


def table_of(model: type[Model]) -> Table:
    """The table behind a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def catch_up(table: Table) -> None:
    """PostgreSQL counts ids in a sequence, which has to be told of those that were given here."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    highest = select(func.max(table.c.id)).scalar_subquery()
    db.session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest)))
