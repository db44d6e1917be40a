"""How many to make: a piece that stays against a piece that is missed, within the work an artisan can do.

The newsvendor's question (Arrow, Harris & Marschak, 1951). Each further piece is worth making as long as it is missed
often enough: price × (lost by one missed × P(more are asked for) − lost by one that stays × P(not)). Where several
pieces share an artisan's weeks, the work goes each time to the piece it is worth most for; as each further one of a
piece is worth less than the one before, no other share is worth more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from app.domain.demand.forecasting import Counts

SELDOM = 0.1
MOST = 10_000
"""Of one piece: more is no number to tell anybody."""


@dataclass(frozen=True)
class Losses:
    """As shares of the price. unsold: of a piece that stays when the weeks are over. missed: of one that was wanted."""

    unsold: float
    missed: float


@dataclass(frozen=True)
class Wanted:
    """A piece and what is to be expected of it. price: centimes. ready: on the shelf and promised to nobody."""

    expected: Counts
    price: int
    ready: int
    losses: Losses

    def gain(self, made: int) -> float:
        """What one more is worth in centimes, where so many are made: less for each."""
        missed = 1 - self.expected.at_most(self.ready + made)
        return self.price * (self.losses.missed * missed - self.losses.unsold * (1 - missed))


@dataclass(frozen=True)
class Making:
    """How many to make of a piece. wanted: what would be right if there were work enough."""

    quantity: int
    wanted: int
    ready: int
    expected: Counts

    @property
    def there(self) -> int:
        return self.ready + self.quantity

    @property
    def runs_out(self) -> float:
        """The chance that more are asked for than there will be."""
        return 1 - self.expected.at_most(self.there)

    @property
    def nobody(self) -> float:
        """The chance that none is asked for."""
        return self.expected.at_most(0)

    def stay(self, more_than: int) -> float:
        """The chance that more than so many stay."""
        return self.expected.at_most(self.there - more_than - 1)

    @property
    def most_that_stay(self) -> int:
        """More than so many stay once in ten times at most."""
        return max(self.there - self.expected.quantile(SELDOM), 0)


def how_many(pieces: Sequence[Wanted], capacity: int | None) -> list[Making]:
    """For each piece, in their order. capacity: pieces that can be made in all; None where that is not known."""
    alone = [_alone(piece) for piece in pieces]
    shared = alone if capacity is None or sum(alone) <= capacity else _shared(pieces, capacity)
    return [
        Making(quantity, wanted, piece.ready, piece.expected)
        for piece, quantity, wanted in zip(pieces, shared, alone, strict=True)
    ]


def _alone(piece: Wanted) -> int:
    """As many as are worth making: the smallest stock that is enough often enough."""
    enough = piece.losses.missed / (piece.losses.missed + piece.losses.unsold)
    return min(max(piece.expected.quantile(enough) - piece.ready, 0), MOST) if piece.price > 0 else 0


def _shared(pieces: Sequence[Wanted], capacity: int) -> list[int]:
    made = [0] * len(pieces)
    worth = [(-piece.gain(0), number) for number, piece in enumerate(pieces)]
    heapify(worth)
    for _piece in range(capacity):
        loss, number = heappop(worth)
        if loss >= 0:
            break
        made[number] += 1
        heappush(worth, (-pieces[number].gain(made[number]), number))
    return made
