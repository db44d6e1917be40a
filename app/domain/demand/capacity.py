"""Who could make it, and how much of their coming weeks is still free."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.people.models import Artisan, Standing
from app.domain.people.trades import Craft
from app.domain.purchasing.offer_models import CapacityBooking, Hold

WEEKS = 4
MOST = 60


@dataclass(frozen=True)
class Maker:
    """An artisan of a craft. free, capacity: pieces in the four weeks that begin with this one."""

    artisan: Artisan
    free: int
    capacity: int


def booked(today: date) -> Subquery:
    """Pieces that artisans have promised to make in the four weeks that begin with this one, by ``artisan_id``."""
    monday = today - timedelta(days=today.weekday())
    return (
        select(CapacityBooking.artisan_id, func.sum(CapacityBooking.quantity).label("pieces"))
        .where(
            CapacityBooking.week >= monday,
            CapacityBooking.week < monday + timedelta(weeks=WEEKS),
            CapacityBooking.state == Hold.LIVE,
        )
        .group_by(CapacityBooking.artisan_id)
        .subquery()
    )


def makers_of(craft_id: int, *, today: date) -> list[Maker]:
    """The artisans in good standing who make things of a craft, those with most time first. One statement."""
    taken = booked(today)
    chosen = (
        select(Artisan, func.coalesce(taken.c.pieces, 0))
        .outerjoin(taken, taken.c.artisan_id == Artisan.id)
        .where(Artisan.standing == Standing.GOOD, Artisan.crafts.any(Craft.id == craft_id))
        .options(joinedload(Artisan.place))
        .order_by(Artisan.name)
        .limit(MOST)
    )
    made = [
        Maker(artisan, max(artisan.weekly_capacity * WEEKS - int(pieces), 0), artisan.weekly_capacity * WEEKS)
        for artisan, pieces in db.session.execute(chosen)
    ]
    return sorted(made, key=lambda maker: -maker.free)
