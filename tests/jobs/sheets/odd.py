"""Odd tables, as they are found in the wild and worse: each from its number, the same every time."""

import csv
import io
import random
import zipfile
from collections.abc import Callable

from app.adapters.tables import CSV, XLSX, write

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1256", "mac_roman", "utf-32")
SEPARATORS = (",", ";", "\t", "|")
NAMES = ("reference", "sku", "price", "stock", "title_fr", "artisan", "craft", "Handle", "Title", "Variant Price", "")
CELLS = (
    "", " ", "A-1", "Tapis rayé", "الزربية", "=1+1", "'=x", "-5", "1.250", "1e309", "NaN", "9" * 400, "\x00", "a\x00b",
    '"', '""', "\n", "a\r\nb", "٣٤", "²", "\u202e", "\ufeff", "x" * 33_000, "#REF!", "TRUE", "2026-02-31", ";,|\t",
    "🧶",
)  # fmt: skip


def table(number: int) -> bytes:
    """One odd table."""
    dice = random.Random(number)
    return dice.choice(MADE)(dice)


def _rows(dice: random.Random) -> list[list[str]]:
    names = dice.sample(NAMES, dice.randint(1, len(NAMES)))
    if dice.random() < 0.2:
        names.append(dice.choice(names))
    wide = len(names)
    return [
        names,
        *(
            [dice.choice(CELLS) for _ in range(max(0, wide + dice.choice((-1, 0, 0, 0, 2))))]
            for _ in range(dice.randint(0, 12))
        ),
    ]


def _text(dice: random.Random) -> bytes:
    out = io.StringIO(newline="")
    quoting = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(
        out, delimiter=dice.choice(SEPARATORS), lineterminator=dice.choice(("\n", "\r\n", "\r")), quoting=quoting
    ).writerows(_rows(dice))
    return out.getvalue().encode(dice.choice(ENCODINGS), "replace")


def _damaged(dice: random.Random) -> bytes:
    body = bytearray(_text(dice) if dice.random() < 0.5 else _book(dice))
    for _ in range(dice.randint(1, 30)):
        body[dice.randrange(len(body))] = dice.randrange(256)
    return bytes(body[: dice.randrange(len(body)) + 1])


def _book(dice: random.Random) -> bytes:
    rows = [[cell[:1000].replace("\x00", "") for cell in row] for row in _rows(dice)]
    wide = max(len(row) for row in rows)
    return b"".join(write(XLSX, rows[0], [row + [""] * (wide - len(row)) for row in rows[1:]]))


def _changed_book(dice: random.Random) -> bytes:
    """A workbook with something else in its sheet: entities, a cell far away, or far too much."""
    tricks: tuple[bytes, ...] = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>',
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576">'
        b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>',
        b"<worksheet>" + b" " * 30_000_000,
        b"",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book(dice))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, dice.choice(tricks) if name.endswith("sheet1.xml") else body)
    return out.getvalue()


def _no_table(dice: random.Random) -> bytes:
    return dice.choice(
        (b"", b"\n", b"\xd0\xcf\x11\xe0locked", b"%PDF-1.7", b"PK\x03\x04", b"<html><table>", b'"' + b"x" * 100_000,
         dice.randbytes(500), b"\x00" * 400, b"{}", b"sep=;\r\n")
    )  # fmt: skip


def _plain_book(dice: random.Random) -> bytes:
    return b"".join(write(CSV, ["reference", "price"], [[dice.choice(CELLS)[:900], dice.choice(CELLS)[:900]]]))


MADE: tuple[Callable[[random.Random], bytes], ...] = (
    _text,
    _text,
    _text,
    _damaged,
    _book,
    _changed_book,
    _no_table,
    _plain_book,
)
