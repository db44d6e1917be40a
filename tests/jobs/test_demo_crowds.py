"""Visitors by the million, here a few thousand: what they leave, and what would have been kept of the years before."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.domain.demand import raw
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.jobs.demo import crowds, goods, people, trades
from app.jobs.demo.world import World
from tests.domain.demand import given

SIGNALS = 9_000


@pytest.fixture
def shop(app: Flask) -> World:
    world = World(clock.now(), Random(1))
    for room in (trades, people, goods):
        room.fill(world)
    return world


def indexes() -> set[str | None]:
    names = (DemandSignal.__tablename__, DemandDay.__tablename__)
    return {index["name"] for name in names for index in sa.inspect(db.session.connection()).get_indexes(name)}


def left() -> list[tuple[object, ...]]:
    columns = [column for column in DemandSignal.__table__.c if column.name != "id"]
    return sorted((tuple(row) for row in db.session.execute(select(*columns))), key=str)


def test_as_many_as_asked_for_of_every_kind_in_the_last_weeks(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "YEARS", 0)
    before = indexes()
    crowds.come(shop.now, SIGNALS, Random(3))
    assert indexes() == before
    kinds = Counter(db.session.scalars(select(DemandSignal.kind)))
    assert set(kinds) == set(crowds.VISITED) and kinds.total() == SIGNALS
    assert kinds[SignalKind.VIEW] == pytest.approx(SIGNALS / 2, rel=0.1)
    today = clock.local(shop.now).date()
    days = Counter(clock.local(at).date() for at in db.session.scalars(select(DemandSignal.at)))
    assert max(days) <= today and min(days) == today - timedelta(days=crowds.RAW_DAYS)
    assert len(days) >= crowds.RAW_DAYS and min(days.values()) > 50
    searches = select(DemandSignal.words).where(DemandSignal.kind == SignalKind.SEARCH)
    said = Counter(db.session.scalars(searches))
    assert said.most_common(1)[0][1] > 20 and sum(count == 1 for count in said.values()) > 100
    assert (
        db.session.scalar(select(func.count()).where(DemandSignal.facet.is_not(None))) == kinds[SignalKind.IMPRESSION]
    )


def test_the_years_before_are_kept_as_a_roll_up_would_keep_them(shop: World) -> None:
    given.day(SignalKind.PAST_SALE, 3, 7, words="series 1")
    crowds.come(shop.now, SIGNALS, Random(3))
    today = clock.local(shop.now).date()
    assert db.session.scalar(select(func.min(DemandDay.day))) == today - timedelta(days=365 * crowds.YEARS)
    crowds.roll_up(shop.now)
    first = today - timedelta(days=crowds.RAW_DAYS)

    def a_day(*which: sa.ColumnElement[bool]) -> dict[SignalKind, tuple[float, float]]:
        chosen = select(DemandDay.kind, func.count(), func.sum(DemandDay.signals)).where(*which)
        rows = db.session.execute(chosen.group_by(DemandDay.kind)).all()
        days = db.session.scalar(select(func.count(DemandDay.day.distinct())).where(*which)) or 1
        return {kind: (cells / days, int(signals) / days) for kind, cells, signals in rows}

    before = a_day(DemandDay.day < first)
    since = a_day(DemandDay.day >= first, DemandDay.day < today, DemandDay.kind != SignalKind.PAST_SALE)
    assert set(before) == set(since) == set(crowds.VISITED)
    for kind, (cells, signals) in since.items():
        assert signals == pytest.approx(before[kind][1], rel=0.15), kind
        assert 0.3 * cells < before[kind][0] < 3 * cells + 3 or kind is SignalKind.SEARCH or kind is SignalKind.CLICK
    kept = select(func.sum(DemandDay.signals)).where(DemandDay.kind == SignalKind.PAST_SALE)
    assert db.session.scalar(kept) == 7


def test_the_same_seed_gives_the_same_crowd(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "YEARS", 0)
    found = []
    for _ in range(2):
        crowds.come(shop.now, 500, Random(3))
        found.append(left())
        db.session.execute(sa.delete(DemandSignal))
        db.session.commit()
    assert found[0] == found[1] and len(found[0]) == 500
    assert raw.first_raw_day() is None
