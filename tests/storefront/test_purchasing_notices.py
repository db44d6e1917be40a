"""What a request makes us write: every message can be read in every language, and secrets stay where they belong."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.notices.models import Channel, OutboxMessage
from app.domain.purchasing import deciding, links, reminding, talking
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason
from app.web import letters
from tests import given
from tests.given import NOW


def posted(template: str) -> list[OutboxMessage]:
    db.session.flush()
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)))


def everything_that_can_happen() -> None:
    """One deed of each kind, by customers of both channels."""
    advisor = given.advisor()
    for channel in Channel:
        contact = given.contact(channel=channel, phone="+33612345678")

        def asked(contact: object = contact) -> object:
            maker = given.artisan(advisor=advisor)
            return given.request(given.item(maker), given.item(maker), contact=contact)

        given.request(given.Wished("Un tapis"), contact=contact)
        declined = asked()
        for line in declined.lines:
            given.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.OTHER)
        deciding.refuse(given.offer(asked()), RefusalReason.PRICE, at=NOW)
        deciding.ask_change(given.offer(asked()), "En bleu", at=NOW)
        partly = given.offer(asked())
        deciding.accept(partly, [partly.lines[0].id], at=NOW)
        late = given.offer(asked())
        deciding.expire(late, at=late.expires_at + timedelta(seconds=1))
        deciding.withdraw(asked(), at=NOW)
        deciding.cancel(asked(), deciding.CancelReason.MISTAKE, by=advisor, at=NOW)
        talking.customer_writes(asked(), "Bonjour", at=NOW)
        talking.staff_write(asked(), "Bonjour", by=advisor, at=NOW)
        ending = given.offer(asked())
        reminding.remind_customers(ending.expires_at - timedelta(hours=10), 2)
        asked()
        reminding.remind_makers(NOW + timedelta(days=2), 24)
        reminding.tell_advisors(NOW + timedelta(days=2), 48)
    db.session.flush()


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es", "zgh"])
def test_every_message_can_be_written_in_every_language(app: Flask, language: str) -> None:
    everything_that_can_happen()
    messages = list(db.session.scalars(select(OutboxMessage)))
    assert len({message.template for message in messages}) >= 22
    for message in messages:
        message.language = language
        letter = letters.written(message)
        assert letter.text and "%(" not in letter.text
        assert bool(letter.subject) == (message.channel is Channel.EMAIL)


def test_the_customer_gets_the_secret_link_and_nobody_else_does(app: Flask) -> None:
    request = given.request()
    sent = posted("request_sent")
    assert [message.recipient for message in sent] == ["claire@example.org"]
    assert f"/fr/requests/open/{links.token(request)}" in letters.written(sent[0]).text
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.template != "request_sent")):
        assert links.token(request) not in letters.written(message).text
        assert message.secret == {}


def test_each_maker_is_told_once_of_their_own_lines(app: Flask) -> None:
    one, other = given.artisan(), given.artisan()
    given.request(given.item(one), given.item(one), given.item(other))
    told = {message.recipient: message.facts["count"] for message in posted("lines_waiting")}
    assert told == {one.user.phone: 2, other.user.phone: 1}


def test_a_customer_who_left_no_phone_gets_an_e_mail_and_the_other_way_round(app: Flask) -> None:
    given.request(contact=given.contact(channel=Channel.SMS, phone="+33612345678", email=None))
    assert [(m.channel, m.recipient) for m in posted("request_sent")] == [(Channel.SMS, "+33612345678")]


def test_staff_are_told_when_the_last_line_is_answered(app: Flask) -> None:
    advisor, stranger = given.advisor(), given.advisor(name="Somebody else")
    maker = given.artisan(advisor=advisor)
    request = given.request(given.item(maker), given.item(maker))
    given.answer(request.lines[0])
    assert posted("all_answered") == []
    given.answer(request.lines[1])
    assert [message.recipient for message in posted("all_answered")] == [advisor.email]
    assert stranger.email != advisor.email


def test_makers_without_a_phone_are_left_to_their_advisor(app: Flask) -> None:
    given.request(given.item(given.artisan(account=False)))
    assert posted("lines_waiting") == []
