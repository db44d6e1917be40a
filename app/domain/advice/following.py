"""How much of the advice that was sent was followed."""

from datetime import datetime

from sqlalchemy import case, func, select

from app.base.database import db
from app.domain.advice.findings import FOLLOWED
from app.domain.advice.models import Recommendation, Response, ResponseState


def followed(since: datetime, until: datetime, *, crafts: frozenset[int] = frozenset()) -> tuple[int, int]:
    """How many of the answers to advice sent in this time say yes, and how many artisans were asked."""
    yes = func.sum(case((Response.state.in_(FOLLOWED), 1), else_=0))
    chosen = (
        select(yes, func.count())
        .join(Recommendation, Recommendation.id == Response.recommendation_id)
        .where(Response.sent_at >= since, Response.sent_at < until, Response.state != ResponseState.WITHDRAWN)
    )
    if crafts:
        chosen = chosen.where(Recommendation.craft_id.in_(crafts))
    count, asked = db.session.execute(chosen).one()
    return count or 0, asked
