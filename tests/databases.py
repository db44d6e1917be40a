"""Both engines for tests: a migrated template each, and fresh copies of it in a moment."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.base import clock, settings
from app.base.database import db

ENGINES = ("sqlite", "postgresql")
SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def postgresql_answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def needed(what: str, found: bool) -> None:
    """Skip, and say so, where something optional is missing; in CI nothing is optional."""
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what} is missing, and CI must have it")
        pytest.skip(f"no {what} on this machine")


class Template:
    """A migrated, empty database of one engine, copied for tests that need one of their own."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.name = f"maalem_test_{uuid4().hex[:10]}"
        if engine == "postgresql":
            self._ask(f'CREATE DATABASE "{self.name}"')
        app = self.app(self.name)
        with app.app_context():
            upgrade()
            db.engine.dispose()
        if engine == "postgresql":  # copies are made from one that nobody is connected to
            self._ask(f'CREATE DATABASE "{self.name}_clean" TEMPLATE "{self.name}"')

    def app(self, name: str, **changes: object) -> Flask:
        given = settings.load(
            {
                "INSTANCE": str(self.folder / name),
                "DATABASE_URL": self.url(name),
                "SECRET_KEY": "for tests and nothing else",
                "QUIET_HOURS": "none",  # tests run at night too
            }
        )
        app = create_app(replace(given, **changes))
        app.testing = True
        app.config["EVEN_SECONDS"] = 0  # waiting is tested where it is meant
        app.config["API_A_MINUTE"] = 10**9  # as above
        app.extensions["kept_pages"].most_bytes = 0  # pages are made anew, but where keeping them is what is tested
        return app

    def url(self, name: str) -> str:
        if self.engine == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        return f"{SERVER.rsplit('/', 1)[0]}/{name}"

    @contextmanager
    def copy(self, **changes: object) -> Iterator[Flask]:
        """An application on a database of its own, for tests with several connections."""
        name = f"{self.name}_{uuid4().hex[:8]}"
        if self.engine == "sqlite":
            shutil.copy(self.folder / f"{self.name}.sqlite", self.folder / f"{name}.sqlite")
        else:
            self._ask(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}_clean"')
        app = self.app(name, **changes)
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()
            self.drop(name)
            clock.keep_offset(timedelta)  # a demonstration's clock asks its database, which is gone

    def drop(self, name: str) -> None:
        if self.engine == "postgresql":
            for unwanted in (name, f"{name}_clean"):
                self._ask(f'DROP DATABASE IF EXISTS "{unwanted}" WITH (FORCE)')

    @staticmethod
    def _ask(statement: str) -> None:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(statement)
