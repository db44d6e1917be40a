"""Workers that deliver and are killed with -9 on the way: each message leaves at least once, whoever dies."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select, update

from app.base import clock
from app.base.database import db, writing
from app.domain.notices import outbox
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from tests.gateways import Gateway
from tests.soundness import assert_sound

PATIENCE = 200.0


@dataclass(frozen=True)
class Found:
    """lost: committed and never sent. ghosts: sent and never committed. again: sent more than once, which may be."""

    messages: int
    kills: int
    lost: int
    ghosts: int
    again: int


def kill_while_delivering(app: Flask, gateway: Gateway, *, messages: int, kills: int, seed: int = 1) -> Found:
    """Post messages, every third in a transaction that is rolled back, and let workers deliver them and die."""
    dice = random.Random(seed)
    committed = _post(app, messages)
    killed, end = 0, time.monotonic() + PATIENCE
    worker = _worker(app, gateway)
    try:
        while _waiting(app) and time.monotonic() < end:
            before = len(gateway.taken)
            if killed < kills:
                _until(lambda before=before: len(gateway.taken) > before or not _waiting(app), end)
                time.sleep(dice.uniform(0.0, 0.1))
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                killed += 1
                _let_leases_run_out(app)
                worker = _worker(app, gateway)
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait(20)
    assert_sound(app)
    sent = Counter(gateway.keys)
    return Found(
        messages=len(committed),
        kills=killed,
        lost=len(committed - set(sent)),
        ghosts=len(set(sent) - committed),
        again=sum(times - 1 for times in sent.values()),
    )


def _post(app: Flask, messages: int) -> set[str]:
    committed = set()
    with app.app_context(), writing():
        for number in range(messages):
            message = outbox.post(
                "sign_in_code",
                channel=Channel.SMS,
                recipient="+212612000001",
                language="fr",
                at=clock.now(),
                secret={"code": f"{number:06}"},
            )
            key = message.key
            if number % 3 == 2:
                db.session.flush()
                db.session.rollback()
            else:
                db.session.commit()
                committed.add(key)
    return committed


def _worker(app: Flask, gateway: Gateway) -> subprocess.Popen[bytes]:
    chosen = app.config["SETTINGS"]
    environment = {
        **os.environ,
        "INSTANCE": str(chosen.instance),
        "DATABASE_URL": chosen.database_url,
        "SECRET_KEY": chosen.secret_key,
        "SMS_URL": gateway.url,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, env=environment, stdout=sys.stderr)


def _waiting(app: Flask) -> int:
    with app.app_context():
        waiting = select(func.count(OutboxMessage.id)).where(OutboxMessage.state == Delivery.WAITING)
        left = db.session.scalar(waiting) or 0
        db.session.remove()
    return left


def _let_leases_run_out(app: Flask) -> None:
    """Five minutes pass."""
    with app.app_context(), writing():
        db.session.execute(
            update(OutboxMessage).where(OutboxMessage.leased_until.is_not(None)).values(leased_until=clock.now())
        )
        db.session.commit()
        db.session.remove()


def _until(happens: Callable[[], bool], end: float) -> None:
    while not happens() and time.monotonic() < end:
        time.sleep(0.02)
