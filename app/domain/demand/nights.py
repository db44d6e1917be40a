"""The night's forecasts: which groups wait for theirs, what was asked for in each, what is kept.

A group is a craft with its pieces and past sales, or the attributes; each is read, foreseen and written by itself, so
whoever is interrupted goes on with the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, Subquery, Table, and_, delete, func, insert, or_, select

from app.base import clock
from app.base.database import db, take_turns
from app.domain.catalogue.models import Item, ItemState, item_colour, item_material, item_technique
from app.domain.demand import counts, foreseeing, months
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.foreseeing import Craftwork, History, Moons, Weeks
from app.domain.demand.models import DemandDay
from app.domain.demand.months import ASKED, Sign
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft

Row = TypeVarTuple("Row")

MOST_SILENT = 100
ATTRIBUTES = "attributes"
LINKS: dict[Subject, Table] = {
    Subject.MATERIAL: item_material,
    Subject.TECHNIQUE: item_technique,
    Subject.COLOUR: item_colour,
}


class Group(NamedTuple):
    """craft_id: 0 for past sales of no craft; None for the attributes."""

    craft_id: int | None


def waiting(today: date) -> list[Group]:
    """The groups that have no forecasts of today. Two statements."""
    crafts = list(db.session.scalars(select(Craft.id).order_by(Craft.id)))
    marks = select(Forecast.subject_id, Forecast.name).where(
        Forecast.subject == Subject.NEWCOMER, Forecast.made_on == today, Forecast.name.in_(("0", ATTRIBUTES))
    )
    done = {Group(None if name == ATTRIBUTES else id_) for id_, name in db.session.execute(marks)}
    every = [*map(Group, crafts), Group(0), Group(None)] if crafts else []
    return [group for group in every if group not in done]


def forget_marks() -> None:
    """Past sales came or changed: all groups are made again at once. Does not commit."""
    db.session.execute(delete(Forecast).where(Forecast.subject == Subject.NEWCOMER))


def of_craft(craft_id: int, now: datetime) -> Craftwork:
    """Three statements, and one more for days that were not rolled up."""
    weeks = Weeks(clock.local(now).date())
    signs: defaultdict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    of_it = or_(Item.craft_id == craft_id, and_(DemandDay.item_id == 0, DemandDay.craft_id == craft_id))
    key = (DemandDay.item_id, DemandDay.words, DemandDay.day)
    kept = select(*key, func.sum(DemandDay.quantity)).outerjoin(Item, Item.id == DemandDay.item_id)
    for item_id, words, day, count in db.session.execute(_within(kept, weeks, now).where(of_it).group_by(*key)):
        signs[item_id, "" if item_id else words].append((day, int(count)))
    pieces = select(Item.id, Item.published_at, Item.state).where(Item.craft_id == craft_id)
    there = {id_: (_day(at), state is ItemState.PUBLISHED) for id_, at, state in db.session.execute(pieces)}
    for sign in _fresh(weeks, now):
        if sign.item_id in there or (sign.craft_id == craft_id and not sign.item_id):
            signs[sign.item_id, ""].append((sign.day, sign.pieces))
    histories = [
        History(Subject.ITEM, item_id, "", weeks.counts(some, there[item_id][0]))
        if item_id
        else History(Subject.SERIES, 0, words, weeks.counts(some))
        for (item_id, words), some in sorted(signs.items())
        if item_id or words
    ]
    asked_for = {one.subject_id for one in histories if one.is_alive}
    unasked = sorted(id_ for id_, (_since, shown) in there.items() if shown and id_ not in asked_for)
    sample = unasked[:: max(len(unasked) // MOST_SILENT, 1)][:MOST_SILENT]
    silent = [weeks.counts([], there[item_id][0]) for item_id in sample]
    every = [sign for some in signs.values() for sign in some]
    total = History(Subject.CRAFT, craft_id, "", weeks.counts(every)) if every and craft_id else None
    return Craftwork(craft_id, histories, silent, total)


def of_attributes(now: datetime) -> dict[Subject, list[History]]:
    """Materials, techniques, colours and places, each value with what was asked for of pieces that have it."""
    weeks = Weeks(clock.local(now).date())
    fresh = _fresh(weeks, now)
    found = {}
    for subject in (*LINKS, Subject.PLACE):
        of = values(subject)
        key = (of.c.value, DemandDay.day)
        kept = select(*key, func.sum(DemandDay.quantity)).join(of, of.c.item_id == DemandDay.item_id)
        signs: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
        for id_, day, pieces in db.session.execute(_within(kept, weeks, now).group_by(*key)):
            signs[id_].append((day, int(pieces)))
        for id_, sign in _valued(of, fresh):
            signs[id_].append((sign.day, sign.pieces))
        found[subject] = [History(subject, id_, "", weeks.counts(some)) for id_, some in sorted(signs.items())]
    return found


def keep(group: Group, rows: list[dict[str, Any]]) -> None:
    """In place of what was kept of the group before, or by a worker who took this one for dead. Does not commit."""
    take_turns(f"forecasts of {group.craft_id}")
    of_it: list[ColumnElement[bool]] = [Forecast.craft_id == (group.craft_id or 0)]
    if group.craft_id is None:
        attributes = (*LINKS, Subject.PLACE)
        of_it.append(or_(Forecast.subject.in_(attributes), Forecast.name == ATTRIBUTES))
    else:
        own = (Subject.CRAFT, Subject.ITEM, Subject.SERIES, Subject.NEWCOMER)
        of_it += [Forecast.subject.in_(own), Forecast.name != ATTRIBUTES]
    db.session.execute(delete(Forecast).where(*of_it))
    db.session.execute(insert(Forecast), rows)


class Work(NamedTuple):
    """All that a group's forecasts are made from; what follows needs no database."""

    weeks: Weeks
    moons: Moons
    craft: Craftwork | None = None
    kinds: dict[Subject, list[History]] | None = None

    def rows(self) -> list[dict[str, Any]]:
        if self.craft:
            return foreseeing.of_craft(self.craft, self.weeks, self.moons)
        kinds = (self.kinds or {}).values()
        found = [row for histories in kinds for row in foreseeing.of_kind(histories, self.weeks, self.moons)]
        return [*found, foreseeing.mark(ATTRIBUTES, self.weeks)]


def work_of(group: Group, now: datetime, moons: Moons) -> Work:
    """What is to be done for a group: read here, reckoned when it is asked for its rows."""
    weeks = Weeks(clock.local(now).date())
    if group.craft_id is not None:
        return Work(weeks, moons, craft=of_craft(group.craft_id, now))
    return Work(weeks, moons, kinds=of_attributes(now))


def _within(chosen: Select[*Row], weeks: Weeks, now: datetime) -> Select[*Row]:
    known = months.is_kept(counts.read(now).day)
    return chosen.where(DemandDay.kind.in_(ASKED), DemandDay.day >= weeks.first, DemandDay.day < weeks.today, known)


def _fresh(weeks: Weeks, now: datetime) -> list[Sign]:
    since = max(counts.read(now).day, weeks.first)
    return months.not_rolled(since, weeks.today - timedelta(days=1))


def values(subject: Subject) -> Subquery:
    """item_id and value: which pieces have which values of an attribute."""
    if subject is Subject.PLACE:
        made_there = select(Item.id.label("item_id"), Artisan.place_id.label("value"))
        return made_there.join(Artisan, Artisan.id == Item.artisan_id).subquery()
    link = LINKS[subject]
    return select(link.c.item_id, link.c[f"{subject}_id"].label("value")).subquery()


def _valued(of: Subquery, signs: Iterable[Sign]) -> Iterator[tuple[int, Sign]]:
    """Each sign with each value its piece has."""
    by_item: defaultdict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_item[sign.item_id].append(sign)
    if by_item:
        for item_id, value in db.session.execute(select(of.c.item_id, of.c.value).where(of.c.item_id.in_(by_item))):
            yield from ((value, sign) for sign in by_item[item_id])


def _day(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None
