"""What is found out about a table, kept beside until it is imported: a file of the system's own, forgotten afterwards.

A table of a hundred thousand rows becomes more than a million rows of the database. Neither memory nor a transaction
that keeps others from writing holds them while they are made.
"""

import json
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from app.base.database import Moment
from app.domain.catalogue.sheets import exporting
from app.domain.catalogue.sheets.lines import Line, Told, encode
from app.domain.catalogue.sheets.planning import Writes
from app.domain.catalogue.sheets.rows import INSERTED, NUMBERED, POINTERS, Shape, columns

_AT = "\0at"
"""Stands for the moment of the import, the only moment there is."""
_ON = "\0on "
"""Stands before a day."""
_DIALECT = sqlite.dialect()
CACHE_KILOBYTES = 8 * 1024


class Scratch:
    """Use it as a context. Lines in, then what is told and to be written, then those again in order."""

    def __enter__(self) -> "Scratch":
        self._folder = tempfile.TemporaryDirectory(prefix="maalem-table-")
        self._db = sqlite3.connect(Path(self._folder.name) / "scratch", isolation_level=None, check_same_thread=False)
        self._db.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE_KILOBYTES};"
            "CREATE TABLE line (number INTEGER PRIMARY KEY, grp TEXT, body TEXT);"
            "CREATE TABLE sku (sku TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;"
            "CREATE TABLE told (number INTEGER PRIMARY KEY, outcome TEXT, name TEXT, body TEXT);"
            "CREATE TABLE undo (body TEXT);"
            "CREATE TABLE touched (item_id INTEGER PRIMARY KEY);"
            "CREATE TABLE change (tbl TEXT, id INTEGER, body TEXT);"
            "CREATE TABLE emptied (tbl TEXT, item_id INTEGER);"
        )
        for table in INSERTED:
            self._db.execute(f"CREATE TABLE r_{table.name} ({', '.join(columns(table))})")
        for table in NUMBERED:
            self._db.execute(f"CREATE TABLE ids_{table.name} (n INTEGER PRIMARY KEY, id INTEGER)")
        self._insert = {table.name: _insert(table) for table in INSERTED}
        self._insert |= {
            "change": "INSERT INTO change VALUES (?, ?, ?)",
            "emptied": "INSERT INTO emptied VALUES (?, ?)",
        }
        self._shapes = {table.name: _shape(table) for table in INSERTED}
        return self

    def __exit__(self, *_failure: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def keep_lines(self, lines: list[Line]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO line VALUES (?, ?, ?)", [(one.number, one.group, one.packed()) for one in lines]
        )
        skus = [(one.cells["sku"], one.number) for one in lines if one.is_variant and "sku" in one.cells]
        self._db.executemany("INSERT OR IGNORE INTO sku VALUES (?, ?)", skus)
        self._db.execute("COMMIT")

    def claimed_by(self, sku: str) -> int | None:
        """The first row with a SKU."""
        found = self._db.execute("SELECT number FROM sku WHERE sku = ?", [sku]).fetchone()
        return found[0] if found else None

    def groups(self) -> Iterator[list[Line]]:
        """The rows of one piece after those of another, in the order of their first rows."""
        self._db.execute("CREATE INDEX line_grp ON line (grp, number)")
        rows = self._db.execute(
            "SELECT line.number, line.grp, line.body FROM line"
            " JOIN (SELECT grp, min(number) AS first FROM line GROUP BY grp) g ON g.grp = line.grp"
            " ORDER BY g.first, line.number"
        )
        group: list[Line] = []
        for number, name, body in rows:
            if group and group[0].group != name:
                yield group
                group = []
            group.append(Line.unpacked(number, name, body))
        if group:
            yield group

    def touch(self, item_id: int) -> bool:
        """Whether no other rows were about this piece."""
        return self._db.execute("INSERT OR IGNORE INTO touched VALUES (?)", [item_id]).rowcount == 1

    def touched(self) -> set[int]:
        return {row[0] for row in self._db.execute("SELECT item_id FROM touched")}

    def begin(self) -> None:
        self._db.execute("BEGIN")

    def commit(self) -> None:
        self._db.execute("COMMIT")

    def tell(self, told: Iterable[Told]) -> None:
        rows = [(one.number, one.outcome.value, one.name, encode(one.facts)) for one in told]
        self._db.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", rows)

    def told(self) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
        for number, outcome, name, body in self._db.execute("SELECT * FROM told ORDER BY number"):
            yield number, outcome, name, json.loads(body)

    def plan(self, writes: Iterable[Writes], at: datetime) -> None:
        rows: dict[str, list[list[Any]]] = defaultdict(list)
        for one in writes:
            for table, said in one.rows:
                rows[table.name].append(self._shapes[table.name].whole(said))
            for table, id_, said in one.updates:
                body = encode({name: _packed(value, at) for name, value in said.items()})
                rows["change"].append([table.name, id_, body])
            for table, item_id in one.emptied:
                rows["emptied"].append([table.name, item_id])
        for name, some in rows.items():
            self._db.executemany(self._insert[name], some)

    def keep_for_undo(self, rows: Iterable[exporting.Row]) -> None:
        """Rows of an export, without the cells at their end that are empty."""
        self._db.executemany("INSERT INTO undo VALUES (?)", [[encode(row)] for row in rows])

    def undo(self) -> Iterator[list[Any]]:
        for (body,) in self._db.execute("SELECT body FROM undo ORDER BY rowid"):
            yield json.loads(body)

    def changes(self, at: datetime) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Like ones after each other: table, a row's id, what it becomes."""
        for table, id_, body in self._db.execute("SELECT tbl, id, body FROM change ORDER BY tbl, rowid"):
            yield table, id_, {name: _unpacked(value, at) for name, value in json.loads(body).items()}

    def emptied(self) -> Iterator[tuple[str, int]]:
        yield from self._db.execute("SELECT tbl, item_id FROM emptied ORDER BY tbl, item_id")

    def how_many_new(self, table: Table) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM r_{table.name}").fetchone()[0])  # noqa: S608  # ours

    def number(self, table: Table, ids: Iterable[int]) -> None:
        """Give new rows their ids."""
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO ids_{table.name} VALUES (?, ?)", enumerate(ids, 1))  # noqa: S608  # ours
        self._db.execute("COMMIT")

    def given(self, table: Table) -> Iterator[int]:
        """The ids of new rows."""
        for (id_,) in self._db.execute(f"SELECT id FROM ids_{table.name} ORDER BY n"):  # noqa: S608  # ours
            yield id_

    def rows(self, table: Table, zone: str = "") -> Iterator[tuple[Any, ...]]:
        """Rows to insert, in the order of ``columns``. zone: what the engine wants to read behind a moment."""
        said = ", ".join(_value(table, name, zone) for name in columns(table))
        yield from self._db.execute(f"SELECT {said} FROM r_{table.name} r ORDER BY r.rowid")  # noqa: S608  # ours


def _packed(value: Any, at: datetime) -> Any:
    if value == at:
        return _AT
    return f"{_ON}{value.isoformat()}" if isinstance(value, date) else value


def _unpacked(value: Any, at: datetime) -> Any:
    if value == _AT:
        return at
    is_day = isinstance(value, str) and value.startswith(_ON)
    return date.fromisoformat(value.removeprefix(_ON)) if is_day else value


def _value(table: Table, name: str, zone: str) -> str:
    """A column as it is inserted: pointers to new rows as the ids they were given."""
    if name == "subject_id":
        numbered = {"item": "item", "variant": "variant"}
        cases = " ".join(
            f"WHEN r.subject = '{kind}' THEN {_given('subject_id', one)}" for kind, one in numbered.items()
        )
        return f"CASE WHEN r.subject_id >= 0 THEN r.subject_id {cases} END"
    target = table if name == "id" else POINTERS.get(name)
    if target is not None:
        return f"CASE WHEN r.{name} < 0 THEN {_given(name, target.name)} ELSE r.{name} END"
    if zone and isinstance(table.c[name].type, Moment):
        return f"r.{name} || '{zone}'"
    return f"r.{name}"


def _given(name: str, target: str) -> str:
    return f"(SELECT id FROM ids_{target} WHERE n = -r.{name})"  # noqa: S608  # ours


def _insert(table: Table) -> str:
    names = columns(table)
    return f"INSERT INTO r_{table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  # ours


def _shape(table: Table) -> Shape:
    """Values are written the same for both engines: PostgreSQL reads all of it as text."""
    made = {}
    for column in table.columns:
        process = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        made[column.name] = lru_cache(4)(process) if process and isinstance(column.type, Moment) else process
    return Shape(table, made)
