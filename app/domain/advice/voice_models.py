"""The table of voice notes: a recommendation said aloud, for those who would rather hear it than read it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Json, Model

LONGEST = 60
"""Seconds."""


class VoiceNote(Model):
    """What a recommendation says, recorded in one language. bars: how loud each part of it is, 1 to 100.

    It is taken in before its recommendation is written, so it is free at first. erased_at: when it was parted from it;
    what is free without that came with a form sent back.
    """

    __tablename__ = "voice_note"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "language"),
        CheckConstraint("erased_at IS NULL OR recommendation_id IS NULL", name="erased"),
        CheckConstraint(f"seconds BETWEEN 1 AND {LONGEST}", name="seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(8))
    seconds: Mapped[int]
    bars: Mapped[list[int]] = mapped_column(Json, default=list)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @property
    def path(self) -> str:
        """Where its file lies in the private storage."""
        return f"voices/{self.key}.webm"

    @property
    def lasts(self) -> str:
        """As a clock says it: "0:42"."""
        return f"{self.seconds // 60}:{self.seconds % 60:02d}"
