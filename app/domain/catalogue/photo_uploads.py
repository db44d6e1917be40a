"""Photos on their way here in pieces: who sends what, and how far it has come. The pieces lie in the storage.

What a photo becomes (of a piece in the shop, of pieces at work) is the business of the door it comes in by.

A telephone that lost its network asks how far it had come and goes on from there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, db, new_key
from app.base.errors import N_, Missing, Refusal
from app.domain.people.models import User

PIECE = 256 * 1024
"""Bytes of a piece; the last one may be shorter."""
MOST_OPEN = 24
"""On their way at once from one person: three forms of eight photos."""
KEPT = timedelta(days=2)


class TooManyOpen(Refusal):
    text = N_("Too many photos are on their way already. Wait until they have arrived.")
    status = 429


class PieceTooLarge(Refusal):
    text = N_("This piece of a photo is larger than it may be.")
    status = 413


class OutOfPlace(Refusal):
    """offset: bytes that have come so far, where the next piece begins."""

    text = N_("This piece of a photo does not follow the one before.")
    status = 409


class PhotoUpload(Model):
    """size, received: bytes that will come, that have come. photo_key: of the picture that it became."""

    __tablename__ = "photo_upload"
    __table_args__ = (CheckConstraint("0 <= received AND received <= size", name="received_of_size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    photo_key: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def folder(self) -> str:
        return f"uploads/{self.key}"

    @property
    def pieces(self) -> list[str]:
        """Where the pieces that came lie, in private, in their order."""
        return [self.piece(offset) for offset in range(0, self.received, PIECE)]

    def piece(self, offset: int) -> str:
        return f"{self.folder}/{offset:09d}"


def begin(size: int, *, by: User, at: datetime) -> PhotoUpload:
    """A photo of so many bytes sets out. by: loaded for update, so that they are counted. Raises TooManyOpen."""
    still_open = select(func.count()).where(PhotoUpload.by_id == by.id, PhotoUpload.photo_key.is_(None))
    if (db.session.scalar(still_open) or 0) >= MOST_OPEN:
        raise TooManyOpen
    begun = PhotoUpload(key=new_key(), by_id=by.id, size=size, received=0, created_at=at)
    db.session.add(begun)
    db.session.flush()
    return begun


def of(by: User, key: str, *, for_update: bool = False) -> PhotoUpload:
    """This person's upload. Raises Missing: others' are not found."""
    one = select(PhotoUpload).where(PhotoUpload.key == key, PhotoUpload.by_id == by.id)
    found = db.session.scalar(one.with_for_update() if for_update else one)
    if found is None:
        raise Missing
    return found


def check_piece(upload: PhotoUpload, offset: int, length: int) -> None:
    """Whether a piece of so many bytes is the next one. Raises OutOfPlace, PieceTooLarge."""
    if offset != upload.received:
        raise OutOfPlace
    if length > min(PIECE, upload.size - upload.received):
        raise PieceTooLarge
    if length < min(PIECE, upload.size - upload.received):  # cut off on the way: it is sent again
        raise OutOfPlace


def arrived(upload: PhotoUpload, length: int) -> bool:
    """Count a piece that was kept. upload: loaded for update. Returns whether it was the last one."""
    upload.received += length
    return upload.received == upload.size


def old(at: datetime, limit: int = 200) -> Sequence[PhotoUpload]:
    """Those that set out two days ago or longer: nobody goes on with them."""
    begun = select(PhotoUpload).where(PhotoUpload.created_at <= at - KEPT).order_by(PhotoUpload.id).limit(limit)
    return db.session.scalars(begun.with_for_update(skip_locked=True)).all()
