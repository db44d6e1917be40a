"""Writing down a deed, in the transaction of the deed itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.domain.audit import addresses
from app.domain.audit.models import AuditEvent

PAGE = 50


def record(
    deed: str,
    *,
    subject: str,
    subject_id: int | None,
    by_id: int | None,
    at: datetime,
    on_behalf_of_id: int | None = None,
    facts: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEvent:
    """One row. deed: a verb ("role.changed"). subject: the kind of thing ("user", "variant").

    address: where it came from; only its keyed hash is kept. facts: plain JSON values, no contacts.
    """
    event = AuditEvent(
        deed=deed,
        subject=subject,
        subject_id=subject_id,
        by_id=by_id,
        on_behalf_of_id=on_behalf_of_id,
        at=at,
        facts=facts or {},
        origin=addresses.hashed_now(address, at) if address else None,
    )
    db.session.add(event)
    return event


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the log. Empty means all."""

    deed: str | None = None
    by_id: int | None = None
    on_behalf: bool = False
    since: datetime | None = None
    until: datetime | None = None


def find(wanted: Wanted, page: int = 1) -> tuple[Sequence[AuditEvent], int]:
    """A page of the log, newest first, and how many pages there are (at least one)."""
    chosen = select(AuditEvent)
    if wanted.deed:
        chosen = chosen.where(AuditEvent.deed == wanted.deed)
    if wanted.by_id is not None:
        chosen = chosen.where(AuditEvent.by_id == wanted.by_id)
    if wanted.on_behalf:
        chosen = chosen.where(AuditEvent.on_behalf_of_id.is_not(None))
    if wanted.since:
        chosen = chosen.where(AuditEvent.at >= wanted.since)
    if wanted.until:
        chosen = chosen.where(AuditEvent.at < wanted.until)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = chosen.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return db.session.scalars(rows).all(), pages


def deeds() -> list[str]:
    """The verbs that stand in the log, for its filter."""
    return list(db.session.scalars(select(AuditEvent.deed).distinct().order_by(AuditEvent.deed)))
