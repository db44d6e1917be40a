"""Visitors by the million, for measuring: what they leave in ninety days, and the counted days of the two years before.

Each batch is committed: this is no story, and so many do not fit into one transaction. Where it is stopped half way,
the demonstration is to be loaded anew.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import delete

from app.base import clock
from app.base.database import db, learn
from app.domain.demand import counts, rolling
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.jobs.demo import bulk, calendar
from app.jobs.demo.crowd_habits import Habits, Sign
from app.jobs.demo.pile import table_of

RAW_DAYS = 89
YEARS = 2
BATCH = 20_000
"""Rows in memory at once."""
SIGNS_A_VISIT = 6
MINUTES = range(24 * 60)
RAW = ("at", "visitor", *Sign._fields)
COUNTED = (*("day", "kind", "item_id", "craft_id", "artisan_id", "words", "reason", "country", "out_of_stock"),
           *("facet", "language", "signals", "visitors", "quantity", "value", "without_result"))  # fmt: skip
_BUSY = list(accumulate(weight / 60 for weight in calendar.HOURS for _ in range(60)))
VISITED = (SignalKind.VIEW, SignalKind.IMPRESSION, SignalKind.SEARCH, SignalKind.CLICK, SignalKind.WISH)


def come(now: datetime, signals: int, dice: Random) -> None:
    """So many signs in the last 89 days, which wait to be counted; days before are as if they had been. Commits."""
    today = clock.local(now).date()
    raw, counted = table_of(DemandSignal), table_of(DemandDay)
    habits = Habits(dice)
    first = today - timedelta(days=RAW_DAYS)
    db.session.execute(delete(DemandDay).where(DemandDay.day >= first, counts.OBSERVED))
    db.session.execute(delete(DemandDay).where(DemandDay.day < first, DemandDay.kind.in_(VISITED)))
    counts.changed()
    db.session.commit()
    with bulk.without_indexes(raw):
        for number in range(RAW_DAYS):
            share = signals * (number + 1) // RAW_DAYS - signals * number // RAW_DAYS
            for rows in _day(first + timedelta(days=number), share, habits, dice):
                bulk.insert(raw, RAW, rows)
                db.session.commit()
    with bulk.without_indexes(counted):
        for number in range(365 * YEARS - RAW_DAYS, 0, -1):
            bulk.insert(counted, COUNTED, _cells(first - timedelta(days=number), signals / RAW_DAYS, habits, dice))
            db.session.commit()
    learn(db.session.connection())
    db.session.commit()


def roll_up(now: datetime) -> None:
    """What the clock's job does, until nothing waits. Commits."""
    while rolling.roll_up_some(now):
        db.session.commit()


def _day(day: date, count: int, habits: Habits, dice: Random) -> Iterator[list[tuple[Any, ...]]]:
    """The signs of a day in the order of their time, some at once."""
    start = clock.start_of_day(day)
    moments = [f"{start + timedelta(minutes=minute):%Y-%m-%d %H:%M}" for minute in MINUTES]
    zone = "+00" if db.session.get_bind().dialect.name == "postgresql" else ".000000"
    seconds = [f":{second:02}{zone}" for second in range(60)]
    visitors = [f"{dice.getrandbits(128):032x}" for _ in range(max(count // SIGNS_A_VISIT, 1))]
    minutes = sorted(dice.choices(MINUTES, cum_weights=_BUSY, k=count))
    for begin in range(0, count, BATCH):
        some = minutes[begin : begin + BATCH]
        signs = habits.signs(len(some))
        who = dice.choices(visitors, k=len(some))
        yield [
            (moments[minute] + seconds[place % 60], visitor, *sign)
            for place, (minute, visitor, sign) in enumerate(zip(some, who, signs, strict=True))
        ]


def _cells(day: date, count: float, habits: Habits, dice: Random) -> list[tuple[Any, ...]]:
    """What a day's roll-up would have kept of as many signs."""
    found = []
    for kept, share, value in habits.kept:
        signs = int(count * share + dice.random())
        if signs:
            people = max(round(signs * 0.8), 1)
            nothing = signs if kept.results == 0 else 0
            ids = (kept.item_id or 0, kept.craft_id or 0, kept.artisan_id or 0)
            words = (kept.words or "", "", "", kept.out_of_stock, kept.facet or "", kept.language or "")
            found.append((day.isoformat(), kept.kind, *ids, *words, signs, people, signs, signs * value, nothing))
    return found
