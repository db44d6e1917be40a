"""Countries that a piece may not go to: those its craft is kept from (cheese, honey), unless it says otherwise."""

from collections.abc import Iterable
from datetime import datetime

import phonenumbers

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue.models import Item
from app.domain.people.models import User
from app.domain.people.trades import Craft

HOME = "MA"
EVERYWHERE = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Countries that a request can name."""
ABROAD = EVERYWHERE - {HOME}
EUROPEAN_UNION = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)


class UnknownCountry(Refusal):
    text = N_("Choose countries of the list.")


def closed(item: Item) -> frozenset[str]:
    """Where it may not go: ISO codes."""
    return frozenset(item.craft.not_to if item.not_to is None else item.not_to)


def keep_from(item: Item, countries: Iterable[str] | None, *, seen: int, by: User, at: datetime) -> None:
    """Say where a piece may not go. item: loaded for update. countries: None, as its craft says.

    Raises Stale, UnknownCountry.
    """
    if seen != item.version:
        raise Stale
    item.not_to = None if countries is None else codes_of(countries)
    db.session.flush()
    facts = {"countries": item.not_to} if item.not_to is not None else {}
    trail.record("item.destinations", subject="item", subject_id=item.id, by_id=by.id, at=at, facts=facts)


def mark_craft(craft: Craft, *, is_food: bool, countries: Iterable[str], by: User, at: datetime) -> None:
    """Say whether a craft makes food, and where its pieces may not go unless they say otherwise.

    craft: loaded for update. Raises UnknownCountry.
    """
    craft.is_food, craft.not_to = is_food, codes_of(countries)
    db.session.flush()
    facts = {"is_food": is_food, "countries": craft.not_to}
    trail.record("craft.marked", subject="craft", subject_id=craft.id, by_id=by.id, at=at, facts=facts)


def codes_of(countries: Iterable[str]) -> list[str]:
    """As they are kept. Raises UnknownCountry."""
    wanted = sorted(set(countries))
    if not EVERYWHERE.issuperset(wanted):
        raise UnknownCountry(field="countries")
    return wanted
