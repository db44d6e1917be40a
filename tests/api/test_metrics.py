"""Figures for Prometheus: for this machine or the token's holder, and without anything secret in them."""

from dataclasses import replace

import pytest
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from tests.pages import Visitor

TOKEN = "a token that nobody can guess"


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], metrics_token=TOKEN))
    return app


def figures(visitor: Visitor) -> dict[str, str]:
    text = visitor.get("/metrics").text
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_this_machine_reads_them(visitor: Visitor) -> None:
    outbox.post("sign_in_code", channel=Channel.SMS, recipient="+212612000001", language="fr", at=clock.now())
    db.session.commit()
    said = figures(visitor)
    assert said['maalem_outbox_messages{state="waiting"}'] == "1.0"
    assert said['maalem_outbox_messages{state="failed"}'] == "0.0"
    assert said["maalem_worker_beat_age_seconds"] == "NaN" and said["maalem_clock_jobs_failing"] == "0.0"


def test_answers_are_counted_by_endpoint_never_by_address(visitor: Visitor) -> None:
    name = 'maalem_requests_total{endpoint="account.sign_in.phone",method="GET",status="200"}'
    before = float(figures(visitor).get(name, 0))
    visitor.get("/account/sign-in")
    assert float(figures(visitor)[name]) == before + 1
    visitor.get("/fr/requests/open/very-secret", status=404)
    assert "very-secret" not in visitor.get("/metrics").text


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.2", ""])
def test_for_others_the_page_does_not_exist(visitor: Visitor, address: str) -> None:
    visitor.get("/metrics", status=404, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_nor_for_those_who_come_through_a_proxy_on_this_machine(visitor: Visitor, header: str) -> None:
    visitor.get("/metrics", status=404, headers={header: "127.0.0.1"})


def test_the_tokens_holder_reads_them_from_anywhere(guarded: Flask, visitor: Visitor) -> None:
    away = {"REMOTE_ADDR": "203.0.113.7"}
    visitor.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, environ_base=away)
    for wrong in (f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ", "Bearer é"):
        visitor.get("/metrics", status=404, headers={"Authorization": wrong}, environ_base=away)
