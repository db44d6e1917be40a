"""The table of photos of what was done on advice."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.purchasing.private_pictures import PrivatePicture


class AdvicePicture(PrivatePicture):
    """A photo with which an artisan says that it is done. Seen by them and by the team."""

    __tablename__ = "advice_picture"
    home = "response_id"
    __table_args__ = (CheckConstraint("erased_at IS NULL OR response_id IS NULL", name="erased"),)

    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
