"""Builders of signals and of rolled-up days."""

from datetime import date, datetime, timedelta
from typing import Any

from app.base import clock
from app.base.database import db
from app.domain.demand import feast_days, nights
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from tests.given import NOW

TODAY = clock.local(NOW).date()


def signal(kind: SignalKind, *, at: datetime = NOW, **columns: Any) -> DemandSignal:
    made = DemandSignal(**{"kind": kind, "at": at, "quantity": 1, **columns})
    db.session.add(made)
    db.session.flush()
    return made


def search(words: str, visitor: str, *, results: int = 0, at: datetime = NOW, **columns: Any) -> DemandSignal:
    return signal(SignalKind.SEARCH, at=at, words=words, visitor=visitor, results=results, **columns)


def day(kind: SignalKind, days_ago: int, signals: int = 1, **columns: Any) -> DemandDay:
    """A kept cell; visitors as many as signals unless said otherwise."""
    made = DemandDay(
        **{
            "day": TODAY - timedelta(days=days_ago),
            "kind": kind,
            "signals": signals,
            "visitors": signals,
            "quantity": signals,
            **columns,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def start(day_: date) -> datetime:
    return clock.start_of_day(day_)


def night(now: datetime = NOW) -> None:
    """Every group's forecasts, as the clock's job makes them one after the other."""
    for group in nights.waiting(clock.local(now).date()):
        nights.keep(group, nights.work_of(group, now, feast_days.moons()).rows())
    db.session.flush()
