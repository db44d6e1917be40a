"""What `make bench` promises to whoever starts it: one clear line for a wrong suite, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.bench.__main__ import OF_NO_ENGINE, SUITES
from tests.databases import SERVER, needed, postgresql_answers

ROOT = Path(__file__).resolve().parents[2]


def test_a_wrong_suite_is_one_clear_line() -> None:
    for command in (["make", "-s", "bench", "SUITE=nonsense"], [sys.executable, "-m", "tests.bench", "nonsense"]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = done.stderr.strip().splitlines()
        assert done.returncode and done.stdout == "" and len(said) == 1
        assert all(name in said[0] for name in [*SUITES, *OF_NO_ENGINE])


def test_a_bench_that_is_told_to_stop_leaves_no_database() -> None:
    needed("PostgreSQL", postgresql_answers())
    script = "import signal; from tests.bench import __main__ as bench; from tests.bench.databases import loaded;"
    script += "signal.signal(signal.SIGTERM, bench._end);"
    script += "loaded('postgresql', []).__enter__()"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env={**os.environ}) as bench:
        until = time.monotonic() + 60
        while not (made := _left(bench.pid)) and time.monotonic() < until:
            time.sleep(0.1)
        bench.send_signal(signal.SIGTERM)
        assert bench.wait(60) == 128 + signal.SIGTERM
    assert made and not _left(bench.pid)


def _left(process: int) -> list[str]:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        return [row[0] for row in connection.execute(query, [f"maalem_bench_{process}_%"])]
