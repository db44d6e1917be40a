"""The signs of demand that a figure rests on: day by day, and one by one as long as they are kept."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.demand.behind import OURS, Scope
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.purchasing.models import PurchaseRequest


@dataclass(frozen=True)
class Day:
    """Signs of one kind about one thing on one day. count: what the figure counts; people: who gave them."""

    day: date
    item_id: int
    craft_id: int
    words: str
    reason: str
    country: str
    count: int
    people: int


def by_day(cells: Iterable[Cell], scope: Scope, *, in_vain: bool = False) -> list[Day]:
    """The cells of a scope put together by what is shown of them, the newest day first, then the most frequent.

    in_vain: searches without result alone, and only they are counted.
    """
    counts, people = Counter[tuple[date, int, int, str, str, str]](), Counter[tuple[date, int, int, str, str, str]]()
    for cell in cells:
        if scope.holds(cell) and (cell.without_result or not in_vain):
            key = (cell.day, cell.item_id, cell.craft_id, cell.words, cell.reason, cell.country)
            counts[key] += cell.without_result if in_vain else cell.signals
            people[key] += cell.visitors
    days = [Day(*key, count, people[key]) for key, count in counts.items()]
    return sorted(days, key=lambda one: (-one.day.toordinal(), -one.count, one.item_id, one.words, one.country))


def signs(
    kinds: Collection[SignalKind], day: date, scope: Scope, *, in_vain: bool, offset: int, limit: int
) -> tuple[int, list[tuple[DemandSignal, str | None]]]:
    """The signs of one day one by one, as long as they are kept, each with the reference of its request.

    Who gave them is not among what is read.
    """
    at = DemandSignal.at
    chosen = [DemandSignal.kind.in_(kinds), at >= clock.start_of_day(day)]
    chosen.append(at < clock.start_of_day(day + timedelta(days=1)))
    if scope.crafts:
        chosen.append(func.coalesce(DemandSignal.craft_id, 0).in_(scope.crafts))
    if scope.country:
        chosen.append(DemandSignal.country == scope.country)
    if scope.about is not None:
        pieces = scope.about.item_ids if scope.about.items is None else scope.about.items
        chosen.append(or_(DemandSignal.item_id.in_(pieces), DemandSignal.artisan_id.in_(scope.about.artisan_ids)))
    if scope.item_id:
        chosen.append(DemandSignal.item_id == scope.item_id)
    if scope.without_piece:
        others = select(Item.id).where(Item.state.not_in(OURS))
        chosen.append(or_(DemandSignal.item_id.is_(None), DemandSignal.item_id.in_(others)))
    if scope.gone is not None:
        chosen.append(or_(DemandSignal.kind != SignalKind.VIEW, DemandSignal.out_of_stock.is_(scope.gone)))
    if scope.facet:
        chosen += [DemandSignal.facet == scope.facet, DemandSignal.results == 0]
    if scope.artisan_id:
        chosen.append(DemandSignal.artisan_id == scope.artisan_id)
    chosen += scope.for_reason(DemandSignal.reason.expression)
    if in_vain:
        chosen.append(DemandSignal.results == 0)
    total = db.session.scalar(select(func.count(DemandSignal.id)).where(*chosen)) or 0
    page = (
        select(DemandSignal, PurchaseRequest.reference)
        .outerjoin(PurchaseRequest, PurchaseRequest.id == DemandSignal.request_id)
        .where(*chosen)
        .order_by(at, DemandSignal.id)
        .offset(offset)
        .limit(limit)
    )
    return total, [(sign, reference) for sign, reference in db.session.execute(page)]
