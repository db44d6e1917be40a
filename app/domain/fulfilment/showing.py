"""How the work goes on, in photos: shown by whoever makes the pieces, taken back, told to the customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.catalogue.photos import NoPhoto
from app.domain.fulfilment import preparing, stages, telling, work_photos
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.fulfilment.stages import Stage
from app.domain.people.models import User
from app.domain.purchasing import locking
from app.domain.purchasing.arrows import Actor, Deed, check, move
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import OfferLine

SECOND_THOUGHTS = timedelta(minutes=10)
"""So long after a photo came its customer is told: until then it can be taken back unseen, and others come with it."""


class NothingMade(Refusal):
    text = N_("These pieces were ready before, so there is no work to show.")
    status = 409


def show(line: OfferLine, pictures: Sequence[WorkPicture], *, by: User, at: datetime) -> None:
    """Photos of pieces that are being made or mended. By the line's maker, or staff in their name.

    pictures: sent by this person, of no line yet. Raises NoPhoto, ReadyAlready, NothingMade, what ``place`` raises.
    """
    request, who = line.offer.request, preparing.maker_or_team(line, by)
    locking.hold(request)
    check(request.state, Deed.SHOW, who)
    preparing.must_be_taken(line)
    standing = stages.standings([line])[0]
    if standing.stage is not Stage.TO_PREPARE:
        raise preparing.ReadyAlready
    if not standing.is_at_work:
        raise NothingMade
    if not pictures:
        raise NoPhoto(field="photos")
    work_photos.place(pictures, line, on_behalf=who.on_behalf_of is not None)
    move(request, Deed.SHOW, who, at=at, line_id=line.line_id, pictures=len(pictures))


def take_back(picture: WorkPicture, *, by: User, at: datetime) -> None:
    """Nobody sees it any more, and its files go. By the line's maker while they make it; by staff whenever.

    Raises Missing where somebody was faster.
    """
    line = picture.line
    if line is None:
        raise Missing
    request, who = line.offer.request, preparing.maker_or_team(line, by)
    if who.actor is Actor.ARTISAN and not picture.is_of_making:
        raise Forbidden
    locking.hold(request)
    db.session.refresh(picture, ["line_id"])
    if picture.line_id is None:
        raise Missing
    move(request, Deed.UNSHOW, who, at=at, line_id=line.line_id)
    work_photos.part([picture], at=at)


def tell_customers(now: datetime) -> int:
    """Tell customers of photos they have not heard of, once a day at most. Returns how many are told."""
    waiting: dict[int, list[int]] = {}
    for picture in db.session.scalars(work_photos.untold(now - SECOND_THOUGHTS)).all():
        if picture.line is not None:
            waiting.setdefault(picture.line.offer.request_id, []).append(picture.id)
    return sum(_tell(db.session.get_one(PurchaseRequest, id_), waiting[id_], now) for id_ in sorted(waiting))


def _tell(request: PurchaseRequest, pictures: Sequence[int], now: datetime) -> bool:
    """What was sent off meanwhile is not told of any more: its customer has read that the parcel left."""
    locking.hold(request)
    is_followed = request.state in (State.ACCEPTED, State.PREPARING)
    if is_followed and not telling.new_pictures(request, at=now):
        return False
    told = update(WorkPicture).where(WorkPicture.id.in_(pictures), WorkPicture.line_id.is_not(None))
    db.session.execute(told.values(told_at=now).execution_options(synchronize_session="fetch"))
    return is_followed
