"""What the lines of the ledger say of themselves, for the rows that are shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.base.together import Question
from app.domain.purchasing.models import PurchaseRequest, RequestLine


@dataclass(frozen=True)
class Said:
    """What a line says of itself. reference: of its request. titles: of the piece as it was asked for."""

    reference: str
    titles: dict[str, str]
    description: str


def said(line_ids: Collection[int]) -> dict[int, Said]:
    """For the rows that are shown, in one statement."""
    return said_of(db.session.execute(saying(line_ids))) if line_ids else {}


def saying(line_ids: Collection[int]) -> Question:
    """What ``said`` asks."""
    line = RequestLine
    chosen = select(line.id, PurchaseRequest.reference, line.titles, line.description)
    return chosen.join(PurchaseRequest).where(line.id.in_(line_ids))


def said_of(rows: Iterable[Any]) -> dict[int, Said]:
    return {id_: Said(reference, titles or {}, description or "") for id_, reference, titles, description in rows}
