"""Tables of what advisors do after advice: whom they called or visited, and what a *no* leads on to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.advice.models import Response
from app.domain.people.models import Artisan, User


class VisitKind(StrEnum):
    CALL = "call"
    VISIT = "visit"


class Visit(Model):
    """A call or a visit, as it was logged. response_id: the advice it was about, where it was about one."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "artisan_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[VisitKind] = mapped_column(one_of(VisitKind))
    at: Mapped[datetime]
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None] = mapped_column(Text)

    artisan: Mapped[Artisan] = relationship()
    by: Mapped[User] = relationship()


class NextStep(StrEnum):
    """What a *no* leads on to."""

    VISIT = "visit"
    CALL = "call"
    TRAINING = "training"
    MATERIALS = "materials"


class FollowUp(Model):
    """Something an advisor owes an artisan who cannot follow. closed_at: when it was done, or no longer wanted."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed"),
        Index(None, "closed_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    step: Mapped[NextStep] = mapped_column(one_of(NextStep))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    response: Mapped[Response] = relationship(back_populates="follow_ups")
    closed_by: Mapped[User | None] = relationship()
