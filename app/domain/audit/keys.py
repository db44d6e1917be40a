"""Hashes that nobody can trace back: under a key that changes every day and is destroyed after two."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.base import clock
from app.base.database import db
from app.domain.audit.models import DailyKey

KEPT_DAYS = 2


def key_of(day: date) -> bytes:
    """The secret of a Casablanca day, made by whoever needs it first."""
    kept = db.session.get(DailyKey, day)
    if kept is None:
        try:
            with db.session.begin_nested():
                kept = DailyKey(day=day, secret=secrets.token_bytes(32))
                db.session.add(kept)
        except IntegrityError:  # somebody beside us was first: theirs counts
            kept = db.session.get_one(DailyKey, day)
    return kept.secret


class Held:
    """The keys of running days in the memory of a process: each is read once, and let go of when its day is over.

    ask: reads or makes the key of a day.
    """

    def __init__(self, ask: Callable[[date], bytes] = key_of) -> None:
        self._ask = ask
        self._held: list[_Day] = []

    def hidden(self, them: Iterable[tuple[str, datetime]]) -> list[str]:
        """Network addresses, or anything else that points at a person, each as 32 hexadecimal digits of its day.

        Each is hashed once."""
        found: dict[tuple[str, bytes], str] = {}
        hashes = []
        for what, at in them:
            secret = self._of(at)
            told = found.get((what, secret))
            if told is None:
                told = found[what, secret] = hashed(what, secret)
            hashes.append(told)
        return hashes

    def let_go(self, now: datetime) -> None:
        """Of the keys of all days but the running one."""
        self._held = [day for day in self._held if day.starts <= now < day.ends]

    def _of(self, at: datetime) -> bytes:
        for day in self._held:
            if day.starts <= at < day.ends:
                return day.secret
        date_ = clock.local(at).date()
        starts, ends = clock.start_of_day(date_), clock.start_of_day(date_ + timedelta(days=1))
        self._held.append(_Day(starts, ends, self._ask(date_)))
        return self._held[-1].secret


class _Day(NamedTuple):
    starts: datetime
    ends: datetime
    secret: bytes


def recent(at: datetime) -> list[bytes]:
    """Today's key, then yesterday's where there is one: enough to count over a day and a night."""
    day = clock.local(at).date()
    before = db.session.scalar(select(DailyKey.secret).where(DailyKey.day == day - timedelta(days=1)))
    return [key_of(day), *([before] if before else [])]


def hashed(what: str, key: bytes) -> str:
    """32 hexadecimal digits that stand for something while the key lives: BLAKE2b under a key (RFC 7693)."""
    return hashlib.blake2b(what.encode("utf-8", "replace"), key=key, digest_size=16).hexdigest()


def destroy_old(*, at: datetime) -> None:
    """Forget the keys of two days ago and before; their hashes can then be told from nothing."""
    last = clock.local(at).date() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(DailyKey).where(DailyKey.day <= last))
