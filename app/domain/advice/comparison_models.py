"""The table of what came after advice, beside what was to be expected."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model, one_of
from app.domain.advice.models import Measure, Response
from app.domain.demand.forecasting.outcome import Verdict


class Comparison(Model):
    """The weeks after one artisan did what was advised.

    Frozen for the day it was done, from days before it, and never changed: measure; first, last: the weeks compared,
    both days included; mean, size: of what was to be expected of them; before: what came in as many days before;
    past: twelve weekly counts before; similar: pieces without advice, [{"item", "mean", "size", "before"}].

    Written once these weeks are over: came; weeks: weekly counts; others: what came of the similar pieces, in their
    order; expected, spread: what was to be expected once it is known what changed for all; effect with low and high,
    its 80 % interval; chance; missed_days: on which somebody looked at the piece and there was none.
    """

    __tablename__ = "comparison"
    __table_args__ = (
        CheckConstraint("(judged_at IS NULL) = (verdict IS NULL)", name="judged"),
        Index(None, "judged_at", "last"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), unique=True)
    frozen_at: Mapped[datetime]
    measure: Mapped[Measure] = mapped_column(one_of(Measure))
    first: Mapped[date]
    last: Mapped[date]
    mean: Mapped[float]
    size: Mapped[float]
    before: Mapped[int]
    past: Mapped[list[int]] = mapped_column(Json, default=list)
    similar: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)

    judged_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(one_of(Verdict))
    came: Mapped[int | None]
    weeks: Mapped[list[int]] = mapped_column(Json, default=list)
    others: Mapped[list[int]] = mapped_column(Json, default=list)
    expected: Mapped[float | None]
    spread: Mapped[float | None]
    effect: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    chance: Mapped[float | None]
    missed_days: Mapped[int] = mapped_column(default=0)

    response: Mapped[Response] = relationship(back_populates="comparison")
