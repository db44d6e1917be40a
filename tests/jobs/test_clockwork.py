"""The clock's jobs: each due one is run by one worker, a failed one is undone and written down."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.domain.demand import batches
from app.domain.demand.models import DemandDay, SignalBatch, SignalKind
from app.domain.demand.signals import Glimpse, Sign
from app.domain.work import jobs
from app.domain.work.jobs import Rest
from app.domain.work.models import ClockJob, SubmittedForm
from app.jobs import clockwork, tidying
from app.jobs.clockwork import Job

HOUR = timedelta(hours=1)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two jobs of our own instead of the cooperative's; the list says which ran."""
    done: list[str] = []
    monkeypatch.setattr(
        clockwork,
        "JOBS",
        {
            "count": Job(HOUR, lambda _at: done.append("count")),
            "sweep": Job(2 * HOUR, lambda _at: done.append("sweep")),
        },
    )
    return done


def run_all() -> int:
    count = 0
    while clockwork.run_next("a worker"):
        count += 1
    return count


def job(name: str) -> ClockJob:
    db.session.expire_all()
    return db.session.get_one(ClockJob, name)


def test_a_new_job_runs_at_once_and_then_rests(app: Flask, ran: list[str]) -> None:
    clockwork.plan()
    with time_machine.travel(clock.now(), tick=False) as travel:
        assert run_all() == 2 and sorted(ran) == ["count", "sweep"]
        assert run_all() == 0
        travel.shift(HOUR)
        assert run_all() == 1 and ran[2:] == ["count"]
        assert job("count").last_run_at == clock.now() and job("count").leased_until is None


def test_planning_again_keeps_what_is_there_and_forgets_jobs_that_are_gone(
    app: Flask, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clockwork.plan()
    run_all()
    due = job("count").due_at
    monkeypatch.delitem(clockwork.JOBS, "sweep")
    clockwork.plan()
    assert job("count").due_at == due
    assert db.session.scalars(select(ClockJob.name)).all() == ["count"]


def test_a_job_that_fails_is_undone_written_down_and_stops_no_other(
    app: Flask, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(at: datetime) -> None:
        db.session.add(SubmittedForm(key="half done", endpoint="", location="", at=at))
        db.session.flush()
        raise ValueError("no such day")

    monkeypatch.setitem(clockwork.JOBS, "count", Job(HOUR, fail))
    clockwork.plan()
    with time_machine.travel(clock.now(), tick=False):
        assert run_all() == 2 and ran == ["sweep"]
        failed = job("count")
        assert failed.last_error == "ValueError: no such day" and failed.last_run_at is None
        assert failed.due_at == clock.now() + HOUR
    assert db.session.get(SubmittedForm, "half done") is None


def test_a_job_that_did_a_part_of_its_work_is_due_again_at_once(
    app: Flask, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [Rest.NONE, Rest.NONE, Rest.AS_USUAL]
    monkeypatch.setattr(clockwork, "JOBS", {"count": Job(HOUR, lambda _at: left.pop(0))})
    clockwork.plan()
    with time_machine.travel(clock.now(), tick=False):
        assert run_all() == 3 and left == []
        assert job("count").due_at == clock.now() + HOUR


def test_the_job_of_a_dead_worker_is_taken_over_when_its_lease_ends(app: Flask, ran: list[str]) -> None:
    clockwork.plan()
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(2):
            assert jobs.take("the dead worker", clock.now())
        db.session.commit()
        assert run_all() == 0 and not ran
        travel.shift(jobs.LEASE)
        assert run_all() == 2


def test_many_workers_run_a_job_once(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(
        clockwork, "JOBS", {f"job {n}": Job(HOUR, lambda _at, n=n: ran.append(f"job {n}")) for n in range(8)}
    )
    with own_app.app_context():
        clockwork.plan()
    start = threading.Barrier(4)
    troubles: list[BaseException] = []

    def work(name: str) -> None:
        start.wait()
        try:
            with own_app.app_context():
                for _ in range(10):
                    clockwork.run_next(name)
        except BaseException as trouble:
            troubles.append(trouble)

    workers = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not troubles and sorted(ran) == sorted(clockwork.JOBS)


def test_every_job_of_the_cooperative_runs_on_an_empty_database(app: Flask) -> None:
    clockwork.plan()
    assert run_all() == len(clockwork.JOBS)
    errors = db.session.execute(select(ClockJob.name, ClockJob.last_error).where(ClockJob.last_error.is_not(None)))
    assert errors.all() == []


def test_forms_are_forgotten_after_a_week(app: Flask) -> None:
    now = clock.now()
    for key, age in (("old", tidying.FORMS + HOUR), ("young", tidying.FORMS - HOUR)):
        db.session.add(SubmittedForm(key=key, endpoint="", location="/", at=now - age))
    tidying.forget_forms(now)
    assert db.session.scalars(select(SubmittedForm.key)).all() == ["young"]


def test_a_long_pile_of_signs_is_taken_apart_before_days_are_counted_and_nobody_waits_for_all_of_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = clock.now() - timedelta(days=1)
    for number in range(2 * batches.MOST):
        body = batches.packed([Glimpse(yesterday, "", Sign(SignalKind.VIEW, item_id=number))], ["x"])
        db.session.add(SignalBatch(at=yesterday, body=body))
    db.session.commit()
    monkeypatch.setattr(clockwork, "A_MOMENT", timedelta())
    steps = []
    for _ in range(4):
        rest = clockwork.JOBS["days of demand rolled up"].run(clock.now())
        waiting, counted = (db.session.scalar(select(func.count(table.id))) for table in (SignalBatch, DemandDay))
        steps.append((rest, waiting, counted))
    assert steps[:2] == [(Rest.NONE, batches.MOST, 0), (Rest.NONE, 0, 0)], "a little at a time"
    assert steps[2:] == [(Rest.NONE, 0, 2 * batches.MOST), (Rest.AS_USUAL, 0, 2 * batches.MOST)]
