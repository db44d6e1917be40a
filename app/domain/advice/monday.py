"""The Monday list: what there is to say to each of some artisans this week, and what it is worth.

Another reason to call is another function in SOURCES.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.base import clock
from app.base.database import db
from app.domain.advice import calls, monday_advice, monday_demand, monday_goods, monday_talk
from app.domain.advice.calls import Call, Matter
from app.domain.advice.monday_facts import Known
from app.domain.demand import counts, unmet, usual
from app.domain.demand.evidence import Evidence
from app.domain.demand.opportunities import WEEKS
from app.domain.people.models import Artisan, Standing, User

SOURCES: tuple[Callable[[Known], Iterable[Matter]], ...] = (
    monday_advice.to_follow,
    monday_talk.owed,
    monday_talk.comments,
    monday_goods.requests,
    monday_demand.wanted,
    monday_goods.old_counts,
    monday_goods.lacking_texts,
)


def of(artisans: Collection[Artisan], now: datetime) -> list[Call]:
    """Whom of these to call, about what, in the order of what it is worth. About fifteen statements for all."""
    if not artisans:
        return []
    today = clock.local(now).date()
    first = today - timedelta(days=7 * WEEKS - 1)
    fresh = counts.read(now)
    seen = unmet.look(now=now, fresh=fresh)
    found = unmet.ranked(now=now, seen=seen)
    ids = frozenset(artisan.id for artisan in artisans)
    advised = monday_advice.given_to(ids, since=now - timedelta(days=7 * WEEKS))
    evidence = Evidence(seen.valued_by, usual.read(first, today, fresh))
    known = Known(now, today, list(artisans), ids, seen.cells, evidence, found, advised)
    return calls.ranked(matter for source in SOURCES for matter in source(known))


def has_nobody() -> ColumnElement[bool]:
    """Whether an artisan has no advisor, or one who does not work here any more."""
    return or_(Artisan.advisor_id.is_(None), Artisan.advisor.has(~User.active))


def without_advisor() -> frozenset[int]:
    """Those who have nobody. One statement."""
    return frozenset(db.session.scalars(select(Artisan.id).where(has_nobody())))


def whom(advisor_id: int | None = None, *, of_nobody: bool = False) -> list[Artisan]:
    """The artisans of an advisor, or those who have none; all of them by default. Who has left is not called."""
    chosen = select(Artisan).where(Artisan.standing != Standing.LEFT)
    if advisor_id is not None:
        chosen = chosen.where(Artisan.advisor_id == advisor_id)
    if of_nobody:
        chosen = chosen.where(has_nobody())
    loaded = chosen.options(joinedload(Artisan.user), joinedload(Artisan.place), selectinload(Artisan.crafts))
    return list(db.session.scalars(loaded.order_by(Artisan.id)))
