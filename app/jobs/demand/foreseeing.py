"""The clock's job that makes the night's forecasts, one group each time."""

from datetime import datetime

from app.base import clock
from app.base.database import db, reading
from app.domain.demand import feast_days, nights
from app.domain.work.jobs import Rest


def make_next(now: datetime) -> Rest:
    """Make the forecasts of the next group that has none of today; more groups wait, or all are made.

    Nothing is held while it is reckoned: others write meanwhile.
    """
    with reading():
        waiting = nights.waiting(clock.local(now).date())
        work = nights.work_of(waiting[0], now, feast_days.moons()) if waiting else None
        db.session.commit()
    if work is None:
        return Rest.AS_USUAL
    rows = work.rows()
    nights.keep(waiting[0], rows)
    return Rest.NONE if len(waiting) > 1 else Rest.AS_USUAL
