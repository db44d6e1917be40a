"""The table of proposals that somebody put off."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, one_of


class NotNow(StrEnum):
    """Why no advice comes of it now."""

    IS_MADE = "is_made"
    NOBODY_CAN = "nobody_can"
    TOO_FEW = "too_few"
    NOT_OURS = "not_ours"
    LATER = "later"


class PutOff(Model):
    """Nobody advises on it now. value: centimes a month when it was put off; it comes back if that grows."""

    __tablename__ = "put_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity: Mapped[str] = mapped_column(String(160), unique=True)
    reason: Mapped[NotNow] = mapped_column(one_of(NotNow))
    value: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
