"""What can be had of a piece, and how it is said: a count or a time, never hurry.

A unique piece, one of several that stand ready, and one that is made when asked for are three different things,
and each has its own words.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import exists, or_

from app.base.errors import N_, NP_
from app.domain.catalogue.models import Item, Kind, Unit, Variant


class State(StrEnum):
    IN = "in"
    ORDER = "order"
    OUT = "out"


class Saying(NamedTuple):
    """A sentence to translate. many: its plural, where it counts; number: what it counts."""

    one: str
    many: str = ""
    number: int = 0


@dataclass(frozen=True)
class Availability:
    """state: on the shelf, to be made, or not to be had. count: units that can be promised now.

    short: for a shelf; full: for the piece's own page. Both are sayings, to be put one after the other.
    """

    state: State
    count: int
    lead_days: int
    short: tuple[Saying, ...]
    full: tuple[Saying, ...]

    @property
    def can_be_asked_for(self) -> bool:
        return self.state is not State.OUT


_COUNTED = {
    Unit.PIECE: NP_("%(num)d piece", "%(num)d pieces"),
    Unit.PAIR: NP_("%(num)d pair", "%(num)d pairs"),
    Unit.BOTTLE: NP_("%(num)d bottle", "%(num)d bottles"),
    Unit.JAR: NP_("%(num)d jar", "%(num)d jars"),
    Unit.KILOGRAM: NP_("%(num)d kilogram", "%(num)d kilograms"),
    Unit.SET: NP_("%(num)d set", "%(num)d sets"),
}
_READY = {
    Unit.PIECE: NP_("%(num)d piece ready", "%(num)d pieces ready"),
    Unit.PAIR: NP_("%(num)d pair ready", "%(num)d pairs ready"),
    Unit.BOTTLE: NP_("%(num)d bottle ready", "%(num)d bottles ready"),
    Unit.JAR: NP_("%(num)d jar ready", "%(num)d jars ready"),
    Unit.KILOGRAM: NP_("%(num)d kilogram ready", "%(num)d kilograms ready"),
    Unit.SET: NP_("%(num)d set ready", "%(num)d sets ready"),
}
_MADE = NP_("Made in %(num)d day", "Made in %(num)d days")
_MADE_FULL = NP_("Made to order in %(num)d day", "Made to order in %(num)d days")
_THEN = NP_("then made in %(num)d day", "then made in %(num)d days")
_TO_ORDER = Saying(N_("Made to order"))
_THEN_TO_ORDER = Saying(N_("then made to order"))
_ONLY_ONE = Saying(N_("One of a kind"))
_ONLY_ONE_FULL = Saying(N_("One of a kind, ready"))
_PROMISED = Saying(N_("Promised to a customer"))
_SOLD = Saying(N_("Sold"))
_NONE = Saying(N_("None left for now"))
_PAST = Saying(N_("Best-before date passed"))
_PAST_FULL = Saying(N_("The best-before date has passed: not for sale"))
TO_BE_HAD = exists().where(
    Variant.item_id == Item.id,
    Variant.put_away_at.is_(None),
    Variant.is_past.is_(False),
    or_(Variant.on_hand > Variant.reserved, Variant.kind.in_((Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE))),
)
"""The same as ``can_be_asked_for`` of an item, as a question to the database."""


def counted(unit: Unit, count: int) -> Saying:
    """So many pieces, pairs, bottles."""
    return Saying(*_COUNTED[unit], count)


def of(variant: Variant) -> Availability:
    """What can be had of a variant now."""
    if variant.is_past:
        return Availability(State.OUT, 0, 0, (_PAST,), (_PAST_FULL,))
    if variant.kind is Kind.UNIQUE:
        return _unique(variant)
    if variant.is_stocked and variant.available > 0:
        return _ready(variant.available, variant.unit, variant.lead_days if variant.can_be_made else None)
    if variant.can_be_made:
        return _made(variant.lead_days)
    return Availability(State.OUT, 0, 0, (_NONE,), (_NONE,))


def of_item(item: Item) -> Availability:
    """What can be had of a piece in any of its sizes: what stands ready is added up, else the soonest."""
    each = [of(variant) for variant in item.variants]
    ready = [variant for variant, found in zip(item.variants, each, strict=True) if found.state is State.IN]
    if len(ready) > 1 and len({variant.unit for variant in ready}) == 1:
        lead = min(
            (variant.lead_days for variant in item.variants if variant.can_be_made and not variant.is_past),
            default=None,
        )
        return _ready(sum(variant.available for variant in ready), ready[0].unit, lead)
    return min(each, key=lambda found: (list(State).index(found.state), found.lead_days))


def _unique(variant: Variant) -> Availability:
    if variant.available > 0:
        return Availability(State.IN, 1, 0, (_ONLY_ONE,), (_ONLY_ONE_FULL,))
    said = _PROMISED if variant.on_hand else _SOLD
    return Availability(State.OUT, 0, 0, (said,), (said,))


def _ready(count: int, unit: Unit, lead_days: int | None) -> Availability:
    """lead_days: of those made when none is left; None where none is made."""
    short, full = counted(unit, count), Saying(*_READY[unit], count)
    if lead_days is None:
        return Availability(State.IN, count, 0, (short,), (full,))
    then = Saying(*_THEN, lead_days) if lead_days else _THEN_TO_ORDER
    return Availability(State.IN, count, 0, (short, _THEN_TO_ORDER), (full, then))


def _made(lead_days: int) -> Availability:
    short = Saying(*_MADE, lead_days) if lead_days else _TO_ORDER
    full = Saying(*_MADE_FULL, lead_days) if lead_days else _TO_ORDER
    return Availability(State.ORDER, 0, lead_days, (short,), (full,))
