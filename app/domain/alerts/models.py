"""The table of alerts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.catalogue.models import Item
from app.domain.notices.models import Channel


class AlertKind(StrEnum):
    STOCK = "stock"
    PRICE = "price"
    WORDS = "words"


class Alert(Model):
    """One thing that one contact waits for. The row is all we know of them, and goes when they were told.

    recipient: an e-mail address or a number in E.164. contact: a keyed hash of it, the same for all their alerts.
    price: what it cost when they asked, in centimes. words: as typed; sought: the same as the search reads them.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("(kind = 'words') = (item_id IS NULL)", name="about"),
        CheckConstraint("(kind = 'price') = (price IS NOT NULL)", name="price"),
        Index(
            "uq_alert_contact_kind_item_id",
            *("contact", "kind", "item_id"),
            unique=True,
            sqlite_where=text("item_id IS NOT NULL"),
            postgresql_where=text("item_id IS NOT NULL"),
        ),
        Index(
            "uq_alert_contact_sought",
            *("contact", "sought"),
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
        ),
        Index(None, "kind", "confirmed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[AlertKind] = mapped_column(one_of(AlertKind))
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    recipient: Mapped[str] = mapped_column(String(254))
    contact: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(5))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    price: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(120), default="")
    sought: Mapped[str] = mapped_column(String(420), default="")
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    """When the search was last tried for it."""

    item: Mapped[Item | None] = relationship()
