"""A worker's sign of life, so that others can tell whether anybody is working."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.base.database import db
from app.domain.work.models import WorkerBeat

EVERY = timedelta(seconds=10)
ALIVE_FOR = timedelta(seconds=60)
"""A worker that was not seen for longer is held to be dead."""
FORGOTTEN_AFTER = timedelta(days=1)


def beat(name: str, at: datetime) -> None:
    """Write down that the worker ``name`` lives, and forget those long gone."""
    found = db.session.get(WorkerBeat, name)
    if found is None:
        db.session.add(WorkerBeat(name=name, beat_at=at))
    else:
        found.beat_at = at
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < at - FORGOTTEN_AFTER))


def end(name: str, _at: datetime) -> None:
    """The worker stops of its own will."""
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.name == name))


def last() -> datetime | None:
    """When any worker was last seen."""
    return db.session.scalar(select(func.max(WorkerBeat.beat_at)))


def is_anybody_there(at: datetime) -> bool:
    """Whether a worker was seen within the last minute."""
    seen = last()
    return seen is not None and at - seen <= ALIVE_FOR
