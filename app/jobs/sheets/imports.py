"""The last step of an import, in the transaction that the caller ends."""

from datetime import datetime

from app.domain.catalogue.sheets import imports
from app.domain.people.models import User
from app.jobs.sheets import writing
from app.jobs.sheets.going import Going


def finish(going: Going, *, by: User, name: str, sheet_id: int | None, at: datetime) -> None:
    """Write all of it, and the deed. Raises ChangedMeanwhile."""
    writing.write(going)
    imports.done(by=by, at=at, name=name, counts=dict(going.counts), sheet_id=sheet_id)
