"""How many to expect, as a distribution: the negative binomial."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import cbrt, exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

from app.domain.demand.forecasting import gammas

FAR_FROM_ZERO = 600.0
"""Where the chance of nothing is below exp(-600) it is no number to begin with; there a gamma's quantiles are near."""
MANY = 1_000.0
"""Beyond such a mean nobody counts from nothing: the gamma with the same mean and variance is near."""
LARGEST_SIZE = 1e9
"""As good as Poisson."""
FEW = 3
"""Up to so many, as most are, a sum of logarithms is quicker than two gamma functions."""


@dataclass(frozen=True)
class Counts:
    """Y ~ NB(mean, size): variance mean + mean²/size. Both positive; a mean of 0 is certainly nothing."""

    mean: float
    size: float

    def quantile(self, level: float) -> int:
        """The smallest y with P(Y ≤ y) at or above the level, which lies between 0 and 1."""
        return self.quantiles((level,))[0]

    def quantiles(self, levels: Iterable[float]) -> list[int]:
        """levels: rising."""
        wanted = list(levels)
        if self.mean <= 0:
            return [0] * len(wanted)
        if self._nothing < -FAR_FROM_ZERO:
            return [self._far_quantile(level) for level in wanted]
        if self.mean > MANY:
            return [round(self.mean / self._shape * gammas.quantile(self._shape, level)) for level in wanted]
        found: list[int] = []
        below, chance, y, last = 0.0, exp(self._nothing), 0, self._last
        for level in wanted:
            while below + chance < level and y < last:
                below += chance
                chance *= self._next(y)
                y += 1
            found.append(y)
        return found

    def at_most(self, y: int) -> float:
        """P(Y ≤ y)."""
        if y < 0:
            return 0.0
        if self.mean <= 0:
            return 1.0
        if self._nothing < -FAR_FROM_ZERO:
            return self._far_share(y + 0.5)
        if self.mean > MANY:
            return gammas.share(self._shape, (y + 0.5) * self._shape / self.mean)
        return min(sum(islice(self._chances(), y + 1)), 1.0)

    def exactly(self, y: int) -> float:
        """P(Y = y)."""
        if self.mean <= 0:
            return float(y == 0)
        return exp(log_chance(y, self.mean, self.size) - lgamma(y + 1))

    @cached_property
    def _nothing(self) -> float:
        """ln P(Y = 0)."""
        return -self.size * log1p(self.mean / self.size)

    @property
    def _last(self) -> float:
        """Beyond this the sum of the chances differs from 1 by rounding alone."""
        return 1_000 + 50 * sqrt(self.mean + self.mean**2 / self.size) + self.mean

    def _next(self, y: int) -> float:
        """P(y + 1) / P(y)."""
        return (y + self.size) / (y + 1) * self.mean / (self.mean + self.size)

    def _chances(self) -> Iterable[float]:
        chance, y = exp(self._nothing), 0
        while True:
            yield chance
            chance *= self._next(y)
            y += 1

    @property
    def _shape(self) -> float:
        """Of the gamma with the same mean and variance."""
        return 1 / (1 / self.mean + 1 / self.size)

    def _far_quantile(self, level: float) -> int:
        """Wilson & Hilferty (1931): the cube root of a gamma is nearly normal."""
        spread = 1 / (9 * self._shape)
        root = 1 - spread + NormalDist().inv_cdf(level) * sqrt(spread)
        return max(round(self.mean * max(root, 0.0) ** 3), 0)

    def _far_share(self, y: float) -> float:
        spread = 1 / (9 * self._shape)
        return NormalDist().cdf((cbrt(y / self.mean) - 1 + spread) / sqrt(spread))


def log_chance(y: int, mean: float, size: float) -> float:
    """ln P(Y = y) + ln y!, which is all that counts where one y is compared under several means and sizes."""
    if y == 0:
        return -size * log1p(mean / size)
    rising = lgamma(y + size) - lgamma(size) if y > FEW else sum(log(size + step) for step in range(y))
    return rising - size * log1p(mean / size) + y * log(mean / (mean + size))
