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
    morning, afternoon, somebody_else, next_day = keys.Held().hidden(asked)
    assert morning == afternoon
    assert len({morning, somebody_else, next_day}) == 3
    assert re.fullmatch("[0-9a-f]{32}", morning)
    assert keys.Held().hidden(asked[:1]) == [morning]


def test_a_key_is_read_once_and_let_go_of_when_its_day_is_over(app: Flask) -> None:
    asked: list[date] = []

    def ask(day: date) -> bytes:
        asked.append(day)
        return keys.key_of(day)

    held, late = keys.Held(ask), datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)  # a second before midnight
    for _ in range(2):
        held.hidden([(f"192.0.2.{n}", NOW) for n in range(50)])
        held.let_go(late)
    assert asked == [date(2026, 11, 20)]
    held.let_go(late + timedelta(seconds=1))
    assert held._held == []
    held.hidden([("192.0.2.7", late), ("192.0.2.7", late + timedelta(seconds=1))])
    assert asked[1:] == [date(2026, 11, 20), date(2026, 11, 21)]


def test_the_day_is_the_one_in_casablanca(app: Flask) -> None:
    late = datetime(2026, 7, 20, 23, 30, tzinfo=UTC)  # already tomorrow in Casablanca
    keys.Held().hidden([("192.0.2.7", late)])
    assert db.session.scalars(select(DailyKey.day)).all() == [date(2026, 7, 21)]


def test_keys_are_destroyed_after_two_days(app: Flask) -> None:
    for days in range(4):
        keys.key_of(NOW.date() - timedelta(days=days))
    keys.destroy_old(at=NOW)
    assert set(db.session.scalars(select(DailyKey.day))) == {NOW.date(), NOW.date() - timedelta(days=1)}
