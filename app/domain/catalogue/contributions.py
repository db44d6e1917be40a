"""Who did how much for the catalogue, counted from what is there: revisions, approvals, the audit log. Nothing is
written down a second time, and every figure opens to its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText, PhotoSet
from app.domain.people.models import STAFF, Role, User

PAGE = 50
Column = InstrumentedAttribute[Any]
TRANSLATED = ("ar", "en", "es", "zgh")


@dataclass(frozen=True)
class Period:
    """since: its first moment; until: the first moment after it."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Measure:
    """What is counted: a row of somebody (who) at a moment (at) on an item. one: what makes two rows one."""

    name: str
    who: Column
    at: Column
    item: Column
    one: Column
    where: tuple[ColumnElement[bool], ...] = ()

    def within(self, since: datetime, until: datetime, by_id: int | None) -> tuple[ColumnElement[bool], ...]:
        """The conditions on its rows. by_id: of one person; else of all the team."""
        team = select(User.id).where(User.roles.any(Role.name.in_(STAFF)))
        whose = self.who.in_(team) if by_id is None else self.who == by_id
        return (*self.where, self.at >= since, self.at < until, whose)


def _written(name: str, language: str) -> Measure:
    """A text kept five times on its way is one text: a language of an item counts once in a period."""
    of = ItemText.language == language
    return Measure(name, ItemText.by_id, ItemText.created_at, ItemText.item_id, ItemText.item_id, (of,))


def _deed(name: str) -> Measure:
    of = (AuditEvent.subject == "item", AuditEvent.deed == f"item.{name}")
    return Measure(name, AuditEvent.by_id, AuditEvent.at, AuditEvent.subject_id, AuditEvent.id, of)


MEASURES = (
    Measure("photos", PhotoSet.approved_by_id, PhotoSet.approved_at, PhotoSet.item_id, PhotoSet.id),
    _written("written", "fr"),
    Measure("approved", ItemText.approved_by_id, ItemText.approved_at, ItemText.item_id, ItemText.id),
    *(_written(f"translated.{language}", language) for language in TRANSLATED),
    _deed("published"),
    _deed("sent_back"),
)
NAMES = tuple(measure.name for measure in MEASURES)

Counts = dict[tuple[int, int, str], int]


def counts(periods: Sequence[Period], *, by_id: int | None = None) -> Counts:
    """How much each of the team did, by (person, number of the period, measure), in one question. Noughts are left out.

    periods: one after the other, without gaps. by_id: of one person alone.
    """
    parts = []
    for one in MEASURES:
        number = case(*((one.at < period.until, index) for index, period in enumerate(periods)), else_=-1)
        columns = (
            one.who.label("who"), number.label("period"), literal(one.name).label("measure"), one.one.label("one")
        )  # fmt: skip
        parts.append(select(*columns).where(*one.within(periods[0].since, periods[-1].until, by_id)))
    every = union_all(*parts).subquery()
    grouped = (every.c.who, every.c.period, every.c.measure)
    found = db.session.execute(select(*grouped, func.count(every.c.one.distinct())).group_by(*grouped))
    return {(person, period, measure): n for person, period, measure, n in found}


def rows(name: str, period: Period, by_id: int, page: int = 1) -> tuple[list[tuple[Item, datetime]], int, int]:
    """What stands behind a figure: items and moments, newest first; how many there are, and how many pages."""
    measure = next(measure for measure in MEASURES if measure.name == name)
    last = (func.max(measure.at).label("at"), func.max(measure.item).label("item_id"))
    chosen = select(*last).where(*measure.within(period.since, period.until, by_id))
    grouped = chosen.group_by(measure.one).subquery()
    total = db.session.scalar(select(func.count()).select_from(grouped)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = select(Item, grouped.c.at).join(grouped, Item.id == grouped.c.item_id)
    shown = shown.options(joinedload(Item.artisan), selectinload(Item.texts))
    shown = shown.order_by(grouped.c.at.desc(), Item.id).limit(PAGE).offset((page - 1) * PAGE)
    return [(item, at) for item, at in db.session.execute(shown)], total, pages
