"""Making an archive of what is, at one moment, while others go on writing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from app.adapters.storage import Storage
from app.base import clock
from app.base.database import db
from app.jobs.backup import rows
from app.jobs.backup.archive import MANIFEST, SECRET, Manifest, TableFacts, Unusable, media_path, sum_of, table_path

SKIPPED = "/."
"""Files that begin with a dot are nobody's pictures (a probe, a half-written file)."""


def create(file: Path, engine: Engine, media: Storage, secret: str) -> Manifest:
    """Write an archive. Nothing stands under ``file`` until all of it is there; only its owner can read it."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with ZipFile(raw, "w", ZIP_DEFLATED, compresslevel=5) as archive:
                manifest = _fill(archive, engine, media, secret)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _fill(archive: ZipFile, engine: Engine, media: Storage, secret: str) -> Manifest:
    """Rows before pictures: a picture is kept before its row says so, so none can lack."""
    with snapshot(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            raise Unusable("There is nothing to keep: the database has no tables yet.")
        manifest = Manifest(clock.really_now().isoformat(timespec="seconds"), engine.dialect.name, revision)
        for table in ordered_tables():
            manifest.tables[table.name] = _table(archive, connection, table)
    for path in media.paths():
        if SKIPPED not in f"/{path}":
            _medium(archive, media, path, manifest)
    archive.writestr(SECRET, secret)
    archive.writestr(MANIFEST, manifest.written())
    return manifest


def ordered_tables() -> list[sa.Table]:
    """All tables that are kept, those that others point at first."""
    return [table for table in db.metadata.sorted_tables if table.name not in rows.NEVER]


def _table(archive: ZipFile, connection: Connection, table: sa.Table) -> TableFacts:
    kinds, total = rows.columns(table), rows.Sum()
    lines = rows.read(connection, table.name, kinds, [column.name for column in table.primary_key])
    own = next((key.parent for key in table.foreign_keys if key.column.table is table), None)
    if own is not None:
        names = [name for name, _kind in kinds]
        lines = rows.parents_first(lines, names.index("id"), names.index(own.name))
    with archive.open(table_path(table.name), "w", force_zip64=True) as file:
        for line in lines:
            total.add(line)
            file.write(line.encode() + b"\n")
    return TableFacts(kinds, total.rows, total.digest)


def _medium(archive: ZipFile, media: Storage, path: str, manifest: Manifest) -> None:
    kept = media.get(path)
    if kept is not None:  # removed since the list was made
        archive.writestr(ZipInfo(media_path(path)), kept.body, ZIP_STORED)  # pictures are packed already
        manifest.media[path] = sum_of(kept.body)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """The database as it is at one moment, however long reading takes and whoever writes meanwhile."""
    if engine.dialect.name != "sqlite":
        still = engine.execution_options(isolation_level="REPEATABLE READ")
        with still.connect() as connection:
            connection.execute(sa.text("SET TRANSACTION READ ONLY"))
            yield connection
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        with closing(engine.raw_connection()) as source, closing(engine.dialect.dbapi.connect(copy)) as target:  # type: ignore[union-attr]  # an engine has its driver
            source.driver_connection.backup(target)  # type: ignore[union-attr]  # sqlite3's own
        copied = sa.create_engine(f"sqlite:///{copy}", poolclass=sa.NullPool)
        with copied.connect() as connection:
            yield connection
