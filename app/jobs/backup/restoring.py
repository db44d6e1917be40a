"""Filling an empty installation from an archive, of whichever engine it was made."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy.engine import Connection, Engine

from app.adapters.storage import Storage, StorageTrouble
from app.base.database import db, writing
from app.jobs.backup import rows
from app.jobs.backup.archive import Archive, Unusable

BATCH = 500


def restore(archive: Archive, engine: Engine, media: Storage, secret_file: Path) -> None:
    """Put everything back: tables at the archive's revision, rows, pictures, key; then up to today's revision.

    All rows or none. Raises Unusable where something is in the way, and then changes nothing.
    """
    refuse_unless_empty(engine, media)
    _refuse_unless_known(archive.manifest.revision)
    upgrade(revision=archive.manifest.revision)
    with writing(), engine.begin() as connection:
        for name in archive.manifest.tables:
            _fill(connection, archive, name)
        _go_on_counting(connection, list(archive.manifest.tables))
        _put(archive, media)
    _keep_secret(secret_file, archive.secret())
    if archive.manifest.revision != _scripts().get_current_head():
        upgrade()


def refuse_unless_empty(engine: Engine, media: Storage) -> None:
    """A restore writes over nobody's work."""
    with engine.connect() as connection:
        there = set(sa.inspect(connection).get_table_names())
        for table in db.metadata.sorted_tables:
            if table.name in there and connection.scalar(sa.select(sa.func.count()).select_from(table)):
                raise Unusable(f"The database is not empty ({table.name}). A backup is restored into an empty one.")
    if any("/." not in f"/{path}" for path in media.paths()):
        raise Unusable(f"There are pictures in {media.place} already. A backup is restored where there are none.")


def _refuse_unless_known(revision: str) -> None:
    try:
        _scripts().get_revision(revision)
    except CommandError as unknown:
        raise Unusable(f"The backup is of a newer Maalem (tables at {revision}). Restore it with that.") from unknown


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)


def _put(archive: Archive, media: Storage) -> None:
    """All pictures or none."""
    try:
        for path in archive.manifest.media:
            media.put(path, archive.medium(path))
    except (Unusable, StorageTrouble):
        for path in archive.manifest.media:
            media.delete(path)
        raise


def _fill(connection: Connection, archive: Archive, name: str) -> None:
    facts = archive.manifest.tables[name]
    table, total = rows.plain(name, facts.columns), rows.Sum()
    lines = archive.lines(name)
    while batch := list(islice(lines, BATCH)):
        for line in batch:
            total.add(line)
        connection.execute(sa.insert(table), [rows.values(line, facts.columns) for line in batch])
    if (total.rows, total.digest) != (facts.rows, facts.digest):
        raise Unusable(f"The rows of {name} are damaged in the archive.")


def _go_on_counting(connection: Connection, names: list[str]) -> None:
    """PostgreSQL numbers new rows by a counter beside the table: it must begin after the last one."""
    if connection.dialect.name != "postgresql":
        return
    for name, column in _counted(connection, names):
        last = f'SELECT coalesce(max("{column}"), 0) + 1 FROM "{name}"'  # noqa: S608  # names of our own tables
        counter = sa.func.pg_get_serial_sequence(f'"{name}"', column)
        connection.execute(sa.select(sa.func.setval(counter, sa.text(f"({last})"), False)))


def _counted(connection: Connection, names: list[str]) -> Iterator[tuple[str, str]]:
    rows_ = connection.execute(
        sa.text(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"
        )
    )
    yield from ((name, column) for name, column in rows_ if name in names)


def _keep_secret(file: Path, secret: str) -> None:
    draft = file.with_name(f".{file.name}.restored")
    draft.touch(mode=0o600)
    draft.write_text(secret)
    draft.replace(file)
