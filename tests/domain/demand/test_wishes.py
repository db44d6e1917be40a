"""A piece that many search for is kept as a wish, taken or dropped, and opened again; each is said in the trail."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Forbidden, Missing
from app.domain.audit.models import AuditEvent
from app.domain.demand import searching, wishes
from app.domain.demand.models import SignalKind
from app.domain.demand.searching import Behind
from app.domain.demand.wish_models import WishedPiece, WishState
from app.domain.people.models import User
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW


@pytest.fixture
def nadia(app: Flask) -> User:
    by = people.advisor()
    people.wish(by, "autre chose", people=2, state=WishState.DROPPED)
    return by


def fouta() -> Behind:
    given.day(SignalKind.SEARCH, 3, 7, words="grande fouta", without_result=7)
    found = searching.behind("fouta grande", now=NOW)
    assert found is not None
    return found


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.deed).order_by(AuditEvent.id)))


def test_what_many_search_for_is_kept_with_how_many_they_were(nadia: User) -> None:
    made = wishes.keep(fouta(), by=nadia, at=NOW)
    assert (made.sought, made.words, made.people, made.state) == ("fouta grande", "grande fouta", 7, WishState.OPEN)
    assert wishes.kept()[0] is made and deeds() == ["wish.kept"]


def test_kept_again_it_is_the_same_and_open(nadia: User) -> None:
    made = wishes.keep(fouta(), by=nadia, at=NOW)
    wishes.move(made, WishState.DROPPED, by=nadia, at=NOW)
    assert wishes.keep(searching.behind("fouta grande", now=NOW), by=nadia, at=NOW) is made
    assert made.state is WishState.OPEN and deeds() == ["wish.kept", "wish.dropped", "wish.open"]


def test_said_twice_it_is_done_once(nadia: User) -> None:
    made = wishes.keep(fouta(), by=nadia, at=NOW)
    for _ in range(2):
        wishes.move(made, WishState.TAKEN, by=nadia, at=NOW)
    assert deeds() == ["wish.kept", "wish.taken"]


def test_open_ones_come_first_and_those_of_most_people(nadia: User) -> None:
    for sought, people_, state in (("a", 5, "taken"), ("b", 3, "open"), ("c", 8, "open")):
        people.wish(nadia, sought, people=people_, state=WishState(state))
    assert [one.sought for one in wishes.kept()] == ["c", "b", "a", "autre chose"]


def test_crafts_narrow_the_list(nadia: User) -> None:
    craft = people.craft()
    people.wish(nadia, "a", craft_id=craft.id)
    assert [one.sought for one in wishes.kept(frozenset({craft.id}))] == ["a"]


def test_what_nobody_searched_for_is_no_wish(nadia: User) -> None:
    with pytest.raises(wishes.NobodySearched):
        wishes.keep(None, by=nadia, at=NOW)


def test_only_the_team_keeps_and_moves_wishes(nadia: User) -> None:
    maker = people.artisan().user
    assert maker is not None
    with pytest.raises(Forbidden):
        wishes.keep(fouta(), by=maker, at=NOW)
    with pytest.raises(Forbidden):
        wishes.move(people.wish(nadia), WishState.TAKEN, by=maker, at=NOW)


def test_one_that_is_not_there_is_missing(nadia: User) -> None:
    with pytest.raises(Missing):
        wishes.wish(10**6)
    assert isinstance(wishes.wish(people.wish(nadia).id, for_update=True), WishedPiece)
