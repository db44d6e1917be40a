"""What an item says and shows: texts per language and photo sets, as revisions.

One approved revision is public; at most one pending revision waits for an advisor; older ones are kept.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model, one_of
from app.domain.work.models import Leased


class Standing(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    RETIRED = "retired"


class TextState(StrEnum):
    """How far a text is. A language without a text is *missing*."""

    DRAFT = "draft"
    MACHINE = "machine"
    REVIEWED = "reviewed"


class PhotoState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


MIDDLE = 5
"""Tenths: where one looks at a photo of which nobody said more."""


def _one_of_each(table: str, *columns: str) -> tuple[Index, ...]:
    """At most one approved and one pending revision, held by the database too."""
    return tuple(
        Index(
            f"uq_{table}_{standing.value}",
            *columns,
            unique=True,
            sqlite_where=text(f"standing = '{standing.value}'"),
            postgresql_where=text(f"standing = '{standing.value}'"),
        )
        for standing in (Standing.PENDING, Standing.APPROVED)
    )


class ItemText(Model):
    __tablename__ = "item_text"
    __table_args__ = _one_of_each("item_text", "item_id", "language")

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(160))
    lead: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    care: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[TextState] = mapped_column(one_of(TextState), default=TextState.DRAFT)
    standing: Mapped[Standing] = mapped_column(one_of(Standing), default=Standing.PENDING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    made_from_id: Mapped[int | None]
    """The revision that was translated, in another language; None: written by itself."""

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


class PhotoSet(Model):
    __tablename__ = "photo_set"
    __table_args__ = _one_of_each("photo_set", "item_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing), default=Standing.PENDING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]

    places: Mapped[list["PhotoPlace"]] = relationship(
        back_populates="photo_set", order_by="PhotoPlace.position", cascade="all, delete-orphan"
    )

    @property
    def photos(self) -> list["Photo"]:
        return [place.photo for place in self.places]


class Pictured(Leased):
    """A picture on its way: its original kept in private, then its light forms made by the worker, under ``key``.

    width, height: pixels. renditions: {"avif": [320, 480], "jpeg": [480]}: the widths that exist, by format.
    blur: a few pixels as WebP, in base64.
    """

    key: Mapped[str] = mapped_column(String(40), unique=True)
    original: Mapped[str] = mapped_column(String(250))
    width: Mapped[int]
    height: Mapped[int]
    renditions: Mapped[dict[str, list[int]]] = mapped_column(Json, default=dict)
    blur: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[PhotoState] = mapped_column(one_of(PhotoState), default=PhotoState.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0)


class Photo(Pictured, Model):
    """A picture of a piece. The original stays private; renditions are public.

    alt: what it shows, by language. focus_x, focus_y: where to look, in tenths of width and height.
    """

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("focus_x BETWEEN 0 AND 10 AND focus_y BETWEEN 0 AND 10", name="focus_inside"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alt: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    focus_x: Mapped[int] = mapped_column(default=MIDDLE)
    focus_y: Mapped[int] = mapped_column(default=MIDDLE)
    is_illustration: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class PhotoPlace(Model):
    """A photo's place in a set."""

    __tablename__ = "photo_place"

    photo_set_id: Mapped[int] = mapped_column(ForeignKey("photo_set.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), index=True)

    photo_set: Mapped[PhotoSet] = relationship(back_populates="places")
    photo: Mapped[Photo] = relationship()
