"""Advice to speak about: done and to be checked, promised for these days or long ago for no day, not opened, read and
not answered."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.advice.calls import Matter, Source
from app.domain.advice.findings import DAYLESS_DAYS, SILENT_DAYS, UNANSWERED
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.advice.monday_facts import Given, Known, worth_of
from app.domain.demand.worth import Guess

WEEK = timedelta(days=7)
UNDER_WAY = (*UNANSWERED, ResponseState.ACCEPTED, ResponseState.DONE)
_OVER = (ResponseState.WITHDRAWN, ResponseState.DECLINED)


def given_to(artisan_ids: Collection[int], *, since: datetime) -> list[Given]:
    """Advice to these artisans that is under way, or was given since a moment. One statement."""
    shared = (
        select(Response.recommendation_id.label("id"), func.count().label("asked"))
        .where(Response.state.not_in(_OVER))
        .group_by(Response.recommendation_id)
        .subquery()
    )
    about = Recommendation
    rows = db.session.execute(
        select(
            *(Response.id, Response.recommendation_id, Response.artisan_id, Response.state, Response.sent_at),
            *(Response.answered_at, Response.promised_on),
            *(about.title, about.opportunity, about.craft_id, about.measure),
            *(about.expected_change, func.coalesce(shared.c.asked, 1)),
        )
        .join(about, about.id == Response.recommendation_id)
        .outerjoin(shared, shared.c.id == about.id)
        .where(Response.artisan_id.in_(artisan_ids), Response.state != ResponseState.WITHDRAWN)
        .where(or_(Response.state.in_(UNDER_WAY), Response.sent_at >= since))
        .order_by(Response.sent_at, Response.id)
    )
    return [Given._make(row) for row in rows]


def to_follow(known: Known) -> Iterator[Matter]:
    """What was promised counts from a week before its day: who is called on Monday can still be helped."""
    long_ago = known.now - timedelta(days=DAYLESS_DAYS)
    for one in known.advised:
        sent = clock.local(one.sent_at).date()
        is_old = one.sent_at < known.now - timedelta(days=SILENT_DAYS)
        source, on = None, sent
        if one.state is ResponseState.DONE:
            source = Source.CHECK
        elif one.state is ResponseState.ACCEPTED and one.promised_on and one.promised_on < known.today + WEEK:
            source, on = Source.DUE, one.promised_on
        elif (
            one.state is ResponseState.ACCEPTED
            and not one.promised_on
            and one.answered_at
            and one.answered_at < long_ago
        ):
            source, on = Source.DAYLESS, clock.local(one.answered_at).date()
        elif one.state is ResponseState.SENT and is_old:
            source = Source.UNREAD
        elif one.state is ResponseState.OPENED and is_old:
            source = Source.SILENT
        if source:
            worth = _worth(one, known)
            yield Matter(one.artisan_id, source, worth, on=on, row=one.recommendation_id, name=one.title)


def _worth(one: Given, known: Known) -> Guess | None:
    """The opportunity it answers, as it is today, shared by those who were asked; else the change it expects."""
    for found in known.found:
        if found.key == one.opportunity:
            return worth_of(found, max(one.asked, 1))
    if one.expected_change and one.expected_change > 0:
        return known.change(one.expected_change, one.measure, one.craft_id or 0)
    return None
