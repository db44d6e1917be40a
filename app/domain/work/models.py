"""Rows that programs, not people, depend on."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model


class Leased:
    """A row that is work to do: whoever takes it holds it until then (``work.leases``)."""

    leased_until: Mapped[datetime | None] = mapped_column(sort_order=90)


class Installation(Model):
    """The one row that says what this database is. A demonstration can be moved in time; nothing else can."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    clock_offset_seconds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class ClockJob(Leased, Model):
    """A job of the clock and its lease: many workers may run, one runs the job."""

    __tablename__ = "clock_job"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]
    leased_by: Mapped[str | None] = mapped_column(String(60))
    last_run_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))


class WorkerBeat(Model):
    """When a worker was last seen alive, so that readiness can be told."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    beat_at: Mapped[datetime]


class SubmittedForm(Model):
    """A form's idempotency key, kept so that the same form sent twice acts once."""

    __tablename__ = "submitted_form"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None]
    endpoint: Mapped[str] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(index=True)
