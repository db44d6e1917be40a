"""Calls and visits, logged with a tap; a word can be added after, and a slip is undone the same day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.follow_up_models import NextStep, Visit, VisitKind
from app.domain.advice.models import Response, ResponseState
from app.domain.audit import trail
from app.domain.people.models import Artisan, User

SETTLES = {
    VisitKind.CALL: frozenset({NextStep.CALL}),
    VisitKind.VISIT: frozenset({NextStep.CALL, NextStep.VISIT}),
}
"""What was owed and is done with it: whoever came has talked."""


class NotTheirAdvice(Refusal):
    text = N_("This advice was given to somebody else.")
    status = 409


class NotTheirs(Refusal):
    text = N_("Only whoever was there can change this.")
    status = 409


class TooLate(Refusal):
    text = N_("What was logged on another day stays. Add a note instead.")
    status = 409


def log(artisan: Artisan, kind: VisitKind, *, response: Response | None = None, by: User, at: datetime) -> Visit:
    """Somebody of the team called or visited. response: the advice it was about; what was owed for it is
    done: a visit also where a call was owed.

    Raises NotTheirAdvice.
    """
    if response is not None and response.artisan_id != artisan.id:
        raise NotTheirAdvice
    visit = Visit(artisan=artisan, by=by, kind=kind, at=at, response_id=response.id if response else None)
    db.session.add(visit)
    db.session.flush()
    if response is not None:
        for owed in response.follow_ups:
            if owed.closed_at is None and owed.step in SETTLES[kind]:
                owed.closed_at, owed.closed_by_id = at, by.id
    facts = {"kind": kind.value, "artisan": artisan.id}
    trail.record("visit.logged", subject="visit", subject_id=visit.id, by_id=by.id, at=at, facts=facts)
    return visit


def note(visit: Visit, words: str | None, *, by: User) -> None:
    """What was said, by whoever was there. Raises NotTheirs."""
    if visit.by_id != by.id:
        raise NotTheirs
    visit.note = words or None


def undo(visit: Visit, *, by: User, at: datetime) -> None:
    """A slip of the finger: as if it had not been logged. Raises NotTheirs, TooLate."""
    if visit.by_id != by.id:
        raise NotTheirs
    if clock.local(visit.at).date() != clock.local(at).date():
        raise TooLate
    if visit.response_id is not None:
        _owe_again(db.session.get_one(Response, visit.response_id), visit.at)
    facts = {"kind": visit.kind.value, "artisan": visit.artisan_id}
    trail.record("visit.undone", subject="visit", subject_id=visit.id, by_id=by.id, at=at, facts=facts)
    db.session.delete(visit)


def _owe_again(response: Response, closed_at: datetime) -> None:
    """What the visit had settled; but not what the artisan's *yes*, or another reason, has let go of meanwhile."""
    stands = response.state is ResponseState.DECLINED and all(one.closed_at for one in response.follow_ups)
    for owed in [one for one in response.follow_ups if one.closed_at == closed_at]:
        if stands:
            owed.closed_at, owed.closed_by_id = None, None
        else:
            response.follow_ups.remove(owed)


def to(artisan_id: int, most: int = 12) -> list[Visit]:
    """An artisan's, the latest first."""
    query = select(Visit).where(Visit.artisan_id == artisan_id).options(joinedload(Visit.by).lazyload(User.roles))
    return list(db.session.scalars(query.order_by(Visit.at.desc(), Visit.id.desc()).limit(most)))


def about(recommendation_id: int, most: int = 60) -> list[Visit]:
    """Those about one recommendation, the latest first."""
    answers = select(Response.id).where(Response.recommendation_id == recommendation_id)
    query = select(Visit).where(Visit.response_id.in_(answers)).options(joinedload(Visit.by), joinedload(Visit.artisan))
    return list(db.session.scalars(query.order_by(Visit.at.desc(), Visit.id.desc()).limit(most)))


def find(visit_id: int, *, for_update: bool = False) -> Visit | None:
    query = select(Visit).where(Visit.id == visit_id)
    return db.session.scalar(query.with_for_update() if for_update else query)
