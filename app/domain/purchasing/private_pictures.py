"""Pictures that stay private: what customers' pictures and photos of pieces at work have in common.

One is taken in before what it belongs to is written, so it is free at first. It is free again once it is parted from
that: then the worker removes its files and after them the row, so that a crash between the two loses neither.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from app.base.database import Model, db, new_key
from app.base.errors import Missing
from app.domain.catalogue.revisions import PhotoState, Pictured

FOLDER = "requests"
"""Where their light forms lie in the private storage."""


class PrivatePicture(Pictured, Model):
    """Its light forms are as private as its original, which goes once they are there.

    erased_at: when it was parted from what it belonged to; what is free without that came with a form sent back.
    """

    __abstract__ = True
    home: ClassVar[str]
    """The column that says what it belongs to."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @classmethod
    def is_free(cls) -> ColumnElement[bool]:
        """Whether it belongs to nothing."""
        column: InstrumentedAttribute[int | None] = getattr(cls, cls.home)
        return column.is_(None)


Kind = TypeVar("Kind", bound=PrivatePicture)


def take_in(kind: type[Kind], width: int, height: int, *, at: datetime, **columns: Any) -> Kind:
    """A picture just received, of nothing yet. The caller keeps its original under ``original``."""
    key = new_key()
    waiting = {"key": key, "original": f"originals/{key}", "state": PhotoState.WAITING, "tries": 0, "erased_at": None}
    picture = kind(**waiting, width=width, height=height, at=at, **columns)
    db.session.add(picture)
    db.session.flush()
    return picture


def unplaced(kind: type[Kind], keys: Sequence[str], *also: ColumnElement[bool], most: int) -> list[Kind]:
    """Pictures that came with a form sent back, in the order of their keys, which nobody can guess.

    also: what else must be so. One more than ``most`` is looked for, so that too many are noticed.
    """
    free = select(kind).where(kind.key.in_(keys[: most + 1]), kind.is_free(), kind.erased_at.is_(None), *also)
    found = {one.key: one for one in db.session.scalars(free.with_for_update())} if keys else {}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def find(pictures: Iterable[Kind], key: str) -> Kind:
    """One of these. Raises Missing."""
    found = next((one for one in pictures if one.key == key), None)
    if found is None:
        raise Missing
    return found


def leftover(kind: type[Kind], at: datetime, *, before: datetime, limit: int = 100) -> list[Kind]:
    """Pictures parted from what they belonged to, and those that came before a moment and never belonged to anything.

    at: now. One that is being prepared is left until that is over, or its light forms would outlive it.
    """
    over = or_(kind.erased_at.is_not(None), kind.at < before)
    at_rest = or_(kind.leased_until.is_(None), kind.leased_until <= at)
    gone = select(kind).where(kind.is_free(), over, at_rest).order_by(kind.id).limit(limit)
    return list(db.session.scalars(gone.with_for_update(skip_locked=True)))
