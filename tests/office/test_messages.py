"""What could not be delivered is shown to the coordinator, who sends it again."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.notices import outbox
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


@pytest.fixture
def boss(app: Flask, visitor: Visitor) -> User:
    made = given.coordinator(name="Karim Alaoui")
    visitor.sign_in(made)
    return made


def message(recipient: str, state: Delivery, template: str = "advice_sent", **columns: object) -> OutboxMessage:
    made = outbox.post(
        template, channel=Channel.SMS, recipient=recipient, language="fr", at=clock.now(), request_id=None
    )
    made.state = state
    for name, value in columns.items():
        setattr(made, name, value)
    db.session.commit()
    return made


def test_only_what_did_not_arrive_is_shown(visitor: Visitor, boss: User) -> None:
    message("+212611000001", Delivery.DELIVERED)
    message("+212611000002", Delivery.WAITING)
    message("+212611000003", Delivery.WAITING, last_error="SMS_URL is not set")
    message("+212611000004", Delivery.FAILED, last_error="400 unknown number")
    message("+212611000005", Delivery.FAILED, template="sign_in_code")
    text = visitor.get("/office/messages/").text
    assert [number for number in range(1, 6) if f"+21261100000{number}" in text] == [3, 4]
    assert "400 unknown number" in text


def test_the_request_it_is_about_is_one_press_away(visitor: Visitor, boss: User) -> None:
    asked = given.request(given.item())
    message("+212611000004", Delivery.FAILED, template="offer_ready", request_id=asked.id)
    assert f"/advisor/requests/{asked.reference}" in visitor.get("/office/messages/").text


def test_the_office_says_how_many(visitor: Visitor, boss: User) -> None:
    for number in range(2):
        message(f"+21261100000{number}", Delivery.FAILED)
    boss.language = "en"
    assert re.search(r"Messages that did not arrive</a></dt><dd>2</dd>", visitor.get("/office/").text)


def test_send_again_puts_it_on_its_way_and_is_written_down(visitor: Visitor, boss: User) -> None:
    failed = message("+212611000004", Delivery.FAILED, tries=9)
    visitor.post(f"/office/messages/{failed.id}/again")
    db.session.expire_all()
    kept = db.session.get_one(OutboxMessage, failed.id)
    assert kept.state is Delivery.WAITING and kept.tries == 0
    assert db.session.scalars(select(AuditEvent.deed)).all().count("message.sent_again") == 1


@pytest.mark.parametrize(
    ("state", "name", "status"),
    [
        (Delivery.DELIVERED, "advice_sent", 409),
        (Delivery.WAITING, "advice_sent", 409),
        (Delivery.FAILED, "sign_in_code", 422),
    ],
)
def test_what_arrived_or_has_expired_is_not_sent_again(
    visitor: Visitor, boss: User, state: Delivery, name: str, status: int
) -> None:
    done = message("+212611000001", state, template=name)
    visitor.post(f"/office/messages/{done.id}/again", status=status)
    db.session.expire_all()
    assert db.session.get_one(OutboxMessage, done.id).state is state


def test_without_trouble_the_page_says_so(visitor: Visitor, boss: User) -> None:
    assert 'class="empty"' in visitor.get("/office/messages/").text
