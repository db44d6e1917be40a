"""What came in the eight weeks after advice was followed, beside what was to be expected of them.

What is to be expected is kept twice: of the weeks after the advice was sent, and of those after the day on which the
artisan says that it is done, which are the ones compared. Nothing that comes later changes what it is compared with.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base import clock
from app.base.database import db
from app.domain.advice import expecting
from app.domain.advice.baseline import SIGNALS
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.expecting import Expected, Subject
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.demand import reading
from app.domain.demand.counting import Cell
from app.domain.demand.forecasting import Counts
from app.domain.demand.models import SignalKind

AT_ONCE = 50
LATELY = timedelta(weeks=8)
"""What was sent before has its weeks behind it: what was to be expected of them is no news."""


def of(response_ids: Collection[int]) -> dict[int, Comparison]:
    """By response, of those that have one."""
    chosen = select(Comparison).where(Comparison.response_id.in_(response_ids))
    return {one.response_id: one for one in db.session.scalars(chosen)} if response_ids else {}


def freeze_due(now: datetime) -> int:
    """Write down what is to be expected of what was sent, then of what was done. Returns how many."""
    return _freeze_sent(now) + _freeze_done(now)


def _freeze_sent(now: datetime) -> int:
    lately = (
        select(Recommendation)
        .where(Recommendation.state == AdviceState.SENT, Recommendation.sent_at > now - LATELY)
        .options(joinedload(Recommendation.item), selectinload(Recommendation.responses))
        .order_by(Recommendation.id)
    )
    due = [one for one in db.session.scalars(lately) if one.baseline and "expected" not in one.baseline][:AT_ONCE]
    for recommendation in due:
        keep_expected(recommendation, now=now)
    return len(due)


def keep_expected(recommendation: Recommendation, *, now: datetime) -> None:
    """Of the weeks after it was sent, for each it was sent to: from days before, whenever this runs."""
    sent_at = recommendation.sent_at or now
    first = clock.local(sent_at).date()
    found = {
        str(response.artisan_id): expecting.of(
            expecting.subject_of(response), first, advised_until=sent_at, now=now
        ).as_json()
        for response in recommendation.responses
    }
    recommendation.baseline = {**recommendation.baseline, "expected": found}


def _freeze_done(now: datetime) -> int:
    done = Response.state.in_((ResponseState.DONE, ResponseState.CHECKED)) & Response.done_at.is_not(None)
    due = (
        select(Response)
        .where(done, ~Response.comparison.has())
        .options(joinedload(Response.recommendation).joinedload(Recommendation.item))
        .order_by(Response.id)
        .limit(AT_ONCE)
    )
    found = list(db.session.scalars(due))
    for response in found:
        freeze(response, at=now)
    return len(found)


def freeze(response: Response, *, at: datetime) -> Comparison:
    """Of something done. at: now; what is known is what was known before the day it was done.

    Done on the day it was sent, it is what was kept then.
    """
    done_at = response.done_at or at
    first = clock.local(done_at).date()
    days = response.recommendation.compare_days
    found: Expected | None = expecting.kept(response.recommendation).get(response.artisan_id)
    if found is None or found.first != first:
        found = expecting.of(expecting.subject_of(response), first, advised_until=done_at, now=at)
    comparison = response.comparison = Comparison(
        frozen_at=at,
        measure=response.recommendation.measure,
        first=first,
        last=first + timedelta(days=days - 1),
        mean=found.mean,
        size=found.size,
        before=found.before,
        past=found.past,
        similar=found.similar,
    )
    db.session.add(comparison)
    db.session.flush()
    return comparison


def let_go(response: Response) -> None:
    """An advisor saw that it was not done. What was judged already stays: nobody tries again until it pleases."""
    if response.comparison is not None and response.comparison.judged_at is None:
        response.comparison = None


def expected(comparison: Comparison) -> Counts:
    """What was to be expected: once it was judged, with what changed for all."""
    if comparison.expected is not None and comparison.spread is not None:
        return Counts(comparison.expected, comparison.spread)
    return Counts(comparison.mean, comparison.size)


def counted(comparison: Comparison, subject: Subject, *, now: datetime) -> list[Cell]:
    """What came in these weeks, of the subject and of the similar pieces; and views of the subject."""
    kinds = (SIGNALS[comparison.measure], SignalKind.VIEW)
    about = subject.about([one["item"] for one in comparison.similar])
    return reading.cells(comparison.first, comparison.last, now=now, kinds=kinds, about=about)
