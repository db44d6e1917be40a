"""Processes that write one SQLite file at once, as many and as long as asked."""

import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.base.database import prepare, writing
from tests.soundness import findings_in, keep

SHELVES = 5


@dataclass(frozen=True)
class Race:
    """changes: by each process. renew: after so many, a process closes its connections and opens new ones."""

    processes: int
    changes: int
    renew: int


@dataclass(frozen=True)
class Found:
    """After a race. trouble: what is wrong with the file, its journal or a writer, in words; none is well."""

    on_shelves: int
    moved: int
    trouble: list[str]


def run(race: Race, file: Path, journal: str) -> Found:
    """Let the processes of a race write a new file, wait for all of them, and look at what they left."""
    engine = _engine(file, journal)
    with writing(), engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE shelf (id INTEGER PRIMARY KEY, on_hand INTEGER NOT NULL)"))
        connection.execute(
            sa.text("CREATE TABLE movement (id INTEGER PRIMARY KEY, shelf_id REFERENCES shelf (id), note TEXT)")
        )
        connection.execute(sa.text("CREATE INDEX by_shelf ON movement (shelf_id)"))
        connection.execute(sa.text("INSERT INTO shelf VALUES (:id, 0)"), [{"id": number} for number in range(SHELVES)])
    engine.dispose()
    apart = multiprocessing.get_context("forkserver")  # writers share no connection, and the program is read once
    apart.set_forkserver_preload([__name__])
    writers = [apart.Process(target=_change_shelves, args=(race, file, journal, n)) for n in range(race.processes)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    trouble = [f"a writer ended with {writer.exitcode}" for writer in writers if writer.exitcode]
    with engine.connect() as connection:
        if (in_use := connection.scalar(sa.text("PRAGMA journal_mode"))) != journal:
            trouble.append(f"the journal is {in_use}")
        on_shelves = connection.scalar(sa.text("SELECT sum(on_hand) FROM shelf"))
        moved = connection.scalar(sa.text("SELECT count(*) FROM movement"))
        trouble += findings_in(connection)
    engine.dispose()
    if trouble or on_shelves != moved:
        trouble.append(f"{on_shelves} on the shelves, {moved} moved; the file is kept in {keep(file)}")
    return Found(on_shelves, moved, trouble)


def _engine(file: Path, journal: str) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{file}", hide_parameters=True)
    prepare(engine, journal)
    return engine


def _change_shelves(race: Race, file: Path, journal: str, seed: int) -> None:
    """Read, think, write: what loses updates where the write lock is not taken first. Connections come and go."""
    engine = _engine(file, journal)
    for number in range(race.changes):
        shelf = (number * 7 + seed) % SHELVES
        with writing(), engine.begin() as connection:
            count = connection.scalar(sa.text("SELECT on_hand FROM shelf WHERE id = :id"), {"id": shelf})
            connection.execute(sa.text("UPDATE shelf SET on_hand = :n WHERE id = :id"), {"n": count + 1, "id": shelf})
            connection.execute(
                sa.text("INSERT INTO movement (shelf_id, note) VALUES (:id, :note)"),
                {"id": shelf, "note": "x" * (number * 31 % 997)},
            )
        with engine.connect() as connection:
            connection.scalar(sa.text("SELECT count(*) FROM movement"))
        if number % race.renew == race.renew - 1:
            engine.dispose()
