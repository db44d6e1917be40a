"""The team's pages about demand on two years of counted days: processor time and statements of each.

`--signals N`: on the days of so many signs, as ``demo load`` makes and counts them; else on days made here.
"""

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import date, timedelta
from itertools import count
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, func, insert, select

from app import create_app
from app.base import clock, settings
from app.base.database import begin_writing, db
from app.domain.catalogue.models import Item
from app.domain.demand import counts, remembered, running, unmet
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.people import sign_ins
from app.domain.people.models import RoleName, User, Way
from app.domain.purchasing.models import DeclineReason, RefusalReason
from app.jobs import collecting
from app.web import sessions
from tests.bench.databases import Loaded, loaded
from tests.bench.measuring import BROWSER, seconds_of

DAYS = 730
WORDS, WORDS_A_DAY = 400, 60
LINES_A_DAY = 12
AT_ONCE = 20_000
TODAY = 50_000
"""Signs of a day that is not over, far more than a cooperative has."""
WARM, TIMES = 3, 15
COUNTRIES = ("MA", "MA", "FR", "ES", "DE", "US")
PAGES = {
    "demand": "/advisor/demand",
    "demand, a year": "/advisor/demand?weeks=52",
    "supply": "/advisor/demand/supply",
    "prices": "/advisor/demand/prices?weeks=52",
    "behind a figure": "/advisor/demand/behind?what=in_vain",
}


def demand_pages(engine_name: str, sizes: list[str]) -> dict[str, object]:
    """sizes: of `flask demo load`; 150 pieces without."""
    with loaded(engine_name, sizes or ["--items", "150"]) as made, _application(made) as app:
        begin_writing()
        rows = _loaded() if "--signals" in sizes else fill()
        db.session.commit()
        artisan_id = db.session.scalar(
            select(Item.artisan_id).group_by(Item.artisan_id).order_by(func.count().desc()).limit(1)
        )
        opportunity = unmet.ranked(now=clock.now(), limit=1)[0].key
        client = _signed_in(app)
        paths = PAGES | {
            "opportunity": f"/advisor/demand/opportunities/{opportunity}",
            "artisan": f"/advisor/artisans/{artisan_id}",
        }
        db.session.remove()
        collecting.settle()  # as a worker does before its first page
        found = {name: _cost(client, path) for name, path in paths.items()}
        found["demand, nothing remembered"] = _cost(client, PAGES["demand"], forgetful=True)
        return {"rows": rows} | found | _busy_day(client)


def _busy_day(client: FlaskClient) -> dict[str, dict[str, float]]:
    """The page once this day has very many signs: as it reads them where nobody counts, and once they are counted."""
    begin_writing()
    _visit(TODAY)
    db.session.commit()
    found = {"demand, a busy day nobody counted": _cost(client, PAGES["demand"])}
    begin_writing()
    began = time.process_time()
    running.count(clock.now())
    db.session.commit()
    found["counting the busy day"] = {"cpu_ms": round((time.process_time() - began) * 1000, 1)}
    db.session.remove()
    return found | {"demand, a busy day counted": _cost(client, PAGES["demand"])}


def _visit(signs: int, seed: int = 2) -> None:
    """So many views and searches since midnight. Does not commit."""
    dice, now = random.Random(seed), clock.now()
    start = clock.start_of_day(clock.local(now).date())
    pieces = [tuple(row) for row in db.session.execute(select(Item.id, Item.craft_id, Item.artisan_id))]
    rows: list[dict[str, Any]] = []
    for _number in range(signs):
        item_id, craft_id, artisan_id = dice.choice(pieces)
        row = {"at": start + (now - start) * dice.random(), "visitor": f"{dice.getrandbits(16):032x}", "quantity": 1}
        if dice.random() < 0.8:
            of_piece = {"item_id": item_id, "craft_id": craft_id, "artisan_id": artisan_id}
            rows.append(row | of_piece | {"kind": SignalKind.VIEW, "words": None, "results": None})
        else:
            said = {"item_id": None, "craft_id": None, "artisan_id": None, "words": f"chose{dice.randint(1, WORDS)}"}
            rows.append(row | said | {"kind": SignalKind.SEARCH, "results": dice.randint(0, 3)})
    for some in range(0, signs, AT_ONCE):
        db.session.execute(insert(DemandSignal), rows[some : some + AT_ONCE])


def _loaded() -> int:
    return db.session.scalar(select(func.count()).select_from(DemandDay)) or 0


def fill(seed: int = 1) -> int:
    """Two years up to yesterday in place of what was counted so far; how many rows. Does not commit."""
    dice, today = random.Random(seed), clock.today()
    pieces = [tuple(row) for row in db.session.execute(select(Item.id, Item.craft_id, Item.artisan_id))]
    db.session.execute(delete(DemandDay))
    held: list[dict[str, Any]] = []
    total = 0
    for ago in range(DAYS, 0, -1):
        held += _day(today - timedelta(days=ago), pieces, dice)
        if len(held) >= AT_ONCE or ago == 1:
            db.session.execute(insert(DemandDay), held)
            total += len(held)
            held = []
    counts.changed()
    return total


def _day(day: date, pieces: list[tuple[Any, ...]], dice: random.Random) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}

    def put(kind: SignalKind, piece: tuple[int, int, int], signals: int, **more: Any) -> None:
        item_id, craft_id, artisan_id = piece
        row = {
            "day": day, "kind": kind, "item_id": item_id, "craft_id": craft_id, "artisan_id": artisan_id, "words": "",
            "reason": "", "country": "", "out_of_stock": False, "facet": "", "language": "", "signals": signals,
            "visitors": signals, "quantity": signals, "value": 0, "without_result": 0, **more,
        }  # fmt: skip
        rows[tuple(row[name] for name in ("kind", "item_id", "craft_id", "words", "reason", "country"))] = row

    for piece in pieces:
        if dice.random() < 0.7:
            put(SignalKind.VIEW, piece, dice.randint(1, 9), out_of_stock=dice.random() < 0.1)
    for number in dice.sample(range(WORDS), WORDS_A_DAY):
        signals, nothing = dice.randint(3, 12), number % 4 == 0
        said = f"chose{number % 97} rare{number}"
        put(SignalKind.SEARCH, (0, 0, 0), signals, words=said, without_result=signals if nothing else 0)
    for _line in range(LINES_A_DAY):
        piece, country = dice.choice(pieces), dice.choice(COUNTRIES)
        put(SignalKind.REQUEST_LINE, piece, 1, country=country, quantity=dice.randint(1, 4), value=30_000)
        if dice.random() < 0.15:
            put(SignalKind.DECLINE, piece, 1, country=country, reason=dice.choice(list(DeclineReason)), value=30_000)
        elif dice.random() < 0.2:
            put(SignalKind.OFFER_REFUSED, piece, 1, country=country, reason=dice.choice(list(RefusalReason)))
        else:
            put(SignalKind.OFFER_ACCEPTED, piece, 1, country=country, value=30_000)
    return list(rows.values())


def _signed_in(app: Flask) -> FlaskClient:
    user = next(one for one in db.session.scalars(select(User).order_by(User.id)) if one.is_a(RoleName.ADVISOR))
    _row, token = sign_ins.start(user, way=Way.PASSWORD, device="bench", at=clock.now())
    known = user.fs_uniquifier
    db.session.commit()
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = BROWSER["User-Agent"]
    with client.session_transaction() as session:
        session.update({sessions.TOKEN: token, "_user_id": known, "_fresh": True})
    return client


def _cost(client: FlaskClient, path: str, *, forgetful: bool = False) -> dict[str, float]:
    """Medians: processor milliseconds of this process and of the database's, and the number of statements.

    forgetful: what finished days said is asked for each time, as the first page of a process does.
    """
    here, behind, statements = [], [], 0
    asked = count()
    for time_ in range(WARM + TIMES):
        spent: dict[Any, float] = {}
        sent = 0

        def before(connection: Any, *_rest: object, spent: dict[Any, float] = spent) -> None:
            nonlocal sent
            sent += 1
            process = getattr(getattr(connection.connection.dbapi_connection, "info", None), "backend_pid", None)
            if process and process not in spent:
                spent[process] = seconds_of(process)

        event.listen(db.engine, "before_cursor_execute", before)
        if forgetful:
            remembered._held.clear()  # as in a process that has just begun
        began = time.process_time()
        # in a context of its own, as a server would: what this one has loaded already is asked for again
        answer = Context().run(client.get, f"{path}{'&' if '?' in path else '?'}asked={next(asked)}")
        took = time.process_time() - began
        event.remove(db.engine, "before_cursor_execute", before)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        if time_ >= WARM:
            here.append(took * 1000)
            behind.append(sum(seconds_of(process) - so_far for process, so_far in spent.items()) * 1000)
            statements = sent
    return {
        "cpu_ms": round(median(here), 1),
        "database_cpu_ms": round(median(behind), 1),
        "statements": statements,
    }


@contextmanager
def _application(made: Loaded) -> Iterator[Flask]:
    quiet = logging.root.manager.disable
    logging.disable(logging.INFO)
    app = create_app(settings.load(made.environment))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.rollback()
            db.engine.dispose()
            logging.disable(quiet)
