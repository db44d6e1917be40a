"""What a *no* leads on to: somebody owes the artisan a visit, a call, a training, materials bought
together."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.follow_up_models import FollowUp, NextStep
from app.domain.advice.models import CannotReason, Recommendation, Response
from app.domain.audit import trail
from app.domain.people.models import Artisan, User

STEPS = {
    CannotReason.MONEY: NextStep.VISIT,
    CannotReason.MATERIALS: NextStep.MATERIALS,
    CannotReason.SKILL: NextStep.TRAINING,
    CannotReason.TIME: NextStep.VISIT,
    CannotReason.TOOLS: NextStep.VISIT,
    CannotReason.DISBELIEF: NextStep.VISIT,
    CannotReason.OTHER: NextStep.CALL,
}


class ClosedAlready(Refusal):
    text = N_("This is done already.")
    status = 409


def lead_on(response: Response, *, at: datetime) -> FollowUp | None:
    """Owe what the reason of a *no* asks for."""
    no_longer(response)
    if response.reason is None:
        return None
    owed = FollowUp(step=STEPS[response.reason], at=at)
    response.follow_ups.append(owed)
    return owed


def no_longer(response: Response) -> None:
    """A *no* became a *yes*: what was still owed is not asked for any more."""
    response.follow_ups = [one for one in response.follow_ups if one.closed_at is not None]


def close(owed: FollowUp, *, by: User, at: datetime) -> None:
    """It was done. Raises ClosedAlready."""
    if owed.closed_at is not None:
        raise ClosedAlready
    owed.closed_at, owed.closed_by_id = at, by.id
    about = owed.response.recommendation_id
    facts = {"step": owed.step.value, "response": owed.response_id}
    trail.record("follow_up.closed", subject="recommendation", subject_id=about, by_id=by.id, at=at, facts=facts)


def owed(*, advisor_id: int | None = None, artisan_id: int | None = None, most: int = 60) -> list[FollowUp]:
    """What is still to be done, what waits longest first.

    advisor_id: only for this advisor's artisans, or from what they wrote.
    """
    query = _whole().where(FollowUp.closed_at.is_(None)).order_by(FollowUp.at, FollowUp.id).limit(most)
    if advisor_id is not None:
        query = query.where(or_(Artisan.advisor_id == advisor_id, Recommendation.author_id == advisor_id))
    if artisan_id is not None:
        query = query.where(Response.artisan_id == artisan_id)
    return list(db.session.scalars(query))


def owed_to(artisan_ids: Collection[int]) -> list[FollowUp]:
    """What is owed to any of these, what waits longest first."""
    query = _whole().where(FollowUp.closed_at.is_(None), Response.artisan_id.in_(artisan_ids))
    return list(db.session.scalars(query.order_by(FollowUp.at, FollowUp.id)))


def of_recommendation(recommendation_id: int) -> list[FollowUp]:
    """All that its answers led on to, open or not."""
    query = _whole().where(Response.recommendation_id == recommendation_id)
    return list(db.session.scalars(query.order_by(FollowUp.at, FollowUp.id)))


def find(follow_up_id: int, *, for_update: bool = False) -> FollowUp | None:
    query = _whole().where(FollowUp.id == follow_up_id)
    return db.session.scalar(query.with_for_update(of=FollowUp) if for_update else query)


def _whole() -> Select[FollowUp]:
    response = contains_eager(FollowUp.response)
    return (
        select(FollowUp)
        .join(FollowUp.response)
        .join(Response.recommendation)
        .join(Response.artisan)
        .options(response.contains_eager(Response.recommendation), response.contains_eager(Response.artisan))
    )
