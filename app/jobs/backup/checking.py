"""Proving an archive: restored somewhere else by the command itself, then compared row by row and byte by byte."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.adapters import storage
from app.jobs.backup import rows
from app.jobs.backup.archive import Archive, Unusable, sum_of

SUMS = {
    "shelves that differ from their movements": """
        SELECT count(*) FROM variant v WHERE v.on_hand <>
            (SELECT coalesce(sum(m.change), 0) FROM stock_movement m WHERE m.variant_id = v.id)""",
    "promises that differ from their reservations": """
        SELECT count(*) FROM variant v WHERE v.reserved <>
            (SELECT coalesce(sum(r.quantity), 0) FROM reservation r WHERE r.variant_id = v.id AND r.state = 'live')""",
    "offers that differ from their lines": """
        SELECT count(*) FROM offer o WHERE o.goods <>
            (SELECT coalesce(sum(l.amount), 0) FROM offer_line l WHERE l.offer_id = o.id)""",
}
"""What must be nought in a sound database, asked of the copy."""


@dataclass
class Proof:
    """What was compared. differences: in words; none means equal."""

    tables: int
    rows: int
    media: int
    differences: list[str]


def check(file: Path, engine: Engine) -> Proof:
    """Restore into a scratch database of the same engine and an empty folder, compare, and throw both away."""
    with Archive(file) as archive, tempfile.TemporaryDirectory() as folder, _scratch(engine, Path(folder)) as url:
        _restore_elsewhere(file, url, Path(folder))
        copy = sa.create_engine(url, poolclass=sa.NullPool)
        with copy.connect() as connection:
            found = [*_rows(connection, archive), *_sums(connection)]
        found += _media(archive, Path(folder))
        manifest = archive.manifest
        return Proof(len(manifest.tables), manifest.rows, len(manifest.media), found)


def _restore_elsewhere(file: Path, url: str, folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "MEDIA_URL")}
    environment |= {"DATABASE_URL": url, "INSTANCE": str(folder / "instance"), "MEDIA_URL": str(folder / "media")}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "backup", "restore", str(file.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    if done.returncode:
        raise Unusable(f"It cannot be restored: {(done.stderr or done.stdout).strip()[-800:]}")


@contextmanager
def _scratch(engine: Engine, folder: Path) -> Iterator[str]:
    if engine.dialect.name == "sqlite":
        yield f"sqlite:///{folder / 'copy.sqlite'}"
        return
    name = f"maalem_check_{uuid4().hex[:10]}"
    server = engine.execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _rows(connection: Connection, archive: Archive) -> Iterator[str]:
    for name, facts in archive.manifest.tables.items():
        total = rows.Sum()
        for line in rows.read(connection, name, facts.columns, ()):
            total.add(line)
        if (total.rows, total.digest) != (facts.rows, facts.digest):
            yield f"{name}: {facts.rows} rows in the archive, {total.rows} in the copy, and they are not the same"


def _sums(connection: Connection) -> Iterator[str]:
    for what, query in SUMS.items():
        count = connection.scalar(sa.text(query))
        if count:
            yield f"{count} {what}"


def _media(archive: Archive, folder: Path) -> Iterator[str]:
    copied = storage.at(str(folder / "media"))
    for path, expected in archive.manifest.media.items():
        kept = copied.get(path)
        if kept is None or sum_of(kept.body) != expected:
            yield f"{path}: not the same picture"
    if (folder / "instance" / "secret_key").read_text() != archive.secret():
        yield "the secret key is not the same"
