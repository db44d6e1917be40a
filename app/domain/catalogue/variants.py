"""The variants of an item: a size or a colour more, its words, how it can be had, its place among the others, its end.

They are not revisions: what the team says of them holds at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue import search, stock, terms
from app.domain.catalogue.facts import HEAVIEST_G, LARGEST_MM, WrongMeasure
from app.domain.catalogue.models import Colour, Item, Kind, Variant
from app.domain.catalogue.revisions import Photo
from app.domain.people.models import User

MOST = 40
"""Variants of one item."""
LONGEST_LABEL = 60
MOST_A_WEEK = 999
_MADE = (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


class NoLabel(Refusal):
    text = N_("Write the size or colour in French, so that customers can tell this one from the others.")


class NameTheOther(Refusal):
    text = N_("Say first what the one that exists is called, so that customers can tell the two apart.")


class SameLabel(Refusal):
    text = N_("Another one of this piece is already called so.")


class LabelTooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


class TooMany(Refusal):
    text = N_("A piece comes in %(most)d sizes and colours at most.")


class WrongCapacity(Refusal):
    text = N_("Write how many can be made in a week, from 0 to 999.")


class NotItsPhoto(Refusal):
    text = N_("Choose one of the approved photos of this piece.")


class NotItsColour(Refusal):
    text = N_("Choose one of the colours of this piece.")


class StillOnTheShelf(Refusal):
    text = N_("%(on_hand)d are on the shelf. Count them off before you say that it is only made to order.")


@dataclass(frozen=True)
class Particulars:
    """What is said of a variant. labels: by language. Measures in millimetres and grams; None: as the item's."""

    labels: Mapping[str, str]
    kind: Kind
    terms: terms.Terms
    weekly_capacity: int = 0
    photo: Photo | None = None
    colour: Colour | None = None
    measures: Mapping[str, int | None] = field(default_factory=dict)


def add(
    item: Item,
    wanted: Particulars,
    *,
    counted: int = 0,
    first_called: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Variant:
    """A size or colour more, after the others. item: loaded for update. counted: pieces that stand ready.

    first_called: what the one that exists is called from now on, where it had no name of its own yet.
    Raises NoLabel, NameTheOther, SameLabel, TooMany, and what ``change`` and stock raise.
    """
    if len(item.variants) >= MOST:
        raise TooMany(most=MOST)
    for other in item.variants:
        if first_called and not other.labels:
            other.labels = _said(first_called, "first_fr")
        if not other.labels.get("fr"):
            raise NameTheOther(field="first_fr")
    variant = Variant(
        sku=_next_sku(item), kind=wanted.kind, unit=item.main.unit, price=wanted.terms.price, on_hand=0, reserved=0,
        lead_days=0, weekly_capacity=0, labels={}, position=1 + max(one.position for one in item.variants),
    )  # fmt: skip
    _check(item, variant, wanted)
    _write(item, variant, wanted)
    item.variants.append(variant)
    db.session.flush()
    if variant.is_stocked:
        stock.count(variant, counted, by=by, at=at, on_behalf=item.artisan.user_id != by.id)
    search.index(item)
    note("variant.added", variant, by=by, at=at)
    return variant


def change(variant: Variant, wanted: Particulars, *, seen: int, by: User, at: datetime) -> None:
    """Say something else of a variant. Loaded for update with its item. seen: its version as the person saw it.

    Raises Stale, NoLabel, SameLabel, LabelTooLong, WrongCapacity, NotItsPhoto, NotItsColour, StillOnTheShelf,
    stock.OnlyOne, WrongMeasure, and what terms raise.
    """
    if seen != variant.version:
        raise Stale
    _check(variant.item, variant, wanted)
    was = terms.terms_of(variant)
    _write(variant.item, variant, wanted)
    db.session.flush()
    search.index(variant.item)
    note("variant.changed", variant, by=by, at=at)
    if was != terms.terms_of(variant):
        facts = {"from": list(was), "to": list(terms.terms_of(variant))}
        note("terms.changed", variant, by=by, at=at, facts=facts)


def move(variant: Variant, places: int, *, by: User, at: datetime) -> None:
    """Earlier (negative) or later among the others; past an end it stays there. Loaded for update with its item."""
    order = [one for one in variant.item.variants if one is not variant]
    order.insert(max(0, variant.item.variants.index(variant) + places), variant)
    for position, one in enumerate(order):
        one.position = position
    db.session.flush()
    db.session.expire(variant.item, ["variants"])
    note("variant.moved", variant, by=by, at=at)


def _check(item: Item, variant: Variant, wanted: Particulars) -> None:
    others = [one for one in item.variants if one is not variant]
    label = called(wanted.labels)
    if others and not label:
        raise NoLabel(field="label_fr")
    if label and label in {called(one.labels) for one in others}:
        raise SameLabel(field="label_fr")
    terms.check(wanted.terms)
    if not 0 <= wanted.weekly_capacity <= MOST_A_WEEK:
        raise WrongCapacity(field="weekly_capacity")
    if wanted.photo is not None and (item.photo_set is None or wanted.photo not in item.photo_set.photos):
        raise NotItsPhoto(field="photo")
    if wanted.colour is not None and wanted.colour not in item.colours:
        raise NotItsColour(field="colour")
    if wanted.kind is Kind.MADE_TO_ORDER and variant.on_hand:
        raise StillOnTheShelf(field="kind", on_hand=variant.on_hand)
    if wanted.kind is Kind.UNIQUE and variant.on_hand > 1:
        raise stock.OnlyOne(field="kind")
    check_measures(wanted.measures)


def check_measures(measures: Mapping[str, int | None]) -> None:
    """Raises WrongMeasure."""
    for name, value in measures.items():
        if value is not None and not 1 <= value <= (HEAVIEST_G if name == "weight_g" else LARGEST_MM):
            raise WrongMeasure(field=name)


def _write(item: Item, variant: Variant, wanted: Particulars) -> None:
    made = wanted.kind in _MADE
    variant.labels = _said(wanted.labels, "label_fr")
    variant.kind, variant.price = wanted.kind, wanted.terms.price
    variant.lead_days = wanted.terms.lead_days if made else 0
    variant.weekly_capacity = wanted.weekly_capacity if made else 0
    variant.photo_id = wanted.photo.id if wanted.photo else None
    variant.colour_id = wanted.colour.id if wanted.colour else None
    for name, value in wanted.measures.items():
        setattr(variant, name, value)


def _said(labels: Mapping[str, str], field: str) -> dict[str, str]:
    """What is said, without the languages in which nothing is. Raises LabelTooLong."""
    said = {language: words.strip() for language, words in labels.items() if words and words.strip()}
    if any(len(words) > LONGEST_LABEL for words in said.values()):
        raise LabelTooLong(field=field, most=LONGEST_LABEL)
    return said


def called(labels: Mapping[str, str]) -> str:
    """What tells one from another: its French name, folded."""
    return " ".join((labels.get("fr") or "").split()).casefold()


def _next_sku(item: Item) -> str:
    """The item's reference and the next number: none that any of its variants has, offered or put away."""
    mine = select(Variant.sku).where(Variant.item_id == item.id)
    tails = [sku.removeprefix(f"{item.reference}-") for sku in db.session.scalars(mine)]
    return f"{item.reference}-{1 + max((int(tail) for tail in tails if _NUMBER.fullmatch(tail)), default=1)}"


def note(deed: str, variant: Variant, *, by: User, at: datetime, facts: dict[str, Any] | None = None) -> None:
    artisan = variant.item.artisan
    trail.record(
        deed,
        subject="variant",
        subject_id=variant.id,
        by_id=by.id,
        on_behalf_of_id=artisan.id if artisan.user_id != by.id else None,
        at=at,
        facts=facts,
    )
