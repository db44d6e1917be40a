"""Printed catalogues: what somebody of the team asked for, and how far it is.

A row is work to do for the worker; the file it makes is kept in private for some days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.base.database import Model, db, new_key, one_of
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.catalogue.folding import fold
from app.domain.catalogue.items import SHOWN
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.people.models import Artisan, User
from app.domain.people.trades import Craft, Place
from app.domain.work.models import Leased

LANGUAGES = ("fr", "ar", "en", "es")
MOST_PIECES = 2_000
KEPT = timedelta(days=7)
LISTED = 20


class Prices(StrEnum):
    NONE = "none"
    MAD = "mad"
    BOTH = "both"


class PrintState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class CataloguePrint(Leased, Model):
    """done, total: pieces. size: bytes of the file. A row that waits and is leased is being made."""

    __tablename__ = "catalogue_print"
    __table_args__ = (CheckConstraint("0 <= done AND done <= total", name="progress"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    craft_id: Mapped[int | None] = mapped_column(ForeignKey("craft.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    prices: Mapped[Prices] = mapped_column(one_of(Prices))
    state: Mapped[PrintState] = mapped_column(one_of(PrintState), default=PrintState.WAITING, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    craft: Mapped[Craft | None] = relationship()
    place: Mapped[Place | None] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def choice(self) -> "Choice":
        return Choice(self.craft, self.place, self.language, self.prices)

    @property
    def file(self) -> str:
        """Where the file lies among the private ones."""
        return f"prints/{self.key}.pdf"


@dataclass(frozen=True)
class Choice:
    """What a catalogue holds: the pieces of a craft or of a family of crafts, of a place, of both, or all of them."""

    craft: Craft | None
    place: Place | None
    language: str
    prices: Prices


class NothingToPrint(Refusal):
    text = N_("No piece can be printed with this choice. Choose another craft or another place.")


class TooManyPieces(Refusal):
    text = N_("These are %(count)d pieces: one catalogue holds %(most)d at most. Choose a craft or a place.")


def ask(choice: Choice, *, by: User, at: datetime) -> CataloguePrint:
    """Have a catalogue made. Raises Forbidden, NothingToPrint, TooManyPieces."""
    if not by.is_staff:
        raise Forbidden
    asked = CataloguePrint(
        key=new_key(),
        craft=choice.craft,
        place=choice.place,
        language=choice.language,
        prices=choice.prices,
        state=PrintState.WAITING,
        total=len(pieces(choice)),
        by_id=by.id,
        created_at=at,
    )
    db.session.add(asked)
    db.session.flush()
    return asked


def pieces(choice: Choice) -> list[int]:
    """The pieces to print that can be had or made now: by craft, by their maker's name as it is read, by reference.

    Raises NothingToPrint, TooManyPieces.
    """
    rows = list(db.session.execute(_chosen(choice)))
    if not rows:
        raise NothingToPrint(field="craft")
    if len(rows) > MOST_PIECES:
        raise TooManyPieces(field="craft", count=len(rows), most=MOST_PIECES)
    names = {row.id: fold((choice.language == "ar" and row.name_ar) or row.name) for row in rows}
    rows.sort(key=lambda row: (row.position, row.craft_id, names[row.id], row.reference))
    return [row.id for row in rows]


def _chosen(choice: Choice) -> Select[*tuple[Any, ...]]:
    can_be_had = or_(Variant.kind.in_((Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)), Variant.on_hand > Variant.reserved)
    columns = (Item.id, Item.reference, Item.craft_id, Craft.position, Artisan.name, Artisan.name_ar)
    chosen = select(*columns).join(Item.artisan).join(Item.craft).where(*SHOWN, Item.variants.any(can_be_had))
    if choice.craft is not None:
        chosen = chosen.where(or_(Craft.id == choice.craft.id, Craft.parent_id == choice.craft.id))
    if choice.place is not None:
        chosen = chosen.where(Artisan.place_id == choice.place.id)
    return chosen


def recent() -> Sequence[CataloguePrint]:
    """The last ones asked for, newest first."""
    more = (joinedload(CataloguePrint.craft), joinedload(CataloguePrint.place), joinedload(CataloguePrint.by))
    newest = select(CataloguePrint).options(*more).order_by(CataloguePrint.created_at.desc(), CataloguePrint.id.desc())
    return db.session.scalars(newest.limit(LISTED)).all()


def by_id(print_id: int) -> CataloguePrint:
    """Raises Missing."""
    found = db.session.get(CataloguePrint, print_id)
    if found is None:
        raise Missing
    return found


def waiting() -> int:
    """How many nobody has finished."""
    return db.session.scalar(select(func.count()).where(CataloguePrint.state == PrintState.WAITING)) or 0


def old(at: datetime) -> Sequence[CataloguePrint]:
    """Those whose days are over."""
    return db.session.scalars(select(CataloguePrint).where(CataloguePrint.created_at < at - KEPT)).all()
