"""Signs of demand, written down without cookies and without knowing who gave them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import column, insert, table

from app.base.database import Moment, db
from app.domain.audit import keys
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


_WRITTEN = (*(name for name in Glimpse._fields if name not in ("trace", "at")), "visitor", "quantity")
_PLAIN = table(DemandSignal.__tablename__, column("at", Moment()), *map(column, _WRITTEN))
"""With values as the database has them: to translate each costs more than to write it."""


def clean_words(words: str) -> str:
    """What somebody typed, on one line, without control characters, cut at 120 characters."""
    visible = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(visible.split())[:LONGEST_WORDS].strip()


def record_glimpses(glimpses: Sequence[Glimpse]) -> None:
    """Write many glimpses in one statement. Does not commit."""
    if not glimpses:
        return
    visitors = keys.hidden([(glimpse.trace, glimpse.at) for glimpse in glimpses])
    rows = [
        {**glimpse._asdict(), "kind": glimpse.kind.value, "visitor": visitor, "quantity": 1}
        for glimpse, visitor in zip(glimpses, visitors, strict=True)
    ]
    db.session.connection().execute(insert(_PLAIN), rows)


def record(kind: SignalKind, *, at: datetime, **facts: Any) -> DemandSignal:
    """Write one sign in the transaction of what it came from. facts: columns of DemandSignal. Does not commit."""
    signal = DemandSignal(kind=kind, at=at, **facts)
    db.session.add(signal)
    return signal
