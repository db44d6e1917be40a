"""Histories of a known kind, drawn by seeded dice."""

from math import exp
from random import Random


def poisson(dice: Random, mean: float) -> int:
    left, number, limit = 1.0, -1, exp(-mean)
    while left > limit:
        left *= dice.random()
        number += 1
    return number


def counts(dice: Random, mean: float, size: float) -> int:
    """A negative binomial: variance mean + mean²/size."""
    return poisson(dice, dice.gammavariate(size, mean / size)) if mean > 0 else 0
