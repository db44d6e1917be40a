"""What people do and where: crafts, a tree of two levels, and places."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Json, Model


def in_language(texts: dict[str, str], language: str) -> str:
    """A short text in a language, or in French where it is missing."""
    return texts.get(language) or texts.get("fr") or next(iter(texts.values()), "")


class Place(Model):
    """Where a piece is made. ``x`` and ``y`` are its point on the map's own drawing (424 × 292)."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    x: Mapped[int | None]
    y: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)

    def called(self, language: str) -> str:
        return in_language(self.names, language)


class Craft(Model):
    """A branch of work. Families (no parent) hold crafts; items belong to crafts."""

    __tablename__ = "craft"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id"), index=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    short_names: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    story: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    icon: Mapped[str] = mapped_column(String(30), default="star")
    code: Mapped[str] = mapped_column(String(3), default="")
    in_menu: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    is_food: Mapped[bool] = mapped_column(default=False)
    not_to: Mapped[list[str]] = mapped_column(Json, default=list)
    """Countries its pieces may not go to, unless a piece says otherwise: ISO codes."""

    parent: Mapped["Craft | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["Craft"]] = relationship(back_populates="parent", order_by="Craft.position")

    def called(self, language: str) -> str:
        return in_language(self.names, language)

    def called_short(self, language: str) -> str:
        """The name that fits a menu."""
        return in_language(self.short_names, language) or self.called(language)
