"""What artisans counted in as made: the movements that a figure of supply adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, MovementKind, StockMovement, Variant
from app.domain.demand.behind import Scope
from app.domain.people.models import Artisan


@dataclass(frozen=True)
class Made:
    at: datetime
    item_id: int
    artisan: Artisan
    pieces: int


def made(
    scope: Scope, pieces: Sequence[ColumnElement[bool]], *, offset: int, limit: int
) -> tuple[int, int, list[Made]]:
    """How many movements in all, how many pieces, and some of them, the newest first. pieces: what items must fulfil.

    A country says nothing of what is made. Two statements.
    """
    chosen = [
        StockMovement.kind == MovementKind.MADE,
        StockMovement.at >= clock.start_of_day(scope.first),
        StockMovement.at < clock.start_of_day(scope.last + timedelta(days=1)),
        *pieces,
        *([Item.id == scope.item_id] if scope.item_id else []),
        *([Item.artisan_id == scope.artisan_id] if scope.artisan_id else []),
    ]
    sums = select(func.count(StockMovement.id), func.sum(StockMovement.change)).select_from(StockMovement)
    counted = sums.join(StockMovement.variant).join(Variant.item).where(*chosen)
    total, whole = db.session.execute(counted).one()
    page = (
        select(StockMovement.at, Item.id, Artisan, StockMovement.change)
        .select_from(StockMovement)
        .join(StockMovement.variant)
        .join(Variant.item)
        .join(Item.artisan)
        .where(*chosen)
        .order_by(StockMovement.at.desc(), StockMovement.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return total, int(whole or 0), [Made(*row) for row in db.session.execute(page)]
