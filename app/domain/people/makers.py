"""Findings about the cooperative's artisans."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import Missing
from app.domain.people.models import Artisan, Standing, User


def by_id(artisan_id: int, *, for_update: bool = False) -> Artisan:
    """Raises Missing."""
    query = select(Artisan).where(Artisan.id == artisan_id)
    found = db.session.scalar(query.with_for_update() if for_update else query)
    if found is None:
        raise Missing
    return found


def to_visit(artisan_id: int) -> Artisan:
    """The maker with where they are, how they are reached and what they make: one statement. Raises Missing."""
    query = select(Artisan).where(Artisan.id == artisan_id)
    reached = joinedload(Artisan.user).lazyload(User.roles)
    known = (joinedload(Artisan.place), reached, joinedload(Artisan.advisor).lazyload(User.roles))
    found = db.session.scalars(query.options(*known, joinedload(Artisan.crafts))).unique().one_or_none()
    if found is None:
        raise Missing
    return found


def by_ids(ids: Collection[int]) -> dict[int, Artisan]:
    """Those there are, in one question."""
    if not ids:
        return {}
    return {artisan.id: artisan for artisan in db.session.scalars(select(Artisan).where(Artisan.id.in_(ids)))}


def all_of_them() -> list[Artisan]:
    """Every maker, by name."""
    return list(db.session.scalars(select(Artisan).order_by(Artisan.name, Artisan.id)))


def who_can_be_asked(craft_id: int | None = None) -> list[Artisan]:
    """Makers in good standing, by name, with whom to write to: all, or those of one craft."""
    query = select(Artisan).where(Artisan.standing == Standing.GOOD)
    query = query.options(joinedload(Artisan.place), joinedload(Artisan.user))
    if craft_id is not None:
        query = query.where(Artisan.crafts.any(id=craft_id))
    return list(db.session.scalars(query.order_by(Artisan.name, Artisan.id)))
