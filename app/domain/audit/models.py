"""The audit trail and the short-lived keys that hide network addresses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Json, Model


class AuditEvent(Model):
    """One deed. ``subject`` and ``subject_id`` name the row; ``origin`` is a keyed hash of an address."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None]
    on_behalf_of_id: Mapped[int | None]
    deed: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    origin: Mapped[str | None] = mapped_column(String(32))


class DailyKey(Model):
    """A day's secret, destroyed after two days and never in a backup: what it hashed cannot be traced back."""

    __tablename__ = "daily_key"

    day: Mapped[date] = mapped_column(primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
