"""What was measured in the eight weeks before advice was sent: frozen with it, so that what comes after has something
to stand beside.

The pieces it will be compared with are chosen now as well, never by what came of them later.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.base import clock
from app.domain.advice import similar_pieces
from app.domain.advice.models import Measure, Recommendation
from app.domain.demand import reading
from app.domain.demand.models import SignalKind
from app.domain.demand.reading import About

SIGNALS = {
    Measure.REQUESTS: SignalKind.REQUEST_LINE,
    Measure.ACCEPTED_REQUESTS: SignalKind.OFFER_ACCEPTED,
    Measure.VIEWS: SignalKind.VIEW,
    Measure.DECLINES: SignalKind.DECLINE,
}
MONTH = 365.25 / 12
MOST_SIMILAR = 10


@dataclass(frozen=True)
class Before:
    """count: of the measure from ``first`` to ``last``, both included. makers: of it, by artisan.

    similar: the same count for pieces of the craft that nobody was advised on, by piece.
    """

    first: date
    last: date
    count: int
    makers: dict[int, int] = field(default_factory=dict)
    similar: dict[int, int] = field(default_factory=dict)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def a_month(self) -> float:
        return self.count / self.days * MONTH

    def a_month_of(self, artisan_id: int) -> float:
        """What one of the artisans had of it."""
        return self.makers.get(artisan_id, 0) / self.days * MONTH

    @property
    def similar_a_month(self) -> float | None:
        """The mean of the similar pieces; None where there is none."""
        if not self.similar:
            return None
        return sum(self.similar.values()) / len(self.similar) / self.days * MONTH

    def as_json(self) -> dict[str, Any]:
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "count": self.count,
            "makers": {str(id_): count for id_, count in self.makers.items()},
            "similar": {str(id_): count for id_, count in self.similar.items()},
        }


def frozen(recommendation: Recommendation) -> Before | None:
    """What was frozen when it was sent; None for a draft."""
    kept = recommendation.baseline
    if not kept:
        return None
    return Before(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        count=kept["count"],
        makers={int(id_): count for id_, count in kept["makers"].items()},
        similar={int(id_): count for id_, count in kept["similar"].items()},
    )


def measured(recommendation: Recommendation, artisan_ids: Collection[int], *, at: datetime) -> Before:
    """The measure of the days before a moment: of the piece it is about, else of what these artisans make of the craft.

    The day of the moment itself is left out: it is not over.
    """
    last = clock.local(at).date() - timedelta(days=1)
    first = last - timedelta(days=recommendation.compare_days - 1)
    crafts = similar_pieces.crafts_of(recommendation)
    similar = similar_pieces.beside(recommendation, artisan_ids, before=first, at=at)
    item = recommendation.item_id
    about = About(
        item_ids=frozenset(similar) | ({item} if item else set()),
        artisan_ids=frozenset() if item else frozenset(artisan_ids),
    )
    cells = reading.cells(first, last, now=at, kinds=(SIGNALS[recommendation.measure],), about=about)
    own = [cell for cell in cells if similar_pieces.is_about(recommendation, cell, artisan_ids, crafts)]
    by_maker, by_piece = Counter[int](), Counter[int]()
    for cell in own:
        by_maker[cell.artisan_id] += cell.visitors
    for cell in cells:
        by_piece[cell.item_id] += cell.visitors
    count = sum(cell.visitors for cell in own)
    nearest = sorted(similar, key=lambda id_: (abs(by_piece[id_] - count), id_))[:MOST_SIMILAR]
    return Before(
        first=first,
        last=last,
        count=count,
        makers={id_: by_maker[id_] for id_ in artisan_ids},
        similar={id_: by_piece[id_] for id_ in nearest},
    )
