"""One person has a task at a time: taken, handed on, given back, done, undone, and never by two at once."""

from contextvars import Context
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import begin_writing, db, new_key
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import producing, publishing, tasks, texts
from app.domain.catalogue.desk_models import Task, TaskState
from app.domain.catalogue.models import Item
from app.domain.catalogue.narrowing import Wanted
from app.domain.catalogue.tasks import LEASE
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given


@pytest.fixture
def nadia(app: Flask) -> User:
    return given.advisor()


@pytest.fixture
def ikram(app: Flask) -> User:
    return given.advisor(name="Ikram Stitou")


@pytest.fixture
def bowl(app: Flask) -> Item:
    given.item()  # noise: lacks the same
    return given.item(weight_g=None)


def taken(item: Item, kind: str, by: User, **changed: object) -> Task:
    return tasks.take(item, kind, by=by, **{"at": given.NOW, "move": new_key(), **changed})


def test_what_somebody_has_another_cannot_take(bowl: Item, nadia: User, ikram: User) -> None:
    taken(bowl, "ar", nadia)
    with pytest.raises(tasks.HeldByAnother) as no:
        taken(bowl, "ar", ikram)
    assert (no.value.status, no.value.facts) == (409, {"who": nadia.name})
    with pytest.raises(tasks.HeldByAnother):
        tasks.hand_on(bowl, "ar", ikram, word="", by=ikram, at=given.NOW, move="x")
    taken(bowl, "en", ikram)
    assert {kind: task.holder for kind, task in tasks.held([bowl])[bowl.id].items()} == {"ar": nadia, "en": ikram}


def test_what_is_not_lacking_is_no_task(bowl: Item, nadia: User) -> None:
    for kind in ("fr", "photo", "nonsense"):
        with pytest.raises(tasks.NotToDo):
            taken(bowl, kind, nadia)


def test_a_task_held_for_too_long_can_be_taken_over(bowl: Item, nadia: User, ikram: User) -> None:
    taken(bowl, "ar", nadia)
    almost = given.NOW + LEASE - timedelta(seconds=1)
    assert tasks.counted(nadia, almost) == (1, 0)
    with pytest.raises(tasks.HeldByAnother):
        taken(bowl, "ar", ikram, at=almost)
    task = taken(bowl, "ar", ikram, at=given.NOW + LEASE)
    assert (task.holder_id, task.from_id) == (ikram.id, nadia.id)
    with pytest.raises(tasks.NotHeld):
        tasks.give_back(bowl, "ar", by=nadia, at=given.NOW + LEASE)


def test_a_task_is_handed_on_with_a_word_and_lies_as_before_once_undone(bowl: Item, nadia: User, ikram: User) -> None:
    task = taken(bowl, "ar", nadia)
    handed = given.NOW + timedelta(days=1)
    for wrong in (given.artisan().user, given.advisor(active=False)):
        with pytest.raises(tasks.NoColleague):
            tasks.hand_on(bowl, "ar", wrong, word="", by=nadia, at=handed, move="m1")
    tasks.hand_on(bowl, "ar", ikram, word="Tu connais le métier.", by=nadia, at=handed, move="m1")
    assert (task.holder_id, task.word, task.moved_by_id, task.since) == (
        ikram.id, "Tu connais le métier.", nadia.id, handed,
    )  # fmt: skip
    with pytest.raises(tasks.TooLate):
        tasks.undo("m1", by=ikram, at=handed)
    assert tasks.undo("m1", by=nadia, at=handed) == [task]
    assert (task.holder_id, task.since, task.state) == (nadia.id, given.NOW, TaskState.HELD)
    with pytest.raises(tasks.TooLate):
        tasks.undo("m1", by=nadia, at=handed)


def test_undoing_take_makes_it_free_again(bowl: Item, nadia: User, ikram: User) -> None:
    taken(bowl, "ar", nadia, move="m1")
    taken(bowl, "en", nadia, move="m1")
    assert len(tasks.undo("m1", by=nadia, at=given.NOW)) == 2
    assert tasks.held([bowl]) == {bowl.id: {}}
    taken(bowl, "ar", ikram)


def test_a_task_is_done_by_itself_once_nothing_lacks(bowl: Item, nadia: User, ikram: User) -> None:
    arabic, facts = taken(bowl, "ar", nadia), taken(bowl, "facts", nadia)
    texts.propose(bowl, "ar", Words("زبدية", description="من طين"), by=nadia, at=given.NOW)
    assert arabic.state is TaskState.HELD
    texts.approve(bowl, "ar", by=ikram, at=given.NOW)
    assert (arabic.state, arabic.ended_by_id) == (TaskState.DONE, ikram.id)
    assert facts.state is TaskState.HELD
    bowl.weight_g = 400
    db.session.flush()
    assert tasks.settle_all(given.NOW) == 1
    assert (facts.state, facts.ended_by_id) == (TaskState.DONE, None)
    deeds = select(AuditEvent.deed).where(AuditEvent.subject_id == bowl.id, AuditEvent.deed.like("task.%"))
    assert list(db.session.scalars(deeds.order_by(AuditEvent.id))) == ["task.taken", "task.taken", *["task.done"] * 2]


def test_done_needs_something_to_show(bowl: Item, nadia: User) -> None:
    task = taken(bowl, "ar", nadia)
    with pytest.raises(tasks.NothingToShow):
        tasks.finish(bowl, "ar", by=nadia, at=given.NOW)
    texts.propose(bowl, "ar", Words("زبدية"), by=nadia, at=given.NOW)
    tasks.finish(bowl, "ar", by=nadia, at=given.NOW)
    assert task.state is TaskState.DONE


def test_what_is_put_away_is_nobodys_work(bowl: Item, nadia: User) -> None:
    task = taken(bowl, "ar", nadia)
    publishing.archive(bowl, by=nadia, at=given.NOW)
    assert task.state is TaskState.GIVEN_BACK


def test_the_queue_is_narrowed_by_tasks(bowl: Item, nadia: User, ikram: User) -> None:
    other = given.item(texts={"fr": "Bol", "ar": "زبدية", "en": "Bowl", "es": "Cuenco"}, weight_g=None)
    taken(bowl, "ar", nadia)
    taken(other, "facts", ikram, at=given.NOW - LEASE)

    def found(**wanted: object) -> list[Item]:
        return [row.item for row in producing.queue(Wanted(**wanted))[0]]

    assert found(holder_id=nadia.id) == [bowl]
    assert found(stale=given.NOW - LEASE) == [other]
    assert bowl in found(free=True) and other not in found(free=True)
    assert bowl not in found(free=True, lack="ar") and bowl in found(free=True, lack="en")
    assert found(holder_id=nadia.id, lack="en") == []


def test_two_who_take_the_same_task_at_once_are_told_apart(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        item_id, people = given.item().id, [given.advisor().id for _ in range(6)]
        db.session.commit()
    start, got, refused = Barrier(len(people)), [], []

    def take(person_id: int) -> None:
        start.wait()
        begin_writing()
        with own_app.app_context():
            try:
                item = producing.item(item_id, for_update=True)
                tasks.take(item, "ar", by=db.session.get_one(User, person_id), at=given.NOW, move=new_key())
                db.session.commit()
                got.append(person_id)
            except tasks.HeldByAnother as no:
                refused.append(no.status)

    threads = [Thread(target=Context().run, args=(take, person_id)) for person_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(got) == 1 and refused == [409] * 5
    with own_app.app_context():
        assert db.session.scalars(select(Task.holder_id)).all() == got
