"""Signs of demand, written down without cookies and without knowing who gave them."""

from datetime import datetime
from typing import Any, NamedTuple

from app.base.database import db
from app.domain.demand.models import DemandSignal, SignalKind

LONGEST_WORDS = 120
LONGEST_FACET = 60


class Glimpse(NamedTuple):
    """What somebody did in the shop: opened an item, searched, looked at a list, kept a piece.

    trace: what tells visitors apart within one day (address and browser). It is hashed before it is
    written and lives in memory for a second at most.
    """

    kind: SignalKind
    at: datetime
    trace: str
    language: str | None = None
    item_id: int | None = None
    craft_id: int | None = None
    artisan_id: int | None = None
    words: str | None = None
    results: int | None = None
    value: int | None = None
    out_of_stock: bool = False
    facet: str | None = None


def clean_words(words: str) -> str:
    """What somebody typed, on one line, without control characters, cut at 120 characters."""
    visible = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(visible.split())[:LONGEST_WORDS].strip()


def record(kind: SignalKind, *, at: datetime, **facts: Any) -> DemandSignal:
    """Write one sign in the transaction of what it came from. facts: columns of DemandSignal. Does not commit."""
    signal = DemandSignal(kind=kind, at=at, **facts)
    db.session.add(signal)
    return signal
