"""What a group's series will do: each filter's word, weighted by how well it foresaw what came, lent between series."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from app.domain.demand.forecasting import filters, group_calendar
from app.domain.demand.forecasting.counts import LARGEST_SIZE, Counts
from app.domain.demand.forecasting.filters import Known, Point
from app.domain.demand.forecasting.group_calendar import GroupCalendar
from app.domain.demand.forecasting.timeline import Timeline

TRUST = 0.5
"""Of what the past says for one filter and against another so much is believed."""
ROUNDS, LENT = 12, 0.98


@dataclass(frozen=True)
class Foresight:
    """What is to be expected of one series."""

    calendar: GroupCalendar
    points: Sequence[Point]
    weights: Sequence[float]
    known: Sequence[Known]

    def step(self, step: int) -> Counts:
        """The bucket so many ahead, from 1."""
        return self._counts(self._level * self.calendar.ahead(step), step, total=1)

    def steps(self, horizon: int) -> list[Counts]:
        return [self.step(number) for number in range(1, horizon + 1)]

    def total(self, horizon: int) -> Counts:
        """Of so many buckets together."""
        exposure = sum(self.calendar.ahead(number) for number in range(1, horizon + 1))
        return self._counts(self._level * exposure, horizon, total=horizon)

    @property
    def _level(self) -> float:
        """Units in a bucket of exposure 1."""
        return sum(
            weight * (point.a0 + point.memory * known.a) / (point.b0 + point.memory * known.b)
            for weight, point, known in zip(self.weights, self.points, self.known, strict=True)
        )

    def _counts(self, mean: float, steps: int, *, total: int) -> Counts:
        """total: over how many buckets chance evens out."""
        logs = 0.0
        for weight, point, known in zip(self.weights, self.points, self.known, strict=True):
            sure = point.a0 + known.a / (1 + steps * (1 / point.memory - 1))
            logs -= weight * log(1 / sure + (1 + 1 / sure) / (point.size * total))
        return Counts(mean, min(1 / (exp(-logs) + self.calendar.doubt(steps)), LARGEST_SIZE))


def of_group(
    histories: Sequence[Sequence[int]],
    timeline: Timeline,
    horizon: int,
    *,
    beside: Sequence[Sequence[int]] = (),
    calendar: GroupCalendar | None = None,
) -> list[Foresight]:
    """What is to be expected of each series of a group, in their order, and of those beside it.

    histories: units by bucket, each series from its own first bucket on; all end with the same one. An empty one is a
    piece that is new: it has what the group knows. timeline: its bucket 0 is the first of the longest. horizon: how far
    ahead is asked at most. beside: series that know what the group knows and tell it nothing, none longer than its
    longest. calendar: of a larger group over the same buckets, for one that is too small to have its own.
    """
    length = max(map(len, histories), default=0)
    calendar = calendar or group_calendar.of(histories, timeline, length, horizon)
    exposures = calendar.exposures
    length = len(exposures)
    prior = filters.prior_of(histories, exposures)
    points = filters.grid(prior)

    def run(counts: Sequence[int]) -> list[Known]:
        return filters.run(counts, exposures[length - len(counts) :], prior, points)

    known, also = list(map(run, histories)), list(map(run, beside))
    usual = _usual([_likelihoods([one.fit for one in what]) for what in known], len(points))
    return [
        Foresight(calendar, points, _shared(_likelihoods([one.fit for one in what]), usual), what)
        for what in (*known, *also)
    ]


def _usual(fits: Sequence[Sequence[float]], number: int) -> list[float]:
    """How much each filter is worth in the group. fits: of each series, by filter."""
    usual = [1 / number] * number
    for _round in range(ROUNDS):
        sums = [0.0] * number
        for fit in fits:
            own = _shared(fit, usual)
            sums = [total + share for total, share in zip(sums, own, strict=True)]
        usual = [LENT * total / max(len(fits), 1) + (1 - LENT) / number for total in sums]
    return usual


def _likelihoods(fits: Sequence[float]) -> list[float]:
    best = max(fits)
    return [exp(TRUST * (fit - best)) for fit in fits]


def _shared(fit: Sequence[float], usual: Sequence[float]) -> list[float]:
    products = [one * share for one, share in zip(fit, usual, strict=True)]
    whole = sum(products)
    return [product / whole for product in products]
