"""Tables of what is promised: reservations, capacity bookings, offers and their lines, document numbers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model, one_of
from app.domain.catalogue.models import Variant
from app.domain.people.models import User
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RefusalReason, RequestLine


class Hold(StrEnum):
    LIVE = "live"
    RELEASED = "released"
    SHIPPED = "shipped"
    MADE = "made"
    """Of a booking: the work is done and the pieces stand reserved. It goes on filling its week."""


class OfferState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Reservation(Model):
    """Ready units promised to one line answer. A variant's reserved count is the sum of its live ones."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index(
            "uq_reservation_live",
            "answer_id",
            unique=True,
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("line_answer.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int]
    state: Mapped[Hold] = mapped_column(one_of(Hold), default=Hold.LIVE)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    variant: Mapped[Variant] = relationship()
    answer: Mapped[LineAnswer] = relationship()


class CapacityBooking(Model):
    """Units to be made in one ISO week of an artisan's capacity. week: its Monday."""

    __tablename__ = "capacity_booking"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"), Index(None, "artisan_id", "week"))

    id: Mapped[int] = mapped_column(primary_key=True)
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("line_answer.id", ondelete="CASCADE"), index=True)
    week: Mapped[date]
    quantity: Mapped[int]
    state: Mapped[Hold] = mapped_column(one_of(Hold), default=Hold.LIVE)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    answer: Mapped[LineAnswer] = relationship()


class Offer(Model):
    """A version of what the cooperative offers: numbered, immutable once sent, in centimes of MAD.

    reminded_at: when the clock told the customer that its end is near.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("request_id", "number_in_request"),
        CheckConstraint("delivery_cost >= 0", name="delivery_cost"),
        CheckConstraint("total = goods + delivery_cost", name="total"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    number_in_request: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[OfferState] = mapped_column(one_of(OfferState), default=OfferState.SENT)
    goods: Mapped[int]
    delivery_cost: Mapped[int]
    total: Mapped[int]
    ready_on: Mapped[date]
    expires_on: Mapped[date]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    refusal_reason: Mapped[RefusalReason | None] = mapped_column(one_of(RefusalReason))

    request: Mapped[PurchaseRequest] = relationship()
    sent_by: Mapped[User | None] = relationship()
    lines: Mapped[list["OfferLine"]] = relationship(
        back_populates="offer", order_by="OfferLine.position", cascade="all, delete-orphan"
    )


class OfferLine(Model):
    """A line as offered. ``accepted``: the customer's word on it, unknown until they decide."""

    __tablename__ = "offer_line"
    __table_args__ = (CheckConstraint("quantity > 0 AND amount = quantity * unit_price", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("request_line.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("line_answer.id"), index=True)
    position: Mapped[int]
    titles: Mapped[dict[str, str]] = mapped_column(Json)
    quantity: Mapped[int]
    unit_price: Mapped[int]
    amount: Mapped[int]
    ready_on: Mapped[date]
    accepted: Mapped[bool | None]

    offer: Mapped[Offer] = relationship(back_populates="lines")
    line: Mapped[RequestLine] = relationship()
    answer: Mapped[LineAnswer] = relationship()


class DocumentCounter(Model):
    """The last number given, per kind and year: no gap, no double."""

    __tablename__ = "document_counter"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
