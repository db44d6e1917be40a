"""Tasks of the production desk: taken, handed on, given back, done. One person has a task of an item at a time.

A task is held like a lease: after some days anybody may take it over, so that nothing lies with somebody who is away.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.audit import trail
from app.domain.catalogue import lacking
from app.domain.catalogue.completeness import TASKS, parts_of
from app.domain.catalogue.desk_models import Task, TaskState
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText, PhotoSet, Standing
from app.domain.people.models import RoleName, User

LEASE = timedelta(days=7)
LONGEST_WORD = 300


class HeldByAnother(Refusal):
    text = N_("%(who)s has this task already.")
    status = 409


class NotToDo(Refusal):
    text = N_("This piece does not need this now.")
    status = 409


class NotHeld(Refusal):
    text = N_("You do not have this task any more.")
    status = 409


class NothingToShow(Refusal):
    text = N_("Nothing of it is there yet. Do it, or give the task back.")


class NoColleague(Refusal):
    text = N_("Choose a colleague.")


class WordTooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


class TooLate(Refusal):
    text = N_("This cannot be taken back any more: somebody has gone on with it.")
    status = 409


def is_stale(task: Task, at: datetime) -> bool:
    return at - task.since >= LEASE


def held(items: Iterable[Item]) -> dict[int, dict[str, Task]]:
    """The tasks of some items that somebody has, by item id and kind, in one question."""
    ids = [item.id for item in items]
    found: dict[int, dict[str, Task]] = {item_id: {} for item_id in ids}
    asked = select(Task).where(Task.item_id.in_(ids), Task.state == TaskState.HELD)
    people = (joinedload(one).lazyload(User.roles) for one in (Task.holder, Task.moved_by))  # their names are shown
    for task in db.session.scalars(asked.options(*people)) if ids else ():
        found[task.item_id][task.kind] = task
    return found


def counted(holder: User, at: datetime) -> tuple[int, int]:
    """How many tasks somebody has, and how many anybody has had for too long, in one question."""
    mine = select(func.count(Task.id)).where(Task.state == TaskState.HELD, Task.holder_id == holder.id)
    stale = select(func.count(Task.id)).where(Task.state == TaskState.HELD, Task.since <= at - LEASE)
    found = db.session.execute(select(mine.scalar_subquery(), stale.scalar_subquery())).one()
    return found[0], found[1]


def handed_to(holder_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of tasks: those that somebody has from a colleague. What was taken back lies where it lay and counts no more."""
    return Task.holder_id == holder_id, Task.moved_by_id != holder_id, Task.move != ""


def handed(holder: User) -> int:
    """Of how many items a colleague gave somebody a task that is not done yet."""
    mine = select(func.count(Task.item_id.distinct())).where(Task.state == TaskState.HELD, *handed_to(holder.id))
    return db.session.scalar(mine) or 0


def take(item: Item, kind: str, *, by: User, at: datetime, move: str) -> Task:
    """Take a task that is free, or one that somebody has had for too long; take one's own again to keep it.

    item: loaded for update. move: the key of this deed, by which it can be undone. Raises NotToDo, HeldByAnother.
    """
    return _move(item, kind, by, word="", by=by, at=at, move=move)


def hand_on(item: Item, kind: str, to: User, *, word: str, by: User, at: datetime, move: str) -> Task:
    """Give one's own task, or a free one, to a colleague, with a word. A coordinator may hand on anybody's.

    item: loaded for update. Raises NoColleague, WordTooLong, NotToDo, HeldByAnother.
    """
    if not (to.is_staff and to.active):
        raise NoColleague(field="to")
    if len(word) > LONGEST_WORD:
        raise WordTooLong(field="word", most=LONGEST_WORD)
    return _move(item, kind, to, word=word.strip(), by=by, at=at, move=move)


def give_back(item: Item, kind: str, *, by: User, at: datetime) -> Task:
    """The task is free again. item: loaded for update. Raises NotHeld."""
    task = _own(item, kind, by)
    _end(task, TaskState.GIVEN_BACK, by=by, at=at)
    return task


def finish(item: Item, kind: str, *, by: User, at: datetime) -> Task:
    """One's part of it is done, even where it still has to be looked at. item: loaded for update.

    Raises NotHeld, NothingToShow.
    """
    task = _own(item, kind, by)
    if _is_lacking(item, kind) and not _waits(item, kind):
        raise NothingToShow
    _end(task, TaskState.DONE, by=by, at=at)
    return task


def undo(move: str, *, by: User, at: datetime) -> list[Task]:
    """Take back what one moved by a deed: each task lies again where it lay before. Raises TooLate."""
    if not move:
        raise TooLate
    mine = select(Task).where(Task.move == move, Task.moved_by_id == by.id, Task.state == TaskState.HELD)
    found = list(db.session.scalars(mine.order_by(Task.item_id, Task.kind).with_for_update()))
    if not found:
        raise TooLate
    for task in found:
        if task.from_id is None or task.from_since is None:
            _end(task, TaskState.GIVEN_BACK, by=by, at=at)
            continue
        task.holder_id, task.since = task.from_id, task.from_since
        task.from_id = task.from_since = None
        task.moved_by_id, task.word, task.move = by.id, "", ""
        _note("task.taken_back", task, by=by, at=at)
    db.session.flush()
    return found


def settle(item: Item, *, by: User | None, at: datetime) -> None:
    """What an item lacks no longer is done, whoever did it. Called by every rule that ends a lack."""
    mine = select(Task).where(Task.item_id == item.id, Task.state == TaskState.HELD)
    db.session.flush()
    if under_way := db.session.scalars(mine).all():
        lacks = lacking.of([item.id])[item.id]
        for task in under_way:
            if not lacks & set(parts_of(task.kind)):
                _end(task, TaskState.DONE, by=by, at=at)


def settle_all(at: datetime) -> int:
    """The same for all items, for what ends by itself. Returns how many tasks were done."""
    found: list[Task] = []
    for kind in TASKS:
        gone = select(Task).join(Task.item).where(Task.state == TaskState.HELD, Task.kind == kind)
        gone = gone.where(~lacking.any_of(parts_of(kind))).with_for_update(of=Task)
        found += db.session.scalars(gone)
    for task in found:
        _end(task, TaskState.DONE, by=None, at=at)
    return len(found)


def drop(item: Item, *, by: User, at: datetime) -> None:
    """Nothing is to be done to it any more: every task of it is given back."""
    for task in held([item])[item.id].values():
        _end(task, TaskState.GIVEN_BACK, by=by, at=at)


def _move(item: Item, kind: str, to: User, *, word: str, by: User, at: datetime, move: str) -> Task:
    task = _held(item, kind)
    if kind not in TASKS or not _is_lacking(item, kind):
        raise NotToDo
    if task and task.holder_id != by.id and not is_stale(task, at) and not _may_hand_on_any(by, to):
        raise HeldByAnother(who=task.holder.name)
    moved = {"holder_id": to.id, "since": at, "word": word, "moved_by_id": by.id, "move": move}
    if task is None:
        task = Task(item_id=item.id, kind=kind, state=TaskState.HELD, **moved)
        db.session.add(task)
    else:
        task.from_id, task.from_since = task.holder_id, task.since
        for name, value in moved.items():
            setattr(task, name, value)
    db.session.flush()
    _note("task.taken" if to.id == by.id else "task.handed_on", task, by=by, at=at, to=to)
    return task


def _may_hand_on_any(by: User, to: User) -> bool:
    return by.is_a(RoleName.COORDINATOR) and to.id != by.id


def _own(item: Item, kind: str, by: User) -> Task:
    task = _held(item, kind)
    if task is None or not (task.holder_id == by.id or by.is_a(RoleName.COORDINATOR)):
        raise NotHeld
    return task


def _held(item: Item, kind: str) -> Task | None:
    return db.session.scalar(
        select(Task).where(Task.item_id == item.id, Task.kind == kind, Task.state == TaskState.HELD)
    )


def _is_lacking(item: Item, kind: str) -> bool:
    return bool(lacking.of([item.id])[item.id] & set(parts_of(kind)))


def _waits(item: Item, kind: str) -> bool:
    """Whether something new of this kind is there to be looked at."""
    text = select(ItemText.id).where(ItemText.item_id == item.id, ItemText.language == kind)
    text = text.where(ItemText.standing == Standing.PENDING)
    photo = select(PhotoSet.id).where(PhotoSet.item_id == item.id, PhotoSet.standing == Standing.PENDING)
    return db.session.scalar((photo if kind == "photo" else text).limit(1)) is not None


def _end(task: Task, state: TaskState, *, by: User | None, at: datetime) -> None:
    task.state, task.ended_at, task.ended_by_id = state, at, by.id if by else None
    db.session.flush()
    _note(f"task.{state}", task, by=by, at=at)


def _note(deed: str, task: Task, *, by: User | None, at: datetime, to: User | None = None) -> None:
    facts = {"kind": task.kind, **({"to": to.name} if to and by and to.id != by.id else {})}
    by_id = by.id if by else None
    trail.record(deed, subject="item", subject_id=task.item_id, by_id=by_id, at=at, facts=facts)
