"""Tables of the production desk: who does what to which item, and what was not accepted and why."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.catalogue import reasons
from app.domain.catalogue.models import Item
from app.domain.catalogue.reasons import Reason
from app.domain.people.models import User


class TaskState(StrEnum):
    HELD = "held"
    DONE = "done"
    GIVEN_BACK = "given_back"


_HELD = text("state = 'held'")


class Task(Model):
    """Work on one item that somebody has taken. What nobody has taken is no row: it is a lack.

    kind: one of ``completeness.TASKS``. since: when the holder got it. from_id, from_since: who had it before that and
    since when, None where it was free. moved_by_id, move: who moved it there and the key of that deed, by which it can
    be undone. word: what was said with it.
    """

    __tablename__ = "production_task"
    __table_args__ = (
        Index("uq_production_task_held", "item_id", "kind", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
        Index(None, "holder_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[TaskState] = mapped_column(one_of(TaskState), default=TaskState.HELD)
    holder_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    since: Mapped[datetime]
    word: Mapped[str] = mapped_column(String(300), default="")
    from_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    from_since: Mapped[datetime | None]
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    move: Mapped[str] = mapped_column(String(64), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship()
    holder: Mapped[User] = relationship(foreign_keys=[holder_id])
    moved_by: Mapped[User] = relationship(foreign_keys=[moved_by_id])

    __mapper_args__ = {"version_id_col": version}


class RevisionRefusal(Model):
    """Why a text or a photo set was not accepted. Exactly one of text_id and photo_set_id; the revision is retired."""

    __tablename__ = "revision_refusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("item_text.id", ondelete="CASCADE"), unique=True)
    photo_set_id: Mapped[int | None] = mapped_column(ForeignKey("photo_set.id", ondelete="CASCADE"), unique=True)
    codes: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    item: Mapped[Item] = relationship()
    by: Mapped[User] = relationship()

    @property
    def reasons(self) -> list[Reason]:
        return reasons.read(self.codes)
