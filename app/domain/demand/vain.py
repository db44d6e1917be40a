"""What was looked for in vain: people who searched, or looked at a piece that was gone. Never added to units asked for.

Counted and valued as opportunities are, over the whole period, and pieces that are back since are among them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base import clock
from app.domain.demand import counts, meanings, narrow, usual
from app.domain.demand.evidence import Evidence
from app.domain.demand.looking import Looker
from app.domain.demand.looking_searches import searches
from app.domain.demand.lost import Cause
from app.domain.demand.opportunities import WEEKS, Kind, Opportunity
from app.domain.demand.window import Window

CAUSES = {
    Kind.NO_RESULT: Cause.NOT_MADE,
    Kind.POOR_RESULT: Cause.NOT_FOUND,
    Kind.UNAVAILABLE: Cause.NONE_LEFT,
    Kind.OUT_OF_STOCK: Cause.NONE_LEFT,
}


@dataclass(frozen=True)
class Sign:
    """people: a day, each once. value, low, high: centimes over the period, four times out of five. is_back: the piece
    can be had again, so there is no such opportunity any more.
    """

    cause: Cause
    opportunity: Opportunity
    people: int
    value: int
    low: int
    high: int
    is_back: bool = False


def signs(
    *, now: datetime, weeks: int = WEEKS, crafts: frozenset[int] = frozenset(), cause: Cause | None = None
) -> list[Sign]:
    """The most valuable first. crafts: only these. cause: only this one. Eight statements."""
    window = Window(clock.local(now).date(), weeks)
    first = window.today - timedelta(days=7 * max(weeks, WEEKS) - 1)
    kinds = [kind for kind, of_kind in CAUSES.items() if cause in (None, of_kind)]
    fresh = counts.read(now)
    found_in = narrow.cells(kinds, first, window.today, now=now, fresh=fresh)
    looker = Looker(window, Evidence(found_in.valued_by, usual.read(first, window.today, fresh)), found_in.cells)
    typed = [kind for kind in kinds if kind is not Kind.OUT_OF_STOCK]
    found = list(searches(looker, found_in.typed, meanings.known(), typed)) if typed else []
    if Kind.OUT_OF_STOCK in kinds:
        found += looker.out_of_stock(also_back=True)
    rows = [_sign(one, looker, window.months) for one in found if not crafts or one.craft_id in crafts]
    return sorted(rows, key=lambda one: (-one.value, -one.people, one.opportunity.key))


def _sign(one: Opportunity, looker: Looker, months: float) -> Sign:
    piece = looker.pieces.get(one.item_id)
    return Sign(
        cause=CAUSES[one.kind],
        opportunity=one,
        people=one.count,
        value=round(one.value * months),
        low=round(one.low * months),
        high=round(one.high * months),
        is_back=piece is not None and piece.can_be_had,
    )
