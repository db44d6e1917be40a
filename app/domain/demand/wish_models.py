"""The table of wished pieces: what many searched for in vain and the cooperative keeps in mind."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.people.models import User
from app.domain.people.trades import Craft


class WishState(StrEnum):
    """open: nobody makes it yet. taken: somebody does, or will. dropped: not to be made."""

    OPEN = "open"
    TAKEN = "taken"
    DROPPED = "dropped"


class WishedPiece(Model):
    """sought: the key under which its searches are counted. words: the spelling of most people. people: how many had
    searched for it in the twelve weeks before it was kept; that does not change any more.
    """

    __tablename__ = "wished_piece"
    __table_args__ = (CheckConstraint("people >= 0", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sought: Mapped[str] = mapped_column(String(160), unique=True)
    words: Mapped[str] = mapped_column(String(120))
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id"), index=True)
    people: Mapped[int]
    state: Mapped[WishState] = mapped_column(one_of(WishState), default=WishState.OPEN)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    craft: Mapped[Craft | None] = relationship(lazy="joined")
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id], lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}
