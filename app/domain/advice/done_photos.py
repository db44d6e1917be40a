"""Photos with which an artisan says that something is done: seen by them and by the team, by nobody else."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice.models import Response
from app.domain.advice.picture_models import AdvicePicture
from app.domain.people.models import User
from app.domain.purchasing import private_pictures

MOST = 3
"""Photos sent at once."""
MOST_OF_RESPONSE = 6


class TooMany(Refusal):
    text = N_("That is too many: %(most)d photos at once.")


class Enough(Refusal):
    text = N_("There are %(most)d photos of it already.")


def take_in(width: int, height: int, *, by: User, at: datetime) -> AdvicePicture:
    """A photo just received, of nothing yet. The caller keeps its original under ``original``."""
    return private_pictures.take_in(AdvicePicture, width, height, at=at, by_id=by.id)


def unplaced(by: User, keys: Sequence[str]) -> list[AdvicePicture]:
    """Photos this person sent that belong to nothing yet. Others' are not found."""
    return private_pictures.unplaced(AdvicePicture, keys, AdvicePicture.by_id == by.id, most=MOST)


def place(pictures: Sequence[AdvicePicture], response: Response) -> None:
    """Make photos those of a response, whose row is held. Raises TooMany, Enough."""
    if len(pictures) > MOST:
        raise TooMany(field="photos", most=MOST)
    if not pictures:
        return
    there = db.session.scalar(select(func.count(AdvicePicture.id)).where(AdvicePicture.response_id == response.id))
    if (there or 0) + len(pictures) > MOST_OF_RESPONSE:
        raise Enough(field="photos", most=MOST_OF_RESPONSE)
    for picture in pictures:
        picture.response_id = response.id
    db.session.flush()


def of(response_ids: Collection[int]) -> dict[int, list[AdvicePicture]]:
    """By response, the oldest first."""
    found: dict[int, list[AdvicePicture]] = {}
    if response_ids:
        chosen = select(AdvicePicture).where(AdvicePicture.response_id.in_(response_ids))
        for picture in db.session.scalars(chosen.order_by(AdvicePicture.at, AdvicePicture.id)):
            found.setdefault(picture.response_id or 0, []).append(picture)
    return found
