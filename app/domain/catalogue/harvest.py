"""The whole public catalogue for programs that read all of it: part by part, in bounded memory, in a lasting order.

Parts and batches follow the row's number, so what is added or leaves meanwhile shifts nothing.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ExecutableOption

from app.base.database import db
from app.domain.catalogue.items import SHOWN
from app.domain.catalogue.models import Colour, Item, Material, Variant
from app.domain.catalogue.proofs import ItemLabel
from app.domain.catalogue.revisions import ItemText, PhotoSet, Standing
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place

PART = 1_000
Changes = Callable[..., Iterator[Any]]
_PRIME = 2_147_483_647


@dataclass(frozen=True)
class Part:
    """Rows of which the numbers lie together. number: from 1. changed: when the last of them did."""

    number: int
    changed: datetime


@dataclass(frozen=True)
class Entry:
    """Something with a page of its own. changed: when what its page says or shows last became public."""

    slug: str
    changed: datetime


def item_parts() -> list[Part]:
    return _parts(Item.id, _changes)


def maker_parts() -> list[Part]:
    return _parts(Artisan.id, _arrivals)


def items_in(number: int) -> list[Entry]:
    """The public pieces of a part."""
    return _entries(Item.id, Item.slug, number, _changes)


def makers_in(number: int) -> list[Entry]:
    """The artisans of a part whose pieces are public. Their page changed when the last of these came."""
    return _entries(Artisan.id, Artisan.slug, number, _arrivals)


def crafts() -> dict[int, datetime]:
    """When the newest piece of each craft came, by the craft's id."""
    newest = select(Item.craft_id, func.max(Item.published_at)).join(Item.artisan).where(*SHOWN)
    return {craft_id: at for craft_id, at in db.session.execute(newest.group_by(Item.craft_id)) if at}


def batch(after: int, size: int, options: Sequence[ExecutableOption]) -> tuple[list[Item], int | None]:
    """The public pieces among the next rows beyond a row's number, in its order, and where these end; None at the end.

    The rows are chosen first and looked at then: asked both at once, SQLite would sort all pieces for every batch.
    """
    rows = list(db.session.scalars(select(Item.id).where(Item.id > after).order_by(Item.id).limit(size)))
    if not rows:
        return [], None
    chosen = select(Item).join(Item.artisan).where(*SHOWN, Item.id.in_(rows)).order_by(Item.id)
    return list(db.session.scalars(chosen.options(*options))), rows[-1]


def imprint() -> str:
    """Another one whenever anything public changes: pieces, sizes, stock, prices, texts, photos, makers, names.

    Sums over whole tables, so it costs far less than telling all of them again. Every change of a row that people edit
    raises its version; revisions are rows of their own.
    """
    shown = select(Item.id).join(Item.artisan).where(*SHOWN).subquery()
    is_shown = Item.id.in_(select(shown.c.id))
    sums: list[Select[Any]] = [
        select(*_mixed(Item.id, Item.version)).where(is_shown),
        select(*_mixed(Variant.id, Variant.version)).where(Variant.item_id.in_(select(shown.c.id))),
        select(*_mixed(Artisan.id, Artisan.version)),
        select(*_mixed(ItemLabel.id, ItemLabel.version)),
        *(select(*_mixed(kind.id)).where(kind.standing == Standing.APPROVED) for kind in (ItemText, PhotoSet)),
    ]
    kept_from = select(Craft.id, Craft.not_to).order_by(Craft.id)
    names = [select(kind.id, kind.names).order_by(kind.id) for kind in (Craft, Place, Material, Colour)]
    found = [tuple(row) for statement in (*sums, *names, kept_from) for row in db.session.execute(statement)]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:24]


def _mixed(row: InstrumentedAttribute[int], version: InstrumentedAttribute[int] | None = None) -> list[Any]:
    """Sums that no two sets of rows share but by a very odd chance."""
    number = cast(row, BigInteger)
    sums = [func.count(row), func.sum(number), func.sum(number * number % _PRIME)]
    if version is not None:
        sums += [func.sum(cast(version, BigInteger)), func.sum(number * version % _PRIME)]
    return [cast(one, BigInteger) for one in sums]


def changed_of(item: Item) -> datetime:
    """When what a piece says or shows last became public. Stock and price are not revisions and do not count."""
    approved = [text.approved_at for text in item.texts] + [item.photo_set.approved_at if item.photo_set else None]
    return max(moment for moment in (item.published_at or item.created_at, *approved) if moment)


def _arrivals(*columns: Any) -> Iterator[Select[Any]]:
    """When the last piece came, by these columns."""
    yield _shown(*columns).add_columns(func.max(Item.published_at))


def _changes(*columns: Any) -> Iterator[Select[Any]]:
    """When the last piece came, when a text and when a set of photos was last approved, by these columns."""
    yield from _arrivals(*columns)
    shown = _shown(*columns)
    text = shown.join(ItemText, ItemText.item_id == Item.id).where(ItemText.standing == Standing.APPROVED)
    yield text.add_columns(func.max(ItemText.approved_at))
    photos = shown.join(PhotoSet, PhotoSet.item_id == Item.id).where(PhotoSet.standing == Standing.APPROVED)
    yield photos.add_columns(func.max(PhotoSet.approved_at))


def _shown(*columns: Any) -> Select[Any]:
    return select(*columns).join(Item.artisan).where(*SHOWN).group_by(*columns)


def _parts(row: InstrumentedAttribute[int], changes_of: Changes) -> list[Part]:
    number: ColumnElement[int] = ((row - 1) // PART).label("part")
    changed: dict[int, datetime] = {}
    for changes in changes_of(number):
        for part, at in db.session.execute(changes):
            if at:
                changed[part] = max(at, changed.get(part, at))
    return [Part(part + 1, at) for part, at in sorted(changed.items())]


def _entries(
    row: InstrumentedAttribute[int], slug: InstrumentedAttribute[str], number: int, changes_of: Changes
) -> list[Entry]:
    changed: dict[str, datetime] = {}
    first = (number - 1) * PART
    for changes in changes_of(row, slug):
        for _id, name, at in db.session.execute(changes.where(row > first, row <= first + PART).order_by(row)):
            if at:
                changed[name] = max(at, changed.get(name, at))
    return [Entry(name, at) for name, at in changed.items()]
