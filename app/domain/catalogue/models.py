"""Tables of the catalogue: items, variants, facets, movements."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from app.base.database import Base, Json, Model, one_of
from app.domain.catalogue import reasons
from app.domain.catalogue.particulars import OfItem, OfVariant
from app.domain.catalogue.proofs import ItemLabel
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import ItemText, PhotoSet
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, in_language


class ItemState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Kind(StrEnum):
    """How a variant can be had. The kinds are never confused, on the shelf or on the page."""

    UNIQUE = "unique"
    READY = "ready"
    MADE_TO_ORDER = "made_to_order"
    READY_THEN_MADE = "ready_then_made"


class Unit(StrEnum):
    PIECE = "piece"
    PAIR = "pair"
    BOTTLE = "bottle"
    JAR = "jar"
    KILOGRAM = "kilogram"
    SET = "set"


class MovementKind(StrEnum):
    MADE = "made"
    COUNTED = "counted"
    DAMAGED = "damaged"
    SOLD_ELSEWHERE = "sold_elsewhere"
    SHIPPED = "shipped"
    RETURNED = "returned"


def _facet_table(name: str) -> Table:
    return Table(
        f"item_{name}",
        Base.metadata,
        Column("item_id", ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{name}_id", ForeignKey(f"{name}.id", ondelete="CASCADE"), primary_key=True, index=True),
    )


item_material = _facet_table("material")
item_technique = _facet_table("technique")
item_colour = _facet_table("colour")


class _Facet:
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)

    def called(self, language: str) -> str:
        return in_language(self.names, language)


class Material(_Facet, Model):
    __tablename__ = "material"


class Technique(_Facet, Model):
    __tablename__ = "technique"


class Colour(_Facet, Model):
    __tablename__ = "colour"

    hex: Mapped[str] = mapped_column(String(7), default="#888888")


class Item(OfItem, Model):
    """What is sold; belongs to one artisan. Measures in millimetres and grams."""

    __tablename__ = "item"
    __table_args__ = (Index(None, "state", "craft_id"), Index(None, "state", "published_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"), index=True)
    craft_id: Mapped[int] = mapped_column(ForeignKey("craft.id"), index=True)
    state: Mapped[ItemState] = mapped_column(one_of(ItemState), default=ItemState.DRAFT)
    size: Mapped[str] = mapped_column(String(80), default="")
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    weight_g: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    """What its maker told about it, in their own words."""
    sent_back: Mapped[str] = mapped_column(Text, default="")
    """Why an advisor sent it back to its maker; empty where it was not."""
    sent_back_for: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """The codes of ``reasons.Reason`` that were given with it, parted by spaces."""
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    artisan: Mapped[Artisan] = relationship()
    craft: Mapped[Craft] = relationship()
    variants: Mapped[list["Variant"]] = relationship(
        primaryjoin="and_(Variant.item_id == Item.id, Variant.put_away_at.is_(None))",
        back_populates="item",
        order_by="Variant.position",
        cascade="all, delete-orphan",
    )
    """Those that are offered; others were taken away, and only requests know them."""
    labels: Mapped[list["ItemLabel"]] = relationship(order_by="ItemLabel.id", viewonly=True)
    materials: Mapped[list[Material]] = relationship(secondary=item_material)
    techniques: Mapped[list[Technique]] = relationship(secondary=item_technique)
    colours: Mapped[list[Colour]] = relationship(secondary=item_colour)
    texts: Mapped[list[ItemText]] = relationship(
        primaryjoin="and_(ItemText.item_id == Item.id, ItemText.standing == 'approved')", viewonly=True
    )
    photo_set: Mapped[PhotoSet | None] = relationship(
        primaryjoin="and_(PhotoSet.item_id == Item.id, PhotoSet.standing == 'approved')", viewonly=True, uselist=False
    )

    __mapper_args__ = {"version_id_col": version}

    def text(self, language: str) -> ItemText | None:
        """The approved text in a language, else in French, else in any."""
        by_language = {text.language: text for text in self.texts}
        return by_language.get(language) or by_language.get("fr") or next(iter(by_language.values()), None)

    @property
    def is_sent_back(self) -> bool:
        """Whether its maker was asked for something and has not answered yet."""
        return bool(self.sent_back or self.sent_back_for)

    @property
    def asked_for(self) -> list[Reason]:
        """What its maker was asked for, as reasons; there may be words too, in ``sent_back``."""
        return reasons.read(self.sent_back_for)

    @property
    def main(self) -> "Variant":
        """The first variant: every item has at least one."""
        return self.variants[0]

    @property
    def available(self) -> int:
        return sum(variant.available for variant in self.variants)


class Variant(OfVariant, Model):
    """The sellable unit of an item. price: centimes of MAD. lead_days: days to make one lot; weekly_capacity: units."""

    __tablename__ = "variant"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
        CheckConstraint("kind <> 'unique' OR on_hand <= 1", name="unique"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("lead_days >= 0 AND weekly_capacity >= 0", name="made"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    labels: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    kind: Mapped[Kind] = mapped_column(one_of(Kind), default=Kind.READY)
    unit: Mapped[Unit] = mapped_column(one_of(Unit), default=Unit.PIECE)
    price: Mapped[int]
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    lead_days: Mapped[int] = mapped_column(default=0)
    weekly_capacity: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship(back_populates="variants")
    movements: WriteOnlyMapped["StockMovement"] = relationship(back_populates="variant", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}

    def called(self, language: str) -> str:
        """Its size or colour in words; empty where the item comes in one only."""
        return in_language(self.labels, language) if self.labels else ""

    @property
    def available(self) -> int:
        """Units that can be promised now."""
        return self.on_hand - self.reserved

    @property
    def can_be_made(self) -> bool:
        return self.kind in (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)

    @property
    def is_stocked(self) -> bool:
        """Whether pieces of it stand on a shelf."""
        return self.kind is not Kind.MADE_TO_ORDER


class StockMovement(Model):
    """A change of what is on hand: append-only, never corrected but by another movement."""

    __tablename__ = "stock_movement"
    __table_args__ = (CheckConstraint("change <> 0 OR kind = 'counted'", name="change"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    change: Mapped[int]
    kind: Mapped[MovementKind] = mapped_column(one_of(MovementKind))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]

    variant: Mapped[Variant] = relationship(back_populates="movements")


class SearchEntry(Model):
    """An item's words in all languages, folded, for the search index of either engine."""

    __tablename__ = "search_entry"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
