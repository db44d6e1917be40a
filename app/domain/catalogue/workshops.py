"""The artisans everybody may meet: those in good standing, with the pieces of theirs that are public."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue import search
from app.domain.catalogue.folding import fold
from app.domain.catalogue.items import SHOWN
from app.domain.catalogue.models import Item
from app.domain.catalogue.shelves import opened
from app.domain.people.models import Artisan, Standing
from app.domain.people.trades import Craft, Place

PAGE = 60
MOST_NAMED = 4


@dataclass(frozen=True)
class Workshop:
    """pieces: how many are public."""

    artisan: Artisan
    pieces: int


@dataclass(frozen=True)
class Directory:
    """One page of the artisans, by name. total: of all pages."""

    workshops: list[Workshop]
    total: int
    number: int
    last: int


def directory(
    language: str,
    *,
    place: Place | None,
    craft: Craft | None,
    number: int,
    size: int = PAGE,
    is_last_beyond: bool = True,
) -> Directory:
    """The artisans in the order of their names as written in a language.

    is_last_beyond: whether a page beyond the last is the last; else it is empty.
    """
    pieces = func.count(Item.id)
    chosen = select(Artisan.id, Artisan.name, Artisan.name_ar, pieces).join(Item, Item.artisan_id == Artisan.id)
    chosen = chosen.where(*SHOWN, *_narrowed(place, craft)).group_by(Artisan.id, Artisan.name, Artisan.name_ar)
    rows = list(db.session.execute(chosen))
    rows.sort(key=lambda row: fold(row.name_ar if language == "ar" and row.name_ar else row.name))
    last = max(1, -(-len(rows) // size))
    number = min(max(number, 1), last) if is_last_beyond else number
    shown = rows[(number - 1) * size : number * size]
    counts = {row[0]: row[3] for row in shown}
    return Directory(
        [Workshop(artisan, counts[artisan.id]) for artisan in _load(list(counts))], len(rows), number, last
    )


def by_slug(slug: str) -> Artisan:
    """The artisan at an address, with place and crafts. Raises Missing where they left or may not sell now."""
    more = (joinedload(Artisan.place), selectinload(Artisan.crafts))
    artisan = db.session.scalar(select(Artisan).where(Artisan.slug == slug).options(*more))
    if artisan is None or artisan.standing is not Standing.GOOD:
        raise Missing()
    return artisan


def count() -> int:
    """How many artisans have public pieces."""
    with opened() as shelves:
        return sum(1 for _maker in shelves.index.counts("maker", shelves.index.all))


def named(words: str) -> list[Artisan]:
    """The few artisans whose name holds all the words somebody typed, the last one perhaps only begun."""
    asked = search.wanted(words)
    if not asked:
        return []
    with opened() as here:
        called = [one for kind, one in here.lexicon.things(asked) if kind == "maker"]
        pieces = {one: count for one in called if (count := here.index.having("maker", one).bit_count())}
    return _load(sorted(pieces, key=lambda one: (-pieces[one], one))[:MOST_NAMED])


def _load(ids: Sequence[int]) -> list[Artisan]:
    if not ids:
        return []
    more = (joinedload(Artisan.place), selectinload(Artisan.crafts))
    found = {a.id: a for a in db.session.scalars(select(Artisan).where(Artisan.id.in_(ids)).options(*more))}
    return [found[artisan_id] for artisan_id in ids]


def _narrowed(place: Place | None, craft: Craft | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if place is not None:
        chosen.append(Artisan.place_id == place.id)
    if craft is not None:
        chosen.append(Artisan.crafts.any(Craft.id == craft.id))
    return chosen
