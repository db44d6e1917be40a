"""What the figures of an opportunity rest on, where these are more than signs added up: people who came for a piece
that was gone, a material or a colour that was wished, wishes that count elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.base import clock
from app.base.database import db
from app.domain.demand import attributes, evidence, looking, meanings, reading
from app.domain.demand.attributes import Tagged
from app.domain.demand.behind import Scope
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS
from app.domain.demand.sought import empty_handed

MISSED = (SignalKind.VIEW, SignalKind.STOCK_ALERT, SignalKind.REQUEST_LINE)


@dataclass(frozen=True)
class Missed:
    """One day of a piece that was gone. looked: people who saw it; told: who asked to be told; count: both, once."""

    day: date
    looked: int
    told: int
    count: int


@dataclass(frozen=True)
class Wished:
    """A wish that was declined, or what lists without a piece said on one day. count: wishes, or people.

    reference, words: of the wish; empty where people looked at lists.
    """

    day: date
    count: int
    reference: str = ""
    words: str = ""


def missed(scope: Scope, now: datetime) -> list[Missed]:
    """Of one piece, the newest day first. What is asked for later is taken off from twelve weeks ago on at the least,
    as the opportunity does it, so that its weeks and its days agree.
    """
    today = clock.local(now).date()
    since = min(scope.first, today - timedelta(days=7 * WEEKS - 1))
    cells = reading.cells(since, today, now=now, kinds=MISSED, about=scope.read_about)
    of_piece = [cell for cell in cells if cell.item_id == scope.item_id]
    views = [cell for cell in of_piece if cell.kind is SignalKind.VIEW and cell.out_of_stock]
    alerts = [cell for cell in of_piece if cell.kind is SignalKind.STOCK_ALERT]
    lines = [cell for cell in of_piece if cell.kind is SignalKind.REQUEST_LINE]
    looked, told = Counter[date](), Counter[date]()
    for cell in views:
        looked[cell.day] += cell.visitors
    for cell in alerts:
        told[cell.day] += cell.signals
    days = looking.in_vain(views, alerts, lines)
    return [
        Missed(day, looked[day], told[day], count) for day, count in reversed(days) if scope.first <= day <= scope.last
    ]


def wished(scope: Scope, now: datetime) -> list[Wished]:
    """Of one material or colour of a craft, the newest day first, wishes before lists."""
    asked = [
        Wished(one.day, 1, one.reference, one.description)
        for one in tagged(scope.first)
        if one.facet == scope.facet and one.craft_id in scope.crafts and one.day <= scope.last
    ]
    craft_id = next((one for one in scope.crafts if one), None)
    kinds = (SignalKind.IMPRESSION,)
    cells = reading.cells(scope.first, scope.last, now=now, kinds=kinds, craft_id=craft_id, by_facet=True)
    empty = Counter[date]()
    for cell in cells:
        if scope.holds(cell):
            empty[cell.day] += empty_handed(cell)
    looked = [Wished(day, count) for day, count in empty.items() if count]
    return sorted(asked + looked, key=lambda one: (-one.day.toordinal(), not one.reference, one.reference))


def tagged(first: date) -> list[Tagged]:
    """Wishes declined from a day on that name a material or a colour: they count for it."""
    return attributes.tagged(db.session.execute(attributes.question(first)), meanings.known())


def nameless(cells: Iterable[Cell], elsewhere: Sequence[Tagged]) -> list[Cell]:
    """Those that name no piece of ours. elsewhere: wishes that count for a material or a colour."""
    cells = list(cells)
    ours = evidence.pieces({cell.item_id for cell in cells if cell.item_id})
    return list(attributes.without((cell for cell in cells if cell.item_id not in ours), elsewhere))
