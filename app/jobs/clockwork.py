"""What the clock does by itself: one visible list of jobs, each run by one worker at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from flask import current_app

from app.base import clock
from app.base.database import db, writing
from app.base.settings import Settings
from app.domain.advice import comparing, judging, monday_mail
from app.domain.alerts import forgetting as alerts_forgetting
from app.domain.alerts import telling
from app.domain.catalogue import days, tasks
from app.domain.demand import batches, rolling, running
from app.domain.fulfilment import forgetting, showing
from app.domain.notices import quiet
from app.domain.people import codes, sign_ins, throttles
from app.domain.purchasing import reminding, timekeeping
from app.domain.work import jobs
from app.domain.work.jobs import Rest
from app.jobs import papers, pictures, prints, tidying, voices
from app.jobs.demand import foreseeing
from app.jobs.sheets import export_work as sheet_exports
from app.jobs.sheets import work as sheets

log = structlog.get_logger("clock")


class Job(NamedTuple):
    """A rule that takes the moment and changes rows; ``every``: how long it rests after it ran, unless it answers that
    it did a part only (``jobs.Rest``)."""

    every: timedelta
    run: Callable[[datetime], object]


HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(seconds=0.3)


def _release_stale_holds(now: datetime) -> int:
    return timekeeping.release_stale_holds(now, days=_settings().request_hold_days)


def _remind_makers(now: datetime) -> int:
    """Not while their telephones are left in peace: who answers at dawn is not reminded at eight."""
    chosen = _settings()
    return 0 if quiet.until(now, chosen.quiet_hours) else reminding.remind_makers(now, chosen.reminder_hours)


def _tell_advisors(now: datetime) -> int:
    return reminding.tell_advisors(now, _settings().escalation_hours)


def _remind_customers(now: datetime) -> int:
    return reminding.remind_customers(now, _settings().offer_reminder_days)


def _roll_up(now: datetime) -> Rest:
    """A few days each time, so that nobody waits long to write and a kill loses little; then the day that runs. Where
    very many signs wait to be taken apart, as no worker ran, some of them are all that is done."""
    if not batches.take_all_apart(rolling.roll_up, within=A_MOMENT) or rolling.roll_up_next(now):
        return Rest.NONE
    running.count(now)
    return Rest.AS_USUAL


def _settings() -> Settings:
    chosen: Settings = current_app.config["SETTINGS"]
    return chosen


JOBS: dict[str, Job] = {
    "the day turned": Job(timedelta(minutes=5), days.turn),
    "offers expire": Job(timedelta(minutes=5), timekeeping.expire_offers),
    "stale holds released": Job(HOUR, _release_stale_holds),
    "makers reminded": Job(timedelta(minutes=10), _remind_makers),
    "advisors told of late makers": Job(timedelta(minutes=10), _tell_advisors),
    "customers reminded of offers": Job(timedelta(minutes=10), _remind_customers),
    "customers told of new photos": Job(5 * MINUTE, showing.tell_customers),
    "the team told whom to call": Job(timedelta(minutes=10), monday_mail.tell),
    "tasks settled": Job(timedelta(minutes=10), tasks.settle_all),
    "old requests anonymised": Job(24 * HOUR, forgetting.forget_old_requests),
    "days of demand rolled up": Job(5 * MINUTE, _roll_up),
    "forecasts made": Job(5 * MINUTE, foreseeing.make_next),
    "old signals dropped": Job(HOUR, rolling.drop_old),
    "expectations of advice kept": Job(HOUR, comparing.freeze_due),
    "advice judged": Job(HOUR, judging.judge_due),
    "told of pieces that are back": Job(MINUTE, telling.returned),
    "told of lower prices": Job(MINUTE, telling.cheaper),
    "told of pieces found at last": Job(5 * MINUTE, telling.found),
    "old alerts forgotten": Job(HOUR, alerts_forgetting.forget_old),
    "abandoned photos removed": Job(24 * HOUR, pictures.forget_abandoned),
    "customers’ leftover pictures removed": Job(MINUTE, pictures.forget_private),
    "leftover voice notes removed": Job(MINUTE, voices.forget_leftover),
    "abandoned proofs removed": Job(24 * HOUR, papers.forget_abandoned),
    "old uploads forgotten": Job(HOUR, pictures.forget_uploads),
    "old printed catalogues removed": Job(24 * HOUR, prints.forget_old),
    "old tables forgotten": Job(24 * HOUR, sheets.forget_old),
    "old exports forgotten": Job(24 * HOUR, sheet_exports.forget_old),
    "database looked over": Job(24 * HOUR, tidying.look_over),
    "old pages let go of": Job(HOUR, tidying.let_go_of_old_pages),
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
        error, rest = _run(name)
        jobs.settle(name, lease, every=rest, at=clock.now(), error=error)
        db.session.commit()
    return True


def _run(name: str) -> tuple[str | None, timedelta]:
    """The job's own transaction, and how long it rests. A job that fails is undone, written down, and tried again after
    its interval."""
    job = JOBS[name]
    try:
        answer = job.run(clock.now())
        db.session.commit()
    except Exception as trouble:
        db.session.rollback()
        log.exception("a job of the clock failed", job=name)
        return f"{type(trouble).__name__}: {trouble}", job.every
    return None, timedelta() if answer is Rest.NONE else job.every
