"""Preparing photos: a waiting row is leased, its renditions are made and kept, and it is ready to be shown."""

from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from flask import current_app
from sqlalchemy import select

from app.adapters import containment, images, storage
from app.base import clock
from app.base.database import db, writing
from app.base.errors import Refusal
from app.domain.advice.picture_models import AdvicePicture
from app.domain.catalogue import photo_uploads, photos
from app.domain.catalogue.revisions import Photo, PhotoState, Pictured
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.purchasing import private_pictures
from app.domain.purchasing.talk_models import RequestPicture
from app.domain.work import leases
from app.web.pictures import ENDINGS

log = structlog.get_logger("pictures")

LEASE = timedelta(minutes=5)
MOST_TRIES = 3
ABANDONED = timedelta(days=2)


class Sort(NamedTuple):
    """Whose pictures: where their light forms go, which are kept, and whether the original is.

    A private one's original says where and with what it was taken, and nobody needs it again: it goes.
    """

    table: type[Photo] | type[RequestPicture] | type[WorkPicture] | type[AdvicePicture]
    folder: str
    kinds: tuple[str, ...]
    keeps_original: bool


PRIVATE_ONES = (RequestPicture, WorkPicture, AdvicePicture)
PRIVATE_FOLDER = f"{storage.PRIVATE}/{private_pictures.FOLDER}"
SORTS = (
    Sort(Photo, storage.PUBLIC, tuple(ENDINGS), keeps_original=True),
    *(Sort(table, PRIVATE_FOLDER, ("jpeg",), keeps_original=False) for table in PRIVATE_ONES),
)


class Taken(NamedTuple):
    """A picture that is ours until the lease runs out."""

    sort: Sort
    id: int
    lease: datetime
    key: str
    original: str


def render_next() -> bool:
    """Prepare one waiting picture of each sort. Returns whether there was one. Inside an application context."""
    done = [_render_next(sort) for sort in SORTS]
    return any(done)


def _render_next(sort: Sort) -> bool:
    """A picture that cannot be read has failed at once; where the storage is in trouble, the machine lacks memory or
    the worker died, it is tried again when the lease runs out, three times in all.
    """
    taken = _take(sort, clock.now())
    if taken is None:
        return False
    try:
        prepared = _render(taken)
    except Refusal as damage:
        log.warning("a photo cannot be prepared", photo=taken.key, why=type(damage).__name__)
        _settle(taken, None)
    except storage.StorageTrouble:
        log.exception("the storage is in trouble", photo=taken.key)
    except containment.NoProcess:
        log.exception("the machine cannot prepare a photo", photo=taken.key)
    else:
        _settle(taken, prepared)
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


def forget_private(at: datetime) -> int:
    """Remove private pictures that belong to nothing any more, and their files. Returns how many."""
    place = _place()
    found = [one for table in PRIVATE_ONES for one in private_pictures.leftover(table, at, before=at - ABANDONED)]
    for picture in found:
        for path in [f"{storage.PRIVATE}/{picture.original}", *place.paths(f"{PRIVATE_FOLDER}/{picture.key}")]:
            place.delete(path)
        db.session.delete(picture)
    return len(found)


def _take(sort: Sort, at: datetime) -> Taken | None:
    """Lease the oldest picture that waits and nobody holds."""
    table = sort.table
    free = table.leased_until.is_(None) | (table.leased_until <= at)
    waiting = db.session.scalar(select(table.id).where(table.state == PhotoState.WAITING, free).limit(1))
    db.session.rollback()
    if waiting is None:
        return None
    with writing():
        found = leases.take(table, table.state == PhotoState.WAITING, at=at, lasting=LEASE, order=table.id)
        picture = next(iter(found), None)
        may_try = picture is not None and _may_try(picture)
        taken = Taken(sort, picture.id, at + LEASE, picture.key, picture.original) if picture and may_try else None
        db.session.commit()
    return taken if taken or picture is None else _take(sort, at)


def _may_try(picture: Pictured) -> bool:
    """Count a try. After the last one the picture has failed."""
    picture.tries += 1
    if picture.tries <= MOST_TRIES:
        return True
    picture.state, picture.leased_until = PhotoState.FAILED, None
    log.error("a photo was given up", photo=picture.key, tries=MOST_TRIES)
    return False


def _render(taken: Taken) -> images.Prepared:
    """The picture's light forms, made and kept."""
    place = _place()
    kept = place.get(f"{storage.PRIVATE}/{taken.original}")
    if kept is None:
        raise images.NotAPicture
    prepared = images.prepare(kept.body)
    for rendition in prepared.renditions:
        if rendition.kind in taken.sort.kinds:
            file = f"{rendition.width}.{ENDINGS[rendition.kind]}"
            place.put(f"{taken.sort.folder}/{taken.key}/{file}", rendition.body)
    return prepared


def _settle(taken: Taken, prepared: images.Prepared | None) -> None:
    """Write the end down, if the lease is still ours: where it ran out and another took the photo, theirs counts."""
    sort = taken.sort
    with writing():
        picture = leases.held(sort.table, sort.table.id == taken.id, taken.lease)
        if picture is not None:
            picture.state, picture.leased_until = PhotoState.READY if prepared else PhotoState.FAILED, None
        if picture is not None and prepared is not None:
            (picture.width, picture.height), picture.blur = prepared.size, prepared.blur
            picture.renditions = {
                kind: [made.width for made in prepared.renditions if made.kind == kind] for kind in sort.kinds
            }
        db.session.commit()
    if picture is not None and not sort.keeps_original:
        _place().delete(f"{storage.PRIVATE}/{taken.original}")


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)
