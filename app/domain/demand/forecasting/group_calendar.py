"""What a whole group does at once: its level, its seasons, its closed weeks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, pvariance

from app.domain.demand.forecasting.timeline import Timeline

MOST_OF_ITS_MEAN = 5.0
"""One piece's rush is no season: a count says at most so many times its own mean."""
WORTH_OF_NO_SEASON = 10
"""Series that would have to agree before a group's index says as much as *nothing special*."""
CLOSED, ENOUGH_PROMISED = 0.05, 8.0
PACE = 0.4
"""How fast the level follows."""
DOUBT, LEAST_SEEN = 0.02, 6
CYCLES_FOR_SEASONS = 2
FITTINGS = 3
"""Of our year and of the lunar one in turn, each to what the other leaves: at first one takes what is the other's."""


@dataclass(frozen=True)
class GroupCalendar:
    """index: g of each bucket so far, around 1. closed: nobody sold. factors: f of each bucket so far and ahead.

    levels: l after each bucket, what the index comes to without its season.
    """

    index: list[float]
    closed: list[bool]
    factors: list[float]
    levels: list[float]

    @property
    def exposures(self) -> list[float]:
        """e of each bucket so far."""
        return [0.0 if shut else value for value, shut in zip(self.index, self.closed, strict=True)]

    def ahead(self, step: int) -> float:
        """e of a bucket to come; step: from 1."""
        return (self.levels[-1] if self.levels else 1.0) * self.factors[len(self.index) - 1 + step]

    def doubt(self, step: int) -> float:
        """V: the mean squared error of ln e, so many buckets ahead, where it was tried so far."""
        errors = [
            log(self.index[now + step] / (self.levels[now] * self.factors[now + step])) ** 2
            for now in range(len(self.index) - step)
            if not self.closed[now + step] and self.index[now + step] > 0 and self.levels[now] > 0
        ]
        return fmean(errors) if len(errors) >= LEAST_SEEN else DOUBT


def of(histories: Sequence[Sequence[int]], timeline: Timeline, length: int, horizon: int) -> GroupCalendar:
    """histories: counts of each series from its own first bucket on, all until the last of ``length`` buckets."""
    index, closed = _index(histories, length)
    factors = _seasons(index, closed, timeline, horizon)
    levels, level = [], 1.0
    for value, shut, factor in zip(index, closed, factors, strict=False):
        if not shut:
            level += PACE * (value / factor - level)
        levels.append(level)
    return GroupCalendar(index, closed, factors, levels)


def _index(histories: Sequence[Sequence[int]], length: int) -> tuple[list[float], list[bool]]:
    sums, active, promised = [0.0] * length, [0] * length, [0.0] * length
    for counts in histories:
        mean = fmean(counts) if counts else 0.0
        if mean <= 0:
            continue
        for bucket, count in enumerate(counts, start=length - len(counts)):
            sums[bucket] += min(count / mean, MOST_OF_ITS_MEAN)
            active[bucket] += 1
            promised[bucket] += mean
    raw = [total / number if number else 1.0 for total, number in zip(sums, active, strict=True)]
    seen = [value for value, number in zip(raw, active, strict=True) if number]
    scale = fmean(seen) if seen else 1.0
    raw = [value / scale if number else 1.0 for value, number in zip(raw, active, strict=True)]
    closed = [value <= CLOSED and sure >= ENOUGH_PROMISED for value, sure in zip(raw, promised, strict=True)]
    pulled = [
        (value * number + WORTH_OF_NO_SEASON) / (number + WORTH_OF_NO_SEASON)
        for value, number in zip(raw, active, strict=True)
    ]
    return pulled, closed


def _seasons(index: list[float], closed: list[bool], timeline: Timeline, horizon: int) -> list[float]:
    """f of each bucket and those ahead. Without two full years, no season."""
    buckets = range(len(index) + horizon)
    if len(index) < CYCLES_FOR_SEASONS * timeline.cycle:
        return [1.0] * len(buckets)
    usual = _centred_means(index, timeline.cycle)
    open_ones = [bucket for bucket, shut in enumerate(closed) if not shut and usual[bucket] > 0]
    ours, lunar = list(map(timeline.season, buckets)), list(map(timeline.lunar_month, buckets))
    by_season: dict[int, float] = {}
    by_moon: dict[int, float] = {}
    for _round in range(FITTINGS):
        left = {bucket: index[bucket] / usual[bucket] / by_moon.get(lunar[bucket], 1.0) for bucket in open_ones}
        by_season = _table(left, ours)
        left = {bucket: index[bucket] / usual[bucket] / by_season.get(ours[bucket], 1.0) for bucket in open_ones}
        by_moon = _table(left, lunar)
    return [by_season.get(ours[bucket], 1.0) * by_moon.get(lunar[bucket], 1.0) for bucket in buckets]


def _centred_means(index: list[float], cycle: int) -> list[float]:
    """The mean of a year around each bucket; near the ends, of the nearest full year."""
    half = cycle // 2
    means = []
    for bucket in range(len(index)):
        middle = min(max(bucket, half), len(index) - 1 - half)
        around = index[middle - half : middle + half + 1]
        if cycle % 2 == 0:  # of both ends a half each
            means.append((sum(around) - (around[0] + around[-1]) / 2) / cycle)
        else:
            means.append(fmean(around))
    return means


def _table(remains: dict[int, float], places: Sequence[int]) -> dict[int, float]:
    """A factor for each place of the year, drawn to 1 by as much of their differences as chance would make."""
    seen: defaultdict[int, list[float]] = defaultdict(list)
    for bucket, value in remains.items():
        seen[places[bucket]].append(value)
    means = {where: fmean(values) for where, values in seen.items()}
    kept = _kept_of(seen.values(), list(means.values()))
    return {where: max(1 + kept * (mean - 1), CLOSED) for where, mean in means.items()}


def _kept_of(seen: Iterable[list[float]], means: list[float]) -> float:
    """(variance - noise) / variance, between 0 and 1. Noise of a mean: what its values differ by, by their number."""
    groups = list(seen)
    variance = pvariance(means) if len(means) > 1 else 0.0
    free = sum(len(values) - 1 for values in groups)
    if variance <= 0 or not free:
        return 0.0
    within = sum(pvariance(values) * len(values) for values in groups) / free
    noise = within * fmean(1 / len(values) for values in groups)
    return max((variance - noise) / variance, 0.0)
