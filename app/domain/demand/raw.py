"""Raw signals by the day: which lie within some days, and how many."""

import json
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, String, Subquery, all_, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.base import clock
from app.base.database import db
from app.domain.demand.models import DemandSignal


def numbered(first: date, last: date, kinds: ColumnElement[bool], craft_id: int | None) -> Subquery:
    """The raw signals of some days, each with its day and that day's number from 0.

    The ends of days are given, as Casablanca shifts its clock.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    ends = [(DemandSignal.at < clock.start_of_day(day + timedelta(days=1)), _day(day)) for day in days[:-1]]
    day = case(*ends, else_=_day(last)) if ends else _day(last)
    number: ColumnElement[int] = literal(len(ends))
    if ends:
        number = case(*((edge, place) for place, (edge, _) in enumerate(ends)), else_=len(ends))
    chosen = select(DemandSignal, day.label("day"), number.label("number")).where(*within(first, last), kinds)
    return (chosen if craft_id is None else chosen.where(DemandSignal.craft_id == craft_id)).subquery()


def _day(day: date) -> ColumnElement[date]:
    return cast(literal(day, Date), Date) if db.session.get_bind().dialect.name == "postgresql" else literal(day, Date)


def within(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Raw signals of these days, both included."""
    return DemandSignal.at >= clock.start_of_day(first), DemandSignal.at < clock.start_of_day(last + timedelta(days=1))


def in_other_words(said: Collection[str]) -> ColumnElement[bool]:
    """Signals in none of some words, however many: they go to the engine as one value."""
    if db.session.get_bind().dialect.name == "postgresql":
        return DemandSignal.words != all_(literal(sorted(said), ARRAY(String)))
    each = func.json_each(json.dumps(sorted(said))).table_valued("value")
    return DemandSignal.words.not_in(select(each.c.value))


def rows_on(day: date, most: int) -> int:
    """How many raw signals a day has, counted up to ``most``."""
    some = select(DemandSignal.at).where(*within(day, day)).limit(most)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def first_raw_day(since: date | None = None) -> date | None:
    """The day of the oldest raw signal, from a day on."""
    oldest = select(func.min(DemandSignal.at))
    found = db.session.scalar(oldest.where(DemandSignal.at >= clock.start_of_day(since)) if since else oldest)
    return clock.local(found).date() if found else None
