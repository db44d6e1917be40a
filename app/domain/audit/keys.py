"""Hashes that nobody can trace back: under a key that changes every day and is destroyed after two."""

import hmac
import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

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


def hidden(what: str, *, at: datetime) -> str:
    """A network address, or anything else that points at a person, as 32 hexadecimal digits of that day."""
    return hashed(what, key_of(clock.local(at).date()))


def recent(at: datetime) -> list[bytes]:
    """Today's key, then yesterday's where there is one: enough to count over a day and a night."""
    day = clock.local(at).date()
    before = db.session.scalar(select(DailyKey.secret).where(DailyKey.day == day - timedelta(days=1)))
    return [key_of(day), *([before] if before else [])]


def hashed(what: str, key: bytes) -> str:
    """32 hexadecimal digits that stand for something while the key lives."""
    return hmac.new(key, what.encode("utf-8", "replace"), sha256).hexdigest()[:32]


def destroy_old(*, at: datetime) -> None:
    """Forget the keys of two days ago and before; their hashes can then be told from nothing."""
    last = clock.local(at).date() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(DailyKey).where(DailyKey.day <= last))
