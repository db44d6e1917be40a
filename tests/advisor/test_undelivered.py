"""What a customer or a maker was not told is seen on the request itself, with another way to reach them."""

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.notices import delivering, outbox
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.purchasing.models import PurchaseRequest
from tests import given
from tests.advisor.steps import page_of
from tests.pages import Visitor


def failed(
    asked: PurchaseRequest | None,
    template: str = "offer_ready",
    recipient: str = "claire@example.org",
    **columns: object,
) -> OutboxMessage:
    made = outbox.post(
        template,
        channel=Channel.EMAIL if "@" in recipient else Channel.SMS,
        recipient=recipient,
        language="fr",
        at=clock.now(),
        request_id=asked.id if asked else None,
    )
    made.state = Delivery.FAILED
    for name, value in columns.items():
        setattr(made, name, value)
    db.session.commit()
    return made


@pytest.fixture
def desk(visitor: Visitor) -> Visitor:
    return visitor.sign_in(given.advisor(language="en"))


def test_a_request_says_what_did_not_arrive_and_how_else_the_customer_is_reached(desk: Visitor) -> None:
    asked = given.request(contact=given.contact(phone="+33612345678"))
    failed(asked, last_error="550 no such mailbox")
    failed(given.request(), recipient="noise@example.org")
    failed(None, recipient="noise@example.org")
    text = desk.get(page_of(asked)).text
    assert "1 message about this request did not arrive" in text
    assert "Not received: the offer is ready." in text and "550 no such mailbox" in text
    assert 'href="tel:+33612345678"' in text and "noise@example.org" not in text


def test_what_arrived_or_is_on_its_way_worries_nobody(desk: Visitor) -> None:
    asked = given.request()
    failed(asked, state=Delivery.DELIVERED)
    failed(asked, state=Delivery.WAITING)
    assert "did not arrive" not in desk.get(page_of(asked)).text


def test_one_that_is_still_tried_says_when_and_needs_no_button(desk: Visitor) -> None:
    asked = given.request()
    message = failed(asked, state=Delivery.WAITING, last_error="timeout")
    text = desk.get(page_of(asked)).text
    assert "It is tried again by itself" in text and f"/undelivered/{message.id}/again" not in text


@pytest.mark.parametrize("account", [True, False])
def test_a_maker_who_was_not_told_is_named_with_their_number(desk: Visitor, account: bool) -> None:
    maker = given.artisan(name="Rahma Bakkali", account=account, phone=None if account else "+212612999999")
    asked = given.request(given.item(maker))
    number = maker.user.phone if maker.user else maker.phone
    failed(asked, "lines_waiting", number or "", user_id=maker.user_id)
    text = desk.get(page_of(asked)).text
    assert "Rahma Bakkali</bdi></b>. Not received: pieces wait for an answer." in text
    assert f'href="tel:{number}"' in text


def test_sending_again_puts_it_on_its_way_and_is_written_down(desk: Visitor) -> None:
    asked = given.request()
    message = failed(asked, tries=9)
    assert desk.post(f"{page_of(asked)}/undelivered/{message.id}/again").location.endswith(page_of(asked))
    kept = db.session.get_one(OutboxMessage, message.id)
    assert kept.state is Delivery.WAITING and kept.tries == 0
    assert db.session.scalars(select(AuditEvent.deed)).all().count("message.sent_again") == 1
    again = desk.post(f"{page_of(asked)}/undelivered/{message.id}/again", status=409)
    assert "on its way already" in again.text


def test_a_message_about_another_request_is_not_found_here(desk: Visitor) -> None:
    asked, elsewhere = given.request(), failed(given.request())
    desk.post(f"{page_of(asked)}/undelivered/{elsewhere.id}/again", status=404)
    assert db.session.get_one(OutboxMessage, elsewhere.id).state is Delivery.FAILED


def test_a_customer_who_was_forgotten_is_nobody_to_tell(desk: Visitor) -> None:
    asked = given.request()
    failed(asked)
    outbox.forget(asked.id)
    db.session.commit()
    assert delivering.given_up() == 0 and not delivering.requests_given_up()
    assert "did not arrive" not in desk.get(page_of(asked)).text


def test_requests_somebody_was_not_told_of_are_found_once_the_latest_first(desk: Visitor) -> None:
    one, other = given.request(), given.request()
    for asked in (one, other, one):
        failed(asked)
    failed(None)
    failed(given.request(), state=Delivery.DELIVERED)
    assert delivering.requests_given_up() == [one.id, other.id]
