"""The table of what advisors say to each other about advice."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model
from app.domain.people.models import User


class AdviceComment(Model):
    """A colleague's word on a draft or on advice that was sent. seen_at: when whoever wrote the advice had read it."""

    __tablename__ = "advice_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime | None]

    by: Mapped[User] = relationship()
