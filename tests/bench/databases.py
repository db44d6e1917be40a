"""A loaded demonstration on each engine that is found, for the length of the run."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.databases import SERVER, postgresql_answers


@dataclass(frozen=True)
class Loaded:
    """environment: what the application is started with. database: its name in PostgreSQL, None for SQLite."""

    engine: str
    environment: dict[str, str]
    database: str | None
    seconds: float = 0.0
    """How long the loading took, on the clock."""

    @property
    def floor_environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.environment["DATABASE_URL"]}


def engines() -> list[str]:
    return ["sqlite", *(["postgresql"] if postgresql_answers() else [])]


@contextmanager
def loaded(engine: str, sizes: list[str]) -> Iterator[Loaded]:
    """sizes: arguments for `flask demo load`."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"maalem_bench_{os.getpid()}_{uuid4().hex[:8]}"
        url = (
            f"sqlite:///{Path(folder) / 'bench.sqlite'}" if engine == "sqlite" else f"{SERVER.rsplit('/', 1)[0]}/{name}"
        )
        environment = {"INSTANCE": folder, "DATABASE_URL": url, "DEMO": "1", "LOG_FORMAT": "json"}
        made = Loaded(engine, environment, None if engine == "sqlite" else name)
        if made.database:
            _ask(f'CREATE DATABASE "{name}"')
        try:
            if made.database:  # a parallel worker ends before anybody can read what it spent
                _ask(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
            began = time.monotonic()
            for command in (["db", "upgrade"], ["demo", "load", *sizes]):
                subprocess.run(
                    [sys.executable, "-m", "flask", "--app", "wsgi", *command],
                    env={**os.environ, **environment},
                    check=True,
                    stdout=sys.stderr,
                )
            yield replace(made, seconds=time.monotonic() - began)
        finally:
            if made.database:
                _ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _ask(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
