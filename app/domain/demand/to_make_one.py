"""How many to make of one piece, as if all the time of its maker were for it. Asked beside other questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.base import clock
from app.base.together import Question, Rows
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.demand import expected, making
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.foreseeing import WEEK
from app.domain.demand.making import Losses, Making, Wanted
from app.domain.demand.to_make import DURABLE_WEEKS, FOOD_WEEKS, MISSED, SHELVED, booked
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft

FEW = 5
"""Pieces asked for in a year, below which a forecast rests on few cases."""


@dataclass(frozen=True)
class One:
    """weeks: how far ahead. free: pieces its maker can still make in them; None where the capacity is not known.

    is_own: the forecast is the piece's own, else of pieces of its craft that are as new. is_small: it is its own, and
    rests on few cases.
    """

    artisan_id: int
    made_on: date
    making: Making
    weeks: int
    free: int | None
    is_own: bool
    is_small: bool

    @property
    def is_short(self) -> bool:
        """Whether more would be right than there is time for."""
        return self.making.quantity < self.making.wanted


def questions(item_id: int, today: date) -> dict[str, Question]:
    """What ``made`` wants answered, by name: each variant of a piece on sale, and the forecasts that may be its own."""
    shelf = (Variant.kind, Variant.price, Variant.on_hand, Variant.reserved)
    taken = [booked(Artisan.id.expression, today, weeks).correlate(Artisan) for weeks in (FOOD_WEEKS, DURABLE_WEEKS)]
    promised = [one.scalar_subquery().label(f"booked_{place}") for place, one in enumerate(taken)]
    on_sale = (Item.id == item_id, Item.state == ItemState.PUBLISHED)
    own = (Forecast.subject == Subject.ITEM) & (Forecast.subject_id == item_id)
    new = (Forecast.subject == Subject.NEWCOMER) & (Forecast.asked >= expected.ENOUGH)
    of_its_craft = select(Item.craft_id).where(Item.id == item_id).scalar_subquery()
    return {
        "variants": select(Item.published_at, Craft.is_food, Artisan.id, Artisan.weekly_capacity, *promised, *shelf)
        .join(Craft, Craft.id == Item.craft_id)
        .join(Artisan, Artisan.id == Item.artisan_id)
        .join(Variant, (Variant.item_id == Item.id) & Variant.put_away_at.is_(None))
        .where(*on_sale)
        .order_by(Variant.position),
        "foreseen": expected.columns().where(own | (new & (Forecast.craft_id == of_its_craft))),
    }


def made(answers: Mapping[str, Rows], *, today: date, unsold: float, unsold_food: float) -> One | None:
    """None where it is not on sale, is made to order or one of a kind, or nothing is known of it.

    unsold, unsold_food: what a piece that stays loses, as shares of its price.
    """
    variants = answers["variants"]
    if not variants or not any(kind in SHELVED for kind in _column(variants, 6)):
        return None
    published, is_food, artisan_id, capacity, *taken = variants[0][:6]
    kept = _forecast(answers["foreseen"], published, today)
    if kept is None:
        return None
    weeks = FOOD_WEEKS if is_food else DURABLE_WEEKS
    free = max(capacity * weeks - int(taken[0 if is_food else 1]), 0) if capacity else None
    ready = sum(on_hand - reserved for on_hand, reserved in (row[8:10] for row in variants))
    losses = Losses(unsold_food if is_food else unsold, MISSED)
    (found,) = making.how_many([Wanted(expected.total(kept, weeks), variants[0][7], ready, losses)], free)
    is_own = kept.subject is Subject.ITEM
    return One(artisan_id, kept.made_on, found, weeks, free, is_own, is_own and kept.asked < FEW)


def _forecast(rows: Rows, published: datetime | None, today: date) -> Forecast | None:
    """The piece's own, else that of pieces of its craft that are as new."""
    known = sorted((expected.made(row) for row in rows), key=lambda one: one.made_on)
    mine = next((one for one in known if one.subject is Subject.ITEM), None)
    new = {(one.craft_id, int(one.name)): one for one in known if one.name.isdigit()}
    age = (today - clock.local(published).date()).days // WEEK if published else 0
    return mine or next((expected.newcomer(new, craft_id, age) for craft_id, _weeks in new), None)


def _column(rows: Rows, place: int) -> list[Any]:
    return [row[place] for row in rows]
