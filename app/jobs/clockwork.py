"""What the clock does by itself: one visible list of jobs, each run by one worker at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from flask import current_app

from app.base import clock
from app.base.database import db, writing
from app.domain.alerts import forgetting as alerts_forgetting
from app.domain.alerts import telling
from app.domain.catalogue import days, tasks
from app.domain.demand import rolling
from app.domain.people import codes, sign_ins, throttles
from app.domain.purchasing import timekeeping
from app.domain.work import jobs
from app.jobs import papers, pictures, prints, tidying
from app.jobs.sheets import export_work as sheet_exports
from app.jobs.sheets import work as sheets

log = structlog.get_logger("clock")


class Job(NamedTuple):
    """A rule that takes the moment and changes rows; ``every``: how long it rests after it ran."""

    every: timedelta
    run: Callable[[datetime], object]


HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def _release_stale_holds(now: datetime) -> int:
    return timekeeping.release_stale_holds(now, days=current_app.config["SETTINGS"].request_hold_days)


JOBS: dict[str, Job] = {
    "the day turned": Job(timedelta(minutes=5), days.turn),
    "offers expire": Job(timedelta(minutes=5), timekeeping.expire_offers),
    "stale holds released": Job(HOUR, _release_stale_holds),
    "tasks settled": Job(timedelta(minutes=10), tasks.settle_all),
    "old requests anonymised": Job(24 * HOUR, timekeeping.forget_old_requests),
    "days of demand rolled up": Job(HOUR, rolling.roll_up_due),
    "old signals dropped": Job(HOUR, rolling.drop_old),
    "told of pieces that are back": Job(MINUTE, telling.returned),
    "told of lower prices": Job(MINUTE, telling.cheaper),
    "told of pieces found at last": Job(5 * MINUTE, telling.found),
    "old alerts forgotten": Job(HOUR, alerts_forgetting.forget_old),
    "abandoned photos removed": Job(24 * HOUR, pictures.forget_abandoned),
    "abandoned proofs removed": Job(24 * HOUR, papers.forget_abandoned),
    "old uploads forgotten": Job(HOUR, pictures.forget_uploads),
    "old printed catalogues removed": Job(24 * HOUR, prints.forget_old),
    "old tables forgotten": Job(24 * HOUR, sheets.forget_old),
    "old exports forgotten": Job(24 * HOUR, sheet_exports.forget_old),
    "database looked over": Job(24 * HOUR, tidying.look_over),
    "old changes forgotten": Job(HOUR, tidying.forget_changes),
    "old forms forgotten": Job(6 * HOUR, tidying.forget_forms),
    "old throttles forgotten": Job(HOUR, throttles.forget_old),
    "old keys destroyed": Job(HOUR, tidying.destroy_keys),
    "old codes forgotten": Job(HOUR, codes.forget_old),
    "ended sessions forgotten": Job(24 * HOUR, sign_ins.forget_old),
}


def plan() -> None:
    """Write the jobs down where they are not yet."""
    with writing():
        jobs.plan({name: job.every for name, job in JOBS.items()}, clock.now())
        db.session.commit()


def run_next(worker: str) -> bool:
    """Run one job that is due, in one transaction. Returns whether there was one."""
    due = jobs.is_due(clock.now())
    db.session.rollback()
    if not due:
        return False
    with writing():
        taken = jobs.take(worker, clock.now())
        name, lease = (taken.name, taken.leased_until) if taken else ("", None)
        db.session.commit()
        if not name:
            return False
        error = _run(name)
        jobs.settle(name, lease, every=JOBS[name].every, at=clock.now(), error=error)
        db.session.commit()
    return True


def _run(name: str) -> str | None:
    """The job's own transaction. A job that fails is undone, written down, and tried again after its interval."""
    try:
        JOBS[name].run(clock.now())
        db.session.commit()
    except Exception as trouble:
        db.session.rollback()
        log.exception("a job of the clock failed", job=name)
        return f"{type(trouble).__name__}: {trouble}"
    return None
