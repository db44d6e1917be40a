"""A photo with which an artisan says that it is done: the drawn picture of a piece of theirs."""

import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.domain.advice import done_photos
from app.domain.advice.models import Response, ResponseState
from app.domain.advice.picture_models import AdvicePicture
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import PhotoState
from app.domain.people.models import User
from app.domain.purchasing import private_pictures
from app.jobs.demo import pictures

WIDTHS = pictures.RENDITIONS["jpeg"]


def fill(media: Path) -> None:
    """Of what waits to be checked."""
    waiting = select(Response).where(Response.state == ResponseState.DONE).order_by(Response.id)
    for response in db.session.scalars(waiting):
        name = _pictured(response)
        by = response.artisan.user
        if name and by is not None:
            done_photos.place([_photo(name, media, response, by)], response)


def _pictured(response: Response) -> str:
    """The name of the drawn picture of a piece of theirs; empty where there is none."""
    pieces = select(Item).where(Item.artisan_id == response.artisan_id).order_by(Item.id)
    for item in db.session.scalars(pieces):
        if item.photo_set and item.photo_set.photos:
            return pictures.name(item.photo_set.photos[0].key)
    return ""


def _photo(name: str, media: Path, response: Response, by: User) -> AdvicePicture:
    at = (response.done_at or response.sent_at) - timedelta(minutes=5)
    picture = done_photos.take_in(pictures.WIDTH, pictures.HEIGHT, by=by, at=at)
    kept = media / "private" / private_pictures.FOLDER / picture.key
    kept.mkdir(parents=True)
    for width in WIDTHS:
        shutil.copyfile(pictures.FOLDER / name / f"{width}.jpg", kept / f"{width}.jpg")
    picture.state, picture.renditions, picture.blur = PhotoState.READY, {"jpeg": WIDTHS}, pictures.blur(name)
    return picture
