"""Which encoding a text file is in: what it says itself, else UTF-8 where that holds, else the likeliest."""

import codecs
from typing import BinaryIO

from charset_normalizer import from_bytes

from app.adapters.tables.refusals import NotATable, UnknownLetters

BLOCK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "cp1256", "mac_roman", "cp850"]
"""What spreadsheets in French, Spanish and Arabic still save, on Windows, on a Mac and from a DOS window."""
_OURS = frozenset("éèàùçâêîôûëïüœæñáíóúÉÈÀÇÊÎÔÑÁÍÓÚ’«»") | frozenset(map(chr, range(0x0621, 0x0653)))
_MESS = 0.05
_TOLD_BY = 1 << 15
"""So many bytes around letters that are not ASCII tell the encoding."""


def of(file: BinaryIO) -> str:
    """The name of the encoding. file: read through, at its start afterwards. Raises NotATable, UnknownLetters."""
    start = file.read(BLOCK)
    file.seek(0)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if b"\0" in start:
        return _wide(start)
    told = _not_utf8(file)
    file.seek(0)
    return "utf-8" if told is None else _likeliest(told)


def _wide(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if b"\0\0" not in start and max(even, odd) > 5 * min(even, odd) and max(even, odd) * 8 > len(start):
        return "utf-16-be" if even > odd else "utf-16-le"
    raise NotATable


def _not_utf8(file: BinaryIO) -> bytes | None:
    """Some lines with letters beyond ASCII, where the file is not UTF-8; None where it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    told = bytearray()
    holds = True
    while block := file.read(BLOCK):
        if holds:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                holds = False
        if len(told) < _TOLD_BY and not block.isascii():
            told += b"\n".join(line for line in block.splitlines() if not line.isascii())[:_TOLD_BY]
        if not holds and len(told) >= _TOLD_BY:
            break
    try:
        decoder.decode(b"", final=holds)
    except UnicodeDecodeError:
        holds = False
    return None if holds else bytes(told)


def _likeliest(told: bytes) -> str:
    """Of the encodings that make no mess of it, the one that gives most letters of the languages we know."""
    found = list(from_bytes(told, cp_isolation=_LIKELY, language_threshold=0.05))
    if not found:
        raise UnknownLetters
    clean = [match for match in found if match.chaos <= found[0].chaos + _MESS]
    return max(clean, key=lambda match: sum(letter in _OURS for letter in str(match))).encoding
