"""Labels with their proofs: shown while these hold, hidden on the day after, and then a task."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.base import clock
from app.base.database import db
from app.base.errors import Missing, Stale
from app.domain.catalogue import days, labels, producing
from app.domain.catalogue.labels import Said
from app.domain.catalogue.models import Item
from app.domain.catalogue.producing import Wanted
from app.domain.catalogue.proofs import Proof
from app.domain.people.models import User
from tests import given

TODAY = clock.local(given.NOW).date()


def paper(by: User) -> Proof:
    return labels.take_in("application/pdf", by=by, at=given.NOW)


def wanting() -> list[int]:
    return [row.item.id for row in producing.queue(Wanted(lack="label"))[0]]


def shown(item: Item, on: date) -> list[str]:
    db.session.refresh(item, ["labels"])
    return [one.label for one in labels.shown(item, on)]


def test_a_label_with_a_proof_is_shown_until_its_last_day(app: Flask) -> None:
    nadia, item = given.advisor(), given.item()
    until = TODAY + timedelta(days=3)
    carried = labels.carry(item, "igp", Said("IGP 12", until, paper(nadia)), by=nadia, at=given.NOW)
    assert shown(item, until) == ["igp"] and shown(item, until + timedelta(days=1)) == []
    assert [labels.state(carried, until + timedelta(days=n)) for n in (-40, 0, 1)] == ["valid", "soon", "ended"]
    assert not wanting()


def test_the_day_ends_in_casablanca_and_makes_a_task(app: Flask) -> None:
    nadia, item = given.advisor(), given.item()
    labels.carry(item, "igp", Said("", date(2026, 11, 30), paper(nadia)), by=nadia, at=given.NOW)
    still = clock.end_of_day(date(2026, 11, 30))
    assert days.turn(still) == 0 and not wanting()
    over = clock.end_of_day(date(2026, 11, 30)) + timedelta(seconds=1)
    assert days.turn(over) == 1 and days.turn(over) == 0
    assert wanting() == [item.id]
    (row,) = producing.queue(Wanted())[0]
    assert row.item.id == item.id


def test_a_label_without_a_proof_is_hidden_and_a_task(app: Flask) -> None:
    nadia, item = given.advisor(), given.item()
    given.item()
    carried = labels.carry(item, "aop", Said("", TODAY + timedelta(days=90)), by=nadia, at=given.NOW)
    assert shown(item, TODAY) == [] and wanting() == [item.id]
    assert labels.state(carried, TODAY) == "missing"
    seen = carried.version
    labels.renew(item, carried, Said("A1", TODAY, paper(nadia)), seen=seen, by=nadia, at=given.NOW)
    assert shown(item, TODAY) == ["aop"] and not wanting()
    with pytest.raises(Stale):
        labels.renew(item, carried, Said("A1", TODAY), seen=seen, by=nadia, at=given.NOW)
    labels.take_off(item, carried, by=nadia, at=given.NOW)
    assert shown(item, TODAY) == []


def test_what_is_no_label_twice_the_same_or_far_away_is_refused(app: Flask) -> None:
    nadia, item = given.advisor(), given.item()
    now = {"by": nadia, "at": given.NOW}
    with pytest.raises(labels.UnknownLabel):
        labels.carry(item, "nobel", Said("", TODAY), **now)
    labels.carry(item, "igp", Said("", TODAY), **now)
    with pytest.raises(labels.HasIt):
        labels.carry(item, "igp", Said("", TODAY), **now)
    for day in (date(1999, 1, 1), date(2099, 1, 1)):
        with pytest.raises(labels.WrongDay):
            labels.carry(item, "aop", Said("", day), **now)
    with pytest.raises(Missing):
        labels.one_of(given.item(), labels.of_item(item)[0].id)


def test_papers_that_prove_nothing_are_found_after_a_while_and_only_by_who_sent_them(app: Flask) -> None:
    nadia, other, item = given.advisor(), given.advisor(), given.item()
    kept, free = paper(nadia), paper(nadia)
    labels.carry(item, "igp", Said("", TODAY, kept), by=nadia, at=given.NOW)
    assert labels.unplaced(nadia, free.key) is free
    assert labels.unplaced(other, free.key) is None and labels.unplaced(nadia, kept.key) is None
    assert list(labels.abandoned(given.NOW + timedelta(days=3))) == [free]
    assert not labels.abandoned(given.NOW - timedelta(days=1))
