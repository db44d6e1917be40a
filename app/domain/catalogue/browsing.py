"""The pieces as everybody browses them: of what is on the shelves, from memory while nothing of them has changed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.base.database import db, is_writing
from app.domain.catalogue import items
from app.domain.catalogue.models import Item
from app.domain.catalogue.shelf_index import NEW
from app.domain.catalogue.shelves import Shelves, opened


def cards(ids: Sequence[int]) -> list[Item]:
    """The public pieces with these ids, in that order, with all their pages show. To be read only."""
    with opened() as shelves:
        return _held(shelves, list(shelves.index.among(shelves.index.all, ids)))


def newest(limit: int) -> list[Item]:
    """What left a workshop last."""
    with opened() as shelves:
        return _held(shelves, shelves.index.in_order(shelves.index.all, NEW, 0, limit))


def from_workshop(artisan_id: int, *, limit: int, except_id: int = 0) -> list[Item]:
    """An artisan's public pieces, the newest first."""
    with opened() as shelves:
        theirs = shelves.index.in_order(shelves.index.having("maker", artisan_id), NEW, 0, limit + 1)
        return _held(shelves, [one for one in theirs if one != except_id][:limit])


def pieces_of(artisan_id: int) -> int:
    """How many of an artisan's pieces are public."""
    with opened() as shelves:
        return shelves.index.having("maker", artisan_id).bit_count()


def by_slug(slug: str) -> Item:
    """The piece at an address. Raises Missing, or Gone where it was public once."""
    with opened() as shelves:
        return _held(shelves, [_at(shelves, slug)])[0]


class Around(NamedTuple):
    """A piece, others of its workshop, and pieces of other workshops that are like it. of_workshop: pieces in all."""

    piece: Item
    same: list[Item]
    like: list[Item]
    of_workshop: int


def around(slug: str, *, limit: int) -> Around:
    """The piece at an address with so many of each beside it, read together. Raises Missing, Gone."""
    with opened() as shelves:
        item_id = _at(shelves, slug)
        beside = shelves.beside(item_id, limit)
        piece, *others = _held(shelves, [item_id, *beside.same, *beside.like])
        return Around(piece, others[: len(beside.same)], others[len(beside.same) :], beside.of_workshop)


def by_slugs(slugs: Sequence[str]) -> list[Item]:
    """The public pieces at these addresses, in that order; what is gone is passed over."""
    with opened() as shelves:
        known = {slug: shelves.id_of(slug) for slug in slugs}
        if unknown := [slug for slug, one in known.items() if one is None]:
            rows = db.session.execute(select(Item.slug, Item.id).where(Item.slug.in_(unknown)))
            known |= {row.slug: row.id for row in rows}
        ids = [one for one in known.values() if one]
        return _held(shelves, list(shelves.index.among(shelves.index.all, ids)))


def _at(shelves: Shelves, slug: str) -> int:
    """The id of the public piece at an address."""
    item_id = shelves.id_of(slug) or db.session.scalar(select(Item.id).where(Item.slug == slug))
    if item_id is None or shelves.index.piece_of(item_id) is None:
        raise items.absence(slug)
    return item_id


def _held(shelves: Shelves, ids: Sequence[int]) -> list[Item]:
    """Pieces that this process holds, and those it does not read by four statements and kept from now on."""
    if is_writing():  # what a writer sees may still be undone
        return items.whole(db.session(), ids)
    found = {one: item for one in ids if (item := shelves.held.get(one))}
    found |= {item.id: item for item in _read(shelves, [one for one in ids if one not in found])}
    for item in found.values():
        shelves.hold(item)
    return [found[one] for one in ids if one in found]


def _read(shelves: Shelves, ids: Sequence[int]) -> Iterator[Item]:
    """Rows that belong to no session, read through one of their own.

    What they are made of the shelves know already: SQLite would put together all the pieces' materials to find these.
    """
    if ids:
        with Session(db.session.connection(), expire_on_commit=False) as apart:
            found = items.whole(apart, ids, with_facets=False)
            apart.expunge_all()
        for item in found:
            piece = shelves.index.piece_of(item.id)
            values = sorted(piece.values) if piece else []
            for facet, name in _FACETS.items():
                known = shelves.things[facet]
                set_committed_value(item, name, [known[one] for kind, one in values if kind == facet and one in known])
            yield item


_FACETS = {"material": "materials", "technique": "techniques", "colour": "colours"}
"""Facets of the shelves and what a piece calls them."""
