"""What colleagues say to each other about advice, before and after it is sent. Artisans never see it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.comment_models import AdviceComment
from app.domain.advice.models import Recommendation
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


def unread(author_id: int) -> dict[int, int]:
    """By recommendation of this author, how many comments they have not read."""
    query = (
        select(AdviceComment.recommendation_id, func.count())
        .join(Recommendation, Recommendation.id == AdviceComment.recommendation_id)
        .where(Recommendation.author_id == author_id, AdviceComment.seen_at.is_(None))
        .group_by(AdviceComment.recommendation_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
