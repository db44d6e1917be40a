"""A table somebody sent to be imported, and what was found out about each of its rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Json, Model, one_of
from app.domain.work.models import Leased


class SheetState(StrEnum):
    """Waiting and wanted are work for the worker: to be checked, to be imported."""

    WAITING = "waiting"
    CHECKED = "checked"
    REFUSED = "refused"
    WANTED = "wanted"
    DONE = "done"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What a row would do."""

    ADD = "add"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    ERROR = "error"


class Sheet(Leased, Model):
    """key: names its files. source: whose columns it has. counts: rows by outcome. digest: of all outcomes.

    notes, refusal: sentences to translate, each with its facts: [["%(n)d rows", {"n": 3}]]. done, total: rows of the
    step it is in.
    """

    __tablename__ = "sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[SheetState] = mapped_column(one_of(SheetState), default=SheetState.WAITING, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    approve: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="fr")
    artisan_id: Mapped[int | None] = mapped_column(ForeignKey("artisan.id", ondelete="SET NULL"))
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id", ondelete="SET NULL"))
    step: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    notes: Mapped[list[list[Any]]] = mapped_column(Json, default=list)
    refusal: Mapped[list[Any] | None] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64), default="")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]

    @property
    def is_at_work(self) -> bool:
        return self.state in (SheetState.WAITING, SheetState.WANTED)


class SheetLine(Model):
    """A row of a sheet. told: {"errors", "notes", "changes"}, see ``planning.Told``."""

    __tablename__ = "sheet_line"
    __table_args__ = (Index(None, "sheet_id", "outcome", "number"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome))
    name: Mapped[str] = mapped_column(String(80), default="")
    told: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class ExportState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class SheetExport(Leased, Model):
    """A table somebody asked for. key: names its file. kind: csv or xlsx. filters: state, craft_id, artisan_id."""

    __tablename__ = "sheet_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(5))
    filters: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[ExportState] = mapped_column(one_of(ExportState), default=ExportState.WAITING, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
