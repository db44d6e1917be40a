"""Requests that live through a served site: a piece is made, then asked for, promised, offered and accepted.

Each step is a form with a key. Where no answer comes, the same form is sent again, as people do, until one does.
"""

import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db, new_key
from app.domain.people.models import User
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.web.security import KEY_COOKIE
from tests import given
from tests.pages import Visitor
from tests.rushes.crowd import transaction

STEPS = ("make", "send", "answer", "offer", "accept")
REST = 0.1
"""Seconds between two steps of a life: what is measured is what kills break, not how much a machine bears."""
PATIENCE = 60.0
"""Seconds until a browser gives one try up."""


class Cut(Exception):
    """The time is over, and no answer came."""


@dataclass
class Life:
    """key: of the form that sent the request. steps: those that were answered."""

    key: str
    steps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Browser:
    """Whose form it is. address: on the network, each customer's own, as the number of requests from one is limited."""

    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "10.255.0.1"


@dataclass(frozen=True)
class Answered:
    status: int
    location: str
    cookies: dict[str, str]


class Lives:
    """Several at once, one after the other, until ``end``."""

    def __init__(self, app: Flask, port: int, at_once: int) -> None:
        self.app, self.port = app, port
        self.all: list[Life] = []
        self.trouble: list[str] = []
        self.tries = count()
        with transaction(app):
            piece, advisor = given.item(stock=1), given.advisor()
            self.variant, self.item = piece.main.id, piece.id
            assert piece.artisan.user is not None
            ids = {"maker": piece.artisan.user.id, "advisor": advisor.id}
        self._sessions = {name: _signed_in(app, id_) for name, id_ in ids.items()}
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=(number,)) for number in range(at_once)]
        for thread in self._threads:
            thread.start()

    @property
    def answered(self) -> Counter[str]:
        """How many of each step were answered."""
        return Counter(step for life in list(self.all) for step in list(life.steps))

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, number: int) -> None:
        for turn in count():
            life = Life(new_key())
            self.all.append(life)
            try:
                self._live(life, f"10.{number}.{turn >> 8}.{turn & 255}")
            except Cut:
                return
            except Exception as wrong:  # told by the one who looks afterwards
                self.trouble.append(f"{type(wrong).__name__}: {wrong}; after {life.steps}")

    def _live(self, life: Life, address: str) -> None:
        maker, advisor = self._sessions["maker"], self._sessions["advisor"]
        tap = f"/portal/items/{self.item}/variants/{self.variant}/tap"
        self._step(life, "make", tap, {"d": "1"}, maker)
        typed = {
            "name": "Amina",
            "email": f"{life.key}@example.org",
            "channel": "email",
            "country": "FR",
            f"qty-{self.variant}": "1",
        }
        sent = self._step(life, "send", "/fr/request", {**typed, "key": life.key}, Browser(address=address))
        reference = sent.location.rsplit("/", 1)[1]
        line, _version = self._looked_up(reference)
        self._step(life, "answer", f"/portal/requests/lines/{line}", {"kind": "as_asked"}, maker)
        _line, version = self._looked_up(reference)
        last_day = (clock.today() + timedelta(days=10)).isoformat()
        terms = {"delivery_cost": "145", "expires_on": last_day, "seen": str(version)}
        self._step(life, "offer", f"/advisor/requests/{reference}/offer", terms, advisor)
        key = Browser({KEY_COOKIE: sent.cookies[KEY_COOKIE]})
        self._step(life, "accept", f"/fr/requests/{reference}/accept", {}, key)

    def _step(self, life: Life, name: str, page: str, typed: dict[str, str], browser: Browser) -> Answered:
        """Send a form until an answer comes, then write down that it came."""
        time.sleep(REST)
        form = {"key": new_key(), **typed}
        while True:
            next(self.tries)
            try:
                answered = self._send(page, form, browser)
            except (OSError, HTTPException):
                if self._over.is_set():
                    raise Cut from None
                time.sleep(REST)
                continue
            if answered.status != 303:
                raise AssertionError(f"{name} was answered {answered.status}")
            life.steps.append(name)
            if self._over.is_set():
                raise Cut
            return answered

    def _send(self, page: str, form: dict[str, str], browser: Browser) -> Answered:
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
            "X-Forwarded-For": browser.address,
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as talk:
            talk.request("POST", page, urlencode(form), headers)
            answer = talk.getresponse()
            answer.read()
            given_ = [value.split(";")[0].split("=", 1) for value in answer.headers.get_all("Set-Cookie") or []]
            return Answered(answer.status, answer.getheader("Location", ""), dict(given_))

    def _looked_up(self, reference: str) -> tuple[int, int]:
        """The line of a request, and the version that an advisor's page would show."""
        with self.app.app_context():
            wanted = select(RequestLine.id, PurchaseRequest.version).join(RequestLine.request)
            line, version = db.session.execute(wanted.where(PurchaseRequest.reference == reference)).one()
            db.session.remove()
        return line, version


def _signed_in(app: Flask, user_id: int) -> Browser:
    """The browser of somebody who is signed in."""
    with transaction(app):
        visitor = Visitor(app).sign_in(db.session.get_one(User, user_id))
    name = app.config["SESSION_COOKIE_NAME"]
    kept = visitor.client.get_cookie(name)
    assert kept is not None
    return Browser({name: kept.value})
