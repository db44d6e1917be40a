"""Rows of an XLSX file, read as they come; what it unfolds to is known and bounded before."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.adapters.tables import cells
from app.adapters.tables.refusals import (
    LONGEST_CELL,
    MOST_COLUMNS,
    NotATable,
    TableTooHeavy,
    TooFarBelow,
    TooLongCell,
)

MEGABYTE = 1024 * 1024
MOST_UNFOLDED = 512 * MEGABYTE
MOST_STRINGS = 64 * MEGABYTE
"""A workbook's shared strings are held in memory while it is read."""
MOST_PARTS = 2000
MOST_EMPTY = 1000
"""Rows between two that say something."""
_START = 2048
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, EOFError, RuntimeError, OverflowError, AssertionError, zlib.error,
)  # fmt: skip
"""What reading a damaged workbook ends in."""


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The first sheet that can be seen. Raises NotATable, TableTooHeavy, TooFarBelow, TooLongCell."""
    try:
        _check(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of formats and extensions that do not matter here
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN:
        raise NotATable from None
    try:
        yield from _rows(book)
    finally:
        book.close()


def _rows(book: Workbook) -> Iterator[list[str]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise NotATable
    sheet = sheets[0]
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    values = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    number = empty = 0
    while True:
        try:
            found = next(values, None)
        except _BROKEN:
            raise NotATable from None
        if found is None:
            return
        number += 1
        row = [cells.of_workbook(value) for value in found] if any(value is not None for value in found) else []
        empty = 0 if row else empty + 1
        if empty > MOST_EMPTY:  # a cell far below would be reached after a million rows of nothing
            raise TooFarBelow(row=number - empty)
        while row and not row[-1]:
            row.pop()
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise TooLongCell(row=number)
        yield row


def _check(file: BinaryIO) -> None:
    """Refuse what is no workbook, and what would unfold to more than is reasonable: sizes bind what is unpacked."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        sizes = {part.filename: part.file_size for part in parts}
        if len(parts) > MOST_PARTS or "[Content_Types].xml" not in sizes:
            raise NotATable
        if sum(sizes.values()) > MOST_UNFOLDED:
            raise TableTooHeavy(most=MOST_UNFOLDED // MEGABYTE)
        if sizes.get("xl/sharedStrings.xml", 0) > MOST_STRINGS:
            raise TableTooHeavy(most=MOST_STRINGS // MEGABYTE)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as text:
                    if b"<!DOCTYPE" in text.read(_START):  # no workbook has one; entities come with it
                        raise NotATable
    file.seek(0)
