"""What an item shows, as revisions: one approved set of photos, and at most one that waits to be looked at.

A photo is first taken in (its original kept in private), then prepared by the worker, then shown as part of a set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import selectinload

from app.base.database import db, new_key
from app.base.errors import N_, Forbidden, Missing, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import tasks
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import Photo, PhotoPlace, PhotoSet, PhotoState, Standing
from app.domain.people.models import User

MOST = 8
"""Photos of one item."""


class NoPhoto(Refusal):
    text = N_("Add at least one photo.")


class TooMany(Refusal):
    text = N_("That is too many: %(most)d photos of one piece at most.")


class StillPrepared(Refusal):
    text = N_("A photo is still being prepared. Try again in a minute.")
    status = 409


class OneFailed(Refusal):
    text = N_("A photo could not be prepared. Take it out, then approve the others.")


class NothingWaits(Refusal):
    text = N_("Nothing waits to be approved here.")
    status = 409


@dataclass(frozen=True)
class Sets:
    """The photos that are public and those that wait."""

    approved: PhotoSet | None = None
    pending: PhotoSet | None = None

    @property
    def latest(self) -> PhotoSet | None:
        return self.pending or self.approved

    @property
    def photos(self) -> list[Photo]:
        """As the item will show them once what waits is approved."""
        return self.latest.photos if self.latest else []

    @property
    def unreadable(self) -> int:
        """How many of them could not be prepared."""
        return sum(photo.state is PhotoState.FAILED for photo in self.photos)

    @property
    def seen(self) -> int:
        """What a person who opens the photos has before their eyes: the set's id, 0 where there is none."""
        return self.latest.id if self.latest else 0


def of(items: Iterable[Item]) -> dict[int, Sets]:
    """The photo sets of some items, by item id, in three questions."""
    ids = [item.id for item in items]
    living = select(PhotoSet).where(PhotoSet.item_id.in_(ids), PhotoSet.standing != Standing.RETIRED)
    shown = living.options(selectinload(PhotoSet.places).selectinload(PhotoPlace.photo))
    found = {(row.item_id, row.standing): row for row in db.session.scalars(shown)} if ids else {}
    return {i: Sets(found.get((i, Standing.APPROVED)), found.get((i, Standing.PENDING))) for i in ids}


def of_item(item: Item) -> Sets:
    return of([item])[item.id]


def unreadable(items: Iterable[Item]) -> set[int]:
    """The ids of those items of which a photo could not be prepared and still waits for another."""
    ids = [item.id for item in items]
    failed = (
        select(PhotoSet.item_id)
        .join(PhotoSet.places)
        .join(PhotoPlace.photo)
        .where(PhotoSet.item_id.in_(ids), PhotoSet.standing == Standing.PENDING, Photo.state == PhotoState.FAILED)
    )
    return set(db.session.scalars(failed)) if ids else set()


def unplaced(by: User, keys: Sequence[str]) -> list[Photo]:
    """Photos this person sent that belong to no set yet, in the order of the keys. Others' are not found."""
    free = select(Photo).where(Photo.key.in_(keys[: MOST + 1]), Photo.by_id == by.id, ~_is_placed())
    found = {photo.key: photo for photo in db.session.scalars(free)} if keys else {}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def abandoned(before: datetime, limit: int = 100) -> list[Photo]:
    """Photos that were sent before a moment and never became part of anything."""
    free = select(Photo).where(Photo.created_at < before, ~_is_placed()).order_by(Photo.id).limit(limit)
    return list(db.session.scalars(free.with_for_update(skip_locked=True)))


def _is_placed() -> ColumnElement[bool]:
    return exists().where(PhotoPlace.photo_id == Photo.id)


def take_in(width: int, height: int, *, by: User, at: datetime) -> Photo:
    """A photo just received, waiting to be prepared. The caller keeps its original under ``photo.original``.

    width, height: pixels, upright.
    """
    key = new_key()
    photo = Photo(
        key=key, original=f"originals/{key}", width=width, height=height, state=PhotoState.WAITING, by_id=by.id,
        created_at=at, tries=0,
    )  # fmt: skip
    db.session.add(photo)
    db.session.flush()
    return photo


def propose(item: Item, photos: Sequence[Photo], *, by: User, at: datetime, seen: int | None = None) -> PhotoSet:
    """Put a set of photos forward, in this order. It takes the place of one that waits; what is public stays public.

    item: loaded for update. photos: of this item, or sent by this person and part of nothing yet. seen: ``Sets.seen``
    as the person saw it; where another has come since, Stale. Raises NoPhoto, TooMany, Missing.
    """
    sets = of_item(item)
    if seen is not None and seen != sets.seen:
        raise Stale
    if not photos:
        raise NoPhoto(field="photos")
    if len(photos) > MOST:
        raise TooMany(field="photos", most=MOST)
    if len({photo.id for photo in photos}) < len(photos) or not _all_usable(sets, photos, by):
        raise Missing
    _retire(sets.pending)
    proposed = PhotoSet(item_id=item.id, standing=Standing.PENDING, by_id=by.id, created_at=at)
    proposed.places = [PhotoPlace(position=position, photo=photo) for position, photo in enumerate(photos)]
    db.session.add(proposed)
    db.session.flush()
    return proposed


def approve(item: Item, *, by: User, at: datetime, seen: int | None = None) -> PhotoSet:
    """Show the waiting set instead of the one before, once every photo of it is prepared.

    item: loaded for update. Raises Forbidden, Stale, NothingWaits, StillPrepared, OneFailed.
    """
    if not by.is_staff:
        raise Forbidden
    sets = of_item(item)
    if seen is not None and seen != sets.seen:
        raise Stale
    if sets.pending is None:
        raise NothingWaits
    states = {photo.state for photo in sets.pending.photos}
    if PhotoState.FAILED in states:
        raise OneFailed
    if PhotoState.WAITING in states:
        raise StillPrepared
    _retire(sets.approved)
    sets.pending.standing = Standing.APPROVED
    sets.pending.approved_by_id, sets.pending.approved_at = by.id, at
    db.session.flush()
    db.session.expire(item, ["photo_set"])
    trail.record("photos.approved", subject="item", subject_id=item.id, by_id=by.id, at=at)
    tasks.settle(item, by=by, at=at)
    return sets.pending


def discard(item: Item, *, by: User, at: datetime, seen: int | None = None) -> None:
    """Go back to the approved photos: the set that waits is put away. item: loaded for update.

    Raises Forbidden, Stale, NothingWaits.
    """
    if not by.is_staff:
        raise Forbidden
    sets = of_item(item)
    if seen is not None and seen != sets.seen:
        raise Stale
    if sets.pending is None or sets.approved is None:
        raise NothingWaits
    _retire(sets.pending)
    trail.record("photos.discarded", subject="item", subject_id=item.id, by_id=by.id, at=at)


def _all_usable(sets: Sets, photos: Sequence[Photo], by: User) -> bool:
    own = {photo.id for one in (sets.approved, sets.pending) if one for photo in one.photos}
    others = [photo for photo in photos if photo.id not in own]
    return len(unplaced(by, [photo.key for photo in others])) == len(others)


def _retire(photo_set: PhotoSet | None) -> None:
    """At once, before another takes its standing: the database allows only one of each."""
    if photo_set is not None:
        photo_set.standing = Standing.RETIRED
        db.session.flush()
