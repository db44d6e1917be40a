"""Texts that people typed, as paper can show them."""

import re
import unicodedata

LONGEST_WORD = 24
_RUNS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""Which way letters run, by their kind in Unicode; figures run neither way."""
_UNWRITTEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufe0f\U00010000-\U0010ffff]+")
"""Marks that would turn the words around them, and little pictures that no letters on paper have."""
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def plain(text: str) -> str:
    """A text on one line, of what paper can show, with places where a word without end may be parted."""
    return _LONG.sub("\\g<0>\N{ZERO WIDTH SPACE}", " ".join(_UNWRITTEN.sub(" ", text).split()))


def typed(text: str) -> dict[str, str]:
    """A text as people typed it, and which way it runs: a French address keeps its number first on an Arabic paper."""
    words = plain(text)
    strong = next((kind for kind in map(unicodedata.bidirectional, words) if kind in _RUNS), "")
    return {"text": words, "dir": _RUNS.get(strong, "")}
