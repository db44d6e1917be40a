"""Table of the numbered papers: pro formas, delivery notes, receipts, refunds. What was issued is never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.base.database import Json, Model, one_of
from app.domain.people.models import User
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import Offer


class DocumentKind(StrEnum):
    PRO_FORMA = "pro_forma"
    """It bears the number of its offer."""
    DELIVERY_NOTE = "delivery_note"
    RECEIPT = "receipt"
    REFUND = "refund"


class PaymentWay(StrEnum):
    """How money came, as a receipt says it."""

    TRANSFER = "transfer"
    ON_DELIVERY = "on_delivery"
    AT_THE_COOPERATIVE = "at_the_cooperative"


class Document(Model):
    """facts: all that it says, as it was on its day, so that it is printed the same years later; but of the person
    nothing.

    personal: who it is made out to, and what that person wrote. The papers of a sale keep it for as long as the law
    wants (``papers.YEARS_KEPT``); what led to no sale lets go of it when the customer is forgotten. A request with a
    document cannot be deleted.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(one_of(DocumentKind))
    number: Mapped[str] = mapped_column(String(20), unique=True)
    year: Mapped[int]
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    personal: Mapped[dict[str, Any] | None] = mapped_column(Json)
    issued_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    request: Mapped[PurchaseRequest] = relationship()
    offer: Mapped[Offer | None] = relationship()
    by: Mapped[User | None] = relationship()

    @validates("kind", "number", "year", "facts", "issued_at")
    def _stay(self, column: str, value: Any) -> Any:
        """What was issued cannot be written anew, whatever a later hand tries."""
        if inspect(self).persistent:
            raise ValueError(f"{self.number} was issued: its {column} stays")
        return value
