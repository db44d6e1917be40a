"""The outbox delivered: in the reader's language, by the way that is set up; what failed is kept and tried again."""

import pytest
import time_machine
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.notices import delivering, outbox
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.jobs import post
from tests.gateways import Gateway, PostOffice
from tests.jobs.steps import again, code_by_sms, set_up


def invitation(language: str = "fr", name: str = "Salma <b>", recipient: str = "salma@example.org") -> OutboxMessage:
    return outbox.post(
        "invited_staff",
        channel=Channel.EMAIL,
        recipient=recipient,
        language=language,
        at=clock.now(),
        facts={"name": name},
        secret={"link": "/account/invited/very-secret"},
    )


def test_an_sms_leaves_and_its_code_is_erased(app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url)
    message = code_by_sms()
    db.session.commit()
    assert post.deliver_due() == 1
    assert "482913" in gateway.taken[0]["text"] and gateway.keys == [message.key]
    kept = again(message)
    assert kept.state is Delivery.DELIVERED and kept.delivered_at and kept.leased_until is None
    assert kept.secret == {} and kept.body is None and kept.subject is None
    assert post.deliver_due() == 0 and len(gateway.taken) == 1


def test_an_email_is_written_in_its_readers_language(
    app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, mail_url=f"smtp://127.0.0.1:{office.port}")
    for language in ("ar", "es"):
        invitation(language)
    db.session.commit()
    post.deliver_due()
    arabic, spanish = office.letters
    assert arabic["Subject"] != spanish["Subject"]
    html = arabic.get_body(("html",))
    assert html is not None
    words = html.get_content()
    assert 'lang="ar" dir="rtl"' in words and "Salma &lt;b&gt;" in words
    link = f"{app.config['SETTINGS'].site_url}/account/invited/very-secret"
    assert f'<a href="{link}" style="' in words and f'dir="ltr">{link}</p>' in words, "a button, and its address"


def test_a_demonstration_keeps_what_it_sent_for_its_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(app, monkeypatch, demo=True)
    message = code_by_sms()
    db.session.commit()
    post.deliver_due()
    kept = again(message)
    assert kept.state is Delivery.DELIVERED and "482913" in (kept.body or "") and kept.secret == {"code": "482913"}


def test_without_a_way_to_send_messages_wait_and_lose_no_try(app: Flask) -> None:
    message = code_by_sms()
    db.session.commit()
    assert post.deliver_due() == 1
    kept = again(message)
    assert kept.state is Delivery.WAITING and kept.tries == 0 and kept.last_error == "SMS_URL is not set"
    assert kept.due_at > clock.now() and kept.secret == {"code": "482913"}


def test_a_busy_gateway_is_tried_later_and_later_until_it_has_failed(
    app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url)
    gateway.answer = lambda _message: 503
    message = code_by_sms()
    db.session.commit()
    waits = []
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(len(delivering.BACKOFF) + 1):
            assert post.deliver_due() == 1 and post.deliver_due() == 0
            kept = again(message)
            waits.append(kept.due_at - clock.now())
            travel.move_to(max(kept.due_at, clock.now()))
    assert waits[:-1] == sorted(delivering.BACKOFF)
    assert kept.state is Delivery.FAILED and "503" in (kept.last_error or "") and set(gateway.keys) == {message.key}


def test_a_refusal_for_good_fails_at_once_and_can_be_sent_again_by_hand(
    app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url)
    gateway.answer = lambda _message: 400
    message = outbox.post(
        "password_changed", channel=Channel.SMS, recipient="+212612000007", language="fr", at=clock.now()
    )
    db.session.commit()
    post.deliver_due()
    kept = again(message)
    assert kept.state is Delivery.FAILED and "400" in (kept.last_error or "")
    gateway.answer = lambda _message: 202
    delivering.again(kept, clock.now())
    db.session.commit()
    post.deliver_due()
    assert again(message).state is Delivery.DELIVERED


def test_one_message_that_cannot_be_written_stops_no_other(
    app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url)
    broken = outbox.post(
        "no_such_template", channel=Channel.SMS, recipient="+212612000009", language="fr", at=clock.now()
    )
    gap = outbox.post("sign_in_code", channel=Channel.SMS, recipient="+212612000008", language="fr", at=clock.now())
    code_by_sms()
    db.session.commit()
    assert post.deliver_due() == 3
    assert [message["to"] for message in gateway.taken] == ["+212612000001"]
    assert "no_such_template" in (again(broken).last_error or "") and "code" in (again(gap).last_error or "")
