"""What a delivery costs: a zone, a weight, and the band it falls into. An estimate, until an offer fixes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.catalogue.destinations import EUROPEAN_UNION, HOME
from app.domain.catalogue.models import Variant

ASSUMED_G = 1000
"""What a piece is taken to weigh as long as nobody has weighed it; whoever reads the estimate is told so."""


class Zone(StrEnum):
    """In the settings' words, from near to far."""

    MOROCCO = "MA"
    EUROPE = "EU"
    AMERICA = "AM"
    WORLD = "XX"


_MOROCCO = frozenset((HOME, "EH"))
_EUROPE = EUROPEAN_UNION | frozenset(
    (
        *("AD", "AL", "AX", "BA", "BY", "CH", "FO", "GB", "GG", "GI", "IM", "IS", "JE", "LI", "MC", "MD", "ME", "MK"),
        *("NO", "RS", "RU", "SJ", "SM", "UA", "VA", "XK"),
    )
)
_AMERICA = frozenset(
    (
        *("AG", "AI", "AR", "AW", "BB", "BL", "BM", "BO", "BQ", "BR", "BS", "BZ", "CA", "CL", "CO", "CR", "CU", "CW"),
        *("DM", "DO", "EC", "FK", "GD", "GF", "GL", "GP", "GT", "GY", "HN", "HT", "JM", "KN", "KY", "LC", "MF", "MQ"),
        *("MS", "MX", "NI", "PA", "PE", "PM", "PR", "PY", "SR", "SV", "SX", "TC", "TT", "US", "UY", "VC", "VE", "VG"),
        "VI",
    )
)
COUNTRIES: Mapping[Zone, frozenset[str]] = {Zone.MOROCCO: _MOROCCO, Zone.EUROPE: _EUROPE, Zone.AMERICA: _AMERICA}
"""Whatever is in none of these is the rest of the world."""

Bands = Sequence[tuple[int, int]]
"""From light to heavy: up to how many grams, for how many centimes."""


class Piece(Protocol):
    @property
    def variant(self) -> Variant | None: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True)
class Weighed:
    """grams: of all pieces. unknown: how many of them nobody has weighed, and were taken for a kilogram each."""

    grams: int
    unknown: int


def zone_of(country: str) -> Zone:
    """country: ISO code."""
    return next((zone for zone, countries in COUNTRIES.items() if country in countries), Zone.WORLD)


def weight_of(variant: Variant | None) -> int | None:
    """Grams of one piece: the variant's own, else its item's. None: not known, as of a piece that is yet to be made."""
    return (variant.weight_g or variant.item.weight_g) if variant is not None else None


def weighed(pieces: Iterable[Piece]) -> Weighed:
    """What pieces weigh together."""
    grams = unknown = 0
    for piece in pieces:
        known = weight_of(piece.variant)
        grams += piece.quantity * (ASSUMED_G if known is None else known)
        unknown += piece.quantity if known is None else 0
    return Weighed(grams, unknown)


def cost(bands: Bands, grams: int) -> int:
    """Centimes. What is heavier than the last band goes in as many full parcels as it takes, and one with the rest."""
    heaviest, dearest = bands[-1]
    full, rest = divmod(grams, heaviest)
    return full * dearest + (next(price for most, price in bands if rest <= most) if rest else 0)


def costs(table: Mapping[str, Bands], grams: int) -> dict[Zone, int]:
    """What the same goods cost to each zone, from near to far."""
    return {zone: cost(table[zone.value], grams) for zone in Zone}


def estimate(table: Mapping[str, Bands], pieces: Iterable[Piece], *, country: str, pickup: bool) -> int:
    """Centimes to a country. pickup: collected at the cooperative, which is free."""
    return 0 if pickup else cost(table[zone_of(country).value], weighed(pieces).grams)
