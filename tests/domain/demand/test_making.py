"""How many to make, held against all that could be made and what each would cost."""

from itertools import product
from random import Random

import pytest

from app.domain.demand import making
from app.domain.demand.forecasting import Counts
from app.domain.demand.making import Losses, Wanted

DURABLE, FOOD = Losses(unsold=0.25, missed=0.6), Losses(unsold=0.75, missed=0.6)
FAR = 300


def cost(piece: Wanted, made: int) -> float:
    """What is lost on average, added up over everything that may be asked for."""
    there = piece.ready + made
    return sum(
        piece.expected.exactly(asked)
        * piece.price
        * (piece.losses.unsold * max(there - asked, 0) + piece.losses.missed * max(asked - there, 0))
        for asked in range(FAR)
    )


def drawn(dice: Random) -> Wanted:
    return Wanted(
        expected=Counts(dice.uniform(0.2, 12), dice.choice((0.5, 2.0, 30.0))),
        price=dice.randrange(5_000, 90_000, 500),
        ready=dice.randint(0, 4),
        losses=dice.choice((DURABLE, FOOD)),
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_other_number_costs_less(seed: int) -> None:
    piece = drawn(Random(seed))
    (found,) = making.how_many([piece], None)
    least = min(range(60), key=lambda made: round(cost(piece, made), 6))
    assert found.quantity == found.wanted == least


@pytest.mark.parametrize("seed", range(12))
def test_no_other_share_of_the_work_costs_less(seed: int) -> None:
    dice = Random(seed)
    pieces, capacity = [drawn(dice) for _ in range(3)], dice.randint(0, 7)
    found = making.how_many(pieces, capacity)
    quantities = [one.quantity for one in found]
    assert sum(quantities) <= capacity
    tables = [[cost(piece, made) for made in range(capacity + 1)] for piece in pieces]
    best = min(
        sum(table[made] for table, made in zip(tables, each, strict=True))
        for each in product(range(capacity + 1), repeat=3)
        if sum(each) <= capacity
    )
    got = sum(table[made] for table, made in zip(tables, quantities, strict=True))
    assert got == pytest.approx(best)


def test_what_spoils_is_made_more_carefully_and_what_stands_there_is_not_made_again() -> None:
    expected = Counts(8, 3)
    durable, food, full = (
        making.how_many([Wanted(expected, 20_000, ready, losses)], None)[0].quantity
        for ready, losses in ((0, DURABLE), (0, FOOD), (40, DURABLE))
    )
    assert durable > food > 0 and full == 0


def test_the_chances_of_running_out_and_of_pieces_that_stay() -> None:
    (found,) = making.how_many([Wanted(Counts(6, 4), 20_000, 2, DURABLE)], 3)
    chances = [Counts(6, 4).exactly(asked) for asked in range(FAR)]
    assert (found.quantity, found.there) == (3, 5) and found.wanted > 3
    assert found.runs_out == pytest.approx(sum(chances[6:]))
    assert found.stay(2) == pytest.approx(sum(chances[:3]))
    assert found.stay(5) == 0
    assert found.stay(found.most_that_stay) <= 0.1
    assert found.most_that_stay == 0 or found.stay(found.most_that_stay - 1) > 0.1


def test_of_nothing_expected_nothing_is_made() -> None:
    assert making.how_many([Wanted(Counts(0, 1), 20_000, 0, DURABLE)], 9)[0].quantity == 0
