"""Signs of demand, written down without cookies and without knowing who gave them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from app.base import rows
from app.base.database import db
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


_SAME = tuple(name for name in Glimpse._fields if name not in ("kind", "at", "trace"))
_WRITTEN = ("at", "kind", "visitor", "quantity", *_SAME)
_same = attrgetter(*_SAME)


def clean_words(words: str) -> str:
    """What somebody typed, on one line, without control characters, cut at 120 characters."""
    visible = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(visible.split())[:LONGEST_WORDS].strip()


def record_glimpses(glimpses: Sequence[Glimpse]) -> None:
    """Write many glimpses in one statement. Does not commit."""
    if not glimpses:
        return
    visitors = keys.hidden([(glimpse.trace, glimpse.at) for glimpse in glimpses])
    connection = db.session.connection()
    moment = _as_text if connection.dialect.name == "sqlite" else _as_it_is
    written = [
        (moment(glimpse.at), glimpse.kind.value, visitor, 1, *_same(glimpse))
        for glimpse, visitor in zip(glimpses, visitors, strict=True)
    ]
    rows.insert(connection, DemandSignal.__tablename__, _WRITTEN, written)


def _as_text(at: datetime) -> str:
    """As ``Moment`` has it in an engine without a type for moments."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _as_it_is(at: datetime) -> datetime:
    return at


def record(kind: SignalKind, *, at: datetime, **facts: Any) -> DemandSignal:
    """Write one sign in the transaction of what it came from. facts: columns of DemandSignal. Does not commit."""
    signal = DemandSignal(kind=kind, at=at, **facts)
    db.session.add(signal)
    return signal
