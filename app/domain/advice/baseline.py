"""What was measured in the eight weeks before advice was sent: frozen with it, so that what comes after has something
to stand beside.

The pieces it will be compared with are chosen now as well, never by what came of them later.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.base import clock
from app.base.database import db
from app.domain.advice.models import AdviceState, Measure, Recommendation, Response
from app.domain.catalogue.models import Item, ItemState
from app.domain.demand import reading
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.reading import About
from app.domain.people.trades import Craft

SIGNALS = {
    Measure.REQUESTS: SignalKind.REQUEST_LINE,
    Measure.ACCEPTED_REQUESTS: SignalKind.OFFER_ACCEPTED,
    Measure.VIEWS: SignalKind.VIEW,
    Measure.DECLINES: SignalKind.DECLINE,
}
MONTH = 365.25 / 12
MOST_SIMILAR = 10
MOST_LOOKED_AT = 400


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
    crafts = _crafts(recommendation)
    similar = _unadvised(recommendation, artisan_ids, crafts, before=first, at=at)
    item = recommendation.item_id
    about = About(
        item_ids=frozenset(similar) | ({item} if item else set()),
        artisan_ids=frozenset() if item else frozenset(artisan_ids),
    )
    cells = reading.cells(first, last, now=at, kinds=(SIGNALS[recommendation.measure],), about=about)
    own = [cell for cell in cells if _is_about(recommendation, cell, artisan_ids, crafts)]
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


def _is_about(
    recommendation: Recommendation, cell: Cell, artisan_ids: Collection[int], crafts: Collection[int]
) -> bool:
    if recommendation.item_id is not None:
        return cell.item_id == recommendation.item_id
    return cell.artisan_id in artisan_ids and (not crafts or cell.craft_id in crafts)


def _crafts(recommendation: Recommendation) -> frozenset[int]:
    """The craft it is about; of a family, all its crafts; none where it names no craft."""
    wanted = recommendation.craft_id
    if wanted is None:
        return frozenset()
    return frozenset(db.session.scalars(select(Craft.id).where(or_(Craft.id == wanted, Craft.parent_id == wanted))))


def _unadvised(
    recommendation: Recommendation, artisan_ids: Collection[int], crafts: Collection[int], *, before: date, at: datetime
) -> Sequence[int]:
    """Pieces of the craft on sale all these days, whose makers were not advised on the craft or on the piece lately."""
    since = at - timedelta(days=2 * recommendation.compare_days)
    sent = (Recommendation.state == AdviceState.SENT, Recommendation.sent_at > since)
    advised = select(Recommendation.item_id).where(*sent, Recommendation.item_id.is_not(None))
    told = (
        select(Response.artisan_id)
        .join(Recommendation)
        .where(*sent, Recommendation.item_id.is_(None), Recommendation.craft_id.in_(crafts))
    )
    chosen = (
        select(Item.id)
        .where(Item.craft_id.in_(crafts), Item.state == ItemState.PUBLISHED)
        .where(Item.published_at < clock.start_of_day(before), Item.artisan_id.not_in(artisan_ids))
        .where(Item.id != (recommendation.item_id or 0), Item.id.not_in(advised), Item.artisan_id.not_in(told))
    )
    return db.session.scalars(chosen.order_by(Item.id).limit(MOST_LOOKED_AT)).all()
