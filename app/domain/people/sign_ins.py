"""Sessions on the server: begun, seen, ended. The browser holds a token, the database its hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.people.models import SignIn, User, Way

ARTISANS = timedelta(days=90)
"""Sliding: an artisan who comes once a season stays signed in."""
STAFF = timedelta(hours=12)
"""A working day, from its beginning."""
SEEN_EVERY = timedelta(minutes=10)
FRESH = timedelta(minutes=15)
KEPT = timedelta(days=180)


class NotFresh(Refusal):
    """The person must prove again who they are before this; the doorway leads there."""

    text = N_("Say again who you are, then go on.")
    status = 401


def start(user: User, *, way: Way, device: str, at: datetime) -> tuple[SignIn, str]:
    """A new session and the token that the browser will hold."""
    token = secrets.token_urlsafe(32)
    begun = SignIn(
        user=user, token_hash=_hashed(token), way=way, device=device[:120], started_at=at, proved_at=at, seen_at=at
    )
    db.session.add(begun)
    return begun, token


def live(token: str, at: datetime) -> SignIn | None:
    """The session of a token, with its account, while both live."""
    found = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == _hashed(token)).options(joinedload(SignIn.user))
    )
    return found if found and found.user.active and is_live(found, at) else None


def is_live(sign_in: SignIn, at: datetime) -> bool:
    if sign_in.ended_at is not None:
        return False
    if sign_in.user.is_staff:
        return sign_in.started_at > at - STAFF
    return sign_in.seen_at > at - ARTISANS


def is_fresh(sign_in: SignIn, at: datetime) -> bool:
    """Whether the person proved who they are a moment ago."""
    return sign_in.proved_at > at - FRESH


def is_due(sign_in: SignIn, at: datetime) -> bool:
    """Whether it is time to note that the session is in use."""
    return sign_in.seen_at <= at - SEEN_EVERY


def note_seen(sign_in_id: int, at: datetime) -> None:
    """Note that a session is in use, at most once in ten minutes, however many pages open at once."""
    due = update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at <= at - SEEN_EVERY)
    db.session.execute(due.values(seen_at=at), execution_options={"synchronize_session": False})


def of(user: User, at: datetime) -> Sequence[SignIn]:
    """The live sessions of an account, the last one used first."""
    rows = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    found = db.session.scalars(rows.order_by(SignIn.seen_at.desc(), SignIn.id.desc()).limit(50)).all()
    return [one for one in found if is_live(one, at)]


def last_seen(user_ids: set[int]) -> dict[int, datetime]:
    """When each of these accounts was last in use, where it ever was, in one question."""
    if not user_ids:
        return {}
    rows = select(SignIn.user_id, func.max(SignIn.seen_at).label("seen")).where(SignIn.user_id.in_(user_ids))
    return {row.user_id: row.seen for row in db.session.execute(rows.group_by(SignIn.user_id))}


def end(sign_in: SignIn, at: datetime) -> None:
    """Ending twice changes nothing."""
    sign_in.ended_at = sign_in.ended_at or at


def end_all(user: User, at: datetime, *, but: SignIn | None = None) -> int:
    """End every session of an account, except the one named. Returns how many."""
    ended = 0
    chosen = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None)).with_for_update()
    for one in db.session.scalars(chosen):
        if but is None or one.id != but.id:
            end(one, at)
            ended += 1
    return ended


def forget_old(at: datetime) -> int:
    """Drop sessions nobody used for half a year. Returns how many rows went."""
    return int(db.session.execute(delete(SignIn).where(SignIn.seen_at < at - KEPT)).rowcount)  # type: ignore[attr-defined]  # a delete has one


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
