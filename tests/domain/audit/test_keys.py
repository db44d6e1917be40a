"""What was hashed under a day's key cannot be traced once the key is gone."""

import re
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.audit import keys
from app.domain.audit.models import DailyKey
from tests.given import NOW


def test_one_person_is_one_hash_within_a_day_and_another_the_day_after(app: Flask) -> None:
    hours, day = timedelta(hours=3), timedelta(days=1)
    asked = ("192.0.2.7", NOW), ("192.0.2.7", NOW + hours), ("192.0.2.8", NOW), ("192.0.2.7", NOW + day)
    morning, afternoon, somebody_else, next_day = keys.hidden(asked)
    assert morning == afternoon
    assert len({morning, somebody_else, next_day}) == 3
    assert re.fullmatch("[0-9a-f]{32}", morning)
    assert keys.hidden(asked[:1]) == [morning]


def test_the_key_of_a_day_is_read_once_for_all(app: Flask, statements: list[str]) -> None:
    keys.hidden([("192.0.2.7", NOW)])
    db.session.expunge_all()
    statements.clear()
    keys.hidden([(f"192.0.2.{n}", NOW) for n in range(50)])
    assert len(statements) == 1


def test_the_day_is_the_one_in_casablanca(app: Flask) -> None:
    late = datetime(2026, 7, 20, 23, 30, tzinfo=UTC)  # already tomorrow in Casablanca
    keys.hidden([("192.0.2.7", late)])
    assert db.session.scalars(select(DailyKey.day)).all() == [date(2026, 7, 21)]


def test_keys_are_destroyed_after_two_days(app: Flask) -> None:
    for days in range(4):
        keys.key_of(NOW.date() - timedelta(days=days))
    keys.destroy_old(at=NOW)
    assert set(db.session.scalars(select(DailyKey.day))) == {NOW.date(), NOW.date() - timedelta(days=1)}
