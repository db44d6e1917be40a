"""Issuers of numbered papers all at once, on either engine: in several processes, several in each.

Some change their mind after the number was taken, and undo what they began: it must come back.
"""

import multiprocessing
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.base import settings
from app.base.database import begin_writing, db
from app.domain.people.models import User
from app.domain.purchasing import papers
from app.domain.purchasing.document_models import Document, DocumentKind, PaymentWay
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import DocumentCounter
from tests import given
from tests.soundness import assert_sound

REQUESTS = 5
UNDONE = 0.2
"""How many of those begun are undone, beside those that count."""


@dataclass(frozen=True)
class Rush:
    processes: int
    threads: int
    documents: int
    seed: int = 1

    @property
    def issuers(self) -> int:
        return self.processes * self.threads


@dataclass(frozen=True)
class Plan:
    """What a process needs to know. shares: how many papers each of its threads issues."""

    environment: dict[str, str]
    folder: Path
    requests: list[int]
    by: int
    shares: list[int]
    seed: int


@dataclass
class Found:
    """issued: documents that are there. trouble: what is wrong, in words; none is well."""

    issuers: int
    issued: int = 0
    missing: int = 0
    double: int = 0
    trouble: list[str] = field(default_factory=list)


def run(app: Flask, folder: Path, rush: Rush) -> Found:
    """Let them issue receipts on an empty database, wait for all, and look at the numbers."""
    with app.app_context():
        begin_writing()
        requests = [given.request().id for _ in range(REQUESTS)]
        by = given.advisor().id
        db.session.commit()
        db.session.remove()
    chosen = app.config["SETTINGS"]
    environment = {
        "INSTANCE": str(chosen.instance),
        "DATABASE_URL": chosen.database_url,
        "SECRET_KEY": chosen.secret_key,
    }
    shares = [rush.documents // rush.issuers + (n < rush.documents % rush.issuers) for n in range(rush.issuers)]
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload([__name__])
    begin = apart.Barrier(rush.processes)
    plans = [
        Plan(environment, folder, requests, by, shares[first : first + rush.threads], rush.seed + first)
        for first in range(0, rush.issuers, rush.threads)
    ]
    issuers = [apart.Process(target=_issue, args=(plan, begin)) for plan in plans]
    for issuer in issuers:
        issuer.start()
    for issuer in issuers:
        issuer.join()
    assert_sound(app)
    return _look(app, folder, rush)


def _look(app: Flask, folder: Path, rush: Rush) -> Found:
    found = Found(rush.issuers, trouble=[file.read_text() for file in folder.glob("trouble-*")])
    with app.app_context():
        receipts = Document.kind == DocumentKind.RECEIPT
        numbers = list(db.session.scalars(select(Document.number).where(receipts)))
        last = db.session.scalar(select(DocumentCounter.last).where(DocumentCounter.kind == "RE"))
    expected = {f"RE-{given.NOW.year}-{n:04d}" for n in range(1, rush.documents + 1)}
    found.issued = len(numbers)
    found.missing = len(expected - set(numbers))
    found.double = sum(count - 1 for count in Counter(numbers).values())
    if strange := set(numbers) - expected:
        found.trouble.append(f"beyond the last: {sorted(strange)[:5]}")
    if last != rush.documents:
        found.trouble.append(f"the counter stands at {last}")
    return found


def _issue(plan: Plan, begin: Barrier) -> None:
    """One process: as many threads as shares. Trouble is written down, for nobody hears a thread."""
    app = create_app(settings.load(plan.environment))

    def work(number: int) -> None:
        try:
            _work(app, plan, random.Random(plan.seed + number), plan.shares[number])
        except Exception as trouble:  # told to whoever looks
            (plan.folder / f"trouble-{plan.seed}-{number}").write_text(repr(trouble))

    begin.wait(timeout=60)
    threads = [Thread(target=work, args=(number,)) for number in range(len(plan.shares))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(app: Flask, plan: Plan, dice: random.Random, left: int) -> None:
    while left:
        with app.app_context():
            begin_writing()
            papers.issue_receipt(
                db.session.get_one(PurchaseRequest, dice.choice(plan.requests)),
                amount=dice.randrange(1, 1_000_00),
                way=PaymentWay.TRANSFER,
                paid_on=given.NOW.date(),
                by=db.session.get_one(User, plan.by),
                at=given.NOW,
            )
            if dice.random() < UNDONE:
                db.session.rollback()
            else:
                db.session.commit()
                left -= 1
