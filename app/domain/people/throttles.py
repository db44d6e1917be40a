"""How often something may be tried. Counted in the database, for all processes; kept only as keyed hashes.

A throttle refuses new tries; it never ends a session that lives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.base.database import db, take_turns
from app.base.errors import N_, Refusal
from app.domain.audit import keys
from app.domain.people.models import Throttle

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so many of a kind within a time (a day at most: older keys are gone)."""

    kind: str
    most: int
    within: timedelta


CODES_AN_HOUR = Limit("code", 3, HOUR)
CODES_A_DAY = Limit("code", 8, DAY)
CODES_FROM_ADDRESS = Limit("code_from", 20, HOUR)
CODE_TRIES_FROM_ADDRESS = Limit("code_try_from", 60, HOUR)
PASSWORDS = Limit("password", 10, HOUR)
PASSWORDS_FROM_ADDRESS = Limit("password_from", 20, HOUR)
SECOND_FACTORS = Limit("factor", 8, HOUR)
REQUESTS = Limit("request", 6, HOUR)
REQUESTS_FROM_ADDRESS = Limit("request_from", 60, HOUR)
PICTURES_FROM_ADDRESS = Limit("pictures_from", 60, HOUR)
ALERTS = Limit("alert", 3, HOUR)
ALERTS_A_DAY = Limit("alert", 8, DAY)
ALERTS_FROM_ADDRESS = Limit("alert_from", 15, HOUR)
ALERTS_FROM_ADDRESS_A_DAY = Limit("alert_from", 40, DAY)
RESETS = Limit("reset", 3, HOUR)
RESETS_FROM_ADDRESS = Limit("reset_from", 20, HOUR)


class TooMany(Refusal):
    text = N_("Too many tries. Wait an hour, or call the cooperative.")
    status = 429


def take(limits: Iterable[tuple[Limit, str]], *, at: datetime) -> list[Throttle]:
    """Count one try against each limit, or raise TooMany and count nothing.

    limits: a limit and whom it counts (a number, an e-mail, ``addresses.counted(…)``). Tries that run
    at the same time wait for each other, so that together they cannot pass a limit.
    Returns what was counted, for ``give_back``.
    """
    wanted = sorted(limits, key=lambda pair: (pair[0].kind, pair[1]))
    known = keys.recent(at)
    for kind, subject in dict.fromkeys((limit.kind, subject) for limit, subject in wanted):
        take_turns(f"{kind}:{keys.hashed(subject, known[0])}")
    for limit, subject in wanted:
        if _counted(limit, [keys.hashed(subject, key) for key in known], at) >= limit.most:
            raise TooMany
    pairs = dict.fromkeys((limit.kind, subject) for limit, subject in wanted)
    rows = [Throttle(kind=kind, subject=keys.hashed(subject, known[0]), at=at) for kind, subject in pairs]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def give_back(rows: Iterable[Throttle]) -> None:
    """A try that succeeded counts against nobody."""
    for row in rows:
        db.session.delete(row)


def forget_old(at: datetime) -> int:
    """Drop what no limit counts any more. Returns how many rows went."""
    return int(db.session.execute(delete(Throttle).where(Throttle.at < at - DAY)).rowcount)  # type: ignore[attr-defined]  # a delete has one


def _counted(limit: Limit, subjects: list[str], at: datetime) -> int:
    counted = select(func.count()).where(
        Throttle.kind == limit.kind, Throttle.subject.in_(subjects), Throttle.at > at - limit.within
    )
    return db.session.scalar(counted) or 0
