"""Numbers of documents: 1 to n per kind and year, no gap and no double."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.base.database import db
from app.domain.purchasing.offer_models import DocumentCounter

OFFER, DELIVERY_NOTE, RECEIPT, REFUND = "OF", "BL", "RE", "RR"


def take(kind: str, year: int) -> str:
    """The next number, for example OF-2026-0001. It belongs to the caller's transaction: undone with it, no gap."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(DocumentCounter).values(kind=kind, year=year, last=0)
    db.session.execute(first.on_conflict_do_nothing())
    here = (DocumentCounter.kind == kind, DocumentCounter.year == year)
    db.session.execute(
        update(DocumentCounter)
        .where(*here)
        .values(last=DocumentCounter.last + 1)
        .execution_options(synchronize_session=False)
    )
    return f"{kind}-{year}-{db.session.scalar(select(DocumentCounter.last).where(*here)):04d}"
