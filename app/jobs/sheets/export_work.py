"""The worker's part of an export: written a little at a time, then kept where whoever asked can fetch it."""

import tempfile
from datetime import datetime, timedelta
from time import monotonic
from typing import BinaryIO, cast

from sqlalchemy import select

from app.base.database import db, reading
from app.domain.catalogue.sheets import exporting
from app.domain.catalogue.sheets.exporting import Wanted
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.models import ExportState, SheetExport
from app.jobs.sheets.exports import table_blocks
from app.jobs.sheets.turns import SLICE, Turn, Turns
from app.web import languages, sheet_files

KEPT = timedelta(days=7)


class Writing(Turn[SheetExport]):
    """One export in the hands of this worker."""

    def __init__(self, export: SheetExport) -> None:
        super().__init__(export)
        self._key, self._wanted, self._done = export.key, Wanted(**export.filters), 0
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
        with self.held(ends=state is ExportState.READY) as export:
            if export is not None:
                export.state, export.done, export.total = state, self._done, self._total
        return export is not None


def forget_old(at: datetime) -> int:
    """Remove tables that nobody fetches any more. Returns how many."""
    old = db.session.scalars(select(SheetExport).where(SheetExport.created_at < at - KEPT).limit(50)).all()
    for export in old:
        sheet_files.remove(export.key)
        db.session.delete(export)
    return len(old)


def _give_up(export: SheetExport) -> None:
    export.state = ExportState.FAILED


run_next = Turns(SheetExport, SheetExport.state == ExportState.WAITING, Writing, _give_up).run_next
