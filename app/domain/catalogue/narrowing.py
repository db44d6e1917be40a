"""Which items of the production desk somebody wants to see, and in which order, found in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.base.database import db
from app.domain.catalogue import desk_index, lacking, tasks
from app.domain.catalogue.completeness import LACKS, STEPS, TASKS, parts_of, task_of
from app.domain.catalogue.desk_index import ADVISOR, ARTISAN, CRAFT, GROUP, LACK, LOST, STATE, DeskIndex
from app.domain.catalogue.desk_models import Task, TaskState
from app.domain.catalogue.models import ItemState
from app.domain.people.trades import Craft

TO_DO, ALL = "todo", "all"
STATES = (TO_DO, *(state.value for state in ItemState), ALL)
WORTH, OLDEST, FULLEST, EMPTIEST = "worth", "oldest", "fullest", "emptiest"
SORTS = (WORTH, OLDEST, FULLEST, EMPTIEST)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. state: one of STATES. lack: one of LACKS. None: any.

    free: some task of it is nobody's. holder_id: somebody has a task of it. stale: somebody has had one since before
    then. handed_to_id: somebody has a task of it that a colleague gave them. Together with a lack these speak of the
    task that ends it. least: one of STEPS, where a group of scores begins.
    """

    state: str = TO_DO
    craft: str | None = None
    artisan_id: int | None = None
    advisor_id: int | None = None
    lack: str | None = None
    free: bool = False
    holder_id: int | None = None
    handed_to_id: int | None = None
    stale: datetime | None = None
    least: int | None = None
    sort: str = WORTH


def narrowed(desk: DeskIndex, wanted: Wanted) -> int:
    """The slots of the items that are wanted."""
    found = _in_state(desk, wanted.state)
    if wanted.craft:
        craft_id = db.session.scalar(select(Craft.id).where(Craft.slug == wanted.craft))
        found &= desk.having(CRAFT, craft_id)
    if wanted.artisan_id is not None:
        found &= desk.having(ARTISAN, wanted.artisan_id)
    if wanted.advisor_id is not None:
        found &= desk.having(ADVISOR, wanted.advisor_id)
    if wanted.lack:
        found &= desk.having(LACK, wanted.lack)
    if wanted.least is not None:
        found &= desk.having(GROUP, STEPS.index(wanted.least))
    return found & _by_task(desk, wanted) if found else 0


def in_order(desk: DeskIndex, found: int, sort: str, first: int, last: int) -> list[int]:
    """The ids from place ``first`` up to ``last``; what is worth most first, else as asked, then waiting longest."""
    if sort == OLDEST:
        return desk.oldest(found, first, last)
    if sort == WORTH:
        return desk.in_order(found, desk_index.WORTH, first, last)
    return desk.in_order(found, LOST, first, last, falling=sort == EMPTIEST)


def distribution(desk: DeskIndex, wanted: Wanted) -> list[int]:
    """How many items there are in each group of scores (STEPS), whatever their state: all but those put away."""
    everything = replace(
        wanted, state=ALL, lack=None, least=None, free=False, holder_id=None, handed_to_id=None, stale=None
    )
    found = narrowed(desk, everything) & ~desk.having(STATE, ItemState.ARCHIVED)
    return [(found & desk.having(GROUP, number)).bit_count() for number in range(len(STEPS))]


def to_do(desk: DeskIndex) -> int:
    """The slots of the items that wait for the team's work."""
    beginning = desk.having(STATE, ItemState.DRAFT, ItemState.SUBMITTED)
    return beginning | desk.having(STATE, *lacking.PUBLIC) & desk.having(LACK, *LACKS)


def _in_state(desk: DeskIndex, state: str) -> int:
    if state == TO_DO:
        return to_do(desk)
    return desk.all if state == ALL else desk.having(STATE, ItemState(state))


def _by_task(desk: DeskIndex, wanted: Wanted) -> int:
    """Who has which task stands in the database: it is held by few."""
    kinds = (task_of(wanted.lack),) if wanted.lack else TASKS
    found = desk.all
    if wanted.free:
        held = _held(desk, kinds)
        free = 0
        for kind in kinds:
            free |= desk.having(LACK, *parts_of(kind)) & ~held.get(kind, 0)
        found &= free
    if wanted.holder_id is not None:
        found &= _any(_held(desk, kinds, Task.holder_id == wanted.holder_id))
    if wanted.handed_to_id is not None:
        found &= _any(_held(desk, kinds, *tasks.handed_to(wanted.handed_to_id)))
    if wanted.stale is not None:
        found &= _any(_held(desk, kinds, Task.since <= wanted.stale))
    return found


def _held(desk: DeskIndex, kinds: Iterable[str], *narrow: ColumnElement[bool]) -> dict[str, int]:
    """The slots of the items of which somebody has a task, by its kind."""
    asked = select(Task.kind, Task.item_id).where(Task.state == TaskState.HELD, Task.kind.in_(kinds), *narrow)
    items: dict[str, list[int]] = {}
    for kind, item_id in db.session.execute(asked):
        items.setdefault(kind, []).append(item_id)
    return {kind: desk.of_items(ids) for kind, ids in items.items()}


def _any(held: dict[str, int]) -> int:
    found = 0
    for slots in held.values():
        found |= slots
    return found
