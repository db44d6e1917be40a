"""The gamma distribution of scale 1: what counts look like where they are so large that single pieces do not matter."""

from math import exp, gamma, lgamma, log, sqrt
from statistics import NormalDist

NEAR = 1e-10
MOST_TERMS, MOST_STEPS = 2_000, 60


def share(shape: float, x: float) -> float:
    """P(X ≤ x), by the series of the incomplete gamma function, all of whose terms are positive."""
    if x <= 0:
        return 0.0
    term = total = 1.0
    for number in range(1, MOST_TERMS):
        term *= x / (shape + number)
        total += term
        if term < NEAR * total:
            break
    return min(total * exp(shape * log(x) - x - lgamma(shape + 1)), 1.0)


def quantile(shape: float, level: float) -> float:
    """The x with P(X ≤ x) = level: by Newton's steps, held between what is known to be too little and too much."""
    low, high, x = 0.0, shape + 40 * sqrt(shape) + 60, _guess(shape, level)
    for _step in range(MOST_STEPS):
        off = share(shape, x) - level
        low, high = (low, x) if off > 0 else (x, high)
        there = exp((shape - 1) * log(x) - x - lgamma(shape))
        moved = x - off / there if there > 0 else low
        nearer = moved if low < moved < high else (low + high) / 2
        if abs(nearer - x) <= NEAR * x:
            break
        x = nearer
    return x


def _guess(shape: float, level: float) -> float:
    """Wilson & Hilferty (1931); near zero, where that is none, by the first term of the series."""
    spread = 1 / (9 * shape)
    root = 1 - spread + NormalDist().inv_cdf(level) * sqrt(spread)
    if shape >= 1 and root > 0:
        return float(shape * root**3)
    return float(max((level * gamma(shape + 1)) ** (1 / shape), 1e-300))
