"""Signs of demand: the roll-up of many beside one plain GROUP BY over the same rows, and what noting them costs a page.

`--signals N` says how many are rolled up; a million where nothing is said.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import psycopg
from sqlalchemy import func, select

from app.base import clock
from app.base.database import begin_writing, db, reading
from app.domain.demand import counting, counts, raw, rolling, unmet
from app.domain.demand.models import DemandDay, DemandSignal
from tests.bench import forecasts, recording
from tests.bench.databases import Loaded, loaded
from tests.bench.recording import Spent, spent
from tests.bench.rules import application, beside_its_statements
from tests.bench.where import quiet

MANY = 1_000_000
KILLED_AFTER = 3
"""Batches."""
_FLOOR = (
    "SELECT {day}, kind, item_id, craft_id, words, reason, country, out_of_stock, facet, language, COUNT(*),"
    " COUNT(DISTINCT visitor) FROM demand_signal WHERE at < '{today}' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
)
_DAY = {"sqlite": "date(at)", "postgresql": "(at AT TIME ZONE 'UTC')::date"}
_ROLL_UP = (
    "from app import create_app; from app.base import clock; from app.base.database import begin_writing;"
    "from app.jobs.demo import crowds; app = create_app(); context = app.app_context(); context.push();"
    "begin_writing(); crowds.roll_up(clock.now())"
)


def demand(engine: str, sizes: list[str]) -> dict[str, object]:
    asked = sizes if "--signals" in sizes else [*sizes, "--signals", str(MANY)]
    with loaded(engine, [*asked, "--unrolled"]) as made, quiet():
        if made.database:
            _settle(made)
        with application(made) as app:
            begin_writing()
            now, yesterday = clock.now(), clock.today() - timedelta(days=1)
            found = {"loaded_in_s": round(made.seconds, 1), "roll up": _rolled_up(made)}
            sys.stderr.write(f"  {engine}: {found}\n")
            db.session.connection()  # a transaction of whoever writes
            found |= {
                "roll up a day": beside_its_statements(lambda: rolling.roll_up(yesterday), 3),
                "rank what is unmet": beside_its_statements(lambda: unmet.ranked(now=now), 5),
                "a night's forecasts": forecasts.night(),
            }
            db.session.rollback()
            return found | {"recording": recording.all_pages(app, made)}


def _settle(made: Loaded) -> None:
    """What PostgreSQL does by itself within minutes of so many rows."""
    with psycopg.connect(made.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _rolled_up(made: Loaded) -> dict[str, object]:
    last = counts.last_rolled(clock.today())
    first = raw.first_raw_day(last + timedelta(days=1) if last else None)
    signs = db.session.scalar(select(func.count()).select_from(DemandSignal))
    assert first
    db.session.commit()
    floors = [spent(made, lambda: _floor(made))]
    Path("/proc/self/clear_refs").write_text("5")  # the most memory from here on
    before = _most_memory()
    ours = spent(made, _all_days)
    most = _most_memory()
    once = _digest(first)
    floors.append(spent(made, lambda: _floor(made)))
    again = spent(made, lambda: (rolling.roll_up(first, clock.today() - timedelta(days=1)), db.session.commit()))
    twice = _digest(first)
    floor = Spent(*(sum(both) / 2 for both in zip(*floors, strict=True)))
    return {
        "raw": signs,
        "kept": db.session.scalar(select(func.count()).select_from(DemandDay)),
        "wall_s": round(ours.wall, 2),
        "cpu_s": round(ours.processor, 2),
        "floor_wall_s": round(floor.wall, 2),
        "floor_cpu_s": round(floor.processor, 2),
        "ratio": round(ours.processor / floor.processor, 2),
        "wall_ratio": round(ours.wall / floor.wall, 2),
        "memory_mib": round(most),
        "memory_before_mib": round(before),
        "again_cpu_s": round(again.processor, 2),
        "twice_the_same": once == twice,
        "killed_and_resumed_the_same": once == _killed_and_resumed(made, first),
    }


def _all_days() -> None:
    """As the clock's job does: a few days, a commit, the next."""
    while rolling.roll_up_some(clock.now()):
        db.session.commit()
    db.session.commit()


def _floor(made: Loaded) -> int:
    """By the driver alone, one connection, one statement; what comes back is counted and let go of."""
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(_FLOOR.format(day=_DAY[made.engine], today=clock.start_of_day(clock.today())))
    found = 0
    while rows := cursor.fetchmany(10_000):
        found += len(rows)
    connection.rollback()
    connection.close()
    return found


def _killed_and_resumed(made: Loaded, first: date) -> str:
    """Counted anew by a process that is killed in the midst, and by another that goes on."""
    db.session.execute(DemandDay.__table__.delete().where(DemandDay.day >= first, counts.OBSERVED))  # type: ignore[attr-defined]  # a Table
    db.session.commit()
    child = subprocess.Popen(
        [sys.executable, "-c", _ROLL_UP], env={**os.environ, **made.environment}, stdout=sys.stderr
    )
    until, days = time.monotonic() + 300, 0
    while days < KILLED_AFTER and child.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
        with reading():  # the other one writes
            days = db.session.scalar(select(func.count(DemandDay.day.distinct())).where(DemandDay.day >= first)) or 0
            db.session.rollback()
    child.send_signal(signal.SIGKILL)
    child.wait()
    if not 0 < days < (clock.today() - first).days:
        raise RuntimeError(f"killed after {days} days: that is no kill in the midst")
    _all_days()
    return _digest(first)


def _digest(first: date) -> str:
    """Of all that was kept of these days."""
    columns = [DemandDay.__table__.c[name] for name in counting.COLUMNS]
    found = hashlib.sha256()
    chosen = select(*columns).where(DemandDay.day >= first).order_by(*columns)
    for row in db.session.execute(chosen.execution_options(yield_per=10_000)):
        found.update(repr(tuple(row)).encode())
    db.session.rollback()
    return found.hexdigest()


def _most_memory() -> float:
    """MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
