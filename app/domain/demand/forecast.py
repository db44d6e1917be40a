"""What a coming month may bring: a distribution, not a point.

A simple forecast of monthly counts. The level is a discounted gamma-Poisson filter (Harrison & Stevens, 1976), the
season a gamma-Poisson factor per calendar month drawn to 1 where a month was seen once or not at all. Both
uncertainties and the scatter seen so far go into the size of a negative binomial, whose whole-number quantiles are
the bands.
"""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from app.domain.demand.months import Span, after

MEMORY = 0.9
"""How much of what was known a month ago is still true."""
SEASON_WEIGHT = 10.0
"""How many requests a month's first guess, no season at all, is worth."""
LEAST_MONTHS = 3
LEAST_REQUESTS = 8


@dataclass(frozen=True)
class Band:
    """A month to come: its median and where it lies with 50 % and with 80 %. Whole requests."""

    month: date
    mean: float
    median: int
    low50: int
    high50: int
    low80: int
    high80: int


def ahead(counts: list[int], span: Span, horizon: int = 6) -> list[Band]:
    """The running month and those after it. Empty where too little was seen to say anything.

    counts: one for each month of the span, of which the last may be running.
    """
    if len(counts) < LEAST_MONTHS or sum(counts) < LEAST_REQUESTS:
        return []
    shares = [span.share(month) for month in span.months]
    seasons = _Seasons(counts, shares, span.months)
    level = _Level(counts, [share * seasons.mean(month) for share, month in zip(shares, span.months, strict=True)])
    running = span.months[-1] if shares[-1] < 1 else after(span.months[-1])
    seen = (counts[-1], shares[-1]) if shares[-1] < 1 else (0, 0.0)
    return [
        _band(
            after(running, step),
            mean=level.mean * seasons.mean(after(running, step)) * (1 - seen[1] if step == 0 else 1),
            size=1 / (level.doubt(step) + seasons.doubt(after(running, step)) + level.scatter),
            already=seen[0] if step == 0 else 0,
        )
        for step in range(horizon)
    ]


class _Seasons:
    """A factor for each calendar month: Gamma(weight + seen, weight + expected)."""

    def __init__(self, counts: list[int], shares: list[float], months: list[date]) -> None:
        rate = sum(counts) / sum(shares)
        self._seen = dict.fromkeys(range(1, 13), SEASON_WEIGHT)
        self._expected = dict(self._seen)
        for month, number, share in zip(months, counts, shares, strict=True):
            self._seen[month.month] += number
            self._expected[month.month] += rate * share

    def mean(self, month: date) -> float:
        return self._seen[month.month] / self._expected[month.month]

    def doubt(self, month: date) -> float:
        """Variance over squared mean."""
        return 1 / self._seen[month.month]


class _Level:
    """Requests in a month of factor 1: what was seen, older months counting less."""

    def __init__(self, counts: list[int], exposures: list[float]) -> None:
        first = (sum(counts) + 0.5) / max(sum(exposures), 0.1)
        shape, scale, off = 1.0, 1 / first, []
        for seen, exposure in zip(counts, exposures, strict=True):
            expected = exposure * shape / scale
            if expected > 0:
                off.append(((seen - expected) ** 2 - expected) / expected**2)
            shape, scale = MEMORY * shape + seen, MEMORY * scale + exposure
        self.mean, self._shape = shape / scale, shape
        self.scatter = min(max(sum(off) / len(off), 0.02), 1.0)
        """What months differ by beyond chance, level and season: variance over squared mean."""

    def doubt(self, step: int) -> float:
        """Variance over squared mean, growing with the months ahead."""
        return (1 + (step + 1) * (1 / MEMORY - 1)) / self._shape


def _band(month: date, *, mean: float, size: float, already: int) -> Band:
    low80, low50, median, high50, high80 = (already + q for q in quantiles(mean, size, (0.1, 0.25, 0.5, 0.75, 0.9)))
    return Band(month, already + mean, median, low50, high50, low80, high80)


def quantiles(mean: float, size: float, levels: tuple[float, ...]) -> list[int]:
    """Whole-number quantiles of the negative binomial with this mean and variance mean + mean²/size.

    levels: rising. Each answer is the smallest y with P(Y ≤ y) at or above its level.
    """
    if mean <= 0:
        return [0] * len(levels)
    if mean > 2000:  # far from zero the steps are many and the normal is near
        spread = (mean + mean**2 / size) ** 0.5
        return [max(round(NormalDist(mean, spread).inv_cdf(level)), 0) for level in levels]
    odds = mean / (mean + size)
    chance, total, y = (1 - odds) ** size, 0.0, 0
    found: list[int] = []
    while len(found) < len(levels):
        total += chance
        while len(found) < len(levels) and (total >= levels[len(found)] or y > 50 * mean + 1000):
            found.append(y)
        y += 1
        chance *= (y - 1 + size) / y * odds
    return found
