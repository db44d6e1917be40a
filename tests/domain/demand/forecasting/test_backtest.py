"""Forecasts made again in the past: the measures by hand, and better than a plain forecast on series of known kinds."""

from datetime import date, timedelta
from random import Random

import pytest

from app.domain.demand.forecasting import backtest as module
from app.domain.demand.forecasting.backtest import Foreseen, TooShort, backtest
from app.domain.demand.forecasting.buckets import Group, Sale, bucketed
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests.domain.demand.forecasting.drawn import counts

MONDAY = date(2024, 1, 1)


def by_week(histories: list[list[int]]) -> Group:
    rows = [
        Sale(f"{name}", MONDAY + timedelta(weeks=week), units)
        for name, history in enumerate(histories)
        for week, units in enumerate(history)
    ]
    return bucketed(rows)


def test_the_measures_are_those_of_the_books() -> None:
    tally = module._Tally()
    tally.add([1, 3, 3], [0, 4], [Foreseen(1.0, (0, 1, 3), 0.9), Foreseen(2.0, (1, 2, 3), 0.8)])
    scores = tally.scores
    assert scores.rmsse == pytest.approx(((1 + 4) / 2 / 2) ** 0.5)
    losses = (0 + 0.5 * 1 + 0.1 * 3) + (0.1 * 3 + 0.5 * 2 + 0.9 * 1)
    assert scores.pinball == pytest.approx(losses / 6 / 1)
    assert scores.wql == pytest.approx(2 * losses / 3 / 4)
    assert (scores.coverage, scores.below, scores.above) == (0.5, 0, 0.5)
    assert scores.expected == pytest.approx(0.85)


def test_the_plain_forecast_is_the_quantiles_of_the_last_twelve() -> None:
    plain = module._plainly([50] * 10 + list(range(1, 13)))
    assert plain.mean == 6.5 and plain.quantiles == (2, 6, 11) and plain.covered == pytest.approx(10 / 12)
    assert module._plainly([4]).quantiles == (4, 4, 4)


def test_four_origins_and_only_pairs_with_something_to_learn_from() -> None:
    moving, still, late = [1, 2] * 15, [3] * 30, [0, 5, 1]
    group = by_week([moving, still])
    told: list[int] = []
    done = backtest(group, 4, tell=told.append)
    assert told == [0, 1, 2, 3]
    assert (done.frequency, done.origins, done.series, done.pairs) == ("weeks", 4, 2, 4)
    assert backtest(Group(group.timeline, 30, {**group.histories, "late": late}), 4).pairs == 4
    with pytest.raises(TooShort):
        backtest(by_week([still]), 4)
    with pytest.raises(TooShort):
        backtest(by_week([[1, 2, 1]]), 8)
    with pytest.raises(TooShort):
        backtest(bucketed([]), 8)


def test_what_came_later_is_not_known_before() -> None:
    """The same past before another future is foreseen the same."""
    past = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9]
    one, other = (by_week([[*past, *future], [2, 1] * 9]) for future in ([0, 0, 0], [90, 90, 90]))
    seen: list[list[float]] = []

    def note(tally: module._Tally, _past: object, _came: object, foreseen: list[Foreseen]) -> None:
        seen[-1].append(foreseen[0].mean)

    for group in (one, other):
        seen.append([])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module._Tally, "add", note)
            patch.setattr(module._Tally, "scores", None)
            backtest(group, 3)
    assert seen[0] == seen[1] and len(seen[0]) == 16


@pytest.mark.parametrize(("mean", "size", "months"), [(0.35, 0.8, 51), (2.0, 1.0, 60)])
def test_sparse_months_are_foreseen_better_than_by_the_last_twelve(mean: float, size: float, months: int) -> None:
    dice = Random(9)
    levels = [dice.gammavariate(1.2, mean / 1.2) for _ in range(250)]
    histories = {f"{n}": [counts(dice, level, size) for _ in range(months)] for n, level in enumerate(levels)}
    done = backtest(Group(Timeline(Frequency.MONTHS, date(2020, 1, 1)), months, histories), 8)
    assert done.scores.pinball < 0.98 * done.baseline.pinball
    assert 0.80 <= done.scores.coverage <= 0.97 and max(done.scores.below, done.scores.above) <= 0.13


def test_full_months_with_a_year_in_them_are_foreseen_far_better() -> None:
    dice = Random(10)
    year = [0.5, 0.5, 0.7, 0.9, 1.0, 1.3, 1.8, 1.9, 1.0, 0.8, 0.8, 0.8]
    levels = [dice.gammavariate(4, 10) for _ in range(60)]
    histories = {
        f"{n}": [counts(dice, level * year[month % 12], 20) for month in range(72)] for n, level in enumerate(levels)
    }
    done = backtest(Group(Timeline(Frequency.MONTHS, date(2019, 1, 1)), 72, histories), 8)
    assert done.scores.pinball < 0.75 * done.baseline.pinball
    assert 0.74 <= done.scores.coverage <= 0.92
