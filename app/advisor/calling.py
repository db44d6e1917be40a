"""Whom to call about requests: nothing else moves them on. A row of the day list for each, with the number to touch.

A letter that did not arrive, a maker who has been silent for too long, an offer that ends unanswered, an address that
nobody has given: what a telephone can mend is said here once, and in no other group.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_
from app.domain.fulfilment.next_steps import Next
from app.domain.notices import delivering
from app.domain.purchasing import findings
from app.domain.purchasing.desk import Place, Turn
from app.domain.purchasing.models import PurchaseRequest, State
from app.web import languages

HOURS = 72
"""From so many on, days are said."""
PATIENCE = timedelta(days=3)
"""How long after a yes an address may be missing before somebody asks for it."""
WITHOUT = (State.ACCEPTED, State.PREPARING, State.RETURNED)
"""States in which the parcel is still to leave."""


class Reason(Enum):
    SILENT = ""
    """Said with its hours or days."""
    UNTOLD = N_("our message did not arrive")
    ENDING = N_("the offer ends without an answer")
    ADDRESS = N_("we have no address")


class Call(NamedTuple):
    """Whom to call, and why, in words too. artisan_id: of a maker; None: the customer."""

    name: str
    phone: str
    reason: Reason
    why: str
    artisan_id: int | None = None


def of(places: Sequence[Place], steps: Mapping[int, Next], now: datetime) -> dict[int, list[Call]]:
    """By request. Where the team has a deed of its own to do first, nobody is called."""
    untold, waiting = _untold(places), _long_without_address(places, steps, now)
    found: dict[int, list[Call]] = {}
    for place in places:
        calls = _makers(place, now) or _customer(place, untold if _is_free(place, steps) else set(), waiting)
        if calls:
            found[place.request.id] = calls
    return found


def without_number(places: Iterable[Place], steps: Mapping[int, Next], now: datetime) -> list[Place]:
    """Those whose address is missing and who can only be written to."""
    waiting = _long_without_address([place for place in places if not place.request.phone], steps, now)
    return [place for place in places if place.request.id in waiting]


def _makers(place: Place, now: datetime) -> list[Call]:
    """Those who have been silent too long and have a number."""
    if place.turn is not Turn.ARTISANS or not place.late:
        return []
    why = _silent(now - place.since)
    found = [(one, (one.user.phone if one.user else None) or one.phone) for one in place.artisans]
    return [Call(one.known_as(languages.current()), phone, Reason.SILENT, why, one.id) for one, phone in found if phone]


def _silent(waited: timedelta) -> str:
    hours = waited // timedelta(hours=1)
    if hours < HOURS:
        return str(ngettext("no answer for %(num)d hour", "no answer for %(num)d hours", hours))
    return str(ngettext("no answer for %(num)d day", "no answer for %(num)d days", waited.days))


def _customer(place: Place, untold: set[int], waiting: set[int]) -> list[Call]:
    asked = place.request
    if not asked.phone:
        return []
    if asked.id in untold:
        reason = Reason.UNTOLD
    elif place.turn is Turn.CUSTOMER and place.late and place.offer:
        reason = Reason.ENDING
    elif asked.id in waiting:
        reason = Reason.ADDRESS
    else:
        return []
    return [Call(asked.name or str(_("The customer")), asked.phone, reason, str(_(reason.value)))]


def _is_free(place: Place, steps: Mapping[int, Next]) -> bool:
    """Whether the team has no other deed to do about it."""
    return place.turn not in (Turn.MAKER_TO_CHOOSE, Turn.OFFER_TO_MAKE) and place.request.id not in steps


def _untold(places: Iterable[Place]) -> set[int]:
    """Requests whose customer a message did not reach."""
    reached = {place.request.id: {place.request.email, place.request.phone} for place in places}
    return {id_ for id_, recipient in delivering.undeliverable(reached) if recipient in reached[id_]}


def _long_without_address(places: Iterable[Place], steps: Mapping[int, Next], now: datetime) -> set[int]:
    """Whose parcel could leave, or who said yes days ago: unless the team has something else to do first."""
    lacking = {place.request.id: place.request for place in places if _lacks(place.request)}
    ready = {id_ for id_ in lacking if steps.get(id_) is Next.SHIP}
    idle = [id_ for id_ in lacking if id_ not in steps]
    return ready | {id_ for id_, at in findings.accepted_at(idle).items() if at <= now - PATIENCE}


def _lacks(asked: PurchaseRequest) -> bool:
    return asked.lacks_address and asked.state in WITHOUT
