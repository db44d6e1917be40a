"""What items and variants hold beyond their names: what sets one variant apart, what food must say, where it may go."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Json

_LAST = 80
"""Behind the columns that every variant has."""


def _positive(name: str) -> Mapped[int | None]:
    return mapped_column(CheckConstraint(f"{name} > 0", name=name), sort_order=_LAST)


class OfVariant:
    """Measures in millimetres, grams and millilitres, where they differ from the item's.

    photo_id, colour_id: one of the item's own, looked up among them; once it is none of them, it counts for nothing.
    is_past: its best-before day is over (``days``). put_away_at: it is no longer offered, but was asked for.
    """

    photo_id: Mapped[int | None] = mapped_column(sort_order=_LAST)
    colour_id: Mapped[int | None] = mapped_column(sort_order=_LAST)
    length_mm: Mapped[int | None] = _positive("length_mm")
    width_mm: Mapped[int | None] = _positive("width_mm")
    height_mm: Mapped[int | None] = _positive("height_mm")
    weight_g: Mapped[int | None] = _positive("weight_g")
    net_g: Mapped[int | None] = _positive("net_g")
    net_ml: Mapped[int | None] = _positive("net_ml")
    batch: Mapped[str] = mapped_column(String(40), default="", sort_order=_LAST)
    best_before: Mapped[date | None] = mapped_column(index=True, sort_order=_LAST)
    is_past: Mapped[bool] = mapped_column(default=False, sort_order=_LAST)
    put_away_at: Mapped[datetime | None] = mapped_column(sort_order=_LAST)


class OfItem:
    """is_food: None, as its craft says. authorisation: the ONSSA number. not_to: ISO codes; None, as its craft says."""

    is_food: Mapped[bool | None] = mapped_column(sort_order=_LAST)
    ingredients: Mapped[dict[str, str]] = mapped_column(Json, default=dict, sort_order=_LAST)
    authorisation: Mapped[str] = mapped_column(String(40), default="", sort_order=_LAST)
    not_to: Mapped[list[str] | None] = mapped_column(Json, sort_order=_LAST)
