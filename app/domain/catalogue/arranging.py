"""A set of photos put in order, where to look at one of them, and another try for one that could not be prepared."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from app.base.errors import N_, Refusal
from app.domain.audit import trail
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import MIDDLE, Photo, PhotoState
from app.domain.people.models import User

TENTHS = range(11)
NINE = tuple((x, y) for y in (0, MIDDLE, 10) for x in (0, MIDDLE, 10))
"""Nine points of a photo, as they are read: from the top left to the bottom right. A photo is never mirrored."""

Thing = TypeVar("Thing")


class NotFailed(Refusal):
    text = N_("This photo is being prepared, or it is ready.")
    status = 409


class NoPoint(Refusal):
    text = N_("Choose a point of the photo.")


def moved(things: Sequence[Thing], thing: Thing, steps: int) -> list[Thing]:
    """The things with one of them so many places later (or earlier, below zero), at the ends at most."""
    others = [one for one in things if one is not thing]
    place = max(0, min(len(others), things.index(thing) + steps))
    return [*others[:place], thing, *others[place:]]


def point(photo: Photo, x: int, y: int) -> None:
    """Say where one looks at a photo, so that a crop keeps it. x, y: tenths from the top left. Raises NoPoint."""
    if x not in TENTHS or y not in TENTHS:
        raise NoPoint
    photo.focus_x, photo.focus_y = x, y


def try_again(item: Item, photo: Photo, *, by: User, at: datetime) -> None:
    """Let the worker try once more to prepare a photo of this item. Raises NotFailed."""
    if photo.state is not PhotoState.FAILED:
        raise NotFailed
    photo.state, photo.tries, photo.leased_until = PhotoState.WAITING, 0, None
    trail.record("photo.tried_again", subject="item", subject_id=item.id, by_id=by.id, at=at)
