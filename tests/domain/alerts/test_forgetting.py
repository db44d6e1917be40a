"""Contacts are let go of: on their word, unconfirmed, told, after a year. Nothing of them stays anywhere."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import Base, db
from app.domain.alerts import findings, forgetting, links, telling
from app.domain.alerts.asking import Reached
from app.domain.alerts.models import AlertKind
from app.domain.catalogue.models import Item, MovementKind, StockMovement
from app.domain.notices import delivering
from app.domain.notices.models import Channel, Delivery
from tests import given
from tests.domain.alerts.given import CLAIRE, HICHAM, alerts, asked, confirmed, letters
from tests.given import NOW

CANARIES = ("canary", "612009999")
DAY = timedelta(days=1)


def traces() -> list[str]:
    """The tables in which anything of the contacts stands."""
    db.session.flush()
    return [
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table)).all()
        if any(canary in str(row).lower() for canary in CANARIES)
    ]


def back(*items: Item) -> None:
    for item in items:
        item.main.on_hand = 1
        db.session.add(StockMovement(variant=item.main, change=1, kind=MovementKind.MADE, at=NOW))
    db.session.flush()


def deliver_all() -> None:
    for message in letters():
        if message.state is Delivery.WAITING:
            delivering.delivered(message, subject="s", body="b", html=None, at=NOW, keep=True)
    db.session.flush()


@pytest.mark.parametrize("who", [CLAIRE, HICHAM])
def test_an_unconfirmed_contact_is_gone_after_two_days(app: Flask, who: Reached) -> None:
    asked(given.item(stock=0), who=who)
    asked("coffre", who=who)
    forgetting.forget_old(NOW + 2 * DAY)
    assert len(alerts()) == 2
    assert set(traces()) == {"alert", "outbox_message"}
    forgetting.forget_old(NOW + 2 * DAY + timedelta(seconds=1))
    assert alerts() == [] and traces() == []


def test_asking_again_begins_the_two_days_anew(app: Flask) -> None:
    piece = given.item(stock=0)
    asked(piece)
    asked(piece, at=NOW + DAY)
    forgetting.forget_old(NOW + 2 * DAY + timedelta(seconds=1))
    assert len(alerts()) == 1 and len(letters()) == 1


@pytest.mark.parametrize("who", [CLAIRE, HICHAM])
def test_a_told_contact_is_gone_two_days_after_its_message_has_left(app: Flask, who: Reached) -> None:
    piece = given.item(stock=0)
    confirmed(piece, who=who)
    back(piece)
    assert telling.returned(NOW) == 1 and alerts() == []
    forgetting.forget_old(NOW + 3 * DAY)
    assert [letter.template for letter in letters()] == ["alert_back"], "what has not left yet is not lost"
    deliver_all()
    forgetting.forget_old(NOW + 2 * DAY)
    assert traces() == ["outbox_message"]
    forgetting.forget_old(NOW + 3 * DAY)
    assert traces() == []


def test_who_waits_in_vain_is_let_go_after_a_year(app: Flask) -> None:
    confirmed(given.item(stock=0))
    deliver_all()
    forgetting.forget_old(NOW + 364 * DAY)
    assert traces() == ["alert"]
    forgetting.forget_old(NOW + 366 * DAY)
    assert traces() == []


def test_a_message_that_failed_can_be_tried_again_for_a_week(app: Flask) -> None:
    piece = given.item(stock=0)
    confirmed(piece)
    back(piece)
    telling.returned(NOW)
    for letter in letters():
        delivering.failed(letter, "550 no such mailbox", at=NOW, for_good=True)
    forgetting.forget_old(NOW + 6 * DAY)
    assert [letter.template for letter in letters()] == ["alert_back"]
    forgetting.forget_old(NOW + 8 * DAY)
    assert traces() == []


def test_on_their_word_everything_of_theirs_goes_and_nothing_of_others(app: Flask) -> None:
    pieces = [given.item(stock=0) for _ in range(2)]
    for piece in pieces:
        confirmed(piece)
    asked("coffre")
    other = Reached(Channel.EMAIL, "somebody@example.org")
    confirmed(pieces[0], who=other)
    contact = links.contact(CLAIRE.channel, CLAIRE.recipient)
    assert forgetting.stop(contact) == 3 and traces() == []
    assert forgetting.stop(contact) == 0
    assert [alert.recipient for alert in alerts()] == [other.recipient]
    assert {letter.recipient for letter in letters()} == {other.recipient}


def test_on_their_word_one_alert_ends_and_never_that_of_another(app: Flask) -> None:
    mine, also_mine = confirmed(given.item(stock=0)), confirmed(given.item(), AlertKind.PRICE)
    theirs = confirmed(given.item(stock=0), who=HICHAM)
    contact = links.contact(CLAIRE.channel, CLAIRE.recipient)
    assert forgetting.stop(contact, theirs.id) == 0
    assert forgetting.stop(contact, mine.id) == 1
    assert [alert.id for alert in findings.of_contact(contact)] == [also_mine.id]


def test_who_waits_is_counted_once_confirmed(app: Flask) -> None:
    piece, other = given.item(stock=0), given.item(stock=0)
    confirmed(piece)
    confirmed(piece, AlertKind.PRICE)
    confirmed(piece, who=HICHAM)
    confirmed(other)
    asked(piece, who=Reached(Channel.EMAIL, "somebody@example.org"))
    assert findings.waiting(piece.id) == {AlertKind.STOCK: 2, AlertKind.PRICE: 1}
