"""What delivering a request would cost, zone by zone, before it is sent: an estimate, which the offer replaces."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from app.domain.catalogue.models import Variant
from app.domain.purchasing import delivery
from app.domain.purchasing.delivery import COUNTRIES
from app.web import zones
from app.web.words import weight

PICKUP = "pickup"


@dataclass(frozen=True)
class Way:
    """zone: its code, or ``pickup``. countries: the codes of a zone, parted by spaces; empty for the rest of the world.

    cost and total: centimes, without and with the goods.
    """

    zone: str
    name: str
    countries: str
    cost: int
    total: int


@dataclass(frozen=True)
class Estimate:
    """chosen: the way of the country that was chosen, or of collecting; None as long as neither was.

    weight: of all pieces, in words. unknown: how many pieces nobody has weighed.
    """

    ways: list[Way]
    chosen: Way | None
    weight: str
    unknown: int


@dataclass(frozen=True)
class _Piece:
    variant: Variant
    quantity: int


def of(
    variants: Mapping[int, Variant], wanted: Mapping[int, int], *, goods: int, country: str, pickup: bool
) -> Estimate:
    """goods: what the pieces cost together, in centimes. country: ISO code; empty as long as none is chosen."""
    pieces = [_Piece(variants[id_], quantity) for id_, quantity in wanted.items() if id_ in variants]
    weighed = delivery.weighed(pieces)
    costs = delivery.costs(current_app.config["SETTINGS"].delivery, weighed.grams)
    ways = [
        Way(zone.value, zones.name(zone), " ".join(sorted(COUNTRIES.get(zone, ()))), cost, goods + cost)
        for zone, cost in costs.items()
    ]
    ways.append(Way(PICKUP, str(_("Collected at the cooperative")), "", 0, goods))
    wished = PICKUP if pickup else delivery.zone_of(country).value if country else None
    chosen = next((way for way in ways if way.zone == wished), None)
    return Estimate(ways, chosen, weight(weighed.grams), weighed.unknown)
