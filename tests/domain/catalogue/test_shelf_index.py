"""The index says of any pieces, after any changes, what reading through all of them would say."""

from hypothesis import given as always
from hypothesis import strategies as st

from app.domain.catalogue import bitmaps
from app.domain.catalogue.shelf_index import DELAY, NEW, PRICE, Piece, ShelfIndex

PIECES = st.builds(
    Piece,
    item_id=st.integers(1, 25),
    artisan_id=st.integers(1, 4),
    published=st.integers(0, 5),
    price=st.integers(1, 9),
    delay=st.integers(0, 3),
    values=st.sets(st.tuples(st.sampled_from(["colour", "craft"]), st.integers(1, 3))).map(tuple),
)
ORDERS = {
    NEW: lambda piece: (-piece.published, -piece.item_id),
    PRICE: lambda piece: (piece.price, -piece.item_id),
    DELAY: lambda piece: (piece.delay, -piece.published, -piece.item_id),
}


def _filled(first: list[Piece], then: list[Piece], gone: set[int]) -> tuple[ShelfIndex, list[Piece]]:
    held = {piece.item_id: piece for piece in first}
    index = ShelfIndex(held.values())
    for piece in then:
        index.put(piece)
        held[piece.item_id] = piece
    for item_id in gone:
        index.drop(item_id)
        held.pop(item_id, None)
    return index, list(held.values())


FILLED = st.builds(_filled, st.lists(PIECES), st.lists(PIECES), st.sets(st.integers(1, 25)))


@always(FILLED, st.integers(1, 3), st.integers(0, 10), st.integers(0, 10))
def test_narrowing_and_counting(filled: tuple[ShelfIndex, list[Piece]], colour: int, least: int, most: int) -> None:
    index, held = filled
    among = index.having("colour", colour) & index.costing(least, most)
    left = [piece for piece in held if ("colour", colour) in piece.values and least <= piece.price <= most]
    assert index.all.bit_count() == len(held)
    assert among.bit_count() == len(left)
    for slots, some in ((among, left), (index.all, held)):
        by_hand = {one: sum(("craft", one) in piece.values for piece in some) for one in (1, 2, 3)}
        expected = {one: number for one, number in by_hand.items() if number}
        assert dict(index.counts("craft", slots)) == index.tally(slots).get("craft", {}) == expected


@always(FILLED, st.sampled_from(sorted(ORDERS)), st.integers(0, 6), st.integers(0, 6))
def test_orders(filled: tuple[ShelfIndex, list[Piece]], order: str, first: int, more: int) -> None:
    index, held = filled
    expected = [piece.item_id for piece in sorted(held, key=ORDERS[order])][first : first + more]
    assert index.in_order(index.all, order, first, first + more) == expected


@always(FILLED, st.lists(st.integers(1, 30), unique=True))
def test_given_pieces_keep_their_order(filled: tuple[ShelfIndex, list[Piece]], wanted: list[int]) -> None:
    index, held = filled
    there = {piece.item_id for piece in held}
    assert list(index.among(index.all, wanted)) == [one for one in wanted if one in there]
    assert len(list(bitmaps.slots(index.of_items(wanted)))) == len(there & set(wanted))
