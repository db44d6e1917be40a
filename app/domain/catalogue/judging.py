"""What waits is not accepted: it is retired with the reason, what is public stays, and its author can read why."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import photos, reasons, tasks, texts
from app.domain.catalogue.desk_models import RevisionRefusal
from app.domain.catalogue.models import Item
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import ItemText, PhotoSet, Standing
from app.domain.people.models import User

MOST_TOLD = 5


class NothingElseToShow(Refusal):
    text = N_("These are the only photos of the piece. Send the piece back instead.")


def refuse_text(
    item: Item, language: str, why: Collection[Reason], note: str, *, by: User, at: datetime, seen: int
) -> RevisionRefusal:
    """item: loaded for update. seen: the revision the person read. Raises Forbidden, Stale, NothingWaits, SayWhy."""
    _staff(by)
    pending = texts.in_language(item, language).pending
    if pending is None:
        raise texts.NothingWaits
    if pending.id != seen:
        raise Stale
    codes, words = reasons.kept(why, note)
    pending.standing = Standing.RETIRED
    refusal = _kept(RevisionRefusal(item_id=item.id, text_id=pending.id, codes=codes, note=words), by, at)
    facts = {"language": language, "reasons": codes.split()}
    trail.record("text.refused", subject="item", subject_id=item.id, by_id=by.id, at=at, facts=facts)
    tasks.settle(item, by=by, at=at)
    return refusal


def refuse_photos(
    item: Item, why: Collection[Reason], note: str, *, by: User, at: datetime, seen: int
) -> RevisionRefusal:
    """As ``refuse_text``. Raises NothingElseToShow where no approved photos would stay."""
    _staff(by)
    sets = photos.of_item(item)
    if sets.pending is None:
        raise photos.NothingWaits
    if sets.pending.id != seen:
        raise Stale
    if sets.approved is None:
        raise NothingElseToShow
    codes, words = reasons.kept(why, note)
    sets.pending.standing = Standing.RETIRED
    refusal = _kept(RevisionRefusal(item_id=item.id, photo_set_id=sets.pending.id, codes=codes, note=words), by, at)
    facts = {"reasons": codes.split()}
    trail.record("photos.refused", subject="item", subject_id=item.id, by_id=by.id, at=at, facts=facts)
    tasks.settle(item, by=by, at=at)
    return refusal


def told(author: User) -> Sequence[tuple[RevisionRefusal, ItemText | None]]:
    """What of an author's was not accepted and has not been written anew since, newest first, the first few."""
    return _of_author(author.id)


def told_of(item: Item, author_id: int | None) -> Sequence[tuple[RevisionRefusal, ItemText | None]]:
    """The same of one item. author_id: None for an item whose maker has no account."""
    return _of_author(author_id, item.id) if author_id is not None else []


def _of_author(author_id: int, item_id: int | None = None) -> Sequence[tuple[RevisionRefusal, ItemText | None]]:
    later_text, later_set = aliased(ItemText), aliased(PhotoSet)
    text_again = exists().where(
        later_text.item_id == ItemText.item_id, later_text.language == ItemText.language, later_text.id > ItemText.id
    )
    photos_again = exists().where(later_set.item_id == PhotoSet.item_id, later_set.id > PhotoSet.id)
    asked = (
        select(RevisionRefusal, ItemText)
        .outerjoin(ItemText, ItemText.id == RevisionRefusal.text_id)
        .outerjoin(PhotoSet, PhotoSet.id == RevisionRefusal.photo_set_id)
        .where(
            or_(
                and_(ItemText.by_id == author_id, ~text_again),
                and_(PhotoSet.by_id == author_id, ~photos_again),
            )
        )
        .options(joinedload(RevisionRefusal.item), joinedload(RevisionRefusal.by))
        .order_by(RevisionRefusal.id.desc())
        .limit(MOST_TOLD)
    )
    if item_id is not None:
        asked = asked.where(RevisionRefusal.item_id == item_id)
    return [(refusal, text) for refusal, text in db.session.execute(asked)]


def _kept(refusal: RevisionRefusal, by: User, at: datetime) -> RevisionRefusal:
    refusal.by_id, refusal.at = by.id, at
    db.session.add(refusal)
    db.session.flush()
    return refusal


def _staff(by: User) -> None:
    if not by.is_staff:
        raise Forbidden
