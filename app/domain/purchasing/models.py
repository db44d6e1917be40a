"""Tables of purchasing: requests, lines, answers, events, messages."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model, one_of
from app.domain.catalogue.destinations import HOME
from app.domain.catalogue.models import Variant
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, User

if TYPE_CHECKING:  # tables that build on these
    from app.domain.purchasing.counter_models import CounterLine, CounterProposal
    from app.domain.purchasing.talk_models import RequestPicture, Translation


class State(StrEnum):
    SENT = "sent"
    ANSWERING = "answering"
    DECLINED = "declined"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    RETURNED = "returned"
    DELIVERED = "delivered"
    CLOSED = "closed"


class AnswerKind(StrEnum):
    AS_ASKED = "as_asked"
    CHANGED = "changed"
    DECLINED = "declined"


class DeclineReason(StrEnum):
    """Why a maker says no."""

    NO_STOCK = "no_stock"
    NO_TIME = "no_time"
    PRICE_TOO_LOW = "price_too_low"
    DO_NOT_MAKE = "do_not_make"
    MATERIALS_MISSING = "materials_missing"
    OTHER = "other"


class RefusalReason(StrEnum):
    """Why a customer says no to an offer."""

    PRICE = "price"
    DELAY = "delay"
    DELIVERY_COST = "delivery_cost"
    CHANGED_MIND = "changed_mind"
    FOUND_ELSEWHERE = "found_elsewhere"
    OTHER = "other"


class Author(StrEnum):
    CUSTOMER = "customer"
    ARTISAN = "artisan"
    STAFF = "staff"


class PurchaseRequest(Model):
    """What a customer sends. ``generation`` is raised to end old links; ``key`` makes sending twice send once."""

    __tablename__ = "purchase_request"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL OR anonymised_at IS NOT NULL", name="reachable"),
        Index(None, "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[State] = mapped_column(one_of(State), default=State.SENT)
    generation: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    country: Mapped[str] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(String(120))
    address: Mapped[str | None] = mapped_column(Text)
    pickup: Mapped[bool] = mapped_column(default=False)
    needed_by: Mapped[date | None]
    message: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    lines: Mapped[list["RequestLine"]] = relationship(
        back_populates="request", order_by="RequestLine.position", cascade="all, delete-orphan"
    )
    events: Mapped[list["RequestEvent"]] = relationship(order_by="RequestEvent.id", cascade="all, delete-orphan")
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id", cascade="all, delete-orphan")
    proposals: Mapped[list["CounterProposal"]] = relationship(
        order_by="CounterProposal.id", cascade="all, delete-orphan"
    )
    pictures: Mapped[list["RequestPicture"]] = relationship(order_by="RequestPicture.id", viewonly=True)
    translations: Mapped[list["Translation"]] = relationship(order_by="Translation.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def destination(self) -> str:
        """The country the pieces go to: ours, where they are collected at the cooperative."""
        return HOME if self.pickup else self.country

    @property
    def lacks_address(self) -> bool:
        """Nobody has said yet where the parcel goes."""
        return not self.pickup and not self.address and self.anonymised_at is None


class RequestLine(Model):
    """A variant or a free description (custom order). unit_price: centimes, as the customer saw it.

    reminded_at, escalated_at: when the clock last reminded its maker, and told the advisors that they do not answer.
    """

    __tablename__ = "request_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    artisan_id: Mapped[int | None] = mapped_column(ForeignKey("artisan.id"), index=True)
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id"), index=True)
    titles: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    description: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[int]
    unit_price: Mapped[int | None]
    wish: Mapped[str | None] = mapped_column(Text)
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    request: Mapped[PurchaseRequest] = relationship(back_populates="lines")
    variant: Mapped[Variant | None] = relationship()
    artisan: Mapped[Artisan | None] = relationship()
    answer: Mapped["LineAnswer | None"] = relationship(
        primaryjoin="and_(LineAnswer.line_id == RequestLine.id, LineAnswer.live)", viewonly=True, uselist=False
    )
    counter: Mapped["CounterLine | None"] = relationship(
        primaryjoin="and_(CounterLine.line_id == RequestLine.id, CounterLine.live)", viewonly=True, uselist=False
    )

    @property
    def wanted_quantity(self) -> int:
        """Pieces, as the customer asked last."""
        return self.counter.quantity if self.counter else self.quantity

    @property
    def wanted_price(self) -> int | None:
        """Centimes a piece, as the customer saw or wished it last."""
        return self.counter.unit_price if self.counter else self.unit_price


class LineAnswer(Model):
    """An artisan's answer to a line: part ready, part to be made. One live answer per line; earlier ones are kept.

    unit_price: centimes. lead_days: days until all of it is ready; ready_on: the day that gives.
    """

    __tablename__ = "line_answer"
    __table_args__ = (
        CheckConstraint("quantity_ready >= 0 AND quantity_made >= 0", name="quantities"),
        CheckConstraint("(kind = 'declined') = (quantity_ready + quantity_made = 0)", name="declined"),
        CheckConstraint("(kind = 'declined') = (reason IS NOT NULL)", name="reason"),
        Index("uq_line_answer_live", "line_id", unique=True, sqlite_where=text("live"), postgresql_where=text("live")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("request_line.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AnswerKind] = mapped_column(one_of(AnswerKind))
    quantity_ready: Mapped[int] = mapped_column(default=0)
    quantity_made: Mapped[int] = mapped_column(default=0)
    unit_price: Mapped[int | None]
    lead_days: Mapped[int] = mapped_column(default=0)
    ready_on: Mapped[date | None]
    reason: Mapped[DeclineReason | None] = mapped_column(one_of(DeclineReason))
    note: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    live: Mapped[bool] = mapped_column(default=True)

    line: Mapped[RequestLine] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def quantity(self) -> int:
        return self.quantity_ready + self.quantity_made


class RequestEvent(Model):
    """One deed on a request; the events of a request replay to its state."""

    __tablename__ = "request_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[State | None] = mapped_column(one_of(State, "from_state"))
    to_state: Mapped[State] = mapped_column(one_of(State, "to_state"))
    by_customer: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("artisan.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class Message(Model):
    """A word on a request. What an artisan sees of it is masked; staff see the original."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    author: Mapped[Author] = mapped_column(one_of(Author))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    artisan_id: Mapped[int | None] = mapped_column(ForeignKey("artisan.id"))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship()
    artisan: Mapped[Artisan | None] = relationship()
