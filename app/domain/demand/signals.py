"""Signs of demand, written down without cookies and without knowing who gave them."""

from datetime import datetime
from typing import Any, NamedTuple

from app.base.database import db
from app.domain.demand.models import DemandSignal, SignalKind

LONGEST_WORDS = 120
LONGEST_FACET = 60


class Sign(NamedTuple):
    """What a page of the shop says of itself, whoever opens it: an item, a search, a list, a piece that is kept."""

    kind: SignalKind
    language: str | None = None
    item_id: int | None = None
    craft_id: int | None = None
    artisan_id: int | None = None
    words: str | None = None
    results: int | None = None
    value: int | None = None
    out_of_stock: bool = False
    facet: str | None = None


class Search(NamedTuple):
    """words: as they were typed. language: of the page that told what was found."""

    words: str
    language: str


class Glimpse(NamedTuple):
    """Somebody saw it.

    trace: what tells visitors apart within one day (address and browser). It is hashed before it is
    written and lives in memory for a second at most. search: of ours, where they came from one.
    """

    at: datetime
    trace: str
    sign: Sign
    search: Search | None = None


def clean_words(words: str) -> str:
    """What somebody typed, on one line, without control characters, cut at 120 characters."""
    visible = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(visible.split())[:LONGEST_WORDS].strip()


def record(kind: SignalKind, *, at: datetime, **facts: Any) -> DemandSignal:
    """Write one sign in the transaction of what it came from. facts: columns of DemandSignal. Does not commit."""
    signal = DemandSignal(kind=kind, at=at, **facts)
    db.session.add(signal)
    return signal
