"""Feasts as they were announced: a coordinator's day counts, in the list, on the heat table and in the moons."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hijridate import Hijri
from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.demand import feast_days, feasts
from app.domain.demand.feast_days import TooFar
from app.domain.demand.feasts import Feast
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests import given
from tests.given import NOW

RECKONED = feasts.computed(Feast.RAMADAN, 1448)
LATER = RECKONED + timedelta(days=1)


def test_a_corrected_day_counts_and_is_undone(app: Flask) -> None:
    karim = given.coordinator()
    feast_days.correct(Feast.RAMADAN, 1448, LATER, by=karim, at=NOW)
    feast_days.correct(Feast.EID_AL_ADHA, 1448, date(2027, 5, 17), by=karim, at=NOW)
    first = feasts.ahead(NOW.date(), feast_days.corrected())[0]
    assert (first.feast, first.first, first.is_sure) == (Feast.RAMADAN, LATER, True)
    assert feast_days.moons() == {(1448, 9): LATER, (1448, 12): date(2027, 5, 8)}
    feast_days.put_back(Feast.RAMADAN, 1448, by=karim, at=NOW)
    db.session.flush()
    assert feasts.ahead(NOW.date(), feast_days.corrected())[0].first == RECKONED
    deeds = db.session.scalars(select(AuditEvent.deed).order_by(AuditEvent.id)).all()
    assert deeds == ["feast.corrected", "feast.corrected", "feast.put_back"]


def test_the_eve_of_a_corrected_eid_is_the_last_of_ramadan(app: Flask) -> None:
    eid = feasts.computed(Feast.EID_AL_FITR, 1448) + timedelta(days=1)
    found = feasts.ahead(date(2027, 1, 1), {(Feast.EID_AL_FITR, 1448): eid})
    assert found[0].last == eid - timedelta(days=1) and found[1].first == eid


@pytest.mark.parametrize("days", [-4, 4, 400])
def test_nobody_who_looks_at_the_moon_is_four_days_off(app: Flask, days: int) -> None:
    with pytest.raises(TooFar):
        feast_days.correct(Feast.RAMADAN, 1448, RECKONED + timedelta(days=days), by=given.coordinator(), at=NOW)
    assert feast_days.corrected() == {}


@pytest.mark.parametrize("moved", [-1, 0, 1, 3])
def test_a_week_belongs_to_the_month_that_was_announced(moved: int) -> None:
    start = RECKONED + timedelta(days=moved)
    moons = {(1448, 9): start}
    for middle in (start - timedelta(days=1), start):
        weeks = Timeline(Frequency.WEEKS, middle - timedelta(days=3), moons)
        assert weeks.lunar_month(0) == (8 if middle < start else 9)


def test_the_year_turns_with_a_corrected_moon() -> None:
    reckoned = date.fromordinal(Hijri(1449, 1, 1).to_gregorian().toordinal())
    moons = {(1449, 1): reckoned - timedelta(days=1)}
    eve = Timeline(Frequency.WEEKS, reckoned - timedelta(days=4), moons)
    assert eve.lunar_month(0) == 1
    late = Timeline(Frequency.WEEKS, reckoned - timedelta(days=3), {(1449, 1): reckoned + timedelta(days=1)})
    assert late.lunar_month(0) == 12
