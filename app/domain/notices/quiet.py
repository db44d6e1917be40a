"""Hours in which nobody's telephone rings, on a Casablanca clock, which shifts in Ramadan."""

from datetime import datetime, time, timedelta

from app.base import clock

Hours = tuple[int, int] | None
"""From which hour to which, over midnight or not; None: never quiet."""


def until(at: datetime, hours: Hours) -> datetime | None:
    """When the quiet that reigns at a moment ends; None where it does not reign."""
    if hours is None:
        return None
    first, last = hours
    here = clock.local(at)
    over_midnight = first > last
    begun = here.hour >= first
    if not (begun or here.hour < last if over_midnight else begun and here.hour < last):
        return None
    day = here.date() + timedelta(days=1 if over_midnight and begun else 0)
    return datetime.combine(day, time(last), tzinfo=clock.CASABLANCA).astimezone(at.tzinfo)
