"""No SMS at night, but codes: they wait in the outbox until morning, and no try is counted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.jobs import clockwork, post
from tests import given
from tests.gateways import Gateway, PostOffice
from tests.jobs.steps import again, code_by_sms, set_up

NIGHT = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def word_to_a_maker() -> OutboxMessage:
    return outbox.post(
        "lines_waiting",
        channel=Channel.SMS,
        recipient="+212612000002",
        language="fr",
        at=clock.now(),
        facts={"reference": "TNG-1001", "name": "Rahma", "count": 1},
    )


def test_at_night_a_code_leaves_and_other_sms_wait_until_morning(
    app: Flask, gateway: Gateway, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"smtp://127.0.0.1:{office.port}"
    set_up(app, monkeypatch, sms_url=gateway.url, mail_url=url, quiet_hours=(21, 8))
    with time_machine.travel(NIGHT, tick=False) as travel:
        waits, code = word_to_a_maker(), code_by_sms()
        given.request()  # by e-mail, which rings nowhere; its maker is told by SMS
        db.session.commit()
        while post.deliver_due():
            pass
        assert gateway.keys == [code.key] and len(office.letters) == 1
        kept = again(waits)
        assert (kept.state, kept.tries, kept.due_at, kept.last_error) == (Delivery.WAITING, 0, MORNING, None)
        travel.move_to(MORNING - timedelta(seconds=1))
        assert post.deliver_due() == 0 and len(gateway.taken) == 1
        travel.move_to(MORNING)
        while post.deliver_due():
            pass
        assert len(gateway.taken) == 3 and waits.key in gateway.keys
        assert post.deliver_due() == 0


def test_a_try_that_failed_in_the_evening_is_not_made_again_at_night(
    app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url, quiet_hours=(21, 8))
    gateway.answer = lambda _message: 503
    with time_machine.travel(datetime(2026, 11, 20, 20, 59, 50, tzinfo=UTC), tick=False) as travel:
        message = word_to_a_maker()
        db.session.commit()
        post.deliver_due()
        assert again(message).tries == 1
        travel.shift(timedelta(hours=3))
        assert post.deliver_due() == 0 and again(message).tries == 1
        gateway.answer = lambda _message: 200
        travel.move_to(MORNING)
        assert post.deliver_due() == 1 and again(message).state is Delivery.DELIVERED


def test_a_demonstration_without_a_gateway_shows_them_at_any_hour(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(app, monkeypatch, demo=True, quiet_hours=(21, 8))
    with time_machine.travel(NIGHT, tick=False):
        message = word_to_a_maker()
        db.session.commit()
        assert post.deliver_due() == 1 and again(message).state is Delivery.DELIVERED


def test_the_clock_reminds_by_the_settings_and_no_maker_at_night(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(app, monkeypatch, quiet_hours=(21, 8), reminder_hours=3, escalation_hours=4, offer_reminder_days=5)
    sent = NIGHT - timedelta(hours=4)
    given.request(given.item(given.artisan(advisor=given.advisor())), at=sent)
    given.offer(at=sent - timedelta(days=5), expires_on=MORNING.date() + timedelta(days=5))
    db.session.commit()

    def strike(at: datetime) -> list[str]:
        with time_machine.travel(at, tick=False):
            for name in ("makers reminded", "advisors told of late makers", "customers reminded of offers"):
                assert clockwork._run(name)[0] is None
        known = ("lines_still_wait", "lines_late", "offer_ends_soon")
        return sorted(db.session.scalars(select(OutboxMessage.template).where(OutboxMessage.template.in_(known))))

    assert strike(NIGHT - timedelta(hours=1, minutes=31)) == []
    assert strike(NIGHT) == ["lines_late"]
    assert strike(MORNING) == ["lines_late", "lines_still_wait"]
    at_ten = ["lines_late", "lines_still_wait", "offer_ends_soon"]
    assert strike(MORNING + timedelta(hours=2)) == at_ten == strike(MORNING + timedelta(hours=3))
