"""Pieces like one: of its craft, by other makers, that share materials, techniques, colours and about the price.

Worked out from the shelves in memory, by joining bitmaps: it costs the same however many pieces there are.
"""

from collections.abc import Collection, Iterator
from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import NamedTuple

from app.domain.catalogue.shelf_index import NEW, Piece, ShelfIndex

SHARED = ("material", "technique", "colour", "price")
WINDOW = 24
"""So many pieces that share as much, the newest, are held against each other."""


class Neighbours(NamedTuple):
    """What stands on a piece's page beside it. limit: of each at most. same: others of the workshop, the newest.

    like: pieces of other workshops that are like it. of_workshop: how many pieces the workshop shows.
    """

    limit: int
    same: list[int]
    like: list[int]
    of_workshop: int


def neighbours(index: ShelfIndex, item_id: int, *, family: Collection[int], limit: int) -> Neighbours:
    piece = index.piece_of(item_id)
    theirs = index.having("maker", piece.artisan_id) if piece else 0
    same = [one for one in index.in_order(theirs, NEW, 0, limit + 1) if one != item_id][:limit]
    return Neighbours(limit, same, similar(index, item_id, family=family, limit=limit), theirs.bit_count())


def similar(index: ShelfIndex, item_id: int, *, family: Collection[int], limit: int) -> list[int]:
    """The ids of pieces that can be had, those that share most first; of these the nearest in price, a maker once.

    family: the crafts to look through where its own has too few.
    """
    piece = index.piece_of(item_id)
    if piece is None:
        return []
    others = index.having("ready", *_READY) & ~index.having("maker", piece.artisan_id)
    found: dict[int, int] = {}
    for crafts in (_ids(piece, "craft"), list(family)):
        for among in _sharing(index, piece, others & index.having("craft", *crafts)):
            _choose(index, piece, among, found, limit)
            if len(found) >= limit:
                return list(found)
    return list(found)


_READY = (1, 2)
"""Values of the facet ``ready``: on the shelf, or made to order."""


def _sharing(index: ShelfIndex, piece: Piece, base: int) -> Iterator[int]:
    """The slots that share all with a piece, then all but one, down to nothing but the craft."""
    shares = [index.having(facet, *ids) for facet in SHARED if (ids := _ids(piece, facet))]
    for count in range(len(shares), -1, -1):
        yield reduce(or_, (reduce(and_, some, base) for some in combinations(shares, count)), 0)


def _choose(index: ShelfIndex, piece: Piece, among: int, found: dict[int, int], limit: int) -> None:
    """Add to what is found (id: maker) up to the limit; a maker comes twice only where there are no others."""
    fresh = [one for one in index.in_order(among, NEW, 0, WINDOW + len(found)) if one not in found]
    near = sorted(filter(None, map(index.piece_of, fresh)), key=lambda one: abs(one.price - piece.price))
    for once in (True, False):
        for one in near:
            if len(found) < limit and one.item_id not in found and not (once and one.artisan_id in found.values()):
                found[one.item_id] = one.artisan_id


def _ids(piece: Piece, facet: str) -> list[int]:
    return [one for name, one in piece.values if name == facet]
