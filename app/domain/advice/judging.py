"""The verdict on advice, once the weeks after it are over; the same figures give the same verdict."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.base import clock
from app.base.database import db
from app.domain.advice import comparing, expecting
from app.domain.advice.baseline import SIGNALS
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Measure, Recommendation, Response, ResponseState
from app.domain.audit import trail
from app.domain.demand.forecasting import Counts
from app.domain.demand.forecasting import outcome as rules
from app.domain.demand.forecasting.outcome import LEAST_SIMILAR, Outcome, Verdict, Watched
from app.domain.demand.models import SignalKind

FEW = 5
"""Where neither came nor was expected so much, nothing is claimed."""


def judge_due(now: datetime) -> int:
    """Judge what was checked and whose weeks are over. Returns how many."""
    due = (
        select(Comparison)
        .join(Comparison.response)
        .where(Comparison.judged_at.is_(None), Comparison.last < clock.local(now).date())
        .where(Response.state == ResponseState.CHECKED)
        .options(
            contains_eager(Comparison.response).joinedload(Response.recommendation).joinedload(Recommendation.item)
        )
        .order_by(Comparison.id)
        .limit(comparing.AT_ONCE)
    )
    found = list(db.session.scalars(due))
    for comparison in found:
        judge(comparison, at=now)
    return len(found)


def judge(comparison: Comparison, *, at: datetime) -> None:
    """Count what came, and say what can be said of it."""
    subject = expecting.subject_of(comparison.response)
    cells = comparing.counted(comparison, subject, now=at)
    measured = [cell for cell in cells if cell.kind is SIGNALS[comparison.measure]]
    own = [cell for cell in measured if subject.has(cell)]
    comparison.came = sum(cell.visitors for cell in own)
    comparison.weeks = expecting.weekly(own, comparison.first, (comparison.last - comparison.first).days // 7 + 1)
    comparison.others = [
        sum(cell.visitors for cell in measured if cell.item_id == one["item"]) for one in comparison.similar
    ]
    comparison.missed_days = len(
        {cell.day for cell in cells if cell.kind is SignalKind.VIEW and cell.out_of_stock and subject.has(cell)}
    )
    found = outcome_of(comparison)
    comparison.verdict = verdict_of(comparison, found)
    comparison.expected, comparison.spread = found.expected.mean, found.expected.size
    comparison.effect, comparison.low, comparison.high = found.effect, found.low, found.high
    comparison.chance, comparison.judged_at = found.chance, at
    facts = {"response": comparison.response_id, "verdict": comparison.verdict.value, "came": comparison.came}
    about = comparison.response.recommendation_id
    trail.record("advice.judged", subject="recommendation", subject_id=about, by_id=None, at=at, facts=facts)


def outcome_of(comparison: Comparison) -> Outcome:
    """Of what is kept, and of nothing else."""
    advised = Watched(Counts(comparison.mean, comparison.size), comparison.came or 0)
    similar = [
        Watched(Counts(one["mean"], one["size"]), came)
        for one, came in zip(comparison.similar, comparison.others, strict=True)
    ]
    return rules.outcome(advised, similar, fewer_is_better=comparison.measure is Measure.DECLINES)


def verdict_of(comparison: Comparison, found: Outcome) -> Verdict:
    """A handful is no proof, however unlikely."""
    return Verdict.CANNOT_TELL if is_few(comparison.came or 0, found.expected.mean) else found.verdict


def is_few(came: int, expected: float) -> bool:
    return max(came, expected) < FEW


def has_few_similar(comparison: Comparison) -> bool:
    return len(comparison.similar) < LEAST_SIMILAR


def together(comparisons: Iterable[Comparison], measure: Measure) -> Outcome | None:
    """Of judged ones with enough similar pieces, all of one measure; None where there are none."""
    found: Sequence[Outcome] = [
        Outcome(
            one.verdict or Verdict.CANNOT_TELL,
            one.came or 0,
            comparing.expected(one),
            one.effect or 0.0,
            one.low or 0.0,
            one.high or 0.0,
            one.chance or 0.0,
        )
        for one in comparisons
        if one.judged_at is not None and one.measure is measure and not has_few_similar(one)
    ]
    return rules.together(found, fewer_is_better=measure is Measure.DECLINES)
