"""Web and worker are killed at random moments while requests live; then everything is counted.

What was answered is there, once. What is held belongs to a promise. Every message whose transaction was committed left,
and one left twice only where the kill fell between handing it over and writing that down.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Variant
from app.domain.notices.models import Delivery, OutboxMessage
from app.domain.purchasing.models import PurchaseRequest, RequestEvent
from app.domain.work import installation
from tests import invariants
from tests.gateways import Gateway, PostOffice, free_port
from tests.kills.lives import STEPS, Lives
from tests.kills.served import Served
from tests.rushes.crowd import transaction
from tests.sites import until
from tests.soundness import assert_sound

VICTIMS = {"process": 62, "worker": 33, "web": 5}
"""What is killed, and how often of a hundred: a process of the web server, the worker, the whole web server."""
LATEST = 0.6
"""Seconds after the last sign of life, at most, when a kill falls."""
PATIENCE = 300.0


@dataclass(frozen=True)
class Rage:
    kills: int
    lives: int
    seed: int = 1


class Fall(NamedTuple):
    """What had arrived when a worker was killed."""

    sms: int
    letters: int


@dataclass
class Found:
    """answered: steps that people saw answered. lost: of these, those that are not there; doubled: those there twice.

    sent_again: messages that left twice. unexplained: of these, those no kill explains. trouble: in words.
    """

    kills: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    tries: int = 0
    lost: int = 0
    doubled: int = 0
    messages: int = 0
    undelivered: int = 0
    ghosts: int = 0
    sent_again: int = 0
    unexplained: int = 0
    trouble: list[str] = field(default_factory=list)


def run(app: Flask, folder: Path, gateway: Gateway, office: PostOffice, rage: Rage) -> Found:
    """app: on an empty database, set to send by that gateway and office."""
    dice, killed, falls = random.Random(rage.seed), Counter[str](), list[Fall]()
    with transaction(app):
        installation.mark(demo=False, at=clock.now())
    site = Served(app, free_port(), folder / "killed.log")
    lives = Lives(app, site.port, rage.lives)
    try:
        seen_of_worker = 0
        while killed.total() < rage.kills and not lives.trouble:
            before = lives.answered.total()
            until(lambda before=before: lives.answered.total() > before or bool(lives.trouble), PATIENCE)
            time.sleep(dice.uniform(0.0, LATEST))
            victim = dice.choices(list(VICTIMS), list(VICTIMS.values()))[0]
            sent = len(gateway.taken) + len(office.letters)
            if victim == "worker" and sent == seen_of_worker:
                victim = "process"  # it has not begun to deliver yet
            if victim == "worker":
                site.kill_worker()
                falls.append(Fall(len(gateway.taken), len(office.letters)))
                seen_of_worker = len(gateway.taken) + len(office.letters)
                site.work_again()
            elif victim == "web":
                site.kill_web()
            else:
                site.kill_process()
            killed[victim] += 1
            site.keep_up()
        lives.end()
        until(lambda: site.waiting() == 0, PATIENCE)
    finally:
        lives.end()
        site.end()
    assert_sound(app)
    found = Found(kills=dict(killed), answered=dict(lives.answered), tries=next(lives.tries), trouble=lives.trouble)
    with app.app_context():
        _look_at_requests(found, lives)
        _look_at_messages(found, [*gateway.keys, *_letter_keys(office)], _suspects(falls, gateway, office))
        found.trouble += invariants.broken()
        db.session.remove()
    return found


def _suspects(falls: list[Fall], gateway: Gateway, office: PostOffice) -> set[str]:
    """What a worker may have handed over without having written it down: one message for each that was killed.

    Of each way the last before it fell, or the first after: it may have been on its way when it was counted.
    """
    ways = [(gateway.keys, [fall.sms for fall in falls]), (_letter_keys(office), [fall.letters for fall in falls])]
    return {key for keys, counts in ways for count in counts for key in keys[max(0, count - 1) : count + 1]}


def _letter_keys(office: PostOffice) -> list[str]:
    return [str(letter["Idempotency-Key"]) for letter in list(office.letters)]


def _look_at_requests(found: Found, lives: Lives) -> None:
    """Every step that was answered is an event, once; so is every one that was not, at most."""
    told = select(PurchaseRequest.key, RequestEvent.deed, func.count()).join(
        RequestEvent, RequestEvent.request_id == PurchaseRequest.id
    )
    kept = {(key, deed): number for key, deed, number in
            db.session.execute(told.group_by(PurchaseRequest.key, RequestEvent.deed))}  # fmt: skip
    for life in lives.all:
        for step in STEPS[1:]:
            there = kept.pop((life.key, step), 0)
            found.lost += step in life.steps and not there
            found.doubled += there > 1
    if kept:
        found.trouble.append(f"requests that nobody sent: {list(kept)[:5]}")
    shelf = db.session.get_one(Variant, lives.variant)
    made, begun = found.answered.get("make", 0), len(lives.all)
    if not made <= shelf.on_hand - 1 <= begun:
        found.trouble.append(f"{shelf.on_hand - 1} pieces of {made} said made, {begun} begun")
    promised = found.answered.get("answer", 0)
    if not promised <= shelf.reserved <= begun:
        found.trouble.append(f"{shelf.reserved} reserved of {promised} promised, {begun} begun")


def _look_at_messages(found: Found, sent: list[str], suspects: set[str]) -> None:
    rows = db.session.execute(select(OutboxMessage.key, OutboxMessage.state)).all()
    times = Counter(sent)
    found.messages = len(rows)
    found.undelivered = sum(state is not Delivery.DELIVERED or not times[key] for key, state in rows)
    found.ghosts = len(set(times) - {key for key, _state in rows})
    again = {key: number - 1 for key, number in times.items() if number > 1}
    found.sent_again = sum(again.values())
    found.unexplained = sum(number for key, number in again.items() if key not in suspects)
