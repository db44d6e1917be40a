"""Whose requests an opportunity counts: those makers, and no others who were asked for something else in its craft.

A figure may be told where it rests on three others. Counted too widely, four workshops that had no stock would hide
the one that had no time.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.demand import attributes, counting, counts, evidence, meanings
from app.domain.demand.attributes import Tagged
from app.domain.demand.counting import Cell
from app.domain.demand.merged import OTHERS
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import SEARCHED, WEEKS, Kind, Opportunity
from app.domain.demand.window import Window

_ANSWERED = {
    Kind.DECLINED: SignalKind.DECLINE,
    Kind.REDUCED: SignalKind.REDUCTION,
    Kind.REFUSED: SignalKind.OFFER_REFUSED,
}
Counted = DemandDay | Cell


def of(sign: Opportunity | None, days: Iterable[DemandDay], *, on: date) -> frozenset[int]:
    """The makers; nobody's where people who searched are counted. days: of its craft, up to ``on``, the last that was
    over when it was found."""
    if sign is None or sign.kind in SEARCHED:
        return frozenset()
    if sign.item_id:
        return frozenset(db.session.scalars(select(Item.artisan_id).where(Item.id == sign.item_id)))
    window = Window(on + timedelta(days=1), WEEKS)
    if sign.kind is Kind.ATTRIBUTE:
        return _who_was_wished_from(sign, window)
    here = [one for one in days if one.craft_id == sign.craft_id and one.day >= window.first]
    if sign.kind is Kind.RISING:
        return makers(one for one in here if one.kind is SignalKind.VIEW and not one.out_of_stock)
    if sign.kind not in _ANSWERED:
        return frozenset()
    return _who_answered(sign, [*here, *_not_counted_yet(sign, window)], window)


def makers(cells: Iterable[Counted]) -> frozenset[int]:
    return frozenset(one.artisan_id for one in cells) - {0}


def _not_counted_yet(sign: Opportunity, window: Window) -> list[Cell]:
    """The opportunity counts this day too, and days that wait to be rolled up."""
    last = counts.last_rolled(window.today)
    first = max(last + timedelta(days=1), window.first) if last else window.first
    return counting.cells(first, window.today, kinds=(_ANSWERED[sign.kind],), craft_id=sign.craft_id)


def _who_answered(sign: Opportunity, cells: list[Counted], window: Window) -> frozenset[int]:
    """Of a craft alone: what named no piece, or one that is shown no longer (``looking``)."""
    has_reason = sign.kind is not Kind.REDUCED
    about = [one for one in cells if one.kind is _ANSWERED[sign.kind] and (not has_reason or one.reason == sign.reason)]
    shown = evidence.pieces({one.item_id for one in about if one.item_id})
    theirs = Counter[int]()
    for one in about:
        if one.item_id not in shown:
            theirs[one.artisan_id] += one.signals
    if sign.kind is Kind.DECLINED:
        wished = (one for one in _tagged(window) if one.craft_id == sign.craft_id and one.reason == sign.reason)
        theirs.subtract(one.artisan_id for one in wished)  # it is counted with a material or a colour
    return frozenset(maker for maker, number in theirs.items() if maker and number > 0)


def _who_was_wished_from(sign: Opportunity, window: Window) -> frozenset[int]:
    """A material or a colour: nobody's where three people or more looked for it beside those who wished it."""
    if sign.count - sign.asked >= OTHERS:
        return frozenset()
    about = (sign.facet, sign.craft_id)
    return frozenset(one.artisan_id for one in _tagged(window) if (one.facet, one.craft_id) == about) - {0}


def _tagged(window: Window) -> list[Tagged]:
    return attributes.tagged(db.session.execute(attributes.question(window.first)), meanings.known())
