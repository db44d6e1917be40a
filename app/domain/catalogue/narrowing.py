"""Which items of the production desk somebody wants to see, as a part of a question."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from app.base.database import db
from app.domain.catalogue import lacking
from app.domain.catalogue.completeness import LACKS, STEPS, TASKS, most_lost, parts_of, task_of
from app.domain.catalogue.desk_models import Task, TaskState
from app.domain.catalogue.models import Item, ItemState
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft

TO_DO, ALL = "todo", "all"
STATES = (TO_DO, *(state.value for state in ItemState), ALL)
WORTH, OLDEST, FULLEST, EMPTIEST = "worth", "oldest", "fullest", "emptiest"
SORTS = (WORTH, OLDEST, FULLEST, EMPTIEST)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. state: one of STATES. lack: one of LACKS. None: any.

    free: some task of it is nobody's. holder_id: somebody has a task of it. stale: somebody has had one since before
    then. least: one of STEPS, where a group of scores begins. Together with a lack they speak of the task that ends it.
    """

    state: str = TO_DO
    craft: str | None = None
    artisan_id: int | None = None
    advisor_id: int | None = None
    lack: str | None = None
    free: bool = False
    holder_id: int | None = None
    stale: datetime | None = None
    least: int | None = None
    sort: str = WORTH


def narrowed(wanted: Wanted) -> Select[Item]:
    """Items, with their artisans joined."""
    found = select(Item).join(Item.artisan)
    if wanted.state == TO_DO:
        found = found.where(to_do())
    elif wanted.state != ALL:
        found = found.where(Item.state == ItemState(wanted.state))
    if wanted.craft:
        found = found.join(Item.craft).where(Craft.slug == wanted.craft)
    if wanted.artisan_id is not None:
        found = found.where(Item.artisan_id == wanted.artisan_id)
    if wanted.advisor_id is not None:
        found = found.where(Artisan.advisor_id == wanted.advisor_id)
    if wanted.lack:
        found = found.where(lacking.lacks(wanted.lack))
    if wanted.least is not None:
        found = found.where(_group() == STEPS.index(wanted.least))
    return found.where(*_by_task(wanted))


def sorted_by(sort: str) -> tuple[ColumnElement[int], ...]:
    """What is worth most first: closest to being on sale, then waiting longest. What its maker has comes late."""
    if sort in (FULLEST, EMPTIEST):
        lost = lacking.lost()
        return (lost if sort == FULLEST else lost.desc(),)
    if sort == OLDEST:
        return ()
    turn = case(
        (Item.state == ItemState.SUBMITTED, 0),
        (lacking.sent_back(), 4),
        (Item.state == ItemState.DRAFT, 1),
        (Item.state == ItemState.ARCHIVED, 5),
        (lacking.lacks("review"), 2),
        else_=3,
    )
    return turn, case((turn < 2, lacking.lost(needed_only=True)), else_=0)


def distribution(wanted: Wanted) -> list[int]:
    """How many items there are in each group of scores (STEPS), whatever their state: all but those put away."""
    everything = replace(wanted, state=ALL, lack=None, least=None, free=False, holder_id=None, stale=None)
    grouped = narrowed(everything).where(Item.state != ItemState.ARCHIVED)
    groups = grouped.with_only_columns(_group().label("step")).subquery()
    found = {row[0]: row[1] for row in db.session.execute(select(groups.c.step, func.count()).group_by(groups.c.step))}
    return [found.get(number, 0) for number in range(len(STEPS))]


def to_do() -> ColumnElement[bool]:
    beginning = Item.state.in_((ItemState.DRAFT, ItemState.SUBMITTED))
    return or_(beginning, and_(Item.state.in_(lacking.PUBLIC), lacking.any_of(LACKS)))


def _group() -> ColumnElement[int]:
    """The number of the group of scores an item is in."""
    lost = lacking.lost()
    steps = list(enumerate(STEPS))
    return case(*((lost <= most_lost(least), number) for number, least in reversed(steps[1:])), else_=0)


def _by_task(wanted: Wanted) -> list[ColumnElement[bool]]:
    kinds = (task_of(wanted.lack),) if wanted.lack else TASKS
    held = exists().where(Task.item_id == Item.id, Task.state == TaskState.HELD, Task.kind.in_(kinds))
    chosen: list[ColumnElement[bool]] = []
    if wanted.free:
        chosen.append(or_(*(and_(lacking.any_of(parts_of(kind)), ~_held(kind)) for kind in kinds)))
    if wanted.holder_id is not None:
        chosen.append(held.where(Task.holder_id == wanted.holder_id))
    if wanted.stale is not None:
        chosen.append(held.where(Task.since <= wanted.stale))
    return chosen


def _held(kind: str) -> ColumnElement[bool]:
    return exists().where(Task.item_id == Item.id, Task.state == TaskState.HELD, Task.kind == kind)
