"""A table of past sales, read: columns series, date, units, and perhaps price."""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from app.adapters import tables
from app.base.errors import N_, Refusal
from app.domain.demand.forecasting.buckets import Sale

COLUMNS, PRICE = ("series", "date", "units"), "price"
MOST_ROWS, LARGEST = 5_000_000, 512 * 1024 * 1024
MOST_UNITS = 1_000_000
EARLIEST, LATEST = date(1970, 1, 1), date(2069, 12, 31)
"""What the lunar calendar can be reckoned for, and nobody's books go farther back."""
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9:.,+Z-]*)?", re.ASCII)
"""Perhaps with an hour, as spreadsheets write it."""
_DECIMAL = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,4})?", re.ASCII)
GZIP, AT_ONCE = b"\x1f\x8b", 1024 * 1024


class NoSuchColumn(Refusal):
    text = N_("The table needs a column named “%(column)s”.")


class NoRows(Refusal):
    text = N_("This table names its columns and has no rows below them.")


class NoDate(Refusal):
    text = N_("Row %(row)d: “%(said)s” is no date. Write it like 2026-11-30.")


class NotOurTimes(Refusal):
    text = N_("Row %(row)d: %(said)s is too far away. Past sales lie between %(first)s and %(last)s.")


class NoUnits(Refusal):
    text = N_("Row %(row)d: “%(said)s” is no number of pieces. Write a whole number from 0 on.")


class NoPrice(Refusal):
    text = N_("Row %(row)d: “%(said)s” is no price. Write it like 120 or 120.50, in MAD, or leave it empty.")


class NoSeries(Refusal):
    text = N_("Row %(row)d does not say which series it belongs to.")


def read(file: Path) -> Iterator[Sale]:
    """The rows in their order. file: CSV or XLSX, packed by gzip or not. Raises a Refusal, here or at the row."""
    return (sale for _number, sale in numbered(file))


def numbered(file: Path) -> Iterator[tuple[int, Sale]]:
    """Each row with its number, as a spreadsheet counts: one at least, since somebody who sends none sent another file
    than they meant."""
    number = 0
    with file.open("rb") as body, _unpacked(body) as unpacked:
        table = tables.read(unpacked, most_rows=MOST_ROWS, largest=LARGEST)
        names = {column.casefold(): column for column in table.columns}
        missing = next((column for column in COLUMNS if column not in names), None)
        if missing:
            raise NoSuchColumn(column=missing)
        series, day, units = (names[column] for column in COLUMNS)
        price = names.get(PRICE)
        for row in table:
            number = row.number
            if not row.cells[series]:
                raise NoSeries(row=row.number)
            yield (
                row.number,
                Sale(
                    row.cells[series],
                    _day(row.cells[day], row.number),
                    _units(row.cells[units], row.number),
                    _price(row.cells[price], row.number) if price else 0,
                ),
            )
    if not number:
        raise NoRows


@contextmanager
def _unpacked(file: BinaryIO) -> Iterator[BinaryIO]:
    """A packed file lies on the disk meanwhile. Raises NotATable where it is torn."""
    with _whole(file) as table:
        is_packed = table.read(len(GZIP)) == GZIP
        table.seek(0)
        if not is_packed:
            yield table
            return
        with TemporaryFile() as unpacked:
            try:
                _copy(gzip.GzipFile(fileobj=table), unpacked)
            except (OSError, EOFError, zlib.error):
                raise tables.NotATable from None
            yield unpacked


@contextmanager
def _whole(file: BinaryIO) -> Iterator[BinaryIO]:
    """What comes through a pipe can be read once, from its start: it lies on the disk meanwhile."""
    if file.seekable():
        yield file
        return
    with TemporaryFile() as kept:
        _copy(file, kept)
        yield kept


def _copy(file: BinaryIO | gzip.GzipFile, into: BinaryIO) -> None:
    """No more of it than makes it too heavy. into: stands at its start afterwards."""
    while into.tell() <= LARGEST and (part := file.read(AT_ONCE)):
        into.write(part)
    into.seek(0)


def _day(said: str, row: int) -> date:
    written = _DATE.fullmatch(said)
    try:
        day = date.fromisoformat(written[1] if written else "")
    except ValueError:
        raise NoDate(row=row, said=said[:40]) from None
    if not EARLIEST <= day <= LATEST:
        raise NotOurTimes(row=row, said=said[:40], first=EARLIEST.isoformat(), last=LATEST.isoformat())
    return day


def _units(said: str, row: int) -> int:
    try:
        units = float(said.replace("_", "?"))  # Python takes it for a part of a number, nobody else does
    except ValueError:
        units = -1.0
    if not (0 <= units <= MOST_UNITS and units.is_integer()):
        raise NoUnits(row=row, said=said[:40])
    return int(units)


def _price(said: str, row: int) -> int:
    """Centimes. Below nothing is a correction in somebody's books: what one piece cost is not known then."""
    if not said:
        return 0
    if not _DECIMAL.fullmatch(said):
        raise NoPrice(row=row, said=said[:40])
    return max(round(Decimal(said.replace(",", ".")) * 100), 0)
