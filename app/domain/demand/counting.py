"""Raw signals counted into the cells of a day: the one place that says what a roll-up is.

A cell is a day's signals of one kind about one thing. Searches are counted by their folded words.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select

from app.base import clock
from app.base.database import db
from app.domain.demand import words
from app.domain.demand.models import DemandSignal, SignalKind


@dataclass(unsafe_hash=True)  # frozen, one takes six times as long to make, and a page reads thousands
class Cell:
    """Never changed. Signals of one kind about one thing on one day. Fields as in DemandDay; value in centimes.

    visitors: different people that day; for what a request says, different requests.
    """

    day: date
    kind: SignalKind
    item_id: int = 0
    craft_id: int = 0
    artisan_id: int = 0
    words: str = ""
    reason: str = ""
    country: str = ""
    out_of_stock: bool = False
    signals: int = 0
    visitors: int = 0
    quantity: int = 0
    value: int = 0
    without_result: int = 0


def cells(first: date, last: date, *, craft_id: int | None = None) -> list[Cell]:
    """The cells of some days, both ends included, counted from raw signals. Two statements, however many days."""
    if first > last:
        return []
    return _searches(first, last, craft_id) + _others(first, last, craft_id)


def _raw(first: date, last: date, craft_id: int | None, *kinds: ColumnElement[bool]) -> Subquery:
    """The raw signals of some days, with the number of their day from 0.

    Casablanca shifts its clock, so the edges of the days are written out.
    """
    edges: list[tuple[ColumnElement[bool], int]] = [
        (DemandSignal.at < clock.start_of_day(first + timedelta(days=number + 1)), number)
        for number in range((last - first).days)
    ]
    number: ColumnElement[int] = case(*edges, else_=len(edges)) if edges else literal(0)
    start, end = clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1))
    chosen = select(DemandSignal, number.label("number")).where(DemandSignal.at >= start, DemandSignal.at < end, *kinds)
    return (chosen if craft_id is None else chosen.where(DemandSignal.craft_id == craft_id)).subquery()


def _others(first: date, last: date, craft_id: int | None) -> list[Cell]:
    """All but searches. Words of a wish are not counted: they are as different as people are."""
    raw = _raw(first, last, craft_id, DemandSignal.kind != SignalKind.SEARCH).c
    key = (raw.number, raw.kind, raw.item_id, raw.craft_id, raw.reason, raw.country, raw.out_of_stock)
    counted = select(
        *key,
        func.max(raw.artisan_id),
        func.count(),
        func.count(raw.visitor.distinct()) + func.count(raw.request_id.distinct()),
        func.sum(raw.quantity),
        func.sum(raw.value),
    ).group_by(*key)
    return [
        Cell(
            day=first + timedelta(days=number),
            kind=kind,
            item_id=item_id or 0,
            craft_id=craft or 0,
            artisan_id=artisan_id or 0,
            reason=reason or "",
            country=country or "",
            out_of_stock=out_of_stock,
            signals=signals,
            visitors=visitors,
            quantity=int(quantity),
            value=int(value or 0),
        )
        for (
            number, kind, item_id, craft, reason, country, out_of_stock,
            artisan_id, signals, visitors, quantity, value,
        ) in db.session.execute(counted)
    ]  # fmt: skip


def _searches(first: date, last: date, craft_id: int | None) -> list[Cell]:
    """Searches by their folded words; the spelling most people used stands for all of them."""
    raw = _raw(first, last, craft_id, DemandSignal.kind == SignalKind.SEARCH).c
    key = (raw.number, raw.craft_id, raw.words, raw.visitor)
    counted = select(*key, func.count(), func.sum(case((raw.results == 0, 1), else_=0))).group_by(*key)
    heaps: defaultdict[tuple[int, int, str], _Heap] = defaultdict(_Heap)
    for number, craft, said, visitor, count, nothing in db.session.execute(counted):
        heaps[number, craft or 0, words.key(said or "")].add(said or "", visitor, count, nothing)
    return [
        Cell(
            day=first + timedelta(days=number),
            kind=SignalKind.SEARCH,
            craft_id=craft,
            words=heap.spelling if folded else "",
            signals=heap.count,
            visitors=len(heap.people),
            quantity=heap.count,
            without_result=heap.nothing,
        )
        for (number, craft, folded), heap in heaps.items()
    ]


class _Heap:
    """Searches for one thing on one day."""

    def __init__(self) -> None:
        self.people: set[str | None] = set()
        self.spellings: Counter[str] = Counter()
        self.count = self.nothing = 0

    def add(self, said: str, visitor: str | None, count: int, nothing: int) -> None:
        self.people.add(visitor)
        self.spellings[said.casefold()] += 1
        self.count += count
        self.nothing += nothing

    @property
    def spelling(self) -> str:
        return min(self.spellings, key=lambda said: (-self.spellings[said], said))


def first_raw_day(since: date | None = None) -> date | None:
    """The day of the oldest raw signal, from a day on."""
    oldest = select(func.min(DemandSignal.at))
    found = db.session.scalar(oldest.where(DemandSignal.at >= clock.start_of_day(since)) if since else oldest)
    return clock.local(found).date() if found else None
