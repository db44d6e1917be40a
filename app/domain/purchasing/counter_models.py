"""Tables of counter-proposals: what a customer asks for instead of an offer. Written once, never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Model
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine


class CounterProposal(Model):
    """A change asked of an offer: figures by line, a day. Its words are a message. needed_by: None where none is said.

    has_words: whether a message says more than the figures.
    """

    __tablename__ = "counter_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("purchase_request.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), unique=True)
    needed_by: Mapped[date | None]
    has_words: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]

    offer: Mapped[Offer] = relationship()
    lines: Mapped[list["CounterLine"]] = relationship(
        back_populates="proposal", order_by="CounterLine.id", cascade="all, delete-orphan"
    )


class CounterLine(Model):
    """What is wished of an offered line, in full: a figure the customer left open is the offer's.

    unit_price: centimes, a wish until the maker answers. One live wish a line; earlier ones are kept.
    """

    __tablename__ = "counter_line"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND unit_price > 0", name="figures"),
        Index("uq_counter_line_live", "line_id", unique=True, sqlite_where=text("live"), postgresql_where=text("live")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("counter_proposal.id", ondelete="CASCADE"), index=True)
    offer_line_id: Mapped[int] = mapped_column(ForeignKey("offer_line.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("request_line.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int]
    unit_price: Mapped[int]
    live: Mapped[bool] = mapped_column(default=True)

    proposal: Mapped[CounterProposal] = relationship(back_populates="lines", lazy="joined", innerjoin=True)
    offered: Mapped[OfferLine] = relationship(lazy="joined", innerjoin=True)
    line: Mapped[RequestLine] = relationship()

    @property
    def differs(self) -> bool:
        """Whether a figure is wished otherwise than it was offered."""
        return (self.quantity, self.unit_price) != (self.offered.quantity, self.offered.unit_price)
