"""The worker's part of an export: written a little at a time, then kept where whoever asked can fetch it."""

import tempfile
from datetime import datetime, timedelta
from time import monotonic
from typing import BinaryIO, cast

from sqlalchemy import select

from app.base import clock
from app.base.database import db, reading, writing
from app.domain.catalogue.sheets import exporting
from app.domain.catalogue.sheets.exporting import Wanted
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.models import ExportState, SheetExport
from app.domain.work import leases
from app.jobs.sheets.exports import table_blocks
from app.jobs.sheets.work import LEASE, MOST_TRIES, SLICE
from app.web import languages, sheet_files

KEPT = timedelta(days=7)
_now: "list[Writing]" = []


def run_next() -> bool:
    """Go on with an export for a moment, or begin with one. Returns whether there was one."""
    if not _now:
        taken = _take(clock.now())
        if taken is None:
            return False
        _now.append(Writing(taken, clock.now()))
    try:
        goes_on = _now[0].go_on()
    except BaseException:
        _now.pop().end()
        raise
    if not goes_on:
        _now.pop().end()
    return True


class Writing:
    """One export in the hands of this worker."""

    def __init__(self, export: SheetExport, at: datetime) -> None:
        self._id, self._key, self._wanted, self._done = export.id, export.key, Wanted(**export.filters), 0
        self._lease = export.leased_until
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # closed by end()
        with reading():
            known = Known(languages.everywhere)
            self._total = exporting.count(self._wanted)
        self._blocks = table_blocks(export.kind, self._wanted, known, export.language, self._count)

    def go_on(self) -> bool:
        until = monotonic() + SLICE
        with reading():
            for block in self._blocks:
                self._file.write(block)
                if monotonic() > until:
                    return self._say(ExportState.WAITING)
        self._file.seek(0)
        sheet_files.keep(self._key, self._file)
        self._say(ExportState.READY)
        return False

    def end(self) -> None:
        self._file.close()

    def _count(self, pieces: int) -> None:
        self._done += pieces

    def _say(self, state: ExportState) -> bool:
        with writing():
            export = leases.held(SheetExport, SheetExport.id == self._id, self._lease)
            if export is not None:
                export.state, export.done, export.total = state, self._done, self._total
                self._lease = export.leased_until = None if state is ExportState.READY else clock.now() + LEASE
            db.session.commit()
        return export is not None


def forget_old(at: datetime) -> int:
    """Remove tables that nobody fetches any more. Returns how many."""
    old = db.session.scalars(select(SheetExport).where(SheetExport.created_at < at - KEPT).limit(50)).all()
    for export in old:
        sheet_files.remove(export.key)
        db.session.delete(export)
    return len(old)


def _take(at: datetime) -> SheetExport | None:
    free = SheetExport.leased_until.is_(None) | (SheetExport.leased_until <= at)
    work = SheetExport.state == ExportState.WAITING
    waiting = db.session.scalar(select(SheetExport.id).where(work, free).limit(1))
    db.session.rollback()
    if waiting is None:
        return None
    with writing():
        export = next(iter(leases.take(SheetExport, work, at=at, lasting=LEASE, order=SheetExport.id)), None)
        if export is not None:
            export.tries += 1
            if export.tries > MOST_TRIES:
                export.state, export.leased_until = ExportState.FAILED, None
        db.session.commit()
    return export if export is not None and export.state is ExportState.WAITING else None
