"""The table of photos of pieces at work."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.fulfilment.models import QualityCheck, Verdict
from app.domain.purchasing.offer_models import OfferLine
from app.domain.purchasing.private_pictures import PrivatePicture


class WorkPicture(PrivatePicture):
    """A photo of the pieces of a line: while they are made, or with the check it was taken at.

    on_behalf: the team sent it for the maker. told_at: when the customer heard of it.
    """

    __tablename__ = "work_picture"
    home = "line_id"
    __table_args__ = (CheckConstraint("erased_at IS NULL OR line_id IS NULL", name="erased"),)

    line_id: Mapped[int | None] = mapped_column(ForeignKey("offer_line.id", ondelete="SET NULL"), index=True)
    check_id: Mapped[int | None] = mapped_column(ForeignKey("quality_check.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]

    line: Mapped[OfferLine | None] = relationship()
    check: Mapped[QualityCheck | None] = relationship()

    @property
    def is_of_making(self) -> bool:
        """Taken while the pieces were made, not at a check."""
        return self.check_id is None

    @property
    def has_passed(self) -> bool:
        """Taken at a check that the pieces passed."""
        return self.check is not None and self.check.verdict is Verdict.PASSED
