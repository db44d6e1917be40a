"""A table as a file: written as it is asked for, a block at a time."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from app.adapters.tables import cells
from app.adapters.tables.kinds import XLSX
from app.adapters.tables.refusals import LONGEST_CELL

BLOCK = 1 << 16
SEPARATOR = ";"
"""What a spreadsheet set to French, Spanish or Arabic expects; the mark of UTF-8 tells it the letters."""
_WIDEST = 60
_MOST_ROWS = 1_048_576

Cell = str | int | float | None


def write(
    kind: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, right_to_left: bool = False
) -> Iterator[bytes]:
    """The blocks of a file. kind: CSV or XLSX. rows: as many cells as there are columns, None for an empty one.

    Text is written so that no spreadsheet takes it for a formula (``cells.neutral``); numbers stay numbers. A workbook
    is written to a file of the system's own first, so its blocks come when the last row is there.
    """
    return _workbook(columns, rows, right_to_left) if kind == XLSX else _text(columns, rows)


def _text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=SEPARATOR)
    held.write("\ufeff")
    writer.writerow([cells.neutral(column) for column in columns])
    for row in rows:
        writer.writerow([_text_of(cell) for cell in row])
        if held.tell() >= BLOCK:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _text_of(cell: Cell) -> Cell:
    """As it stands in a text file. A spreadsheet that expects our separator expects a comma in a figure too."""
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return cells.neutral(cell) if isinstance(cell, str) else cell


def _workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]], right_to_left: bool) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            if right_to_left:
                sheet.right_to_left()
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns):
                sheet.set_column(place, place, min(_WIDEST, max(14, len(column) + 2)), wrapped)
                sheet.write_string(0, place, cells.neutral(column), bold)
            for number, row in enumerate(rows, 1):
                _put(sheet, number, row)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _put(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell]) -> None:
    """Raises ValueError for what no spreadsheet can hold, because it would be lost without a word."""
    for place, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        text = cells.neutral(cell) if isinstance(cell, str) else cell
        if number >= _MOST_ROWS or (isinstance(text, str) and len(text) > LONGEST_CELL):
            raise ValueError(f"no spreadsheet holds this: row {number + 1}, column {place + 1}")
        sheet.write_string(number, place, text) if isinstance(text, str) else sheet.write_number(number, place, text)
