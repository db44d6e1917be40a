"""The night's forecasts end to end: read from the database, foreseen, kept."""

import time
from datetime import timedelta
from random import Random

from sqlalchemy import insert

from app.base import clock
from app.base.database import db
from app.domain.demand import feast_days, nights
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.people.trades import Craft

SERIES, WEEKS = 1_000, 104
GOAL = 10.0
"""Seconds for a thousand series."""


def night() -> dict[str, object]:
    """Processor seconds for a craft of a thousand past series over two years, in the caller's transaction."""
    craft, dice, now = Craft(slug="measured", names={"fr": "Mesuré"}), Random(1), clock.now()
    db.session.add(craft)
    db.session.flush()
    last = clock.local(now).date() - timedelta(days=1)
    for number in range(SERIES):
        sold = [week for week in range(WEEKS) if dice.random() < 0.4] or [0]
        rows = [
            {
                "day": last - timedelta(weeks=week),
                "kind": SignalKind.PAST_SALE,
                "craft_id": craft.id,
                "words": f"series {number}",
                "signals": 1,
                "quantity": dice.randint(1, 9),
            }
            for week in sold
        ]
        db.session.execute(insert(DemandDay), rows)
    group, began = nights.Group(craft.id), time.process_time()
    nights.keep(group, nights.work_of(group, now, feast_days.moons()).rows())
    db.session.flush()
    seconds = time.process_time() - began
    return {"series": SERIES, "weeks": WEEKS, "seconds": round(seconds, 2), "goal": GOAL, "holds": seconds <= GOAL}
