"""The worker's part: a table that waits is checked or imported. Only the last step writes."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import BinaryIO, cast

from flask import current_app
from sqlalchemy import delete, insert, select

from app.adapters import tables
from app.base import clock
from app.base.database import db, reading
from app.base.errors import N_, Refusal
from app.domain.catalogue.sheets.lines import Problem
from app.domain.catalogue.sheets.models import Outcome, Sheet, SheetLine, SheetState
from app.domain.catalogue.sheets.planning import Options
from app.domain.catalogue.sheets.refusals import ChangedMeanwhile
from app.domain.people.models import User
from app.jobs.sheets.going import WRITING, Going, Progress
from app.jobs.sheets.imports import finish
from app.jobs.sheets.scratch import Scratch
from app.jobs.sheets.turns import SLICE, Turn, Turns
from app.web import sheet_files

LINES_AT_ONCE = 2_000
KEPT = timedelta(days=30)
GIVEN_UP = N_("This table could not be read to its end. Send it again, or in parts.")


class Work(Turn[Sheet]):
    """One table in the hands of this worker."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.is_wanted = sheet.state is SheetState.WANTED
        self._key, self._name, self._digest = sheet.key, sheet.name, sheet.digest
        self._open = ExitStack()
        self._scratch = self._open.enter_context(Scratch())
        self._file = cast(BinaryIO, self._open.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115  # closed by end()
        options = Options(
            by_id=sheet.by_id,
            at=clock.now(),
            exception=current_app.config["SETTINGS"].food_exception,
            approve=sheet.approve,
            artisan_id=sheet.artisan_id,
            craft_id=sheet.craft_id,
        )
        self._going = Going(self._scratch, self._file, options, sheet.language)
        self._steps = self._all()

    def go_on(self) -> bool:
        until = monotonic() + SLICE
        progress = None
        try:
            with reading():
                for progress in self._steps:
                    if monotonic() > until:
                        return self._say(progress)
            self._end_well()
        except Refusal as refusal:
            db.session.rollback()
            self._settle(SheetState.REFUSED, refusal=[refusal.text, refusal.facts])
        return False

    def end(self) -> None:
        self._open.close()

    def _all(self) -> Iterator[Progress]:
        parts = sheet_files.parts(self._key)
        for part in parts or ():
            self._file.write(part)
        yield from self._going.steps()

    def _say(self, progress: Progress) -> bool:
        """How far it is, and that it is still in our hands. False where another has taken it over."""
        with self.held() as sheet:
            if sheet is not None:
                sheet.step, sheet.done, sheet.total = progress
        return sheet is not None

    def _end_well(self) -> None:
        going = self._going
        if self.is_wanted and going.digest == self._digest and not going.counts[Outcome.ERROR]:
            self._say(Progress(WRITING, going.counts.total(), going.counts.total()))
            self._keep_way_back()
            try:
                self._import()
            except ChangedMeanwhile as refusal:
                db.session.rollback()
                self._settle(SheetState.CHECKED, refusal=[refusal.text, refusal.facts])
            return
        if self._report():
            told: list[object] | None = [ChangedMeanwhile.text, {}] if self.is_wanted else None
            self._settle(SheetState.CHECKED, refusal=told)

    def _import(self) -> None:
        """All of it in one transaction, the table's own state too."""
        with self.held(ends=True) as sheet:
            if sheet is not None:
                by = db.session.get_one(User, sheet.by_id)
                finish(self._going, by=by, name=self._name, sheet_id=sheet.id, at=clock.now())
                sheet.state, sheet.settled_at = SheetState.DONE, clock.now()

    def _keep_way_back(self) -> None:
        with tempfile.TemporaryFile() as file:
            blocks = tables.write(tables.CSV, self._going.headers(), self._scratch.undo())
            file.writelines(blocks)
            file.seek(0)
            sheet_files.keep(f"{self._key}{sheet_files.BACK}", cast(BinaryIO, file))

    def _report(self) -> bool:
        """What every row would do, a part at a time: it is nobody's before the table says that it is checked.

        Returns whether it could be told: where another has taken the table over, theirs stands.
        """
        with self.held() as sheet:
            if sheet is not None:
                db.session.execute(delete(SheetLine).where(SheetLine.sheet_id == sheet.id))
        told = self._scratch.told()
        while sheet is not None and (some := list(islice(told, LINES_AT_ONCE))):
            rows = [
                {"sheet_id": self.id, "number": number, "outcome": outcome, "name": name, "told": said}
                for number, outcome, name, said in some
            ]
            with self.held() as sheet:
                if sheet is not None:
                    db.session.execute(insert(SheetLine), rows)
        return sheet is not None

    def _settle(self, state: SheetState, *, refusal: list[object] | None = None) -> None:
        going = self._going
        with self.held(ends=True) as sheet:
            if sheet is not None:
                sheet.state, sheet.refusal = state, refusal
                sheet.source, sheet.digest, sheet.settled_at = going.source, going.digest, clock.now()
                sheet.counts = {outcome.value: going.counts[outcome.value] for outcome in Outcome}
                sheet.notes = [list(note) for note in _once(going.notes)]


def forget_old(at: datetime) -> int:
    """Let go of the rows and the files of tables that were sent long ago. Returns how many."""
    old = db.session.scalars(
        select(Sheet).where(Sheet.created_at < at - KEPT, Sheet.state != SheetState.DROPPED).limit(20)
    ).all()
    for sheet in old:
        for ending in ("", sheet_files.BACK):
            sheet_files.remove(f"{sheet.key}{ending}")
        db.session.execute(delete(SheetLine).where(SheetLine.sheet_id == sheet.id))
        sheet.state = sheet.state if sheet.state is SheetState.DONE else SheetState.DROPPED
    return len(old)


def _give_up(sheet: Sheet) -> None:
    sheet.state, sheet.refusal = SheetState.REFUSED, [GIVEN_UP, {}]


def _once(notes: list[Problem]) -> list[Problem]:
    return list({note.text: note for note in notes}.values())


turns = Turns(Sheet, Sheet.state.in_((SheetState.WAITING, SheetState.WANTED)), Work, _give_up)
run_next = turns.run_next
