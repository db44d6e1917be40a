"""The share of yes among a few answers, with its interval: beta-binomial, every share as likely as another before.

Exact for few cases by the sum of a binomial's tail; for many the normal of the log odds is near enough.
"""

from math import exp, lgamma, log
from statistics import NormalDist
from typing import NamedTuple

MANY = 400
STEPS = 40
FEW = 5


class Share(NamedTuple):
    """middle: the median of the estimate. low to high: where it lies four times out of five. yes: of how many cases."""

    middle: float
    low: float
    high: float
    yes: int
    cases: int

    @property
    def counted(self) -> float:
        """The share as it was counted, which may lie outside what is likely of more cases."""
        return self.yes / self.cases

    @property
    def is_small(self) -> bool:
        return self.cases < FEW


def share(yes: int, no: int) -> Share | None:
    """None where there was no case."""
    if yes + no == 0:
        return None
    low, middle, high = (_quantile(yes, no, level) for level in (0.1, 0.5, 0.9))
    return Share(middle, low, high, yes, yes + no)


def _quantile(yes: int, no: int, level: float) -> float:
    """Of the beta distribution with yes + 1 and no + 1."""
    if yes + no > MANY:
        a, b = yes + 1, no + 1
        odds = NormalDist(log((a - 1 / 3) / (b - 1 / 3)), (1 / (a - 1 / 2) + 1 / (b - 1 / 2)) ** 0.5).inv_cdf(level)
        return 1 / (1 + exp(-odds))
    low, high = 0.0, 1.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(yes, no, middle) < level else (low, middle)
    return (low + high) / 2


def _below(yes: int, no: int, at: float) -> float:
    """How likely the share is at or below a value: of n + 1 tosses at this chance, more than ``yes`` succeed."""
    tosses = yes + no + 1
    each = (
        lgamma(tosses + 1)
        - lgamma(count + 1)
        - lgamma(tosses - count + 1)
        + count * log(at)
        + (tosses - count) * log(1 - at)
        for count in range(yes + 1, tosses + 1)
    )
    return sum(exp(one) for one in each)
