"""What colleagues say to each other about advice, before and after it is sent. Artisans never see it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.comment_models import AdviceComment
from app.domain.advice.models import AdviceState, Recommendation
from app.domain.people.models import User

LONGEST = 1000


class SaysNothing(Refusal):
    text = N_("Write what you think of it.")


def comment(recommendation: Recommendation, body: str, *, by: User, at: datetime) -> AdviceComment:
    """Say a word about it. Who wrote the advice has read the others once they answer. Raises SaysNothing."""
    if not body:
        raise SaysNothing(field="body")
    if recommendation.author_id == by.id:
        read(recommendation, by=by, at=at)
    own = recommendation.author_id == by.id
    made = AdviceComment(recommendation_id=recommendation.id, by=by, at=at, body=body, seen_at=at if own else None)
    db.session.add(made)
    return made


def read(recommendation: Recommendation, *, by: User, at: datetime) -> None:
    """Whoever wrote the advice has read what was said of it; of anybody else nothing is noted."""
    if recommendation.author_id == by.id:
        for one in on(recommendation):
            one.seen_at = one.seen_at or at


def on(recommendation: Recommendation) -> list[AdviceComment]:
    """The oldest first."""
    query = select(AdviceComment).where(AdviceComment.recommendation_id == recommendation.id)
    query = query.options(joinedload(AdviceComment.by)).order_by(AdviceComment.at, AdviceComment.id)
    return list(db.session.scalars(query))


class Unread(NamedTuple):
    """What an author has not read. since: the oldest. artisan_ids: whom the advice was begun for."""

    recommendation_id: int
    author_id: int
    title: str
    artisan_ids: list[int]
    number: int
    since: datetime


def unread_by(author_ids: Collection[int]) -> list[Unread]:
    """What any of these authors has not read, what waits longest first. One statement."""
    counted = (
        select(
            AdviceComment.recommendation_id.label("id"),
            func.count().label("count"),
            func.min(AdviceComment.at).label("since"),
        )
        .where(AdviceComment.seen_at.is_(None))
        .group_by(AdviceComment.recommendation_id)
        .subquery()
    )
    about = Recommendation
    query = (
        select(about.id, about.author_id, about.title, about.artisan_ids, counted.c.count, counted.c.since)
        .join(counted, counted.c.id == about.id)
        .where(about.author_id.in_(author_ids), about.state != AdviceState.WITHDRAWN)
        .order_by(counted.c.since, about.id)
    )
    return [Unread._make(row) for row in db.session.execute(query)]


def unread(author_id: int) -> dict[int, int]:
    """By recommendation of this author, how many comments they have not read."""
    query = (
        select(AdviceComment.recommendation_id, func.count())
        .join(Recommendation, Recommendation.id == AdviceComment.recommendation_id)
        .where(Recommendation.author_id == author_id, AdviceComment.seen_at.is_(None))
        .group_by(AdviceComment.recommendation_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
