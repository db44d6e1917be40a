"""Which pieces are like one, without a database."""

from hypothesis import given as always
from hypothesis import strategies as st

from app.domain.catalogue.shelf_index import Piece, ShelfIndex
from app.domain.catalogue.similar import similar

CLOTH, CLAY, WOOL_CRAFT = 1, 2, 3
COTTON, WOOL = 1, 2
RED, BLUE = 1, 2


def _piece(
    item_id: int,
    maker: int,
    *,
    craft: int = CLOTH,
    material: tuple[int, ...] = (),
    colour: tuple[int, ...] = (),
    technique: tuple[int, ...] = (),
    price: int = 200_00,
    ready: bool = True,
) -> Piece:
    values = [("craft", craft), ("maker", maker), ("price", price // 100_00)]
    values += [("material", one) for one in material] + [("colour", one) for one in colour]
    values += [("technique", one) for one in technique] + ([("ready", 1)] if ready else [])
    return Piece(item_id, maker, item_id, price, 0, tuple(values))


ONE = _piece(1, 1, material=(COTTON,), colour=(RED,), technique=(1,))


def _like(*others: Piece, family: tuple[int, ...] = (), limit: int = 4) -> list[int]:
    return similar(ShelfIndex([ONE, *others]), 1, family=family, limit=limit)


def test_what_shares_more_comes_first() -> None:
    shared = _piece(2, 2, material=(COTTON,), colour=(RED,), technique=(1,))
    cotton = _piece(3, 3, material=(COTTON,), price=900_00)
    bare = _piece(4, 4, price=900_00)
    near = _piece(5, 5, material=(COTTON,))
    assert _like(bare, cotton, shared, near) == [2, 5, 3, 4]


def test_neither_itself_nor_its_own_workshop_nor_another_craft_nor_what_cannot_be_had() -> None:
    own, clay = _piece(2, 1, material=(COTTON,)), _piece(3, 2, craft=CLAY, material=(COTTON,))
    out = _piece(4, 3, material=(COTTON,), ready=False)
    assert _like(own, clay, out) == []
    assert similar(ShelfIndex([own]), 77, family=(), limit=4) == []


def test_each_maker_once_before_one_comes_twice_and_the_nearest_in_price_first() -> None:
    dear, fair, other = _piece(2, 2, price=299_00), _piece(3, 2, price=210_00), _piece(4, 3, price=250_00)
    assert _like(dear, fair, other, limit=2) == [3, 4]
    assert _like(dear, fair, other) == [3, 4, 2]


def test_the_family_fills_what_the_craft_leaves_empty() -> None:
    weaver, wool = _piece(2, 2), _piece(3, 3, craft=WOOL_CRAFT, material=(COTTON,))
    assert _like(weaver, wool) == [2]
    assert _like(weaver, wool, family=(CLOTH, WOOL_CRAFT)) == [2, 3]


@always(
    st.lists(
        st.builds(
            _piece,
            st.integers(2, 40),
            st.integers(1, 5),
            craft=st.integers(1, 2),
            material=st.sets(st.integers(1, 3)).map(tuple),
            colour=st.sets(st.integers(1, 3)).map(tuple),
            price=st.integers(1, 9).map(lambda n: n * 100_00),
            ready=st.booleans(),
        ),
        unique_by=lambda piece: piece.item_id,
    ),
    st.integers(0, 6),
)
def test_no_more_than_asked_for_never_twice_and_none_that_is_better_left_out(others: list[Piece], limit: int) -> None:
    found = _like(*others, limit=limit)
    held = {piece.item_id: piece for piece in others}
    possible = [p for p in others if p.artisan_id != 1 and ("craft", CLOTH) in p.values and ("ready", 1) in p.values]
    assert len(found) == len(set(found)) == min(limit, len(possible))

    def shared(piece: Piece) -> int:
        alike = ("material", "technique", "colour", "price")
        return sum(bool({v for v in piece.values if v[0] == f} & {v for v in ONE.values if v[0] == f}) for f in alike)

    counts = [shared(held[one]) for one in found]
    assert counts == sorted(counts, reverse=True)
    left = [shared(piece) for piece in possible if piece.item_id not in found]
    assert not (found and left) or min(counts) >= max(left)
