"""The past sales that a figure of seasons rests on, day by day as they were taken in."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, extract, func, select

from app.base.database import db
from app.domain.demand import months
from app.domain.demand.behind import Scope
from app.domain.demand.models import DemandDay, SignalKind


@dataclass(frozen=True)
class Sold:
    """A day's sales of one series. words: the series, where it is no piece of ours. value: centimes in all, or 0."""

    day: date
    item_id: int
    craft_id: int
    words: str
    pieces: int
    value: int


@dataclass(frozen=True)
class Sales:
    """rows, pieces: in all. found: some of them, the newest first."""

    rows: int
    pieces: int
    found: list[Sold]


def of_month(scope: Scope, now: datetime) -> Scope:
    """The same month in all years that the seasons are made of."""
    eras = months.eras(now)
    return replace(scope, first=eras.spans[0].first, last=eras.spans[-1].last) if eras else scope


def are_there(scope: Scope) -> bool:
    return bool(db.session.scalar(select(select(DemandDay.id).where(*_chosen(scope)).exists())))


def sales(scope: Scope, *, offset: int, limit: int) -> Sales:
    """Two statements."""
    chosen, day = _chosen(scope), DemandDay
    rows, pieces = db.session.execute(select(func.count(), func.sum(day.quantity)).where(*chosen)).one()
    page = (
        select(day.day, day.item_id, day.craft_id, day.words, day.quantity, day.value)
        .where(*chosen)
        .order_by(day.day.desc(), day.quantity.desc(), day.id)
        .offset(offset)
        .limit(limit)
    )
    return Sales(rows, int(pieces or 0), [Sold(*row) for row in db.session.execute(page)])


def _chosen(scope: Scope) -> list[ColumnElement[bool]]:
    day = DemandDay
    chosen = [day.kind == SignalKind.PAST_SALE, day.day.between(scope.first, scope.last)]
    if scope.month:
        chosen.append(extract("month", day.day) == scope.month)
    if scope.crafts:
        chosen.append(day.craft_id.in_(scope.crafts))
    if scope.country:
        chosen.append(day.country == scope.country)
    if scope.about is not None:
        chosen.append(scope.about.of_days())
    if scope.item_id:
        chosen.append(day.item_id == scope.item_id)
    if scope.artisan_id:
        chosen.append(day.artisan_id == scope.artisan_id)
    return chosen
