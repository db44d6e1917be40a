"""What something may be worth, never as a bare number: a mean and a second moment, and from these an interval.

Closed forms only. Counts are gamma-Poisson, shares are beta-binomial, products of independent guesses multiply
their moments, and the interval is that of the gamma distribution with the same moments (Wilson and Hilferty, 1931).
With few observations the intervals are wide, as they must be, and begin at nothing: checked against draws, they hold
80 to 88 % of what they say they hold 80 % of, and leave out one in ten above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Guess:
    """A positive unknown. mean: its expectation; square: the expectation of its square."""

    mean: float
    square: float

    @property
    def spread(self) -> float:
        """Variance over squared mean."""
        return self.square / self.mean**2 - 1 if self.mean else 0.0

    def __mul__(self, other: "Guess") -> "Guess":
        return Guess(self.mean * other.mean, self.square * other.square)

    def interval(self, share: float = 0.8) -> tuple[float, float]:
        """Where it lies with this probability, as much left out below as above."""
        if self.mean <= 0 or self.spread <= 0:
            return self.mean, self.mean
        shape = 1 / self.spread
        edge = _edge(share)
        low, high = (_cube(1 - 1 / (9 * shape) + side * edge / (3 * sqrt(shape))) for side in (-1, 1))
        return self.mean * low, self.mean * high


def told(mean: float, low: float, high: float, share: float = 0.8) -> Guess:
    """The guess that was told as a mean and its interval: ``Guess.interval`` read backwards."""
    if mean <= 0 or low >= high:
        return known(mean)
    edge = _edge(share)

    def root(end: float, side: int) -> list[float]:
        """Where the edge of the interval is ``end``, for the square roots of spreads."""
        inside = edge**2 / 9 + 4 / 9 * (1 - (end / mean) ** (1 / 3))
        return [4.5 * (side * edge / 3 + sign * sqrt(max(inside, 0.0))) for sign in (-1, 1)]

    below, above = root(max(low, 0.0), -1)[1], root(high, 1)
    spread = (below if low > 0 else above[0] if above[0] >= below else above[1]) ** 2
    return Guess(mean, mean**2 * (1 + spread))


@cache
def _edge(share: float) -> float:
    """Of the standard normal distribution, where so much lies within."""
    return NormalDist().inv_cdf((1 + share) / 2)


def _cube(value: float) -> float:
    return max(value, 0.0) ** 3


def known(value: float) -> Guess:
    return Guess(value, value**2)


def total(guesses: Sequence[Guess]) -> Guess:
    """The sum of some that rise and fall together, as they share what they are made of: their spreads add up."""
    mean = sum(guess.mean for guess in guesses)
    return Guess(mean, mean**2 + sum(sqrt(max(guess.square - guess.mean**2, 0.0)) for guess in guesses) ** 2)


def rate(count: float, months: float) -> Guess:
    """How many a month, from a count of at least one over some months."""
    return _gamma(count, months)


def risen(now: float, before: float, months: float) -> Guess | None:
    """How many more a month than before, from counts over two spans of the same length.

    None where a rise cannot be told from chance: less than one in ten would see as much without any rise.
    """
    more = (now - before) / months
    if now - before <= NormalDist().inv_cdf(0.9) * sqrt(now + before + 1):
        return None
    return Guess(more, more**2 + (now + before + 1) / months**2)


def chance(yes: float, no: float, *, usual: float, weight: float) -> Guess:
    """The share of yes. usual: what is to be expected without having seen any; weight: how many cases that is worth."""
    a, b = yes + usual * weight, max(no, 0.0) + (1 - usual) * weight
    mean = a / (a + b)
    return Guess(mean, mean * (a + 1) / (a + b + 1))


def average(total: float, count: int) -> Guess:
    """The size of one thing, from the sum of some whose sizes differ about as much as their mean."""
    mean = total / count
    return Guess(mean, mean**2 * (1 + 1 / count))


def _gamma(shape: float, scale: float) -> Guess:
    mean = shape / scale
    return Guess(mean, mean**2 * (1 + 1 / shape))
