"""One series through a grid of discounted gamma-Poisson filters: what each knows at last, how well it foresaw."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import log1p

from app.domain.demand.forecasting.counts import log_chance

MEMORIES = (0.6, 0.85, 0.97)
SIZES = (0.15, 0.5, 1.5, 5.0, 30.0, 300.0)
PRIORS = (0.1, 0.5)
LEAST_SHAPE, MOST_SHAPE = 0.1, 5.0


@dataclass(frozen=True)
class Prior:
    """What is known of a series of the group before it sold: Gamma(shape, shape / mean)."""

    mean: float
    shape: float


@dataclass(frozen=True)
class Point:
    """A point of the grid. memory: d, what is still true a bucket later. size: r. before: a0 and b0."""

    memory: float
    size: float
    a0: float
    b0: float


@dataclass(frozen=True)
class Known:
    """What a filter knows after the last bucket (A, B), and the logarithm of how likely it held what came."""

    a: float
    b: float
    fit: float


def grid(prior: Prior) -> list[Point]:
    """Thirty-six."""
    return [
        Point(memory, size, share * prior.shape, share * prior.shape / prior.mean)
        for memory, size, share in product(MEMORIES, SIZES, PRIORS)
    ]


def prior_of(histories: Sequence[Sequence[int]], exposures: Sequence[float]) -> Prior:
    """exposures: of each bucket so far; every history ends with the last of them."""
    sums = [(sum(counts), sum(exposures[len(exposures) - len(counts) :])) for counts in histories]
    seen = [(total, exposure) for total, exposure in sums if exposure > 0]
    mean = (sum(total for total, _exposure in seen) + 0.5) / max(sum(exposure for _total, exposure in seen), 0.5)
    if len(seen) < 2:  # one level differs from nothing
        return Prior(mean, 1.0)
    variance = sum((total / exposure - mean) ** 2 for total, exposure in seen) / (len(seen) - 1)
    noise = sum(mean / exposure for _total, exposure in seen) / len(seen)
    beyond = variance - noise
    shape = mean**2 / beyond if beyond > 0 else MOST_SHAPE
    return Prior(mean, min(max(shape, LEAST_SHAPE), MOST_SHAPE))


def run(counts: Sequence[int], exposures: Sequence[float], prior: Prior, points: Sequence[Point]) -> list[Known]:
    """counts and exposures: of the same buckets. An exposure of 0: a closed one, which only makes older news older."""
    level = (sum(counts) + prior.mean / 2) / (sum(exposures) + 0.5)
    return [_run(counts, exposures, level, point) for point in points]


def _run(counts: Sequence[int], exposures: Sequence[float], level: float, point: Point) -> Known:
    """level: the series' own over all its buckets. With the foreseen mean in its place what is learnt of a peak weighs
    too much, and the level stays too high after it."""
    memory, size, a0, b0 = point.memory, point.size, point.a0, point.b0
    a = b = fit = 0.0
    for count, exposure in zip(counts, exposures, strict=True):
        a *= memory
        b *= memory
        if exposure <= 0:
            continue
        sure = a0 + a
        mean, spread = exposure * sure / (b0 + b), size * sure / (size + sure + 1)
        fit += log_chance(count, mean, spread) if count else -spread * log1p(mean / spread)
        weight = size / (size + exposure * level)
        a += weight * count
        b += weight * exposure
    return Known(a, b, fit)
