"""Weeks of work: how many pieces a maker can still take on in each, and when an order of them is ready.

A week is an ISO week, known by its Monday. Bookings of a week never exceed what the maker can make in it,
nor what can be made of one variant in it where that is less.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue.models import Variant
from app.domain.people.models import Artisan
from app.domain.purchasing.offer_models import CapacityBooking, Hold

WEEKS_AHEAD = 52
WORKING_DAYS = 5
"""Days from Monday to Saturday, when what was made in a week is ready."""


class TooMuchWork(Refusal):
    text = N_("That is more than can be made in a year. Answer with fewer pieces.")


class Share(NamedTuple):
    """Pieces to be made in one week."""

    week: date
    quantity: int


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def share_out(quantity: int, weeks: Iterable[tuple[date, int]]) -> list[Share]:
    """Spread pieces over weeks, earliest first. weeks: each with what is still free in it. Raises TooMuchWork."""
    shares, left = [], quantity
    for week, free in weeks:
        part = min(left, max(free, 0))
        if part:
            shares.append(Share(week, part))
            left -= part
        if not left:
            return shares
    raise TooMuchWork(field="quantity_made")


def plan(artisan: Artisan, variant: Variant | None, quantity: int, today: date) -> list[Share]:
    """Which weeks an order of ``quantity`` pieces would take. The maker's row is locked: the answer stays true."""
    db.session.refresh(artisan, ["weekly_capacity", "version"], with_for_update=True)
    first = monday(today)
    weeks = [first + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
    taken = _booked(CapacityBooking.artisan_id, artisan.id, first)
    if variant is None or not variant.weekly_capacity:
        return share_out(quantity, ((week, artisan.weekly_capacity - taken[week]) for week in weeks))
    of_it = _booked(CapacityBooking.variant_id, variant.id, first)
    most = variant.weekly_capacity
    free = ((week, min(artisan.weekly_capacity - taken[week], most - of_it[week])) for week in weeks)
    return share_out(quantity, free)


def ready_on(shares: list[Share], today: date, lead_days: int) -> date:
    """The day all of it is ready: not before the maker's own delay, nor before the end of the last week of work."""
    promised = today + timedelta(days=lead_days)
    return max([promised, *(share.week + timedelta(days=WORKING_DAYS) for share in shares)])


def _booked(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], id_: int, since: date
) -> dict[date, int]:
    rows = db.session.execute(
        select(CapacityBooking.week, func.sum(CapacityBooking.quantity))
        .where(column == id_, CapacityBooking.state != Hold.RELEASED, CapacityBooking.week >= since)
        .group_by(CapacityBooking.week)
    )
    return defaultdict(int, {week: int(total) for week, total in rows})
