"""What a new piece is called by, and where its page will be until it is on sale."""

import hashlib
import re

from app.domain.catalogue import making

_PLAIN = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


def slug_of(reference: str) -> str:
    """Two references never have one address, though an address has no capitals and few signs."""
    if _PLAIN.fullmatch(reference):
        return reference.lower()
    kept = re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")
    return f"{kept}-{hashlib.sha256(reference.encode()).hexdigest()[:10]}".lstrip("-")


class References:
    """The next number of each craft, counted on from the highest there is.."""

    def __init__(self, codes: dict[int, str]) -> None:
        self._codes = codes
        self._letters = {making.letters_of(code) for code in codes.values()}
        self._numbers: dict[str, int] = {}

    def next(self, craft_id: int) -> str:
        letters = making.letters_of(self._codes[craft_id])
        if letters not in self._numbers:
            self._numbers[letters] = making.highest_number(letters)
        self._numbers[letters] += 1
        return making.reference(letters, self._numbers[letters])

    def heed(self, reference: str) -> None:
        """A reference somebody gave: numbers of ours go on behind it."""
        letters, _, tail = reference.rpartition("-")
        if letters not in self._letters:
            return
        if tail.isascii() and tail.isdigit() and len(tail) < 9:
            known = self._numbers.get(letters)
            if known is None:
                known = making.highest_number(letters)
            self._numbers[letters] = max(known, int(tail))
