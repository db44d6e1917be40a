"""Preparing photos: a waiting row is leased, its renditions are made and kept, and it is ready to be shown."""

from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import select

from app.adapters import images, storage
from app.base import clock
from app.base.database import db, writing
from app.base.errors import Refusal
from app.domain.catalogue import photo_uploads, photos
from app.domain.catalogue.revisions import Photo, PhotoState
from app.domain.work import leases
from app.web.pictures import ENDINGS

log = structlog.get_logger("pictures")

LEASE = timedelta(minutes=5)
MOST_TRIES = 3
ABANDONED = timedelta(days=2)


def render_next() -> bool:
    """Prepare one waiting photo. Returns whether there was one. Inside an application context.

    A picture that cannot be read has failed at once; where the storage is in trouble, the machine lacks memory or the
    worker died, it is tried again when the lease runs out, three times in all.
    """
    taken = _take(clock.now())
    if taken is None:
        return False
    photo_id, lease, key, original = taken
    try:
        prepared = _render(key, original)
    except Refusal as damage:
        log.warning("a photo cannot be prepared", photo=photo_id, why=type(damage).__name__)
        _settle(photo_id, lease, None)
    except storage.StorageTrouble:
        log.exception("the storage is in trouble", photo=photo_id)
    except images.NoProcess:
        log.exception("the machine cannot prepare a photo", photo=photo_id)
    else:
        _settle(photo_id, lease, prepared)
    return True


def forget_abandoned(at: datetime) -> int:
    """Remove photos that were sent with a form nobody sent again, and their files. Returns how many."""
    place = _place()
    found = photos.abandoned(at - ABANDONED)
    for photo in found:
        for path in [f"{storage.PRIVATE}/{photo.original}", *place.paths(f"{storage.PUBLIC}/{photo.key}")]:
            place.delete(path)
        db.session.delete(photo)
    return len(found)


def forget_uploads(at: datetime) -> int:
    """Remove what set out in pieces two days ago, with the pieces. Returns how many."""
    place = _place()
    found = photo_uploads.old(at)
    for upload in found:
        for path in place.paths(f"{storage.PRIVATE}/{upload.folder}"):
            place.delete(path)
        db.session.delete(upload)
    return len(found)


def _take(at: datetime) -> tuple[int, datetime, str, str] | None:
    """Lease the oldest photo that waits and nobody holds: its id, the lease, its key and its original."""
    free = Photo.leased_until.is_(None) | (Photo.leased_until <= at)
    waiting = db.session.scalar(select(Photo.id).where(Photo.state == PhotoState.WAITING, free).limit(1))
    db.session.rollback()
    if waiting is None:
        return None
    with writing():
        photo = next(
            iter(leases.take(Photo, Photo.state == PhotoState.WAITING, at=at, lasting=LEASE, order=Photo.id)), None
        )
        taken = (photo.id, at + LEASE, photo.key, photo.original) if photo and _may_try(photo) else None
        db.session.commit()
    return taken if taken or photo is None else _take(at)


def _may_try(photo: Photo) -> bool:
    """Count a try. After the last one the photo has failed."""
    photo.tries += 1
    if photo.tries <= MOST_TRIES:
        return True
    photo.state, photo.leased_until = PhotoState.FAILED, None
    log.error("a photo was given up", photo=photo.id, tries=MOST_TRIES)
    return False


def _render(key: str, original: str) -> images.Prepared:
    """The picture's light forms, made and kept."""
    place = _place()
    kept = place.get(f"{storage.PRIVATE}/{original}")
    if kept is None:
        raise images.NotAPicture
    prepared = images.prepare(kept.body)
    for rendition in prepared.renditions:
        place.put(f"{storage.PUBLIC}/{key}/{rendition.width}.{ENDINGS[rendition.kind]}", rendition.body)
    return prepared


def _settle(photo_id: int, lease: datetime, prepared: images.Prepared | None) -> None:
    """Write the end down, if the lease is still ours: where it ran out and another took the photo, theirs counts."""
    with writing():
        photo = leases.held(Photo, Photo.id == photo_id, lease)
        if photo is not None:
            photo.state, photo.leased_until = PhotoState.READY if prepared else PhotoState.FAILED, None
        if photo is not None and prepared is not None:
            (photo.width, photo.height), photo.blur = prepared.size, prepared.blur
            photo.renditions = {
                kind: [made.width for made in prepared.renditions if made.kind == kind] for kind in ENDINGS
            }
        db.session.commit()


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)
