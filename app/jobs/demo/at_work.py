"""Photos of the work on what customers said yes to: while it is made, when it was sent back, when it passed.

They are the drawn pictures of the same pieces, laid where the worker would have laid a private picture's light forms.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment import preparing, showing, stages, work_photos
from app.domain.fulfilment.models import Fault, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.fulfilment.stages import Stage, Standing
from app.domain.people.models import User
from app.domain.purchasing import private_pictures
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState
from app.jobs.demo import pictures
from app.jobs.demo.world import World

WIDTHS = pictures.RENDITIONS["jpeg"]
SHOWN = 4
A_DEED = timedelta(hours=2)
"""One follows the other after so long."""


def fill(world: World, media: Path) -> None:
    """Of two pieces that were looked at one is being mended; that one and a few that are being made are shown. With
    other dice or on another day there may be fewer."""
    lines = _to_prepare()
    at_work = _AtWork(world, media)
    looked_at = list(zip((Verdict.RETURNED, Verdict.PASSED), islice(lines, 2), strict=False))
    for verdict, one in looked_at:
        at_work.look_at(one.line, verdict)
    for _verdict, mended in looked_at[:1]:
        at_work.show(mended.line)
    for one in islice((one for one in lines if one.is_at_work), SHOWN):
        at_work.show(one.line)


def _to_prepare() -> Iterator[Standing]:
    """Lines whose makers have something to do, of pieces with a picture."""
    accepted = select(Offer).join(Offer.request).order_by(Offer.id)
    preparing_now = accepted.where(PurchaseRequest.state == State.PREPARING, Offer.state == OfferState.ACCEPTED)
    for offer in db.session.scalars(preparing_now):
        yield from (one for one in stages.of(offer) if one.stage is Stage.TO_PREPARE and _pictured(one.line))


def _pictured(line: OfferLine) -> str:
    """The name of the drawn picture of a line's piece; empty where there is none."""
    variant = line.line.variant
    photos = variant.item.photo_set.photos if variant and variant.item.photo_set else []
    return pictures.name(photos[0].key) if photos else ""


class _AtWork:
    def __init__(self, world: World, media: Path) -> None:
        self.world, self.media = world, media
        self.at = world.now - timedelta(days=1)

    def look_at(self, line: OfferLine, verdict: Verdict) -> None:
        """Its maker said that it is ready; an advisor looked at it and took a photo."""
        preparing.say_ready(line, by=self._maker(line), at=self._next())
        team, at = self.world.advisor, self._next()
        photos = [self._photo(line, team, at)]
        preparing.look_at(line, verdict, fault=Fault.FLAW, pictures=photos, by=team, at=at)

    def show(self, line: OfferLine) -> None:
        by, at = self._maker(line), self._next()
        showing.show(line, [self._photo(line, by, at)], by=by, at=at)

    def _maker(self, line: OfferLine) -> User:
        """Who makes it, or, where they never sign in, the team."""
        maker = line.line.artisan
        return (maker.user if maker else None) or self.world.advisor

    def _photo(self, line: OfferLine, by: User, at: datetime) -> WorkPicture:
        picture = work_photos.take_in(pictures.WIDTH, pictures.HEIGHT, by=by, at=at)
        name = _pictured(line)
        kept = self.media / "private" / private_pictures.FOLDER / picture.key
        kept.mkdir(parents=True)
        for width in WIDTHS:
            shutil.copyfile(pictures.FOLDER / name / f"{width}.jpg", kept / f"{width}.jpg")
        picture.state, picture.renditions, picture.blur = PhotoState.READY, {"jpeg": WIDTHS}, pictures.blur(name)
        return picture

    def _next(self) -> datetime:
        self.at += A_DEED
        return self.at
