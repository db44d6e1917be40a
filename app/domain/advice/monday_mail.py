"""The Monday list by mail: once a week for everybody of the team who wants it and has somebody to call."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from app.base import clock
from app.base.database import db
from app.domain.advice import monday
from app.domain.advice.calls import Call, Matter
from app.domain.demand.worth import Guess
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people.models import STAFF, Artisan, Role, RoleName, User

HOUR = time(7)
"""On a Casablanca clock."""
LATEST = timedelta(days=1)
"""Where no worker ran on Monday morning, the list is still of use for so long."""
TOP = 5


def tell(now: datetime) -> int:
    """Write to each of the team whose Monday has come, in their language. Returns to how many.

    Whoever has nobody to call is not written to; nor later in the week, when something has come up.
    """
    this = _monday(now)
    if this is None:
        return 0
    waiting = [user for user in _team(this) if _taken(user, this) and user.monday_mail]
    if not waiting:
        return 0
    artisans = monday.whom()
    listed = monday.of(artisans, now)
    by_id = {artisan.id: artisan for artisan in artisans}
    orphans, told = monday.without_advisor(), 0
    for user in waiting:
        theirs = [call for call in listed if _is_theirs(by_id[call.artisan_id], user, orphans)]
        if theirs:
            _post(user, theirs, by_id, this, now)
            told += 1
    return told


def _monday(now: datetime) -> date | None:
    """The Monday whose list is due, while it is of use."""
    here = clock.local(now)
    this = here.date() - timedelta(days=here.weekday())
    due = datetime.combine(this, HOUR, tzinfo=clock.CASABLANCA)
    return this if due <= now < due + LATEST else None


def _team(this: date) -> Sequence[User]:
    """Those at work for whom this Monday was not decided on yet."""
    undecided = or_(User.monday_told.is_(None), User.monday_told < this)
    chosen = select(User).where(User.roles.any(Role.name.in_(STAFF)), User.active, User.email.is_not(None), undecided)
    return db.session.scalars(chosen.order_by(User.id)).all()


def _taken(user: User, this: date) -> bool:
    """Mark this Monday as decided; false where another worker was faster."""
    undecided = or_(User.monday_told.is_(None), User.monday_told < this)
    marked = update(User).where(User.id == user.id, undecided).values(monday_told=this).returning(User.id)
    return db.session.scalar(marked.execution_options(synchronize_session="fetch")) is not None


def _is_theirs(artisan: Artisan, user: User, orphans: frozenset[int]) -> bool:
    """Their own artisans; for a coordinator, also those whom nobody advises."""
    if artisan.id in orphans:
        return user.is_a(RoleName.COORDINATOR)
    return artisan.advisor_id == user.id


def _post(user: User, calls: list[Call], artisans: dict[int, Artisan], this: date, now: datetime) -> None:
    """The key is the week's: whatever else fails, the database takes no second letter."""
    outbox.post(
        "monday_list",
        channel=Channel.EMAIL,
        recipient=user.email or "",
        language=user.language,
        at=now,
        facts={
            "name": user.name,
            "monday_on": this,
            "calls": [_told(call, artisans[call.artisan_id], user.language) for call in calls[:TOP]],
            "more": max(len(calls) - TOP, 0),
        },
        user_id=user.id,
        key=f"monday-{this.isoformat()}-{user.id}",
    )


def _told(call: Call, artisan: Artisan, language: str) -> dict[str, Any]:
    return {
        "name": artisan.known_as(language),
        "worth": _worth(call.worth),
        "matters": _said(call.matters),
    }


def _said(matters: Sequence[Matter]) -> list[dict[str, Any]]:
    """Each source once: two pieces of advice to check are one reason to open the page."""
    counts = dict[str, int]()
    for matter in matters:
        counts[matter.source.value] = counts.get(matter.source.value, 0) + matter.count
    return [{"source": source, "count": count} for source, count in counts.items()]


def _worth(worth: Guess | None) -> list[int]:
    """Centimes a month and the ends of the interval; empty where nobody can say."""
    return [round(value) for value in (worth.mean, *worth.interval())] if worth else []
