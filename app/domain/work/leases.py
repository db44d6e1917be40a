"""Taking work: a row with a lease belongs to one worker for a while, and to the next one if that worker dies.

PostgreSQL skips the rows that others hold; on SQLite the writing transaction is alone, so nobody else can look.
Whoever took a row settles it by the lease they took: if it ran out and another took the row, theirs counts.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.base.database import db
from app.domain.work.models import Leased

Row = TypeVar("Row", bound=Leased)


def take(
    table: type[Row],
    *ready: ColumnElement[bool],
    at: datetime,
    lasting: timedelta,
    order: InstrumentedAttribute[Any],
    limit: int = 1,
) -> list[Row]:
    """Lease up to ``limit`` rows that are ready and that nobody holds. Inside ``writing()``; the caller commits."""
    free = or_(table.leased_until.is_(None), table.leased_until <= at)
    found = db.session.scalars(
        select(table).where(*ready, free).order_by(order).limit(limit).with_for_update(skip_locked=True)
    ).all()
    for row in found:
        row.leased_until = at + lasting
    db.session.flush()
    return list(found)


def held(table: type[Row], identity: ColumnElement[bool], lease: datetime | None) -> Row | None:
    """The row, for update, if the lease taken is still the one it carries."""
    return db.session.scalar(
        select(table)
        .where(identity, table.leased_until == lease)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
