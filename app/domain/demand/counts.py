"""How far signs are counted: the last day that was rolled up, and the day that is not over.

What visitors leave on a day is counted every few minutes while it lasts (``running``). Its cells stand among those of
finished days, and the one row of ``DemandCount`` says which day that is: it does not count as rolled up.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from app.base import clock
from app.base.database import db, take_turns
from app.base.together import Question
from app.domain.demand.models import DemandCount, DemandDay, SignalKind

RAW_DAYS = 90
ONLY = 1
"""The row's id."""
OBSERVED = DemandDay.kind != SignalKind.PAST_SALE
OLD = timedelta(hours=1)
"""A count of the day that is older is not used: nobody counts any more, so whoever reads does."""


class Fresh(NamedTuple):
    """day: from which on signs are not rolled up: the day after the last that is, at most ninety days ago.

    noted: from which on even what is noted beside pages (``models.NOTED``) must be counted where it lies; after today
    where it was counted up to ``until``. edition: see ``DemandCount``; 0 where nothing may be remembered.
    """

    day: date
    noted: date
    until: datetime | None = None
    edition: int = 0


def read(now: datetime) -> Fresh:
    """One statement."""
    return made(db.session.execute(question(now)).one(), now)


def question(now: datetime) -> Question:
    """What must be asked: one row."""
    known = [select(column).scalar_subquery() for column in (DemandCount.day, DemandCount.until, DemandCount.edition)]
    last = select(func.max(DemandDay.day)).where(*_rolled_up_before(clock.local(now).date())).scalar_subquery()
    names = ("last", "running", "until", "edition")
    return select(*(one.label(name) for name, one in zip(names, (last, *known), strict=True)))


def made(row: Any, now: datetime) -> Fresh:
    """Of the answer to ``question``."""
    last, running, until, edition = row
    today = clock.local(now).date()
    horizon = today - timedelta(days=RAW_DAYS)
    day = max(last + timedelta(days=1), horizon) if last else horizon
    if running != today or until is None or not now - OLD < until <= now:
        return Fresh(day, day, edition=edition or 0)
    return Fresh(day, today + timedelta(days=1), until, edition or 0)


def last_rolled(before: date) -> date | None:
    """The last day before another that was rolled up."""
    return db.session.scalar(select(func.max(DemandDay.day)).where(*_rolled_up_before(before)))


def _rolled_up_before(day: date) -> tuple[ColumnElement[bool], ...]:
    return DemandDay.day < day, OBSERVED, DemandDay.day.is_distinct_from(select(DemandCount.day).scalar_subquery())


def begin() -> None:
    """Call it before days are counted: two at it would each leave standing what the other just wrote.

    Whoever takes batches apart does that first: the other way round two would wait for each other.
    """
    take_turns("days of demand are counted")


def running() -> tuple[date | None, datetime | None]:
    """The day that is not over and was counted, and up to when."""
    row = db.session.execute(select(DemandCount.day, DemandCount.until)).first()
    return (row.day, row.until) if row else (None, None)


def keep_running(day: date, until: datetime) -> None:
    """A day that is not over was counted. Does not commit."""
    _put(day=day, until=until)


def forget_running() -> None:
    """What was counted of a day that was not over then. Does not commit."""
    day, _until = running()
    if day is not None:
        db.session.execute(delete(DemandDay).where(DemandDay.day == day, OBSERVED))
        _put(day=None, until=None)


def changed() -> None:
    """What is kept of days is another now. Does not commit."""
    _put(edition=1 + secrets.randbelow(2**31 - 1))


def _put(**values: Any) -> None:
    if db.session.execute(select(DemandCount.id)).first():
        db.session.execute(update(DemandCount).values(**values))
    else:
        db.session.execute(insert(DemandCount).values(id=ONLY, **{"edition": 0, **values}))
