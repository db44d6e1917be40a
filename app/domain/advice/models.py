"""Tables of advice."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model, one_of
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import Photo
from app.domain.people.models import Artisan, User

if TYPE_CHECKING:
    from app.domain.advice.comparison_models import Comparison
    from app.domain.advice.follow_up_models import FollowUp


class AdviceKind(StrEnum):
    MAKE_MORE = "make_more"
    MAKE_LESS = "make_less"
    NEW_VARIATION = "new_variation"
    NEW_PIECE = "new_piece"
    PRICE = "price"
    PHOTOS_TEXT = "photos_text"
    PACKAGING = "packaging"
    DELAY = "delay"
    MATERIALS_TOGETHER = "materials_together"
    LEARN = "learn"


class AdviceState(StrEnum):
    """Where the advice itself is; what each artisan did with it is on their response."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class ResponseState(StrEnum):
    SENT = "sent"
    OPENED = "opened"
    ACCEPTED = "accepted"
    DONE = "done"
    CHECKED = "checked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CannotReason(StrEnum):
    """Why an artisan cannot follow."""

    MONEY = "money"
    MATERIALS = "materials"
    TIME = "time"
    SKILL = "skill"
    TOOLS = "tools"
    DISBELIEF = "disbelief"
    OTHER = "other"


class Measure(StrEnum):
    """What will show whether it helped."""

    REQUESTS = "requests"
    ACCEPTED_REQUESTS = "accepted_requests"
    VIEWS = "views"
    DECLINES = "declines"


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Recommendation(Model):
    """One action in plain words per language (``sentences``), why, and how we shall know.

    expected_change: in units of ``measure`` a month. due_on: when it should be done.
    photo_id: what the piece looked like on the day it was sent.
    artisan_ids: for whom, while it is a draft; once sent, each has a ``Response``. for_all: for whoever makes things of
    the craft on the day it is sent.
    """

    __tablename__ = "recommendation"
    __table_args__ = (Index(None, "state", "changed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AdviceKind] = mapped_column(one_of(AdviceKind))
    state: Mapped[AdviceState] = mapped_column(one_of(AdviceState), default=AdviceState.DRAFT)
    priority: Mapped[Priority] = mapped_column(one_of(Priority), default=Priority.NORMAL)
    title: Mapped[str] = mapped_column(String(160))
    sentences: Mapped[dict[str, str]] = mapped_column(Json)
    opportunity: Mapped[str] = mapped_column(String(160), default="")
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id", ondelete="SET NULL"), index=True)
    measure: Mapped[Measure] = mapped_column(one_of(Measure), default=Measure.ACCEPTED_REQUESTS)
    expected_change: Mapped[int | None]
    compare_days: Mapped[int] = mapped_column(default=56)
    baseline: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    due_on: Mapped[date | None]
    artisan_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    for_all: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[User] = relationship()
    item: Mapped[Item | None] = relationship()
    photo: Mapped[Photo | None] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.position", cascade="all, delete-orphan")
    responses: Mapped[list["Response"]] = relationship(
        back_populates="recommendation", order_by="Response.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def sentence(self, language: str) -> str:
        return self.sentences.get(language) or self.sentences.get("fr", "")


class Evidence(Model):
    """Figures frozen when the advice was written. figure: what stands large ("37"); series: twelve weekly counts."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(60))
    figure: Mapped[str] = mapped_column(String(20), default="")
    icon: Mapped[str] = mapped_column(String(30), default="")
    sentences: Mapped[dict[str, str]] = mapped_column(Json)
    series: Mapped[list[int]] = mapped_column(Json, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    frozen_at: Mapped[datetime]

    def sentence(self, language: str) -> str:
        return self.sentences.get(language) or self.sentences.get("fr", "")


class Response(Model):
    """What one artisan did with a recommendation addressed to them.

    returned: what an advisor said who found that it is not done yet; it goes with the next *done*.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "artisan_id"),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="reason"),
        Index(None, "artisan_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id", ondelete="CASCADE"))
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"))
    state: Mapped[ResponseState] = mapped_column(one_of(ResponseState), default=ResponseState.SENT)
    reason: Mapped[CannotReason | None] = mapped_column(one_of(CannotReason))
    note: Mapped[str | None] = mapped_column(Text)
    promised_on: Mapped[date | None]
    sent_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    returned: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    recommendation: Mapped[Recommendation] = relationship(back_populates="responses")
    artisan: Mapped[Artisan] = relationship()
    comparison: Mapped["Comparison | None"] = relationship(back_populates="response", cascade="all, delete-orphan")
    follow_ups: Mapped[list["FollowUp"]] = relationship(
        back_populates="response", order_by="FollowUp.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}
