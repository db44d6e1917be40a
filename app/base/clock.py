"""The only clock. A demonstration can be moved forward in time; nothing else can.

Times are aware and in UTC everywhere inside; people read them in Casablanca time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

with files("tzdata.zoneinfo").joinpath("Africa", "Casablanca").open("rb") as _zone:
    CASABLANCA = ZoneInfo.from_file(_zone, key="Africa/Casablanca")
"""From the locked package, not from the system: Morocco changes its clock by decree, and systems hear of it late."""

_offset: Callable[[], timedelta] = timedelta


def now() -> datetime:
    """The moment, aware, in UTC."""
    return really_now() + _offset()


def really_now() -> datetime:
    """The moment outside, whatever a demonstration believes: for what machines tell each other."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Casablanca."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on a Casablanca clock, which shifts in Ramadan."""
    return moment.astimezone(CASABLANCA)


def start_of_day(day: date) -> datetime:
    """The first moment of a Casablanca day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=CASABLANCA).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last second of a Casablanca day, in UTC: when an offer of that day ends."""
    return start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)


def keep_offset(source: Callable[[], timedelta]) -> None:
    """Say where the demonstration's offset is read from. Called once, by assembly."""
    global _offset
    _offset = source
