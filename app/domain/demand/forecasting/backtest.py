"""How well forecasts would have done: made again at four moments of the past, from what was known then alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from statistics import fmean

from app.base.errors import N_, Refusal
from app.domain.demand.forecasting import placebo
from app.domain.demand.forecasting.buckets import Group
from app.domain.demand.forecasting.counts import Counts
from app.domain.demand.forecasting.foresight import of_group
from app.domain.demand.forecasting.outcome import Outcome, Watched
from app.domain.demand.forecasting.placebo import Placebo

LEVELS = (0.1, 0.5, 0.9)
ORIGINS, LEAST_HISTORY = 4, 8
LOOKED_BACK = 12
"""The plain forecast that ours is measured beside: the quantiles of so many buckets before."""


class TooShort(Refusal):
    text = N_("No series is long enough to compare: %(buckets)d weeks or months are needed, and some change in them.")


@dataclass(frozen=True)
class Foreseen:
    """One bucket as it was foreseen. covered: the share that it expected between its outer quantiles."""

    mean: float
    quantiles: tuple[int, ...]
    covered: float


@dataclass(frozen=True)
class Scores:
    """Errors in units of a series' usual change from one bucket to the next; shares from 0 to 1.

    wql: twice the pinball losses of all, by the units of all. expected: the coverage that the forecast itself expected.
    """

    rmsse: float
    pinball: float
    wql: float
    coverage: float
    below: float
    above: float
    expected: float


@dataclass(frozen=True)
class Backtest:
    """pairs: of a series and an origin, with enough history that something changed in. placebo: how often advice that
    nobody gave would have been said to help."""

    frequency: str
    horizon: int
    origins: int
    series: int
    pairs: int
    scores: Scores
    baseline: Scores
    placebo: Placebo


def backtest(group: Group, horizon: int, *, tell: Callable[[int], object] = lambda _done: None) -> Backtest:
    """horizon: buckets. tell: is told how many of the moments are done.

    Raises TooShort where nothing can be compared.
    """
    ours, plain, pairs = _Tally(), _Tally(), 0
    unadvised: list[Outcome] = []
    step = max(1, horizon // 2)
    for number in range(ORIGINS):
        tell(number)
        origin = group.length - horizon - (ORIGINS - 1 - number) * step
        if origin < LEAST_HISTORY:
            continue
        begun = {name: counts[: origin - group.length] for name, counts in group.histories.items()}
        known = {name: counts for name, counts in begun.items() if counts}
        foresights = of_group(list(known.values()), group.timeline, horizon) if known else []
        watched = []
        for (name, past), foresight in zip(known.items(), foresights, strict=True):
            if len(past) < LEAST_HISTORY or len(set(past)) == 1:
                continue
            pairs += 1
            came = group.histories[name][len(past) : len(past) + horizon]
            ours.add(past, came, [_foreseen(expected) for expected in foresight.steps(horizon)])
            plain.add(past, came, [_plainly(past)] * horizon)
            watched.append(placebo.Series(past, Watched(foresight.total(horizon), sum(came))))
        unadvised += placebo.outcomes(watched, horizon)
    if not pairs:
        raise TooShort(buckets=LEAST_HISTORY + horizon)
    return Backtest(
        frequency=group.timeline.frequency.value,
        horizon=horizon,
        origins=ORIGINS,
        series=len(group.histories),
        pairs=pairs,
        scores=ours.scores,
        baseline=plain.scores,
        placebo=placebo.of(unadvised),
    )


def _foreseen(expected: Counts) -> Foreseen:
    found = tuple(expected.quantiles(LEVELS))
    return Foreseen(expected.mean, found, expected.at_most(found[-1]) - expected.at_most(found[0] - 1))


def _plainly(past: Sequence[int]) -> Foreseen:
    recent = sorted(past[-LOOKED_BACK:])
    found = tuple(recent[max(ceil(level * len(recent)) - 1, 0)] for level in LEVELS)
    return Foreseen(fmean(recent), found, sum(found[0] <= one <= found[-1] for one in recent) / len(recent))


@dataclass
class _Tally:
    """What is added up over pairs."""

    rmsse: list[float] = field(default_factory=list)
    pinball: list[float] = field(default_factory=list)
    losses: float = 0.0
    units: int = 0
    inside: list[bool] = field(default_factory=list)
    under: list[bool] = field(default_factory=list)
    over: list[bool] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)

    def add(self, past: Sequence[int], came: Sequence[int], foreseen: Sequence[Foreseen]) -> None:
        changes = [after - before for before, after in pairwise(past)]
        squares = [(count - one.mean) ** 2 for count, one in zip(came, foreseen, strict=True)]
        self.rmsse.append((fmean(squares) / fmean(change**2 for change in changes)) ** 0.5)
        losses = [
            _pinball(level, count, quantile)
            for count, one in zip(came, foreseen, strict=True)
            for level, quantile in zip(LEVELS, one.quantiles, strict=True)
        ]
        self.pinball.append(fmean(losses) / fmean(abs(change) for change in changes))
        self.losses += sum(losses)
        self.units += sum(came)
        for count, one in zip(came, foreseen, strict=True):
            self.under.append(count < one.quantiles[0])
            self.over.append(count > one.quantiles[-1])
            self.inside.append(not (self.under[-1] or self.over[-1]))
            self.covered.append(one.covered)

    @property
    def scores(self) -> Scores:
        return Scores(
            rmsse=fmean(self.rmsse),
            pinball=fmean(self.pinball),
            wql=2 * self.losses / len(LEVELS) / self.units if self.units else 0.0,
            coverage=fmean(self.inside),
            below=fmean(self.under),
            above=fmean(self.over),
            expected=fmean(self.covered),
        )


def _pinball(level: float, count: int, quantile: int) -> float:
    return level * (count - quantile) if count >= quantile else (1 - level) * (quantile - count)
