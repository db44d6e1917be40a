"""What an item is made of and how large it is: facts, not words, so they hold at once in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import search, tasks
from app.domain.catalogue.models import Colour, Item, Material, Technique
from app.domain.people.models import User
from app.domain.people.trades import Craft

LARGEST_MM = 20_000
HEAVIEST_G = 1_000_000

Facet = TypeVar("Facet", Material, Technique, Colour)


class WrongMeasure(Refusal):
    text = N_("A piece measures at most 2 000 cm and weighs at most 1 000 kg.")


@dataclass(frozen=True)
class Facts:
    """Measures in millimetres, weight in grams; None: not known."""

    craft: Craft
    size: str
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    weight_g: int | None
    materials: Sequence[Material]
    techniques: Sequence[Technique]
    colours: Sequence[Colour]


def describe(item: Item, facts: Facts, *, by: User, at: datetime, seen: int | None = None) -> None:
    """Write the facts down. item: loaded for update. seen: its version as the person saw it; else Stale.

    Raises WrongMeasure.
    """
    if seen is not None and seen != item.version:
        raise Stale
    for name, most in (("length_mm", LARGEST_MM), ("width_mm", LARGEST_MM), ("height_mm", LARGEST_MM)):
        _check(getattr(facts, name), most, name)
    _check(facts.weight_g, HEAVIEST_G, "weight_g")
    item.craft, item.size = facts.craft, facts.size
    item.length_mm, item.width_mm, item.height_mm = facts.length_mm, facts.width_mm, facts.height_mm
    item.weight_g = facts.weight_g
    item.materials, item.techniques, item.colours = list(facts.materials), list(facts.techniques), list(facts.colours)
    db.session.flush()
    search.index(item)
    trail.record(
        "item.described",
        subject="item",
        subject_id=item.id,
        by_id=by.id,
        on_behalf_of_id=item.artisan_id if item.artisan.user_id != by.id else None,
        at=at,
    )
    tasks.settle(item, by=by, at=at)


def all_of(kind: type[Facet]) -> list[Facet]:
    """Every material, technique or colour there is."""
    return list(db.session.scalars(select(kind).order_by(kind.slug)))


def _check(value: int | None, most: int, field: str) -> None:
    if value is not None and not 1 <= value <= most:
        raise WrongMeasure(field=field)
