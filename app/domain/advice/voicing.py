"""Voice notes of a recommendation: one a language, joined to a draft, heard by those it was sent to and by the team."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.base.database import db, new_key
from app.base.errors import Missing
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.advice.voice_models import VoiceNote
from app.domain.advice.writing import AlreadySent
from app.domain.people.models import User

MOST = 5
"""Languages."""
ABANDONED = timedelta(days=2)


def take_in(language: str, seconds: int, bars: Sequence[int], *, by: User, at: datetime) -> VoiceNote:
    """A note just made, of nothing yet. The caller keeps its file under ``path``."""
    note = VoiceNote(key=new_key(), language=language, seconds=seconds, bars=list(bars), by_id=by.id, at=at)
    db.session.add(note)
    db.session.flush()
    return note


def unplaced(by: User, keys: Sequence[str]) -> list[VoiceNote]:
    """Notes this person sent that belong to nothing yet. Others' are not found."""
    free = (VoiceNote.recommendation_id.is_(None), VoiceNote.erased_at.is_(None), VoiceNote.by_id == by.id)
    chosen = select(VoiceNote).where(VoiceNote.key.in_(keys[:MOST]), *free).order_by(VoiceNote.id)
    return list(db.session.scalars(chosen.with_for_update())) if keys else []


def say(
    recommendation: Recommendation, notes: Sequence[VoiceNote], *, unsaid: Collection[str] = (), at: datetime
) -> None:
    """Join notes to a draft; each takes the place of the one there was in its language, the last one sent counts.

    unsaid: languages whose note is taken away, unless a new one comes. Raises AlreadySent.
    """
    if recommendation.state is not AdviceState.DRAFT:
        raise AlreadySent
    if not notes and not unsaid:
        return
    db.session.flush()  # the draft has a number from here on
    latest = {note.language: note for note in notes}
    for note in [*of(recommendation), *notes]:
        replaced = note.language in latest and latest[note.language] is not note
        if replaced or (note.language in unsaid and note.language not in latest):
            _part(note, at)
    db.session.flush()
    for note in latest.values():
        note.recommendation_id = recommendation.id
    db.session.flush()


def of(recommendation: Recommendation) -> list[VoiceNote]:
    """A recommendation's notes, the oldest first."""
    return of_all([recommendation.id]).get(recommendation.id, [])


def of_all(recommendation_ids: Collection[int]) -> dict[int, list[VoiceNote]]:
    """By recommendation. One statement."""
    found: dict[int, list[VoiceNote]] = {}
    if recommendation_ids:
        chosen = select(VoiceNote).where(VoiceNote.recommendation_id.in_(recommendation_ids)).order_by(VoiceNote.id)
        for note in db.session.scalars(chosen):
            found.setdefault(note.recommendation_id or 0, []).append(note)
    return found


def heard(responses: Iterable[Response], language: str) -> dict[int, list[VoiceNote]]:
    """What artisans can listen to, by response: in their language, else in whichever it was said.

    What was withdrawn is not heard any more: nobody who cannot read would know that it is no longer asked.
    """
    asked = [one for one in responses if _stands(one)]
    notes = of_all({one.recommendation_id for one in asked})
    return {one.id: _understood(notes.get(one.recommendation_id, []), language) for one in asked}


def to_hear(response: Response, key: str) -> VoiceNote:
    """A note of what an artisan was sent. Raises Missing."""
    return _named(of(response.recommendation) if _stands(response) else [], key)


def for_team(key: str, *, by: User) -> VoiceNote:
    """A note of any recommendation, or one that this person just sent. Raises Missing."""
    heard_by = or_(VoiceNote.recommendation_id.is_not(None), VoiceNote.by_id == by.id)
    chosen = select(VoiceNote).where(VoiceNote.key == key, VoiceNote.erased_at.is_(None), heard_by)
    return _named(db.session.scalars(chosen), key)


def leftover(at: datetime, *, limit: int = 100) -> list[VoiceNote]:
    """Notes parted from their recommendation, and those of forms that nobody sent again."""
    over = or_(VoiceNote.erased_at.is_not(None), VoiceNote.at < at - ABANDONED)
    gone = select(VoiceNote).where(VoiceNote.recommendation_id.is_(None), over).order_by(VoiceNote.id).limit(limit)
    return list(db.session.scalars(gone.with_for_update(skip_locked=True)))


def _stands(response: Response) -> bool:
    return response.recommendation.state is not AdviceState.WITHDRAWN and response.state is not ResponseState.WITHDRAWN


def _understood(notes: list[VoiceNote], language: str) -> list[VoiceNote]:
    return [note for note in notes if note.language == language] or notes


def _named(notes: Iterable[VoiceNote], key: str) -> VoiceNote:
    found = next((note for note in notes if note.key == key), None)
    if found is None:
        raise Missing
    return found


def _part(note: VoiceNote, at: datetime) -> None:
    note.recommendation_id, note.erased_at = None, at
