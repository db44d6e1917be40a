"""Workers beside each other, and workers that die: each message leaves, under one key, however it goes."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.adapters import sms
from app.adapters.trouble import NotNow
from app.base import clock
from app.base.database import db, writing
from app.domain.notices import delivering
from app.domain.notices.models import Delivery, OutboxMessage
from app.jobs import post
from tests.databases import Template
from tests.gateways import Gateway
from tests.jobs.steps import again, code_by_sms, set_up


def test_a_message_held_by_another_worker_is_left_alone(
    app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url=gateway.url)
    code_by_sms()
    db.session.commit()
    taken = delivering.take(clock.now())
    db.session.commit()
    assert len(taken) == 1 and post.deliver_due() == 0 and not gateway.taken


def test_two_workers_at_once_deliver_each_message_once(template: Template, gateway: Gateway) -> None:
    with template.copy(sms_url=gateway.url) as app:
        with app.app_context(), writing():
            for number in range(60):
                code_by_sms(code=f"{number:06}")
            db.session.commit()
        start = threading.Barrier(3)
        troubles: list[BaseException] = []

        def work() -> None:
            start.wait()
            try:
                with app.app_context():
                    while post.deliver_due():
                        db.session.remove()
            except BaseException as trouble:
                troubles.append(trouble)

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not troubles
        assert len(gateway.taken) == 60 and set(Counter(gateway.keys).values()) == {1}
        with app.app_context():
            assert delivering.counted()[Delivery.DELIVERED] == 60


def test_a_worker_killed_between_sending_and_noting_it_sends_again_with_the_same_key(
    template: Template, gateway: Gateway
) -> None:
    """A real worker, killed by the gateway while it waits for the answer."""
    with template.copy(sms_url=gateway.url) as app:
        with app.app_context(), writing():
            message = code_by_sms()
            db.session.commit()
        chosen = app.config["SETTINGS"]
        environment = {
            **os.environ,
            "INSTANCE": str(chosen.instance),
            "DATABASE_URL": chosen.database_url,
            "SECRET_KEY": chosen.secret_key,
            "SMS_URL": gateway.url,
        }
        worker = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], env=environment)

        def kill(_message: dict[str, Any]) -> int:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            return 202

        gateway.answer = kill
        assert worker.wait(60) == -signal.SIGKILL
        gateway.answer = lambda _message: 202
        with app.app_context():
            assert post.deliver_due() == 0, "the dead worker's lease still counts"
            with time_machine.travel(clock.now() + delivering.LEASE + timedelta(seconds=1)):
                assert post.deliver_due() == 1
            assert db.session.get_one(OutboxMessage, message.id).state is Delivery.DELIVERED
        assert gateway.keys == [message.key, message.key]


def test_a_worker_that_was_too_slow_does_not_settle_for_the_one_that_took_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(app, monkeypatch, sms_url="http://127.0.0.1:1/")
    message = code_by_sms()
    db.session.commit()
    now = clock.now()

    def slow(*_: Any, **__: Any) -> None:
        with time_machine.travel(now + delivering.LEASE + timedelta(seconds=1)):
            assert delivering.take(clock.now())
            db.session.commit()
        raise NotNow("too late")

    monkeypatch.setattr(sms, "send", slow)
    post.deliver_due()
    kept = again(message)
    assert kept.tries == 0 and kept.leased_until and kept.leased_until > now + delivering.LEASE


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    transactions=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6),
    weather=st.lists(st.booleans(), max_size=12),
)
def test_invariant_7_what_was_committed_is_delivered_and_what_was_rolled_back_never_is(
    app: Flask, transactions: list[tuple[int, bool]], weather: list[bool]
) -> None:
    """Some transactions commit, some do not; the gateway fails for a while and then works."""
    db.session.execute(delete(OutboxMessage))
    db.session.commit()
    committed, sent, skies = set(), [], iter(weather)

    def gateway(_url: str, *, to: str, text: str, key: str) -> None:
        if not next(skies, True):
            raise NotNow("rain")
        sent.append(key)

    with pytest.MonkeyPatch.context() as patch:
        set_up(app, patch, sms_url="http://gateway.example/")
        patch.setattr(sms, "send", gateway)
        for count, kept in transactions:
            keys = {code_by_sms().key for _ in range(count)}
            if kept:
                db.session.commit()
                committed |= keys
            else:
                db.session.flush()
                db.session.rollback()
        with time_machine.travel(clock.now(), tick=False) as travel:
            while db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.state == Delivery.WAITING)):
                post.deliver_due()
                travel.shift(delivering.BACKOFF[-1])
    assert set(sent) == committed
