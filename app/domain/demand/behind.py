"""What a figure rests on: which requests and which of their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.demand import figures
from app.domain.demand.behind_lines import Lines, written
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.prices import Outcome
from app.domain.demand.reading import About
from app.domain.people.models import Artisan
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, RequestLine

UNSAID = "unsaid"
NO_CRAFT = frozenset({0})
OURS = (ItemState.PUBLISHED, ItemState.PAUSED)
"""Pieces that a figure names; what was said of others counts for their craft."""


class Requests(StrEnum):
    """Which requests: all, those that came to an end or were accepted, those that were answered."""

    RECEIVED = "received"
    DECIDED = "decided"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Scope:
    """Which days (both included) and what of them.

    month: 1 to 12, of all years; 0 for all. reason: "" for all, ``UNSAID`` for those that did not say.
    lines, about: what lines of requests must fulfil, and what signs are about, where pieces were chosen.
    item_id: of one piece alone; without_piece: of what names no piece that is still ours. In crafts, 0 is no craft.
    gone: views of what could not be had (True) or could be had (False) alone. facet: lists that were narrowed to it.
    prices: of what was offered, in centimes, the first included, the last not; outcome: what became of it.
    """

    first: date
    last: date
    crafts: frozenset[int] = frozenset()
    country: str = ""
    lines: Sequence[ColumnElement[bool]] = ()
    about: About | None = None
    artisan_id: int = 0
    month: int = 0
    reason: str = ""
    item_id: int = 0
    without_piece: bool = False
    gone: bool | None = None
    facet: str = ""
    prices: tuple[int, int] | None = None
    outcome: Outcome | None = None

    @property
    def read_about(self) -> About | None:
        """What must be read of the signs at least."""
        return About(frozenset({self.item_id})) if self.item_id and self.about is None else self.about

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is of this scope, as far as a cell can say."""
        return (
            (not self.crafts or cell.craft_id in self.crafts)
            and (not self.country or cell.country == self.country)
            and (not self.artisan_id or cell.artisan_id == self.artisan_id)
            and (not self.month or cell.day.month == self.month)
            and (not self.reason or cell.reason == ("" if self.reason == UNSAID else self.reason))
            and (not self.item_id or cell.item_id == self.item_id)
            and (self.gone is None or cell.kind is not SignalKind.VIEW or cell.out_of_stock == self.gone)
            and (not self.facet or (cell.facet == self.facet and cell.without_result > 0))
        )

    def for_reason(self, reason: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """The reason as a condition on where it stands written."""
        if not self.reason:
            return []
        return [reason.is_(None) if self.reason == UNSAID else reason == self.reason]


@dataclass(frozen=True)
class Line:
    """A line as it is shown. at: when it was asked for, declined or refused. price: centimes a piece, or None."""

    at: datetime
    reference: str
    titles: dict[str, str]
    description: str | None
    quantity: int
    price: int | None
    reason: str
    artisan: Artisan | None


def requests(
    which: Requests, scope: Scope, *, offset: int, limit: int
) -> tuple[int, list[tuple[PurchaseRequest, datetime | None]]]:
    """How many in all, and some of them, the newest first, each with the moment of its answer."""
    first_answer = (
        select(func.min(RequestEvent.at))
        .where(RequestEvent.request_id == PurchaseRequest.id, RequestEvent.deed.in_(figures.ANSWERS))
        .correlate(PurchaseRequest)
        .scalar_subquery()
    )
    of_lines = [*scope.lines, *_of_piece(scope)]
    chosen = figures.requests_of(scope.first, scope.last, scope.crafts, scope.country, of_lines)
    if which is Requests.DECIDED:
        chosen.append(PurchaseRequest.state.in_(figures.TAKEN | figures.LOST))
    elif which is Requests.ANSWERED:
        chosen.append(PurchaseRequest.events.any(RequestEvent.deed.in_(figures.ANSWERS)))
    total = db.session.scalar(select(func.count()).select_from(PurchaseRequest).where(*chosen)) or 0
    rows = db.session.execute(
        select(PurchaseRequest, first_answer)
        .where(*chosen)
        .options(selectinload(PurchaseRequest.lines))
        .order_by(PurchaseRequest.sent_at.desc(), PurchaseRequest.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return total, [(request, answered) for request, answered in rows]


def lines(which: Lines, scope: Scope, *, offset: int, limit: int) -> tuple[int, int, list[Line]]:
    """How many in all, how many pieces, and some of them, the newest first. Rows of requests are kept for good."""
    what = written(which, scope.outcome)
    chosen = [*what.chosen, *_of_line(scope), what.at >= clock.start_of_day(scope.first)]
    chosen.append(what.at < clock.start_of_day(scope.last + timedelta(days=1)))
    if scope.month:
        chosen.append(_in_month(what.at, scope))
    chosen += scope.for_reason(what.reason)
    if scope.prices:
        chosen += [what.price >= scope.prices[0], what.price < scope.prices[1]]
    columns = (PurchaseRequest.reference, RequestLine.titles, RequestLine.description)
    found = (
        select(what.at, *columns, what.quantity, what.price, what.reason, Artisan)
        .select_from(RequestLine)
        .join(RequestLine.request)
        .outerjoin(Artisan, Artisan.id == RequestLine.artisan_id)
        .where(*chosen)
    )
    counted = (
        select(func.count(RequestLine.id), func.sum(what.quantity))
        .select_from(RequestLine)
        .join(RequestLine.request)
        .where(*chosen)
    )
    for table, on in what.joined:
        found, counted = found.join(table, on), counted.join(table, on)
    page = found.order_by(what.at.desc(), RequestLine.id.desc()).offset(offset).limit(limit)
    rows = db.session.execute(page)
    total, pieces = db.session.execute(counted).one()
    return (
        total,
        int(pieces or 0),
        [
            Line(at, reference, titles, description, quantity, price, str(reason or ""), artisan)
            for at, reference, titles, description, quantity, price, reason, artisan in rows
        ],
    )


def _of_line(scope: Scope) -> list[ColumnElement[bool]]:
    chosen = [*scope.lines, *_of_piece(scope)]
    if scope.crafts == NO_CRAFT:
        chosen.append(RequestLine.craft_id.is_(None))
    elif scope.crafts:
        chosen.append(figures.of_crafts(scope.crafts))
    if scope.country:
        chosen.append(PurchaseRequest.country == scope.country)
    if scope.artisan_id:
        theirs = select(Variant.id).join(Item).where(Item.artisan_id == scope.artisan_id)
        chosen.append(or_(RequestLine.artisan_id == scope.artisan_id, RequestLine.variant_id.in_(theirs)))
    return chosen


def _of_piece(scope: Scope) -> list[ColumnElement[bool]]:
    if scope.item_id:
        return [RequestLine.variant_id.in_(select(Variant.id).where(Variant.item_id == scope.item_id))]
    if scope.without_piece:
        gone = select(Variant.id).join(Item).where(Item.state.not_in(OURS))
        return [or_(RequestLine.variant_id.is_(None), RequestLine.variant_id.in_(gone))]
    return []


def _in_month(at: ColumnElement[datetime], scope: Scope) -> ColumnElement[bool]:
    """A month of every year of the scope, by its days in Casablanca."""
    spans = []
    for year in range(scope.first.year, scope.last.year + 1):
        begin = date(year, scope.month, 1)
        end = (begin + timedelta(days=31)).replace(day=1)
        spans.append(and_(at >= clock.start_of_day(begin), at < clock.start_of_day(end)))
    return or_(*spans)
