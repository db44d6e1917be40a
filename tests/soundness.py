"""After a race: is the database still whole? Where it is not, the file is kept, for it is the only witness."""

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.base.database import db

KEPT = Path(__file__).resolve().parents[1] / "instance" / "broken"


def assert_sound(app: Flask) -> None:
    """SQLite's own check of every page of the file; PostgreSQL looks after itself."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        with db.engine.connect() as connection:
            findings = findings_in(connection)
        if findings:
            raise AssertionError(f"{findings[:5]}; the file is kept in {keep(Path(db.engine.url.database or ''))}")


def findings_in(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its file and its references; nothing where all is well."""
    findings = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
    findings += [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
    return [] if findings == ["ok"] else findings


def keep(file: Path) -> Path:
    """Copy a broken database aside. Returns where to."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for part in file.parent.glob(f"{file.name}*"):  # with its -wal and -shm
        shutil.copy(part, KEPT / part.name)
    return KEPT / file.name
