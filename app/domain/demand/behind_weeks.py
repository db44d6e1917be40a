"""What was asked for in some days of what a forecast is about: the rows that a week of its past adds up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.demand import counts, months, nights
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.models import DemandDay, SignalKind


@dataclass(frozen=True)
class Asked:
    """Pieces of one day. words: a past series, where it is no piece of ours. sold: past sales, else requests."""

    day: date
    item_id: int
    words: str
    sold: bool
    pieces: int


def asked(kept: Forecast, first: date, last: date, now: datetime) -> list[Asked]:
    """Both ends included, the newest day first, then the most. A few statements."""
    day, fresh = DemandDay, counts.read(now).day
    within = (day.kind.in_(months.ASKED), day.day.between(first, last), months.is_kept(fresh), _is_about(kept))
    key = (day.day, day.item_id, day.words, day.kind)
    rows = select(*key, func.sum(day.quantity)).where(*within).group_by(*key)
    found = Counter[tuple[date, int, str, bool]]()
    for on, item_id, words, kind, pieces in db.session.execute(rows):
        found[on, item_id, "" if item_id else words, kind is SignalKind.PAST_SALE] += int(pieces)
    signs = months.not_rolled(max(fresh, first), last)
    ours = _items(kept, {sign.item_id for sign in signs if sign.item_id})
    for sign in signs:
        of_craft = kept.subject is Subject.CRAFT and not sign.item_id and sign.craft_id == kept.subject_id
        if sign.item_id in ours or of_craft:
            found[sign.day, sign.item_id, "", False] += sign.pieces
    rest = [Asked(*about, pieces) for about, pieces in found.items() if pieces]
    return sorted(rest, key=lambda one: (-one.day.toordinal(), -one.pieces, one.item_id, one.words))


def _is_about(kept: Forecast) -> ColumnElement[bool]:
    day = DemandDay
    if kept.subject is Subject.SERIES:
        return and_(day.item_id == 0, day.words == kept.name, day.craft_id == kept.craft_id)
    pieces = day.item_id.in_(_pieces(kept))
    if kept.subject is Subject.CRAFT:
        return or_(pieces, and_(day.item_id == 0, day.craft_id == kept.subject_id))
    return pieces


def _pieces(kept: Forecast) -> Any:
    """As a statement."""
    if kept.subject is Subject.CRAFT:
        return select(Item.id).where(Item.craft_id == kept.subject_id)
    if kept.subject in (Subject.ITEM, Subject.SERIES):
        return select(Item.id).where(Item.id == kept.subject_id)
    of = nights.values(kept.subject)
    return select(of.c.item_id).where(of.c.value == kept.subject_id)


def _items(kept: Forecast, ids: set[int]) -> set[int]:
    """Which of these pieces it is about."""
    if not ids:
        return set()
    return set(db.session.scalars(select(Item.id).where(Item.id.in_(ids), Item.id.in_(_pieces(kept)))))
