"""What has changed in the catalogue, noted by the database itself, so that nothing kept in memory can be stale.

Every insert, update and delete in a table that the shop shows leaves a row here. Triggers write it
(``change_triggers``), because a route or a job that forgot to would make a page wrong for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Index, String, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.base.database import Model

KEPT = 20_000
"""Changes kept for those who look rarely; who has missed more than that reads everything anew."""


class About(StrEnum):
    ITEM = "item"
    ARTISAN = "artisan"
    WORDS = "words"
    """What a craft, place, material, technique or colour is called, or where it stands in its tree."""


class CatalogueChange(Model):
    """One change. tx: PostgreSQL's transaction, because its rows may appear out of their order; 0 on SQLite."""

    __tablename__ = "catalogue_change"
    __table_args__ = (Index(None, "tx"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(10))
    thing_id: Mapped[int]
    tx: Mapped[int] = mapped_column(BigInteger, default=0)


class Change(NamedTuple):
    about: About
    thing_id: int


_NEWEST = "newest change seen"


@dataclass
class Follower:
    """Somebody who keeps up with the changes.

    last: the highest change seen. horizon: on PostgreSQL the first transaction that may still be running, from where
    it has to look again. recent: the changes at or after the horizon that were seen already. snapshot: which
    transactions had ended when it last looked, as PostgreSQL writes it; while it stays the same, nothing is new.
    """

    last: int = 0
    horizon: int = 0
    recent: set[int] = field(default_factory=set)
    snapshot: str = ""

    def news(self, session: Session) -> list[Change] | None:
        """What was committed since the last call, by one statement. None: too much was missed, so read all anew."""
        dialect = session.get_bind().dialect.name
        return self.take(session.execute(text(question(dialect, ":known")), {"known": self.known(dialect)}).all())

    def known(self, dialect: str) -> int:
        """From where to ask."""
        return self.last if dialect == "sqlite" else self.horizon

    def is_ahead_of(self, session: Session) -> bool:
        """Whether changes were seen that a transaction does not see. On SQLite each sees what was there when it began;
        on PostgreSQL each of its statements sees all that was committed.
        """
        if session.get_bind().dialect.name != "sqlite":
            return False
        here, newest = session.info.get(_NEWEST, (None, 0))
        if here is None or here is not session.get_transaction():
            newest = session.scalar(select(func.max(CatalogueChange.id))) or 0
            session.info[_NEWEST] = session.get_transaction(), newest  # the same for as long as it lasts
        return bool(newest < self.last)

    def take(self, rows: Sequence[Sequence[Any]]) -> list[Change] | None:
        """The news in an answer to ``question``."""
        found = [row for row in rows if row[2] is not None]
        snapshot, oldest = rows[0][:2]
        horizon = int(snapshot.split(":")[0])
        fresh = [row for row in found if row[2] not in self.recent]
        missed = oldest is not None and oldest > self.last + 1 and bool(fresh)
        self.last = max([self.last, *(row[2] for row in fresh)])
        self.horizon, self.snapshot = horizon, snapshot
        self.recent = {row[2] for row in found if row[5] >= horizon > 0}
        return None if missed else [Change(About(row[3]), row[4]) for row in fresh]


def question(dialect: str, known: str) -> str:
    """The one statement that asks for changes: snapshot, oldest kept, and the columns of each; at least one row.

    known: how the driver marks a value. SQLite has one writer at a time, so changes appear in the order of their
    numbers. On PostgreSQL all below the snapshot's first running transaction was visible last time.
    """
    snapshot, after = (
        ("'0'", f"c.id > {known}") if dialect == "sqlite" else ("pg_current_snapshot()::text", f"c.tx >= {known}")
    )
    return (
        f"SELECT {snapshot}, (SELECT min(id) FROM catalogue_change), c.id, c.about, c.thing_id, c.tx"  # noqa: S608  # ours
        f" FROM (SELECT 1) here LEFT JOIN catalogue_change c ON {after}"
    )


def forget_old(session: Session) -> None:
    """Let go of changes that everybody has seen. The caller commits."""
    newest = session.scalar(select(func.max(CatalogueChange.id)))
    if newest is not None:
        session.execute(delete(CatalogueChange).where(CatalogueChange.id <= newest - KEPT))
