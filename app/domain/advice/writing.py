"""Writing a recommendation: one action in plain words, one to three proofs, for whom, by when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.advice.models import AdviceKind, AdviceState, Evidence, Measure, Priority, Recommendation, ResponseState
from app.domain.advice.voice_models import VoiceNote
from app.domain.audit import trail
from app.domain.people.models import User

LONGEST_SENTENCE = 80
MOST_PROOFS = 3
COMPARED_DAYS = 56
"""Eight weeks before and eight weeks after."""


class AlreadySent(Refusal):
    text = N_("This advice has been sent. It can be withdrawn, not changed.")
    status = 409


class Gone(Refusal):
    text = N_("A colleague has deleted this draft. What you wrote stands here: keep it as a new one.")
    status = 409


class TooLong(Refusal):
    text = N_("Say it in %(most)s characters: a verb, a number, a date.")


class TooManyProofs(Refusal):
    text = N_("Choose three proofs at most: the artisan must be able to keep them in mind.")


@dataclass(frozen=True)
class Proof:
    """Figures as they are now, with the words for them by language. series: twelve weekly counts, oldest first."""

    source: str
    sentences: dict[str, str]
    figure: str = ""
    icon: str = ""
    series: tuple[int, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What an advisor decides about a recommendation."""

    kind: AdviceKind
    title: str
    sentences: dict[str, str]
    measure: Measure = Measure.ACCEPTED_REQUESTS
    expected_change: int | None = None
    due_on: date | None = None
    artisan_ids: Sequence[int] = ()
    craft_id: int | None = None
    item_id: int | None = None
    opportunity: str = ""
    priority: Priority = Priority.NORMAL
    for_all: bool = False


_DECIDED = (
    *("kind", "title", "sentences", "measure", "expected_change", "due_on"),
    *("craft_id", "item_id", "priority", "for_all"),
)


def draft(words: Words, proofs: Sequence[Proof], *, by: User, at: datetime) -> Recommendation:
    """Begin a recommendation. Its evidence is frozen now and does not change any more by itself."""
    recommendation = Recommendation(
        author=by,
        state=AdviceState.DRAFT,
        created_at=at,
        changed_at=at,
        kind=words.kind,
        compare_days=COMPARED_DAYS,
    )
    db.session.add(recommendation)
    _write(recommendation, words, proofs, at)
    return recommendation


def revise(
    recommendation: Recommendation, words: Words, proofs: Sequence[Proof], *, seen: int | None = None, at: datetime
) -> None:
    """Change a draft. seen: its version as the person saw it; Stale where another one has written since.

    Raises AlreadySent, Stale, TooLong, TooManyProofs.
    """
    if recommendation.state is not AdviceState.DRAFT:
        raise AlreadySent
    if seen is not None and seen != recommendation.version:
        raise Stale
    _write(recommendation, words, proofs, at)


def _write(recommendation: Recommendation, words: Words, proofs: Sequence[Proof], at: datetime) -> None:
    for language, sentence in words.sentences.items():
        if len(sentence) > LONGEST_SENTENCE:
            raise TooLong(field=f"sentence_{language}", most=str(LONGEST_SENTENCE))
    if len(proofs) > MOST_PROOFS:
        raise TooManyProofs(field="proofs")
    for name in _DECIDED:
        setattr(recommendation, name, getattr(words, name))
    recommendation.artisan_ids = list(words.artisan_ids)
    recommendation.opportunity = words.opportunity
    recommendation.changed_at = at
    _freeze(recommendation, proofs, at)


def _freeze(recommendation: Recommendation, proofs: Sequence[Proof], at: datetime) -> None:
    """Keep what is already frozen and still chosen; freeze what is new; let go of the rest."""
    kept = {evidence.source: evidence for evidence in recommendation.evidence}
    recommendation.evidence = [
        kept.get(proof.source)
        or Evidence(
            source=proof.source,
            figure=proof.figure,
            icon=proof.icon,
            sentences=proof.sentences,
            series=list(proof.series),
            facts=proof.facts,
            frozen_at=at,
        )
        for proof in proofs
    ]
    for position, evidence in enumerate(recommendation.evidence):
        evidence.position = position


def discard(recommendation: Recommendation, *, at: datetime) -> None:
    """Throw a draft away, with what was recorded for it. Raises AlreadySent: what artisans have read is kept."""
    if recommendation.state is not AdviceState.DRAFT:
        raise AlreadySent
    spoken = update(VoiceNote).where(VoiceNote.recommendation_id == recommendation.id)
    db.session.execute(spoken.values(recommendation_id=None, erased_at=at))
    db.session.delete(recommendation)


def withdraw(recommendation: Recommendation, *, by: User, at: datetime) -> None:
    """Take back what was sent: nobody is asked any more. What was done already stays done."""
    if recommendation.state is not AdviceState.SENT:
        raise NothingToWithdraw
    recommendation.state = AdviceState.WITHDRAWN
    recommendation.changed_at = at
    for response in recommendation.responses:
        if response.state in (ResponseState.SENT, ResponseState.OPENED, ResponseState.ACCEPTED):
            response.state = ResponseState.WITHDRAWN
    trail.record("advice.withdrawn", subject="recommendation", subject_id=recommendation.id, by_id=by.id, at=at)


class NothingToWithdraw(Refusal):
    text = N_("Only advice that was sent can be withdrawn.")
    status = 409
