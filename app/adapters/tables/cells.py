"""One cell: as plain text, and so that no spreadsheet takes it for a formula or for a fault of one."""

import re
from datetime import date, datetime, time

_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
_ORDER = re.compile(rf"'*(?:[=+\-@\t\r\n＝＋－＠]|(?:{'|'.join(map(re.escape, _ERRORS))})\Z)")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EXACT = 1e15


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would otherwise reckon; a number stays one."""
    return f"'{text}" if _ORDER.match(text) and not _NUMBER.fullmatch(text) else text


def plain(text: str) -> str:
    """What ``neutral`` was made from. Signs that no database and no page can hold are gone; a line ends one way."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n"))
    return text[1:] if text.startswith("'") and _ORDER.match(text) else text


def of_workbook(value: object) -> str:
    """A value as a workbook holds it, as it would be typed: 12 rather than 12.0, a day as 2026-11-29."""
    match value:
        case None:
            text = ""
        case bool():
            text = "1" if value else "0"
        case float():
            text = format(value, ".15g") if abs(value) < _EXACT else format(value, ".0f")
        case datetime():
            day = value.time() == time()
            text = value.date().isoformat() if day else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            text = value.isoformat()
        case _:
            text = str(value)
    return "" if text in _ERRORS else text
