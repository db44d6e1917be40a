"""What the clock does for the database itself."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.base import clock
from app.base.database import begin_writing, db, learn
from app.jobs import tidying
from tests import given


@pytest.fixture
def filled(own_app: Flask) -> Flask:
    with own_app.app_context():
        begin_writing()
        for _ in range(3):
            given.item()
        db.session.commit()
    return own_app


KNOWN = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_variant_item_id'",
    "postgresql": "SELECT reltuples::int::text FROM pg_class WHERE relname = 'variant'",
}


def test_the_database_learns_how_much_lies_where(filled: Flask) -> None:
    """SQLite by the clock's daily look. PostgreSQL does so by itself, and is told to after a large load."""
    with filled.app_context():
        engine = db.engine.dialect.name
        tidying.look_over(clock.now()) if engine == "sqlite" else learn(db.session.connection())
        db.session.commit()
        assert [known.split()[0] for known in db.session.scalars(text(KNOWN[engine]))] == ["3"]


def test_a_damaged_file_is_a_failing_job(filled: Flask) -> None:
    with filled.app_context():
        if db.engine.dialect.name == "postgresql":
            return tidying.look_over(clock.now())  # it looks after itself
        db.session.execute(text("PRAGMA writable_schema=ON"))
        db.session.execute(text("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'ix_variant_item_id'"))
        db.session.commit()
        db.engine.dispose()
        with pytest.raises(tidying.Damaged):
            tidying.look_over(clock.now())
    return None
