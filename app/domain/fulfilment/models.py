"""Tables of fulfilment: payments, refunds, quality checks, shipments, the customer's word."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.base.database import Model, one_of
from app.domain.people.models import User
from app.domain.purchasing.document_models import PaymentWay
from app.domain.purchasing.offer_models import OfferLine


class Verdict(StrEnum):
    PASSED = "passed"
    RETURNED = "returned"


class Fault(StrEnum):
    """Why a piece goes back to its maker."""

    DAMAGED = "damaged"
    FLAW = "flaw"
    SIZE = "size"
    COLOUR = "colour"
    INCOMPLETE = "incomplete"
    OTHER = "other"


class Journey(StrEnum):
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    RETURNED = "returned"


class ReturnReason(StrEnum):
    """Why a parcel came back."""

    NOT_COLLECTED = "not_collected"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    DAMAGED = "damaged"
    OTHER = "other"


class WordState(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    KEPT_BACK = "kept_back"


class MoneyMoved(Model):
    """What payments and refunds have in common. amount: centimes of MAD. reference: of the bank or of the till.

    They are two tables, not one with a sign: a CHECK holds each above zero, and neither is ever taken for the other.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    amount: Mapped[int]
    way: Mapped[PaymentWay] = mapped_column(one_of(PaymentWay))
    reference: Mapped[str | None] = mapped_column(String(80))
    paid_on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    @declared_attr
    def by(cls) -> Mapped[User | None]:  # noqa: N805  # SQLAlchemy hands over the class
        return relationship()


class Payment(MoneyMoved):
    """Money received for a request, as staff recorded it."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)


class Refund(MoneyMoved):
    """Money given back to a customer, as staff recorded it."""

    __tablename__ = "refund"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)


class QualityCheck(Model):
    """One look at the pieces of a line before they leave. fault and note: why they went back to the maker."""

    __tablename__ = "quality_check"
    __table_args__ = (CheckConstraint("(verdict = 'returned') = (fault IS NOT NULL)", name="fault_of_returned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("offer_line.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict))
    fault: Mapped[Fault | None] = mapped_column(one_of(Fault))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    line: Mapped[OfferLine] = relationship()
    by: Mapped[User | None] = relationship()


class Shipment(Model):
    """One parcel on its way. A request has one under way at a time; one that came back stays on record."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index(
            "uq_shipment_on_its_way",
            "request_id",
            unique=True,
            sqlite_where=text("journey = 'on_its_way'"),
            postgresql_where=text("journey = 'on_its_way'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    carrier: Mapped[str] = mapped_column(String(80))
    tracking: Mapped[str | None] = mapped_column(String(120))
    journey: Mapped[Journey] = mapped_column(one_of(Journey), default=Journey.ON_ITS_WAY)
    return_reason: Mapped[ReturnReason | None] = mapped_column(one_of(ReturnReason))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]


class CustomerWord(Model):
    """What a customer says of what they received, a row for each maker it is about.

    Others read it once an advisor has looked at it. It holds no name: country is all that it says of who wrote it.
    """

    __tablename__ = "customer_word"
    __table_args__ = (UniqueConstraint("request_id", "artisan_id"), Index(None, "artisan_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"))
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id", ondelete="CASCADE"))
    country: Mapped[str] = mapped_column(String(2))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[WordState] = mapped_column(one_of(WordState), default=WordState.WAITING)
    at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
