"""The figures in the team's header: what waits to be produced, what waits for an answer."""

from typing import NamedTuple

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import producing
from app.domain.purchasing import desk


class Waiting(NamedTuple):
    catalogue: int
    purchasing: int


def waiting() -> Waiting:
    """The first is counted in memory, the second is one question."""
    return Waiting(producing.waiting(), db.session.scalar(select(desk.waiting())) or 0)
