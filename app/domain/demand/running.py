"""The day that is not over: what visitors left so far is counted every few minutes, so that no page has to.

While it has few signs pages count them, and show what was searched a moment ago.
Some rare words are kept for as long as the day lasts; before any day is rolled up this count goes, so that none of them
is taken for one that three visitors used. What requests say is few, and is read where it lies.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert

from app.base import clock
from app.base.database import db, make_room
from app.domain.demand import counting, counts, raw, rolling, said
from app.domain.demand.counting import COLUMNS
from app.domain.demand.models import NOTED, DemandDay

FEW = 2_000
"""Signs that a page counts by itself within some milliseconds."""
MOST_RARE = 100
"""Words of one or two visitors told apart: an advisor sees a search of an hour ago, and pages do not grow with all."""
SELDOM = timedelta(minutes=45)
"""How long the count of a day rests that has more signs than are counted within a moment."""


def count(now: datetime) -> None:
    """Count the running day, where no finished one waits to be rolled up. Does not commit.

    A worker whose clock is behind leaves a day alone that another has rolled up.
    """
    counts.begin()
    today = clock.local(now - rolling.SETTLED).date()
    last, (day, until) = counts.last_rolled(date.max), counts.running()
    if last is not None and last >= today:
        return
    if day != today:  # what is left of another day never looks rolled up
        counts.forget_running()
    rows = raw.rows_on(today, rolling.MOST_ROWS)
    if rows < FEW:
        return
    is_much = rows == rolling.MOST_ROWS
    if is_much and day == today and until is not None and now - until < SELDOM:
        return
    make_room(db.session.connection())
    piles = rolling.worth_keeping(said.piles(today, today), today, rolling.Known(today, today), rare=MOST_RARE)
    cells = [counting.of_words(about, heap) for about, heap in said.heaps(piles, today, today).items()]
    db.session.execute(delete(DemandDay).where(DemandDay.day == today, counts.OBSERVED))
    seen = counting.others(today, today, kinds=set(NOTED).difference(said.SAID))
    db.session.execute(insert(DemandDay).from_select(list(COLUMNS), seen))
    rolling.keep(cells)
    counts.keep_running(today, now)
