"""What rules and findings cost, called in this process, each beside a floor: the same by the bare driver or library."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any
from unittest import mock

from flask import Flask
from sqlalchemy import Connection, event, select

from app import create_app
from app.base import clock, settings
from app.base.database import begin_writing, db, new_key
from app.domain.catalogue import stock
from app.domain.catalogue.models import Item, Kind, MovementKind, Variant
from app.domain.demand import rolling, unmet
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, User
from app.domain.purchasing import answering, sending
from app.domain.purchasing.models import AnswerKind, RequestLine
from tests.bench import forecasts
from tests.bench.databases import Loaded, loaded

TIMES = 40
BY_HAND = (
    "UPDATE variant SET on_hand = on_hand + 1, version = version + 1 WHERE id = {id}",
    "INSERT INTO stock_movement (variant_id, change, kind, on_behalf, at)"
    " VALUES ({id}, 1, 'made', {false}, '2026-11-23 12:00:00+00:00')",
)
PROMISED = (
    "UPDATE variant SET reserved = reserved + 1, version = version + 1 WHERE id = {id} AND on_hand - reserved >= 1"
)
Statement = tuple[str, Any, bool]


def writes(engine: str, sizes: list[str]) -> dict[str, object]:
    """What people write most, from the row that is loaded to the commit on disk, each beside bare statements."""
    with loaded(engine, sizes) as made, _application(made):
        return {"stock adjusted": _stock_adjusted(engine), "line answered": _line_answered(engine)}


def _stock_adjusted(engine: str) -> dict[str, float]:
    """A piece comes on the shelf: row locked, movement written; and the two statements alone."""
    by = db.session.scalars(select(User).limit(1)).one()
    id_ = db.session.scalars(select(Variant.id).where(Variant.kind == Kind.READY).limit(1)).one()
    db.session.commit()

    def adjust() -> None:
        begin_writing()
        variant = db.session.get_one(Variant, id_, with_for_update=True, populate_existing=True)
        stock.adjust(variant, 1, kind=MovementKind.MADE, by=by, at=clock.now())
        db.session.commit()

    said = [one.format(id=id_, false="0" if engine == "sqlite" else "false") for one in BY_HAND]
    return _beside_a_transaction(adjust, said, engine)


def _line_answered(engine: str) -> dict[str, float]:
    """A maker says yes to the one line of a request, all that follows from it included; and, alone, the one statement
    without which a piece could be promised twice."""
    begin_writing()
    shelves = (
        select(Variant)
        .join(Variant.item)
        .join(Item.artisan)
        .where(Variant.kind == Kind.READY, Artisan.user_id.is_not(None))
    )
    piece = db.session.scalars(shelves.limit(1)).one()
    by, at = piece.item.artisan.user, clock.now()
    assert by is not None
    stock.adjust(piece, 4 * TIMES, kind=MovementKind.MADE, by=by, at=at)
    customer = sending.Contact("Claire Morel", Channel.EMAIL, "FR", email="claire@example.org")
    wanted = [sending.Wanted(piece, 1)]
    sent = [sending.send(customer, wanted, key=new_key(), language="fr", at=at) for _ in range(TIMES + 1)]
    lines = iter([request.lines[0].id for request in sent])
    db.session.commit()
    id_ = piece.id

    def answer() -> None:
        begin_writing()
        line = db.session.get_one(RequestLine, next(lines))
        answering.answer(line, kind=AnswerKind.AS_ASKED, by=by, at=clock.now())
        db.session.commit()

    return _beside_a_transaction(answer, [PROMISED.format(id=id_)], engine)


def _beside_a_transaction(deed: Callable[[], object], said: list[str], engine: str) -> dict[str, float]:
    """The floor says these statements in a transaction of their own.

    transaction_ms, transaction_ratio: what of the deed's time passed between the driver and the disk, its statements
    and its commit, and that beside the floor; the rest is Python's.
    """
    begin = "BEGIN IMMEDIATE" if engine == "sqlite" else "BEGIN"
    with _bare() as cursor:

        def by_hand() -> None:
            for statement in (begin, *said, "COMMIT"):
                cursor.execute(statement)

        with _transactions_timed() as passed:
            found = _beside(deed, by_hand, TIMES)
        transaction = sum(passed) / (TIMES + 1) * 1000
        ratio = transaction / found["floor_wall_ms"]
        return found | {"transaction_ms": round(transaction, 2), "transaction_ratio": round(ratio, 2)}


@contextmanager
def _transactions_timed() -> Iterator[list[float]]:
    """Seconds on the clock of each statement and commit that goes through the engine, as they pass."""
    passed: list[float] = []
    dialect, commit = db.engine.dialect, db.engine.dialect.do_commit

    def begin(connection: Connection, *_rest: object) -> None:
        connection.info["began"] = time.perf_counter()

    def end(connection: Connection, *_rest: object) -> None:
        passed.append(time.perf_counter() - connection.info["began"])

    def timed(connection: Any) -> None:
        began = time.perf_counter()
        commit(connection)
        passed.append(time.perf_counter() - began)

    event.listen(db.engine, "before_cursor_execute", begin)
    event.listen(db.engine, "after_cursor_execute", end)
    with mock.patch.object(dialect, "do_commit", timed):
        yield passed
    event.remove(db.engine, "before_cursor_execute", begin)
    event.remove(db.engine, "after_cursor_execute", end)


def demand(engine: str, sizes: list[str]) -> dict[str, object]:
    """A night's roll-up and the ranking of unmet demand, each beside its own statements sent by the driver alone."""
    with loaded(engine, sizes) as made, _application(made):
        begin_writing()
        yesterday = clock.today() - timedelta(days=1)
        return {
            "roll up a day": _beside_its_statements(lambda: rolling.roll_up(yesterday), 10),
            "rank what is unmet": _beside_its_statements(lambda: unmet.ranked(now=clock.now()), 10),
            "a night's forecasts": forecasts.night(),
        }


@contextmanager
def _application(made: Loaded) -> Iterator[Flask]:
    app = create_app(settings.load(made.environment))
    with app.app_context():
        yield app
        db.session.rollback()
        db.engine.dispose()


@contextmanager
def _bare() -> Iterator[Any]:
    """A driver's cursor that nobody begins transactions for."""
    connection = db.engine.raw_connection()
    if db.engine.dialect.name == "postgresql":
        connection.dbapi_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's
    try:
        yield connection.cursor()
    finally:
        connection.detach()
        connection.close()


def _beside_its_statements(deed: Callable[[], object], times: int) -> dict[str, float]:
    """The floor sends what the deed sends, on the same connection, and fetches what comes back."""
    said: list[Statement] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        said.append((statement, given, many))

    event.listen(db.engine, "before_cursor_execute", note)
    deed()
    event.remove(db.engine, "before_cursor_execute", note)
    cursor = db.session.connection().connection.cursor()

    def by_hand() -> None:
        for statement, given, many in said:
            (cursor.executemany if many else cursor.execute)(statement, given)
            if cursor.description and not many:
                cursor.fetchall()

    return {"statements": len(said), **_beside(deed, by_hand, times)}


def _beside(deed: Callable[[], object], floor: Callable[[], object], times: int) -> dict[str, float]:
    """Medians of both in turn: time on the clock (the disk's included) and processor time of this process."""
    deed(), floor()
    both = [(_milliseconds(deed), _milliseconds(floor)) for _ in range(times)]
    wall, cpu, floor_wall, floor_cpu = (
        median(pair[whose][what] for pair in both) for whose in (0, 1) for what in (0, 1)
    )
    return {
        "wall_ms": round(wall, 2),
        "cpu_ms": round(cpu, 2),
        "floor_wall_ms": round(floor_wall, 2),
        "floor_cpu_ms": round(floor_cpu, 3),
        "ratio": round(cpu / floor_cpu, 2),
        "wall_ratio": round(wall / floor_wall, 2),
    }


def _milliseconds(deed: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    deed()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000
