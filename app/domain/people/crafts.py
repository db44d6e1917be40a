"""Findings about crafts, in the order the shop shows them."""

from sqlalchemy import select

from app.base.database import db
from app.base.errors import Missing
from app.domain.people.trades import Craft

_IN_ORDER = select(Craft).order_by(Craft.position, Craft.id)


def all_of_them() -> list[Craft]:
    """Families and crafts."""
    return list(db.session.scalars(_IN_ORDER))


def that_hold_items() -> list[Craft]:
    """Crafts without the families: what an item can belong to."""
    families = select(Craft.parent_id).where(Craft.parent_id.is_not(None))
    return list(db.session.scalars(_IN_ORDER.where(Craft.id.not_in(families))))


def at(slug: str, *, for_update: bool = False) -> Craft:
    """The craft of that name that holds items. Raises Missing."""
    families = select(Craft.parent_id).where(Craft.parent_id.is_not(None))
    wanted = select(Craft).where(Craft.slug == slug, Craft.id.not_in(families))
    craft = db.session.scalar(wanted.with_for_update() if for_update else wanted)
    if craft is None:
        raise Missing
    return craft
