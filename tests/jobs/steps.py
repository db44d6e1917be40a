"""Steps that tests of delivery take."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel, OutboxMessage


def set_up(app: Flask, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Other settings, for one test."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **changes))


def code_by_sms(language: str = "fr", code: str = "482913") -> OutboxMessage:
    return outbox.post(
        "sign_in_code",
        channel=Channel.SMS,
        recipient="+212612000001",
        language=language,
        at=clock.now(),
        secret={"code": code},
    )


def again(message: OutboxMessage) -> OutboxMessage:
    """The message as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, message.id)
