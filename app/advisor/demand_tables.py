"""Tables behind figures and charts: on a page, and to keep as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from werkzeug.wrappers import Response

from app.adapters import tables
from app.advisor import sheet_exports
from app.base.errors import Missing
from app.web import languages

Value = str | int | float | None


class Column(NamedTuple):
    """is_short: a reference or a moment, which stays on one line. of_one: beside one figure, if words say more."""

    words: str
    is_number: bool = False
    is_short: bool = False
    of_one: str = ""

    @property
    def css(self) -> str:
        return "n" if self.is_number else "nowrap" if self.is_short else ""


class Entry(NamedTuple):
    """A cell of a table. value: as a spreadsheet wants it, where that is not the text. small: said more quietly."""

    text: str
    value: Value = None
    url: str = ""
    small: str = ""

    @property
    def kept(self) -> Value:
        return self.text if self.value is None else self.value


@dataclass(frozen=True)
class Table:
    """rows: as many entries as there are columns; the first names the row. total: how many rows there are in all."""

    columns: list[Column]
    rows: list[list[Entry]]
    total: int


def kept(kind: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], name: str, today: date) -> Response:
    """A file to keep. kind: csv or xlsx, else Missing."""
    if kind not in tables.KINDS:
        raise Missing
    right_to_left = languages.direction(languages.current()) == "rtl"
    parts = tables.write(kind, columns, rows, right_to_left=right_to_left)
    return sheet_exports.sent(parts, kind, f"{name}-{today.isoformat()}")


def kept_table(kind: str, table: Table, name: str, today: date) -> Response:
    columns = [column.words for column in table.columns]
    return kept(kind, columns, [[entry.kept for entry in row] for row in table.rows], name, today)
