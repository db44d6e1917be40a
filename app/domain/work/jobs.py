"""Jobs of the clock: many workers may run, one of them runs the job, the next one if it dies on the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import func, select

from app.base.database import db
from app.domain.work import leases
from app.domain.work.models import ClockJob

LEASE = timedelta(minutes=15)
LONGEST_ERROR = 500


class Rest(Enum):
    """What a job may answer: whether it is due again after its interval, or at once because it did only a part."""

    AS_USUAL = auto()
    NONE = auto()


def plan(intervals: Mapping[str, timedelta], at: datetime) -> None:
    """Make a row for each job that has none; a new job is due at once. Jobs no longer known are forgotten."""
    known = {job.name: job for job in db.session.scalars(select(ClockJob))}
    for name in sorted(intervals.keys() - known.keys()):
        db.session.add(ClockJob(name=name, due_at=at))
    for name in known.keys() - intervals.keys():
        db.session.delete(known[name])


def is_due(at: datetime) -> bool:
    """Whether a look at the jobs is worth a writing transaction."""
    return db.session.scalar(select(ClockJob.name).where(ClockJob.due_at <= at).limit(1)) is not None


def failing() -> int:
    """How many jobs failed when they last ran."""
    return db.session.scalar(select(func.count()).where(ClockJob.last_error.is_not(None))) or 0


def take(worker: str, at: datetime) -> ClockJob | None:
    """The next job that is due, leased to this worker."""
    found = leases.take(ClockJob, ClockJob.due_at <= at, at=at, lasting=LEASE, order=ClockJob.due_at)
    for job in found:
        job.leased_by = worker
    return found[0] if found else None


def settle(name: str, lease: datetime | None, *, every: timedelta, at: datetime, error: str | None = None) -> None:
    """The job ran, or failed: it is due again after its interval. Does nothing where another took it over."""
    job = leases.held(ClockJob, ClockJob.name == name, lease)
    if job is None:
        return
    job.due_at, job.leased_until, job.leased_by = at + every, None, None
    job.last_error = error[:LONGEST_ERROR] if error else None
    if error is None:
        job.last_run_at = at
