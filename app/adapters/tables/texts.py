"""Rows of a CSV file, a few at a time."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from app.adapters.tables import letters
from app.adapters.tables.refusals import LONGEST_CELL, NotATable, TooLongCell, UnknownLetters

SEPARATORS = ",;\t|"
_LOOKED_AT = 60
_SAMPLE = 1 << 16
_MARKUP = ("<!doctype", "<html", "<?xml", "%pdf", "{\\rtf")

csv.field_size_limit(LONGEST_CELL)


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """Raises NotATable, UnknownLetters, TooLongCell."""
    encoding = letters.of(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        start = text.read(_SAMPLE)
        _check(start)
        named = _named_separator(start)
        separator = named or likely_separator(start)
        text.seek(0)
        if named:
            text.readline()
        for row in csv.reader(text, delimiter=separator):
            number += 1
            yield row
    except csv.Error:
        raise TooLongCell(row=number + 1) from None
    except UnicodeError:
        raise UnknownLetters from None
    finally:
        if not file.closed:  # whoever refuses a table by its columns closes it before its rows are read
            text.detach()


def likely_separator(start: str) -> str:
    """The sign that parts the first rows most evenly, and into most cells. start: the first letters of the file."""
    return max(SEPARATORS, key=lambda sign: (*_evenness(start, sign), -SEPARATORS.index(sign)))


def _evenness(start: str, separator: str) -> tuple[bool, float, int]:
    """Whether the first row is parted at all, the share of rows as wide as it, and its width."""
    lines = io.StringIO(start, newline="")
    try:
        found = [row for row in islice(csv.reader(lines, delimiter=separator), _LOOKED_AT) if any(row)]
    except csv.Error:
        return False, 0.0, 0
    if len(found) > 1 and len(start) == _SAMPLE:
        found.pop()  # the sample may end within a row
    width = len(found[0]) if found else 0
    even = sum(len(row) == width for row in found) / max(1, len(found))
    return width > 1, round(even, 1), width


def _named_separator(start: str) -> str | None:
    """What a first line such as ``sep=;`` says, as spreadsheets write it for each other."""
    first = start.split("\n", 1)[0].strip("\r\ufeff\"'")
    return first[4] if len(first) == 5 and first[:4].lower() == "sep=" else None


def _check(start: str) -> None:
    """Refuse what is text but no table, and what is no text at all. Raises NotATable."""
    odd = sum(sign < " " and sign not in "\t\r\n\v\f" for sign in start[:4096])
    if odd > 8 or start[:40].lstrip("\ufeff \r\n\t").lower().startswith(_MARKUP):
        raise NotATable
