"""Tables of demand."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, one_of


class SignalKind(StrEnum):
    VIEW = "view"
    SEARCH = "search"
    WISH = "wish"
    STOCK_ALERT = "stock_alert"
    REQUEST_LINE = "request_line"
    CUSTOM_WISH = "custom_wish"
    DECLINE = "decline"
    REDUCTION = "reduction"
    OFFER_ACCEPTED = "offer_accepted"
    OFFER_REFUSED = "offer_refused"
    IMPRESSION = "impression"
    CLICK = "click"
    CHANGE_ASKED = "change_asked"
    PAST_SALE = "past_sale"


NOTED = (SignalKind.VIEW, SignalKind.IMPRESSION, SignalKind.SEARCH, SignalKind.CLICK, SignalKind.WISH)
"""Kinds that are noted beside the pages people look at: nearly all rows. What requests say is few."""


class DemandSignal(Model):
    """One observed sign of demand. visitor: a hash under the day's key. value: centimes. results: of a search.

    out_of_stock: a view of something that could not be had; a search of which nothing found could be had.
    facet: what a list was narrowed to, as ``material:wool``. words: of a search, of what was opened from it, of a wish.
    """

    __tablename__ = "demand_signal"
    __table_args__ = (Index(None, "kind", "at"), Index(None, "item_id", "at"), {"postgresql_with": {"fillfactor": 95}})

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[SignalKind] = mapped_column(one_of(SignalKind))
    visitor: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(5))
    country: Mapped[str | None] = mapped_column(String(2))
    item_id: Mapped[int | None]
    craft_id: Mapped[int | None]
    artisan_id: Mapped[int | None]
    request_id: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(String(120))
    results: Mapped[int | None]
    quantity: Mapped[int] = mapped_column(default=1)
    value: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(40))
    out_of_stock: Mapped[bool] = mapped_column(default=False)
    facet: Mapped[str | None] = mapped_column(String(60))


class SignalBatch(Model):
    """What a process of the site noted in a second, in one row: on its way to ``demand_signal`` (``batches``).

    at: of its first sign. put_aside: it could not be read.
    """

    __tablename__ = "signal_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    put_aside: Mapped[bool] = mapped_column(default=False)


class DemandDay(Model):
    """A day's signals of one kind about one thing. Columns that do not apply are 0 or empty, so cells are unique.

    language: of searches and of what was opened from them; other signs are counted whatever the language.
    words: of a past sale, the series as its table calls it.
    """

    __tablename__ = "demand_day"
    __table_args__ = (
        UniqueConstraint(
            "day",
            "kind",
            "item_id",
            "craft_id",
            "artisan_id",
            "words",
            "reason",
            "country",
            "out_of_stock",
            "facet",
            "language",
            name="uq_demand_day_cell",
        ),
        Index(None, "item_id", "day"),
        Index(None, "artisan_id", "day"),
        Index(None, "kind", "day"),
        Index(
            "ix_demand_day_said",
            "kind",
            "words",
            "day",
            sqlite_where=text("words <> ''"),
            postgresql_where=text("words <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[SignalKind] = mapped_column(one_of(SignalKind))
    item_id: Mapped[int] = mapped_column(default=0)
    craft_id: Mapped[int] = mapped_column(default=0)
    artisan_id: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    out_of_stock: Mapped[bool] = mapped_column(default=False)
    facet: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(5), default="")
    signals: Mapped[int] = mapped_column(default=0)
    visitors: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int] = mapped_column(default=0)
    value: Mapped[int] = mapped_column(default=0)
    without_result: Mapped[int] = mapped_column(default=0)


class DemandCount(Model):
    """How far signs are counted: one row, none before the first count.

    day: one that is not over and was counted up to ``until``. edition: drawn anew with every change of what is kept of
    days, so that what was made of them can be remembered as long.
    """

    __tablename__ = "demand_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date | None]
    until: Mapped[datetime | None]
    edition: Mapped[int]
