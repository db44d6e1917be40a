"""The same request form sent many times at the same moment, as a double tap on a slow network sends it: one request."""

from collections import Counter
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from app.base.database import db, new_key
from app.domain.notices.models import OutboxMessage
from app.domain.purchasing.models import PurchaseRequest, RequestEvent
from tests import given, invariants
from tests.rushes.crowd import Crowd, Outcome, transaction

AT_ONCE = 2
"""Customers who tap in one round."""
TOLD = 2
"""Messages that follow a request: to its customer, and to its one maker."""


@dataclass(frozen=True)
class Rush:
    forms: int
    taps: int


@dataclass(frozen=True)
class Form:
    """address: on the network, each customer's own, as the number of requests from one is limited."""

    key: str
    variant: int
    email: str
    address: str


@dataclass
class Found:
    """answers: by what was answered. trouble: what is wrong, in words; none is well."""

    forms: int = 0
    taps: int = 0
    requests: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


def run(crowd: Crowd, rush: Rush) -> Found:
    with transaction(crowd.app):
        variant = given.item().main.id
    forms = [
        Form(new_key(), variant, f"customer{n}@example.org", f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
        for n in range(rush.forms)
    ]
    found, answers = Found(forms=rush.forms), Counter[str]()
    for first in range(0, len(forms), AT_ONCE):
        some = forms[first : first + AT_ONCE]
        outcomes = crowd.at_once(send, [form for form in some for _ in range(rush.taps)])
        found.taps += len(outcomes)
        answers.update(_in_short(outcome) for outcome in outcomes)
        for place, form in enumerate(some):
            theirs = {outcome.said for outcome in outcomes[place * rush.taps : (place + 1) * rush.taps]}
            if len(theirs) != 1:
                found.trouble.append(f"{form.email} was led to {theirs}")
    found.answers = dict(answers)
    with crowd.app.app_context():
        _look(found, [form.key for form in forms])
        found.trouble += invariants.broken()
        db.session.remove()
    return found


def send(app: Flask, form: Form) -> tuple[int, str]:
    """By the site's own page, as a browser does. Returns the status, and where it leads."""
    typed = {"key": form.key, "name": "Amina", "email": form.email, "channel": "email", "country": "FR"}
    answered = app.test_client().post(
        "/fr/request",
        data={**typed, f"qty-{form.variant}": "1"},
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_base={"REMOTE_ADDR": form.address},
    )
    return answered.status_code, answered.headers.get("Location", "")


def _in_short(outcome: Outcome) -> str:
    return str(outcome.said[0]) if outcome.said else outcome.end


def _look(found: Found, keys: list[str]) -> None:
    theirs = select(PurchaseRequest.id).where(PurchaseRequest.key.in_(keys))
    found.requests = db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    events = db.session.scalar(select(func.count(RequestEvent.id)).where(RequestEvent.request_id.in_(theirs)))
    told = db.session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.request_id.in_(theirs)))
    checks = {
        f"{found.requests} requests of {found.forms} forms": found.requests == found.forms,
        f"{events} events": events == found.forms,
        f"{told} messages": told == TOLD * found.forms,
        f"answers were {found.answers}": set(found.answers) == {"303"},
    }
    found.trouble += [words for words, well in checks.items() if not well]
