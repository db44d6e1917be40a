"""Where what is made: the crafts with their pieces and places, the places with their artisans."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.catalogue.availability import State, of_item
from app.domain.catalogue.items import CARD, SHOWN
from app.domain.catalogue.models import Item
from app.domain.catalogue.shelves import opened
from app.domain.people.trades import Craft, Place

MOST_PLACES = 2
MOST_CRAFTS = 3
TRIED = 8


@dataclass(frozen=True)
class CraftEntry:
    """A craft with its public pieces; places: where most of them are made."""

    craft: Craft
    pieces: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class PlaceEntry:
    """A place with the artisans whose pieces are public."""

    place: Place
    artisans: int


@dataclass(frozen=True)
class MadeIn:
    """A place with its public pieces; crafts: what most of them are."""

    place: Place
    pieces: int
    crafts: tuple[Craft, ...]


def crafts() -> list[CraftEntry]:
    """The crafts that have public pieces, in their order."""
    made: dict[int, Counter[int]] = {}
    for craft_id, place_id, pieces in _counted():
        made.setdefault(craft_id, Counter())[place_id] = pieces
    if not made:
        return []
    places = {place.id: place for place in db.session.scalars(select(Place))}
    chosen = db.session.scalars(select(Craft).where(Craft.id.in_(made)).order_by(Craft.position, Craft.id))
    return [
        CraftEntry(craft, made[craft.id].total(), tuple(places[p] for p, _ in made[craft.id].most_common(MOST_PLACES)))
        for craft in chosen
    ]


def places() -> list[PlaceEntry]:
    """The places where somebody's pieces are public, in their order."""
    with opened() as shelves:
        index = shelves.index
        artisans = {
            place_id: sum(1 for _maker in index.counts("maker", index.having("place", place_id)))
            for place_id, _pieces in index.counts("place", index.all)
        }
    chosen = db.session.scalars(select(Place).where(Place.id.in_(artisans)).order_by(Place.position, Place.id))
    return [PlaceEntry(place, artisans[place.id]) for place in chosen]


def made_in() -> list[MadeIn]:
    """What is made in each place that has public pieces, the places in their order."""
    made: dict[int, Counter[int]] = {}
    for craft_id, place_id, pieces in _counted():
        made.setdefault(place_id, Counter())[craft_id] = pieces
    crafts = {craft.id: craft for craft in db.session.scalars(select(Craft))} if made else {}
    chosen = db.session.scalars(select(Place).where(Place.id.in_(made)).order_by(Place.position, Place.id))
    return [
        MadeIn(place, made[place.id].total(), tuple(crafts[c] for c, _ in made[place.id].most_common(MOST_CRAFTS)))
        for place in chosen
    ]


def _counted() -> list[tuple[int, int, int]]:
    """Public pieces by craft and place, always in the same order."""
    with opened() as shelves:
        index = shelves.index
        return sorted(
            (craft_id, place_id, pieces)
            for craft_id, _all in index.counts("craft", index.all)
            for place_id, pieces in index.counts("place", index.having("craft", craft_id))
        )


def piece_of_the_week(day: date) -> Item | None:
    """One piece that can be had, another each week, with what a card shows of it."""
    with opened() as shelves:
        total = shelves.index.all.bit_count()
    if not total:
        return None
    first = day.isocalendar().week * TRIED % max(1, total - TRIED + 1)
    some = select(Item).join(Item.artisan).where(*SHOWN).order_by(Item.craft_id, Item.id).offset(first).limit(TRIED)
    tried = list(db.session.scalars(some.options(*CARD, joinedload(Item.craft))))
    return max(tried, key=lambda item: (item.photo_set is not None, of_item(item).state is State.IN))
