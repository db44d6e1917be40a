"""Tasks on the desk: taken and handed on, one or many at once, undone; two who want the same are told apart."""

import re
from datetime import timedelta

import pytest

from app.base import clock
from app.base.database import db
from app.domain.catalogue import tasks
from app.domain.catalogue.desk_models import Task, TaskState
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor

QUEUE = "/advisor/catalogue/"


@pytest.fixture
def ikram(nadia: User) -> User:
    return given.advisor(name="Ikram Stitou")


def held(item: object) -> dict[str, str]:
    return {kind: task.holder.name for kind, task in tasks.held([item])[item.id].items()}  # type: ignore[attr-defined,list-item]  # an item


def test_a_task_is_taken_given_back_and_refused_to_a_second(desk: Visitor, nadia: User, ikram: User) -> None:
    bowl = given.item(title="Bol")
    there = f"{QUEUE}items/{bowl.id}"
    after = desk.post(f"{there}/tasks/ar/take").location
    assert held(bowl) == {"ar": nadia.name}
    assert "Une erreur" in desk.get(after).text and "Vous" in desk.get(there).text
    desk.sign_in(ikram)
    page = desk.post(f"{there}/tasks/ar/take", status=409)
    assert "Nadia Temsamani a déjà cette tâche." in page.plain
    desk.post(f"{there}/tasks/ar/give_back", status=409)
    desk.sign_in(nadia)
    assert "Il n’y a encore rien" in desk.post(f"{there}/tasks/ar/finish", status=422).plain
    desk.post(f"{there}/tasks/ar/give_back")
    assert held(bowl) == {}
    for wrong in ("nonsense/take", "ar/eat"):
        desk.post(f"{there}/tasks/{wrong}", status=404)


def test_a_task_is_handed_on_with_a_word_and_taken_back(desk: Visitor, nadia: User, ikram: User) -> None:
    bowl = given.item()
    there = f"{QUEUE}items/{bowl.id}"
    page = desk.post(f"{there}/tasks/hand-on", {"kind": "ar", "to": "999", "word": "Pour <toi>"}, status=422)
    assert "Choisissez un ou une collègue" in page.text and "Pour &lt;toi&gt;" in page.text
    after = desk.post(f"{there}/tasks/hand-on", {"kind": "ar", "to": str(ikram.id), "word": "Pour toi"}).location
    assert held(bowl) == {"ar": ikram.name}
    undo = re.search(r'action="([^"]*/tasks/undo/[^"]*)"', desk.get(after).text)
    assert undo
    desk.post(undo.group(1).replace("&amp;", "&"))
    assert held(bowl) == {}
    assert "Ce n’est plus possible" in desk.post(undo.group(1).replace("&amp;", "&"), status=409).plain


def test_the_same_task_of_many_pieces_is_taken_at_once(desk: Visitor, nadia: User, ikram: User) -> None:
    bowls = [given.item() for _ in range(3)]
    tasks.take(bowls[0], "ar", by=ikram, at=clock.now(), move="x" * 8)
    ticked = [str(bowl.id) for bowl in bowls]
    after = desk.post(f"{QUEUE}tasks?lack=ar", {"items": ticked, "kind": "ar", "do": "take"}).location
    assert [held(bowl)["ar"] for bowl in bowls] == [ikram.name, nadia.name, nadia.name]
    page = desk.get(after)
    assert "2 tâches sont à vous." in page.plain and "1 pièce est laissée de côté." in page.plain
    assert "lack=ar" in after and "Ikram Stitou a déjà cette tâche." in page.plain
    undo = re.search(r'action="([^"]*/tasks/undo/[^"]*)"', page.text)
    assert undo
    assert "lack=ar" in desk.post(undo.group(1).replace("&amp;", "&")).location
    assert [held(bowl) for bowl in bowls] == [{"ar": ikram.name}, {}, {}]
    handed = {"items": ticked[1:], "kind": "ar", "do": "hand_on", "to": str(ikram.id), "word": "Vite fait ?"}
    desk.post(f"{QUEUE}tasks", handed)
    assert [held(bowl) for bowl in bowls] == [{"ar": ikram.name}] * 3


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"kind": "ar", "do": "take"}, 409, "Cochez au moins une pièce."),
        ({"kind": "ar", "do": "take", "items": ["²", "99999999999", "7 OR 1=1"]}, 409, "Cochez au moins une pièce."),
        ({"kind": "nonsense", "do": "take", "items": ["all"]}, 409, "n’en a pas besoin"),
        ({"kind": "ar", "do": "hand_on", "items": ["all"], "to": ""}, 422, "Choisissez un ou une collègue."),
        ({"kind": "ar", "do": "hand_on", "items": ["all"], "to": "x", "word": "y" * 301}, 422, "trop long"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_ticked_stays(
    desk: Visitor, sent: dict[str, object], status: int, sentence: str
) -> None:
    bowl = given.item()
    if sent.get("items") == ["all"]:
        sent = {**sent, "items": [str(bowl.id)]}
    page = desk.post(f"{QUEUE}tasks", sent, status=status)
    assert sentence in page.plain
    assert held(bowl) == {}
    if sent.get("items") == [str(bowl.id)]:
        assert re.search(rf'name="items" value="{bowl.id}" checked', page.text)


def test_who_is_handed_a_task_hears_of_it_where_the_day_begins(desk: Visitor, nadia: User, ikram: User) -> None:
    now = clock.now()
    own, given_to_me, back = given.item(title="Prise"), given.item(title="Confiée"), given.item(title="Reprise")
    tasks.take(own, "ar", by=nadia, at=now, move="m" * 8)
    assert "confiée" not in desk.get("/advisor/").plain
    tasks.hand_on(given_to_me, "ar", nadia, word="", by=ikram, at=now, move="n" * 8)
    tasks.hand_on(given_to_me, "en", nadia, word="", by=ikram, at=now, move="n" * 8)
    tasks.take(back, "ar", by=nadia, at=now - tasks.LEASE, move="o" * 8)
    tasks.take(back, "ar", by=ikram, at=now, move="p" * 8)
    tasks.undo("p" * 8, by=ikram, at=now)
    page = desk.get("/advisor/")
    assert "1 pièce vous a été confiée" in page.plain
    link = re.search(r'href="([^"]*task=handed[^"]*)"', page.text)
    assert link
    queue = desk.get(link.group(1).replace("&amp;", "&")).text
    assert "Confiée" in queue and "Prise" not in queue and "Reprise" not in queue
    for kind in ("ar", "en"):
        tasks.give_back(given_to_me, kind, by=nadia, at=now)
    assert "confiée" not in desk.get("/advisor/").plain


def test_mine_free_and_held_for_too_long(desk: Visitor, nadia: User, ikram: User) -> None:
    mine, stale, free = given.item(title="À moi"), given.item(title="Vieille tâche"), given.item(title="Sans personne")
    now = clock.now()
    tasks.take(mine, "ar", by=nadia, at=now, move="m" * 8)
    tasks.take(stale, "ar", by=ikram, at=now - tasks.LEASE - timedelta(days=1), move="n" * 8)
    titles = {"À moi", "Vieille tâche", "Sans personne"}

    def seen(query: str) -> set[str]:
        return {title for title in titles if title in desk.get(f"{QUEUE}?{query}").text}

    assert seen("task=me") == {"À moi"}
    assert seen("task=stale") == {"Vieille tâche"}
    assert seen(f"task={ikram.id}") == {"Vieille tâche"}
    assert seen("task=free&lack=ar") == {"Sans personne"}
    assert "Tenue depuis trop longtemps" in desk.get(f"{QUEUE}items/{stale.id}").text
    desk.post(f"{QUEUE}items/{stale.id}/tasks/ar/take")
    assert held(stale) == {"ar": nadia.name}
    assert held(free) == {}


def test_a_double_tap_takes_once(desk: Visitor) -> None:
    bowl = given.item()
    for _ in range(2):
        desk.post(f"{QUEUE}items/{bowl.id}/tasks/ar/take", {"key": "k" * 32})
    assert db.session.query(Task).filter_by(state=TaskState.HELD).count() == 1


def test_the_score_and_the_next_step_stand_in_the_queue_and_on_the_page(desk: Visitor) -> None:
    bowl = given.item(published=False, photo=False, title="Bol nu")
    for address in (f"{QUEUE}?state=draft", f"{QUEUE}items/{bowl.id}"):
        page = desk.get(address)
        assert "57 %" in page.plain
        assert f'<a href="/advisor/catalogue/items/{bowl.id}/photos">Ajouter des photos</a>' in page.text
    groups = desk.get(QUEUE).text
    assert "40–59" in groups
    assert "Bol nu" in desk.get(f"{QUEUE}?state=all&score=40").text
    assert "Bol nu" not in desk.get(f"{QUEUE}?state=all&score=60").text


def test_a_long_queue_asks_no_more_questions_than_a_short_one(desk: Visitor, nadia: User) -> None:
    def some(number: int) -> int:
        for _ in range(number):
            bowl = given.item()
            for kind in ("ar", "en"):
                tasks.take(bowl, kind, by=given.advisor(), at=clock.now(), move="q" * 8)
        db.session.commit()
        return len(desk.get(QUEUE).queries)

    assert some(2) == some(12)
