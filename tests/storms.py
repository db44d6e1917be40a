"""Writers in processes of their own, on either engine, all at once and some of them killed with -9 in the middle.

They take pieces off a shelf and put some on, answer the same lines, and send the same forms, each deed a transaction
of its own. What was committed they write down first of all, so a kill cannot hide what was lost.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.base import clock, settings
from app.base.database import begin_writing, db, new_key
from app.base.errors import Refusal
from app.domain.catalogue import stock
from app.domain.catalogue.models import MovementKind, StockMovement, Variant
from app.domain.people.models import User
from app.domain.purchasing import answering, sending
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Hold, Reservation
from tests import given
from tests.soundness import assert_sound

PATIENCE = 200.0


@dataclass(frozen=True)
class Storm:
    """changes: of one shelf, by all together. Every writer answers all lines and sends all forms."""

    writers: int
    changes: int
    lines: int
    forms: int
    kills: int
    seed: int = 1


@dataclass
class Found:
    """What was left. trouble: what is wrong, in words; none is well."""

    changes: int = 0
    reserved: int = 0
    forms: int = 0
    kills: int = 0
    trouble: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a writer needs to know. done: deeds it need not do again."""

    environment: dict[str, str]
    said: Path
    variant: int
    by: int
    deeds: list[tuple[str, str]]


def run(app: Flask, folder: Path, storm: Storm) -> Found:
    """Let it rage over an empty database, wait for all, and look at what is left."""
    dice = random.Random(storm.seed)
    chosen = app.config["SETTINGS"]
    with app.app_context():
        begin_writing()
        piece = given.item(stock=storm.lines // 2 + storm.changes)
        lines = [given.request(given.Wanted(piece.main, 1)).lines[0].id for _ in range(storm.lines)]
        variant, maker, first = piece.main.id, piece.artisan.user_id, piece.main.on_hand
        db.session.commit()
        db.session.remove()
    keys = [new_key() for _ in range(storm.forms)]
    environment = {
        "INSTANCE": str(chosen.instance),
        "DATABASE_URL": chosen.database_url,
        "SECRET_KEY": chosen.secret_key,
    }
    plans = []
    for number in range(storm.writers):
        deeds = [("change", str(n)) for n in range(storm.changes // storm.writers)]
        deeds += [("answer", str(line)) for line in lines] + [("send", key) for key in keys]
        dice.shuffle(deeds)
        plans.append(Plan(environment, folder / f"said-{number}", variant, maker or 0, deeds))
    killed = _rage(plans, storm.kills, dice)
    assert_sound(app)
    found = Found(kills=killed)
    with app.app_context():
        _look(found, plans, first, keys)
    return found


def _rage(plans: list[Plan], kills: int, dice: random.Random) -> int:
    """Start all, kill some, start those again with what they had not said; wait for the last. Returns the kills."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload([__name__])

    def begin(plan: Plan) -> BaseProcess:
        done = set(_said(plan))
        writer = apart.Process(target=_write, args=(replace(plan, deeds=[d for d in plan.deeds if d not in done]),))
        writer.start()
        return writer

    writers = [begin(plan) for plan in plans]
    killed, end = 0, time.monotonic() + PATIENCE
    while any(writer.is_alive() for writer in writers) and time.monotonic() < end:
        if killed < kills and sum(len(_said(plan)) for plan in plans) > 0:
            time.sleep(dice.uniform(0.05, 0.6))
            place = dice.randrange(len(plans))
            if writers[place].is_alive():
                os.kill(writers[place].pid or 0, signal.SIGKILL)
                writers[place].join()
                killed += 1
                writers[place] = begin(plans[place])
        else:
            time.sleep(0.05)
    for writer in writers:
        writer.join(max(0.0, end - time.monotonic()))
        if writer.is_alive():
            writer.kill()
            writer.join()
    return killed


def _said(plan: Plan) -> list[tuple[str, str]]:
    """Deeds that were committed, or refused, by what the writer wrote down."""
    words = plan.said.read_text().splitlines() if plan.said.exists() else []
    parts = [word.split() for word in words if word.endswith(".")]
    return [(part[0], part[1]) for part in parts]


def _write(plan: Plan) -> None:
    app = create_app(settings.load(plan.environment))
    said = os.open(plan.said, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for what, which in plan.deeds:
        with app.app_context():
            begin_writing()
            try:
                _DEEDS[what](plan, which)
                db.session.commit()
                end = "done"
            except Refusal:
                db.session.rollback()
                end = "refused"
            except Exception as wrong:  # told by the one who looks afterwards
                db.session.rollback()
                end = f"{type(wrong).__name__}"
            db.session.remove()
        os.write(said, f"{what} {which} {end} .\n".encode())


def _change(plan: Plan, which: str) -> None:
    """Two come, one goes: a count lost either way shows in the sum."""
    comes = int(which) % 3 != 0
    variant = db.session.get_one(Variant, plan.variant, with_for_update=True, populate_existing=True)
    kind = MovementKind.MADE if comes else MovementKind.SOLD_ELSEWHERE
    by = db.session.get_one(User, plan.by)
    stock.adjust(variant, 1 if comes else -1, kind=kind, by=by, at=clock.now())


def _answer(_plan: Plan, which: str) -> None:
    line = db.session.get_one(RequestLine, int(which))
    assert line.artisan and line.artisan.user
    answering.answer(line, kind=AnswerKind.AS_ASKED, by=line.artisan.user, at=given.NOW)


def _send(plan: Plan, which: str) -> None:
    wanted = sending.Wanted(db.session.get_one(Variant, plan.variant), 1)
    sending.send(given.contact(), [wanted], key=which, language="fr", at=given.NOW)


_DEEDS: dict[str, Callable[[Plan, str], None]] = {"change": _change, "answer": _answer, "send": _send}


def _look(found: Found, plans: list[Plan], first: int, keys: list[str]) -> None:
    ends = Counter(line.split()[2] for plan in plans for line in plan.said.read_text().splitlines())
    committed = Counter(
        line.split()[0] for plan in plans for line in plan.said.read_text().splitlines() if " done " in line
    )
    variant = db.session.get_one(Variant, plans[0].variant)
    moved = select(func.coalesce(func.sum(StockMovement.change), 0), func.count()).where(
        StockMovement.variant_id == variant.id
    )
    total, movements = db.session.execute(moved).one()
    live = select(func.coalesce(func.sum(Reservation.quantity), 0)).where(Reservation.state == Hold.LIVE)
    promised = db.session.scalar(live) or 0
    twice = select(LineAnswer.line_id).where(LineAnswer.live).group_by(LineAnswer.line_id).having(func.count() > 1)
    requests = select(PurchaseRequest.key, func.count()).where(PurchaseRequest.key.in_(keys))
    sent = {row[0]: row[1] for row in db.session.execute(requests.group_by(PurchaseRequest.key))}
    found.changes, found.reserved, found.forms = movements - 1, promised, len(sent)
    checks = {
        f"{total} moved, {variant.on_hand} on hand": total == variant.on_hand,
        f"{promised} promised, {variant.reserved} reserved": promised == variant.reserved,
        f"{variant.reserved} of {variant.on_hand} reserved": 0 <= variant.reserved <= variant.on_hand,
        f"{committed['change']} changes told, {movements - 1} kept, {found.kills} kills": committed["change"]
        <= movements - 1
        <= committed["change"] + found.kills,
        "a line has two live answers": not db.session.scalars(twice).all(),
        "a form was sent twice": set(sent.values()) <= {1},
        f"{len(sent)} of {len(keys)} forms arrived": len(sent) == len(keys),
        f"deeds ended {dict(ends)}": set(ends) <= {"done", "refused"},
        "a writer did not finish": all(set(plan.deeds) == set(_said(plan)) for plan in plans),
        f"shelf began with {first}": first > 0,
    }
    found.trouble = [words for words, well in checks.items() if not well]
