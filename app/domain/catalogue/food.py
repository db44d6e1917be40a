"""What food has to say: its ingredients, what it weighs net, its batch and day, and by which number it is authorised.

A craft is marked as food or not; a piece may say otherwise (the soap of an oil mill). Food without the number of its
authorisation by ONSSA is not put on sale, unless the cooperative's settings hold a written exception.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import search
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.people.models import User
from app.domain.people.trades import Craft

LONGEST_INGREDIENTS = 600
LONGEST_BATCH = 40
HEAVIEST, LARGEST = 100_000, 100_000
"""Grams and millilitres."""
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9./ -]{2,38}[A-Z0-9]")


class NoAuthorisation(Refusal):
    text = N_("Food needs its ONSSA authorisation number before it can be on sale.")


class NotANumber(Refusal):
    text = N_("Write the number as it stands on the authorisation: letters, figures, dots and dashes.")


class PauseFirst(Refusal):
    text = N_("This food is on sale. Pause the sale first, or keep its authorisation number.")
    status = 409


class TooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


class WrongNet(Refusal):
    text = N_("Write a net quantity from 1 to 100 000.")


@dataclass(frozen=True)
class Lot:
    """What is said of a variant's goods. net_g: grams; net_ml: millilitres; best_before: the last good day."""

    net_g: int | None = None
    net_ml: int | None = None
    batch: str = ""
    best_before: date | None = None


@dataclass(frozen=True)
class Food:
    """is_food: None, as the craft says. ingredients: by language. authorisation: empty where there is none."""

    is_food: bool | None
    ingredients: Mapping[str, str]
    authorisation: str
    lots: Mapping[int, Lot]
    """By variant id."""


def is_food(item: Item) -> bool:
    return item.craft.is_food if item.is_food is None else item.is_food


def needs_number(item: Item) -> bool:
    """Whether it is food that nobody has authorised."""
    return lacks_number(item.is_food, item.authorisation, of_craft=item.craft.is_food)


def lacks_number(is_food: bool | None, authorisation: str, *, of_craft: bool) -> bool:
    """The same of what a piece says, or would say. of_craft: whether its craft makes food."""
    return (of_craft if is_food is None else is_food) and not authorisation


def excused(item: Item, exception: str) -> dict[str, Any] | None:
    """For the record: why it may be sold without a number, where it is."""
    return {"exception": exception} if exception and needs_number(item) else None


def describe(item: Item, food: Food, *, exception: str = "", seen: int, by: User, at: datetime) -> None:
    """Write down what food says. item: loaded for update. seen: its version as the person saw it.

    exception: as for ``publishing.lacks``. Raises Stale, NotANumber, TooLong, WrongNet, PauseFirst.
    """
    if seen != item.version:
        raise Stale
    number, ingredients = number_of(food.authorisation), ingredients_of(food.ingredients)
    will_need = lacks_number(food.is_food, number, of_craft=item.craft.is_food)
    keep_allowed(item.state, needed=needs_number(item), needs=will_need, exception=exception)
    item.is_food, item.authorisation, item.ingredients = food.is_food, number, ingredients
    for variant in item.variants:
        if variant.id in food.lots:
            _write(variant, food.lots[variant.id], at)
    db.session.flush()
    search.index(item)
    trail.record(
        "item.food_described",
        subject="item",
        subject_id=item.id,
        by_id=by.id,
        on_behalf_of_id=item.artisan_id if item.artisan.user_id != by.id else None,
        at=at,
        facts={"authorisation": number},
    )


def number_of(said: str) -> str:
    """An authorisation's number as it is kept. Raises NotANumber."""
    number = " ".join(said.upper().split())
    if number and not (_NUMBER.fullmatch(number) and any(sign.isdigit() for sign in number)):
        raise NotANumber(field="authorisation")
    return number


def ingredients_of(said: Mapping[str, str]) -> dict[str, str]:
    """Those of each language that says any. Raises TooLong."""
    kept = {language: words.strip() for language, words in said.items() if words and words.strip()}
    for language, words in kept.items():
        if len(words) > LONGEST_INGREDIENTS:
            raise TooLong(field=f"ingredients_{language}", most=LONGEST_INGREDIENTS)
    return kept


def keep_allowed(state: ItemState, *, needed: bool, needs: bool, exception: str) -> None:
    """What is on sale does not lose its number. needed, needs: a number, before and after. Raises PauseFirst."""
    if state is ItemState.PUBLISHED and needs and not needed and not exception:
        raise PauseFirst(field="authorisation")


def check(lot: Lot) -> None:
    """Raises WrongNet."""
    for name, value, most in (("net_g", lot.net_g, HEAVIEST), ("net_ml", lot.net_ml, LARGEST)):
        if value is not None and not 1 <= value <= most:
            raise WrongNet(field=name)


def wants_facts() -> ColumnElement[bool]:
    """Of items: whether they are food without an authorisation number, or hold goods past their day."""
    of_craft = select(Craft.is_food).where(Craft.id == Item.craft_id).correlate(Item).scalar_subquery()
    is_food = func.coalesce(Item.is_food, of_craft)
    past = select(Variant.id).where(Variant.item_id == Item.id, Variant.is_past, Variant.put_away_at.is_(None))
    return or_(is_food & (Item.authorisation == ""), past.exists())


def is_past(best_before: date | None, on: date) -> bool:
    """Whether goods may no longer be sold: their day itself is still a good one."""
    return best_before is not None and best_before < on


def _write(variant: Variant, lot: Lot, at: datetime) -> None:
    try:
        check(lot)
    except WrongNet as wrong:
        raise WrongNet(field=f"{wrong.field}-{variant.id}") from wrong
    variant.net_g, variant.net_ml = lot.net_g, lot.net_ml
    variant.batch, variant.best_before = lot.batch.strip()[:LONGEST_BATCH], lot.best_before
    variant.is_past = is_past(lot.best_before, clock.local(at).date())
