"""What is kept for a while only, forgotten when that while is over. Each takes the moment; the caller commits."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy import delete, text

from app.base.database import db, learn
from app.domain.audit import keys
from app.domain.catalogue import changes
from app.domain.work.models import SubmittedForm

FORMS = timedelta(days=7)


def forget_forms(at: datetime) -> None:
    """A form's key guards against the back button and the retry of a phone without network: a week is enough."""
    db.session.execute(delete(SubmittedForm).where(SubmittedForm.at < at - FORMS))


def forget_changes(_at: datetime) -> None:
    """What kept pages follow: everybody has seen the old ones, and who has not reads all anew."""
    changes.forget_old(db.session())


class Damaged(Exception):
    """The database file is damaged: restore the last backup, and keep the file."""


def look_over(_at: datetime) -> None:
    """SQLite only: read every page of the file. Damage shows as a failing job, before people meet it.

    Then it learns how much lies where, as PostgreSQL does by itself.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        found = db.session.scalars(text("PRAGMA quick_check(5)")).all()
        if found != ["ok"]:
            raise Damaged("; ".join(found))
        learn(db.session.connection())


def let_go_of_old_pages(_at: datetime) -> None:
    """SQLite only: its log keeps pages as they were before something was erased, until it is emptied.

    On a connection of its own, which waits for nobody: whoever is in the way now is not in an hour.
    """
    engine = db.session.get_bind().engine
    if engine.dialect.name == "sqlite" and engine.url.database:
        with closing(sqlite3.connect(engine.url.database, timeout=1)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def destroy_keys(at: datetime) -> None:
    """The keys that hide network addresses and visitors: after two days nothing can be traced back."""
    keys.destroy_old(at=at)
