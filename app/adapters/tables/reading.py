"""A table as somebody sent it: its columns, then its rows one after the other."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from app.adapters.tables import cells, texts, workbooks
from app.adapters.tables.kinds import XLSX, kind_of
from app.adapters.tables.refusals import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    NoColumns,
    NotATable,
    OldWorkbook,
    SameColumnTwice,
    TableTooHeavy,
    TooManyColumns,
    TooManyRows,
)

_OLD = b"\xd0\xcf\x11\xe0"
_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"RIFF")


class Row(NamedTuple):
    """number: as a spreadsheet counts, the columns' names being row 1. cells: text by column, all columns there.

    beyond: what stands right of the last column, as when a separator was not quoted: a row that may be out of step.
    """

    number: int
    cells: dict[str, str]
    beyond: tuple[str, ...] = ()


@dataclass
class Table:
    """columns: their names, without those that have none. Can be gone through once; rows without a word are left out.

    While rows are read: raises TooManyRows, TooLongCell, UnknownLetters, NotATable.
    """

    kind: str
    columns: tuple[str, ...]
    _names: list[str]
    _rest: Iterator[list[str]]
    _number: int
    _most_rows: int

    def __iter__(self) -> Iterator[Row]:
        taken = 0
        for number, row in enumerate(self._rest, self._number + 1):
            said = [cells.plain(cell).strip() for cell in row]
            if not any(said):
                continue
            taken += 1
            if taken > self._most_rows:
                raise TooManyRows(most=self._most_rows)
            found = {name: cell for name, cell in zip(self._names, said, strict=False) if name}
            beyond = tuple(cell for cell in said[len(self._names) :] if cell)
            yield Row(number, {name: found.get(name, "") for name in self.columns}, beyond)


def read(file: bytes | BinaryIO, *, most_rows: int = MOST_ROWS, largest: int = LARGEST_FILE) -> Table:
    """The table in a file, by what it holds, whatever it is called.

    file: its bytes, or the file itself, open and seekable, which stays so. most_rows: without the columns' names.
    largest: bytes. Raises a Refusal of ``refusals``, here or while the rows are read.
    """
    body = io.BytesIO(file) if isinstance(file, bytes) else file
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    if size > largest:
        raise TableTooHeavy(most=largest // 1024 // 1024)
    start = body.read(8)
    body.seek(0)
    if start.startswith(_OLD):
        raise OldWorkbook
    if start.startswith(_MARKS):
        raise NotATable
    kind = kind_of(start)
    rest = workbooks.rows(body) if kind == XLSX else texts.rows(body)
    number, names = _names(rest)
    return Table(kind, tuple(name for name in names if name), names, rest, number, most_rows)


def _names(rest: Iterator[Sequence[str]]) -> tuple[int, list[str]]:
    """The first row with a word in it names the columns. Raises NoColumns, SameColumnTwice, TooManyColumns."""
    for number, row in enumerate(rest, 1):
        names = [" ".join(cells.plain(cell).strip("\ufeff ").split()) for cell in row]
        if not any(sign.isalnum() for sign in "".join(names)):
            continue
        named = [name for name in names if name]
        if len(names) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        twice = next((name for name in named if named.count(name) > 1), None)
        if twice:
            raise SameColumnTwice(column=twice[:80])
        return number, names
    raise NoColumns
