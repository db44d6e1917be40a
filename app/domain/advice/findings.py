"""Advice found: what waits for an artisan, what an advisor follows."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from app.base import clock
from app.base.database import db
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.people.models import Artisan

UNANSWERED = (ResponseState.SENT, ResponseState.OPENED)
FOLLOWED = (ResponseState.ACCEPTED, ResponseState.DONE, ResponseState.CHECKED)
SILENT_DAYS = 7
DAYLESS_DAYS = 28
"""A yes that names no day: whoever gave it is asked after four weeks how it goes, or nobody ever would."""

_WITH_PICTURE = (
    joinedload(Recommendation.photo),
    selectinload(Recommendation.item).options(
        selectinload(Item.texts),
        selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo),
    ),
)


def titles(ids: Collection[int]) -> dict[int, str]:
    """What these recommendations are called, in one question."""
    if not ids:
        return {}
    found = db.session.execute(select(Recommendation.id, Recommendation.title).where(Recommendation.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def addressed_to(artisan: Artisan, response_id: int, *, for_update: bool = False) -> Response | None:
    """An artisan's own response, or none."""
    query = (
        select(Response)
        .where(Response.id == response_id, Response.artisan_id == artisan.id)
        .options(
            joinedload(Response.recommendation).options(
                selectinload(Recommendation.evidence), joinedload(Recommendation.author), *_WITH_PICTURE
            )
        )
    )
    if for_update:
        query = query.with_for_update(of=Response)
    return db.session.scalar(query)


def received_by(artisan: Artisan, most: int = 60) -> list[Response]:
    """What an artisan received, newest first."""
    query = (
        select(Response)
        .where(Response.artisan_id == artisan.id, Response.state != ResponseState.WITHDRAWN)
        .options(joinedload(Response.recommendation).options(joinedload(Recommendation.author), *_WITH_PICTURE))
        .order_by(Response.sent_at.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def told_to(artisan: Artisan, most: int) -> list[Response]:
    """What an artisan received, newest first, by its titles alone. One statement."""
    advice = joinedload(Response.recommendation).options(lazyload(Recommendation.author), lazyload(Recommendation.item))
    received = (Response.artisan_id == artisan.id, Response.state != ResponseState.WITHDRAWN)
    query = select(Response).where(*received).options(advice).order_by(Response.sent_at.desc()).limit(most)
    return list(db.session.scalars(query))


def unanswered(artisan: Artisan) -> int:
    """How many pieces of advice wait for the artisan's word."""
    query = select(func.count(Response.id)).where(Response.artisan_id == artisan.id, Response.state.in_(UNANSWERED))
    return db.session.scalar(query) or 0


def board(most: int = 300) -> list[Recommendation]:
    """Recommendations for the board, newest change first."""
    query = (
        select(Recommendation)
        .where(Recommendation.state != AdviceState.WITHDRAWN)
        .options(selectinload(Recommendation.responses).joinedload(Response.artisan).joinedload(Artisan.place))
        .options(selectinload(Recommendation.evidence), joinedload(Recommendation.author), *_WITH_PICTURE)
        .order_by(Recommendation.changed_at.desc(), Recommendation.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def is_silent(response: Response, at: datetime) -> bool:
    """Whether an artisan has not answered for seven days."""
    return response.state in UNANSWERED and response.sent_at < at - timedelta(days=SILENT_DAYS)


def to_follow(at: datetime, *, advisor_id: int | None = None, most: int = 60) -> list[Response]:
    """What an advisor has to look at: done and to be checked, then past the promised day or four weeks after a yes that
    names none, then unanswered for a week.

    advisor_id: only of this advisor's artisans, or of what they wrote.
    """
    today = clock.local(at).date()
    dayless = Response.promised_on.is_(None) & (Response.answered_at < at - timedelta(days=DAYLESS_DAYS))
    overdue = (Response.state == ResponseState.ACCEPTED) & ((Response.promised_on < today) | dayless)
    silent = Response.state.in_(UNANSWERED) & (Response.sent_at < at - timedelta(days=SILENT_DAYS))
    query = (
        select(Response)
        .join(Response.recommendation)
        .join(Response.artisan)
        .where(or_(Response.state == ResponseState.DONE, overdue, silent))
        .options(contains_eager(Response.recommendation), contains_eager(Response.artisan).joinedload(Artisan.user))
        .order_by(case((Response.state == ResponseState.DONE, 0), (overdue, 1), else_=2), Response.sent_at, Response.id)
        .limit(most)
    )
    if advisor_id is not None:
        query = query.where(or_(Artisan.advisor_id == advisor_id, Recommendation.author_id == advisor_id))
    return list(db.session.scalars(query))


def whole(recommendation_id: int, *, for_update: bool = False) -> Recommendation | None:
    """One recommendation with all that belongs to it."""
    query = (
        select(Recommendation)
        .where(Recommendation.id == recommendation_id)
        .options(
            selectinload(Recommendation.responses).joinedload(Response.artisan).joinedload(Artisan.place),
            selectinload(Recommendation.evidence),
            joinedload(Recommendation.author),
            *_WITH_PICTURE,
        )
    )
    if for_update:
        query = query.with_for_update(of=Recommendation)
    return db.session.scalar(query)


def tally(since: datetime) -> tuple[int, int]:
    """How many responses were asked for since a moment, and how many of them were followed."""
    asked = select(func.count(Response.id)).where(Response.sent_at >= since)
    asked = asked.where(Response.state != ResponseState.WITHDRAWN)
    followed = asked.where(Response.state.in_(FOLLOWED))
    return db.session.scalar(asked) or 0, db.session.scalar(followed) or 0
