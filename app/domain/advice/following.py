"""How much of the advice that was sent was followed."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.base.database import db
from app.base.together import Question
from app.domain.advice.findings import FOLLOWED
from app.domain.advice.models import Recommendation, Response, ResponseState


def followed(
    since: datetime,
    until: datetime,
    *,
    crafts: frozenset[int] = frozenset(),
    artisans: frozenset[int] | None = None,
    items: Select[int] | None = None,
) -> tuple[int, int]:
    """How many of the answers to advice sent in this time say yes, and how many artisans were asked."""
    count, asked = db.session.execute(question(since, until, crafts, artisans, items)).one()
    return count or 0, asked


def question(
    since: datetime,
    until: datetime,
    crafts: frozenset[int],
    artisans: frozenset[int] | None,
    items: Select[int] | None,
) -> Question:
    """What ``followed`` asks; no number at all where nobody was asked."""
    yes = func.sum(case((Response.state.in_(FOLLOWED), 1), else_=0))
    return (
        select(yes, func.count())
        .join(Recommendation, Recommendation.id == Response.recommendation_id)
        .where(*asked_within(since, until, crafts, artisans, items))
    )


def asked_within(
    since: datetime,
    until: datetime,
    crafts: frozenset[int],
    artisans: frozenset[int] | None,
    items: Select[int] | None,
) -> list[ColumnElement[bool]]:
    """What makes an answer one of this time and these filters; the advice must be joined.

    crafts: of the advice. artisans: who was asked. items: which pieces the advice is about. None or empty: all.
    """
    chosen = [Response.sent_at >= since, Response.sent_at < until, Response.state != ResponseState.WITHDRAWN]
    if crafts:
        chosen.append(Recommendation.craft_id.in_(crafts))
    if artisans is not None:
        chosen.append(Response.artisan_id.in_(artisans))
    if items is not None:
        chosen.append(Recommendation.item_id.in_(items))
    return chosen


def responses(
    since: datetime,
    until: datetime,
    *,
    crafts: frozenset[int] = frozenset(),
    artisans: frozenset[int] | None = None,
    items: Select[int] | None = None,
    offset: int = 0,
    limit: int = 100,
) -> tuple[int, list[Response]]:
    """What ``followed`` counts, one by one, the newest first: how many in all, and some of them."""
    chosen = (
        select(Response)
        .join(Response.recommendation)
        .where(*asked_within(since, until, crafts, artisans, items))
        .options(contains_eager(Response.recommendation), joinedload(Response.artisan))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Response.id).subquery())) or 0
    page = chosen.order_by(Response.sent_at.desc(), Response.id.desc()).offset(offset).limit(limit)
    return total, list(db.session.scalars(page))
