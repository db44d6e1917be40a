"""Tables of what is to be expected, and of feasts that a coordinator corrected."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Json, Model, one_of
from app.domain.demand.feasts import Feast


class Subject(StrEnum):
    """What a forecast is about. SERIES: past sales that are no piece of ours, by name. NEWCOMER: a piece of a craft of
    which nothing was asked for yet, by the weeks it has been there; each group has one, so it says when it was made."""

    CRAFT = "craft"
    ITEM = "item"
    SERIES = "series"
    MATERIAL = "material"
    TECHNIQUE = "technique"
    COLOUR = "colour"
    PLACE = "place"
    NEWCOMER = "newcomer"


class Forecast(Model):
    """What is to be expected of one thing, replaced each night. Weeks begin on the day it was made.

    craft_id: the group's; 0 for none. weeks_known: of history. past: pieces asked for in the weeks before, the oldest
    first. asked: their sum over a year. steps: mean and size of each week ahead. totals: the same of the first 4, 8
    and 12 together. expected: mean of eight weeks.
    """

    __tablename__ = "forecast"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id", "name", "craft_id", name="uq_forecast_subject"),
        Index(None, "craft_id", "subject", "asked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(one_of(Subject))
    subject_id: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120), default="")
    craft_id: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date]
    weeks_known: Mapped[int]
    past: Mapped[list[int]] = mapped_column(Json)
    asked: Mapped[int]
    steps: Mapped[list[list[float]]] = mapped_column(Json)
    totals: Mapped[dict[str, list[float]]] = mapped_column(Json)
    expected: Mapped[float]


class FeastDay(Model):
    """The first day of a feast as it was announced, where that is not the computed one. year: of the Hijri calendar."""

    __tablename__ = "feast_day"
    __table_args__ = (UniqueConstraint("feast", "year", name="uq_feast_day_feast"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feast: Mapped[Feast] = mapped_column(one_of(Feast))
    year: Mapped[int]
    day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
