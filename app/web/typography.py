"""French spacing: a no-break space where a line must not end."""

import re

NARROW, WIDE = "\u202f", "\u00a0"

_BEFORE = re.compile(r"[ \u00a0\u202f]+([:;?!»]|%(?!\())")
_AFTER = re.compile(r"«[ \u00a0\u202f]+")
_UNIT = re.compile(r"(\d) (?=(?:MAD|€|h|cm|mm|m|kg|g|l|litres?|jours?|pièces?)\b)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


def french(text: str) -> str:
    """Ordinary spaces turned into no-break ones: before : ; ? ! » and %, after «, between figure and unit."""
    text = _BEFORE.sub(WIDE + r"\1", text)
    text = _AFTER.sub("«" + WIDE, text)
    text = _UNIT.sub(r"\1" + WIDE, text)
    return _THOUSANDS.sub(NARROW, text)
