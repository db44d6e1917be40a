"""What an artisan may know of demand: who looks at their own pieces, and what nobody sells in their crafts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from app.base import clock
from app.domain.demand import reading, unmet
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.people.models import Artisan

DAYS = 30
LEAST_PEOPLE = 3
"""Words that fewer people searched for are shown to no artisan."""


@dataclass(frozen=True)
class Wanted:
    """How many people looked at a piece in thirty days, and in the thirty before."""

    item_id: int
    people: int
    before: int

    @property
    def direction(self) -> str:
        return direction(self.people, self.before)


def direction(now: int, before: int) -> str:
    """up or down where chance alone rarely moves counts so far, else flat."""
    if abs(now - before) <= 1.28 * sqrt(now + before + 1):
        return "flat"
    return "up" if now > before else "down"


def pieces(artisan: Artisan, *, now: datetime, most: int = 8) -> list[Wanted]:
    """The artisan's own pieces, the most looked at first."""
    today = clock.local(now).date()
    middle = today - timedelta(days=DAYS - 1)
    people, before = Counter[int](), Counter[int]()
    cells = reading.cells(
        middle - timedelta(days=DAYS), today, now=now, kinds=(SignalKind.VIEW,), artisan_id=artisan.id
    )
    for cell in cells:
        (people if cell.day >= middle else before)[cell.item_id] += cell.visitors
    ranked = sorted((item_id for item_id in people if item_id), key=lambda item_id: (-people[item_id], item_id))
    return [Wanted(item_id, people[item_id], before[item_id]) for item_id in ranked[:most]]


def nobody_sells(artisan: Artisan, *, now: datetime, most: int = 5) -> list[Opportunity]:
    """What three people or more searched for in the artisan's crafts and did not find: no maker's figures."""
    crafts = frozenset(craft.id for craft in artisan.crafts)
    if not crafts:
        return []
    found = unmet.ranked(now=now, crafts=crafts, kinds=(Kind.NO_RESULT,))
    common = [one for one in found if one.count >= LEAST_PEOPLE]
    return sorted(common, key=lambda one: (-one.count, one.key))[:most]
