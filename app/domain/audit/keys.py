"""Hashes that nobody can trace back: under a key that changes every day and is destroyed after two."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

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


def hidden(them: Sequence[tuple[str, datetime]]) -> list[str]:
    """Network addresses, or anything else that points at a person, each as 32 hexadecimal digits of its day.

    A day's key is read once for all of them, and each is hashed once.
    """
    days = [clock.local(at).date() for _what, at in them]
    told = set(zip((what for what, _at in them), days, strict=True))
    chosen = select(DailyKey.day, DailyKey.secret).where(DailyKey.day.in_({day for _what, day in told}))
    kept = {row.day: row.secret for row in db.session.connection().execute(chosen)}
    secrets_of = {day: kept.get(day) or key_of(day) for _what, day in told}
    found = {(what, day): hashed(what, secrets_of[day]) for what, day in told}
    return [found[what, day] for (what, _at), day in zip(them, days, strict=True)]


def recent(at: datetime) -> list[bytes]:
    """Today's key, then yesterday's where there is one: enough to count over a day and a night."""
    day = clock.local(at).date()
    before = db.session.scalar(select(DailyKey.secret).where(DailyKey.day == day - timedelta(days=1)))
    return [key_of(day), *([before] if before else [])]


def hashed(what: str, key: bytes) -> str:
    """32 hexadecimal digits that stand for something while the key lives."""
    return hmac.digest(key, what.encode("utf-8", "replace"), "sha256").hex()[:32]


def destroy_old(*, at: datetime) -> None:
    """Forget the keys of two days ago and before; their hashes can then be told from nothing."""
    last = clock.local(at).date() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(DailyKey).where(DailyKey.day <= last))
