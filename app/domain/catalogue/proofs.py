"""Tables of the labels that items carry, each with the paper that proves it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model


class Proof(Model):
    """A paper sent by the team, kept in private under ``key``. media_type: what it was found to be."""

    __tablename__ = "proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]

    @property
    def path(self) -> str:
        """Where it lies among what is private."""
        return f"proofs/{self.key}"


class ItemLabel(Model):
    """A label an item carries. label: a name of ``labels.KNOWN``. expires_on: the last day it holds.

    has_ended: that day is over (``days``).
    """

    __tablename__ = "item_label"
    __table_args__ = (UniqueConstraint("item_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60), default="")
    expires_on: Mapped[date]
    has_ended: Mapped[bool] = mapped_column(default=False)
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("proof.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    proof: Mapped[Proof | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def holds_on(self, day: date) -> bool:
        """Whether the shop may show it."""
        return self.proof_id is not None and day <= self.expires_on
