"""Tables of what is shown and said beside the words of a request: a customer's pictures, translations by the team."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.people.models import User
from app.domain.purchasing.private_pictures import PrivatePicture


class Verdict(StrEnum):
    """Whether makers may see a customer's picture."""

    WAITING = "waiting"
    PASSED = "passed"
    REFUSED = "refused"


class RequestPicture(PrivatePicture):
    """A customer's picture, with a wish or with a message."""

    __tablename__ = "request_picture"
    home = "request_id"
    __table_args__ = (
        CheckConstraint("(verdict = 'waiting') = (judged_at IS NULL)", name="judged"),
        CheckConstraint("erased_at IS NULL OR request_id IS NULL", name="erased"),
    )

    request_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_request.id", ondelete="SET NULL"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("request_line.id", ondelete="SET NULL"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict), default=Verdict.WAITING)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    judged_at: Mapped[datetime | None]


class Translation(Model):
    """Words of a request in another language, typed by the team.

    about: which words (``translating.words_of``): "request", "line-7", "answer-3", "message-12".
    """

    __tablename__ = "request_translation"
    __table_args__ = (UniqueConstraint("request_id", "about", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(5))
    body: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship()
