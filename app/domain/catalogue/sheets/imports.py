"""What a person does with a table they sent: has it checked again, imports it, lets go of it; and its lines."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from app.base.database import db, new_key
from app.base.errors import Missing
from app.domain.audit import trail
from app.domain.catalogue.sheets.models import ExportState, Outcome, Sheet, SheetExport, SheetLine, SheetState
from app.domain.catalogue.sheets.refusals import NotNow, StillErrors
from app.domain.people.models import User

PAGE = 50
LATEST = 20
SHOWN = (Outcome.ERROR, Outcome.CHANGE, Outcome.ADD, Outcome.UNCHANGED)


def take_in(name: str, *, by: User, at: datetime, language: str, approve: bool) -> Sheet:
    """A table that was sent; its file is kept under its key by whoever calls. name: of the file."""
    sheet = Sheet(
        key=new_key(),
        name=name[:200],
        state=SheetState.WAITING,
        by_id=by.id,
        language=language,
        approve=approve,
        created_at=at,
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


def by_id(sheet_id: int, *, for_update: bool = False) -> Sheet:
    """Raises Missing."""
    chosen = select(Sheet).where(Sheet.id == sheet_id)
    if for_update:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(chosen)
    if found is None:
        raise Missing
    return found


def latest() -> Sequence[Sheet]:
    """Of everybody, the newest first."""
    return db.session.scalars(select(Sheet).order_by(Sheet.id.desc()).limit(LATEST)).all()


def check_again(sheet: Sheet, *, approve: bool, artisan_id: int | None, craft_id: int | None, language: str) -> None:
    """With other choices. sheet: loaded for update. Raises NotNow."""
    if sheet.state is not SheetState.CHECKED:
        raise NotNow
    sheet.approve, sheet.artisan_id, sheet.craft_id, sheet.language = approve, artisan_id, craft_id, language
    _work(sheet, SheetState.WAITING)


def want(sheet: Sheet, *, digest: str) -> None:
    """Import it. digest: of the report the person has before their eyes. Raises NotNow, StillErrors."""
    if sheet.state is not SheetState.CHECKED or sheet.digest != digest:
        raise NotNow
    if sheet.counts.get(Outcome.ERROR):
        raise StillErrors
    _work(sheet, SheetState.WANTED)


def drop(sheet: Sheet) -> None:
    """Let go of a table that was not imported. Raises NotNow."""
    if sheet.state not in (SheetState.CHECKED, SheetState.REFUSED):
        raise NotNow
    sheet.state = SheetState.DROPPED
    db.session.execute(delete(SheetLine).where(SheetLine.sheet_id == sheet.id))


def done(*, by: User, at: datetime, name: str, counts: dict[str, int], sheet_id: int | None) -> None:
    """Write down that a table was imported: one deed beside those of its pieces."""
    trail.record(
        "table.imported",
        subject="sheet",
        subject_id=sheet_id,
        by_id=by.id,
        at=at,
        facts={"name": name, **{outcome.value: counts.get(outcome.value, 0) for outcome in SHOWN}},
    )


def lines(sheet: Sheet, outcome: Outcome | None, page: int) -> tuple[Sequence[SheetLine], int, int]:
    """A page of the report, the page's number and how many there are. None: all rows, in their order."""
    found = select(SheetLine).where(SheetLine.sheet_id == sheet.id)
    if outcome is not None:
        found = found.where(SheetLine.outcome == outcome)
    count = db.session.scalar(found.with_only_columns(func.count()).order_by(None)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    shown = found.order_by(SheetLine.number).limit(PAGE).offset((page - 1) * PAGE)
    return db.session.scalars(shown).all(), page, pages


def ask_for(kind: str, filters: dict[str, object], *, language: str, by: User, at: datetime) -> SheetExport:
    """A table of ours, to be written by the worker."""
    export = SheetExport(
        key=new_key(), kind=kind, language=language, filters=filters, by_id=by.id, created_at=at,
        state=ExportState.WAITING,
    )  # fmt: skip
    db.session.add(export)
    db.session.flush()
    return export


def export(export_id: int) -> SheetExport:
    """Raises Missing."""
    found = db.session.get(SheetExport, export_id)
    if found is None:
        raise Missing
    return found


def _work(sheet: Sheet, state: SheetState) -> None:
    sheet.state, sheet.tries, sheet.done, sheet.total, sheet.step, sheet.refusal = state, 0, 0, 0, "", None
