"""What is to be expected of a series: by hand for one filter, by simulation for all of them together."""

from datetime import date
from math import lgamma, log
from random import Random

import pytest

from app.domain.demand.forecasting import filters
from app.domain.demand.forecasting.filters import Known, Point, Prior
from app.domain.demand.forecasting.foresight import of_group
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests.domain.demand.forecasting.drawn import counts

WEEKS = Timeline(Frequency.WEEKS, date(2023, 1, 2))


def test_one_filter_learns_as_reckoned_by_hand() -> None:
    point = Point(memory=0.5, size=2.0, a0=1.0, b0=2.0)
    known = filters._run([3, 0], [1.0, 2.0], 0.8, point)
    weight, second = 2 / (2 + 0.8), 2 / (2 + 1.6)
    assert known.a == pytest.approx(3 * weight * 0.5)
    assert known.b == pytest.approx(weight * 0.5 + 2 * second)
    first_mean, first_size = 0.5, 2 * 1 / 4
    fit = lgamma(3.5) - lgamma(0.5) + 0.5 * log(0.5) + 3 * log(0.5)
    assert (first_mean, first_size) == (0.5, 0.5)
    sure, seen = 1 + 3 * weight * 0.5, 2 + weight * 0.5
    mean, size = 2 * sure / seen, 2 * sure / (3 + sure)
    fit += size * log(size / (size + mean))
    assert known.fit == pytest.approx(fit)


def test_a_closed_bucket_only_makes_older_news_older() -> None:
    point = Point(memory=0.5, size=2.0, a0=1.0, b0=2.0)
    before = filters._run([3], [1.0], 0.8, point)
    assert filters._run([3, 0], [1.0, 0.0], 0.8, point) == Known(before.a / 2, before.b / 2, before.fit)


def test_the_prior_is_what_series_share_and_how_they_differ() -> None:
    alike = filters.prior_of([[2, 2, 2, 2]] * 10, [1.0] * 4)
    assert alike.mean == pytest.approx(2, rel=0.01) and alike.shape == filters.MOST_SHAPE
    unlike = filters.prior_of([[0] * 20] * 9 + [[20] * 20], [1.0] * 20)
    assert unlike.mean == pytest.approx(2, rel=0.01) and unlike.shape < 0.2
    assert filters.prior_of([], []) == Prior(1.0, 1.0)


def test_a_new_piece_has_what_its_group_knows() -> None:
    old = [[3, 4, 2, 3, 4, 3, 2, 3]] * 12
    *_known, new = of_group([*old, []], WEEKS, 8)
    assert new.step(1).mean == pytest.approx(3, rel=0.25)
    one = _known[0].step(1)
    assert new.step(1).quantile(0.9) - new.step(1).quantile(0.1) > one.quantile(0.9) - one.quantile(0.1)


def test_nothing_at_all_is_foreseen_as_little() -> None:
    assert of_group([], WEEKS, 4) == []
    never, empty = of_group([[0] * 10, []], WEEKS, 4)
    assert never.total(4).quantile(0.5) == 0 and 0 < never.step(1).mean < 0.2
    assert empty.step(1).quantile(0.5) == 0
    (alone,) = of_group([[]], WEEKS, 4)
    assert alone.step(4).mean > 0, "nobody knows anything, and nothing breaks"


def test_what_moves_is_followed_and_what_rests_is_not_hurried() -> None:
    risen, steady, fell = of_group([[1] * 20 + [9] * 6, [4] * 26, [9] * 20 + [1] * 6], WEEKS, 4)
    assert risen.step(1).mean > steady.step(1).mean > fell.step(1).mean
    assert steady.step(1).mean == pytest.approx(4, rel=0.15)


def test_of_four_weeks_together_chance_evens_out() -> None:
    (foresight,) = of_group([[2, 0, 5, 1, 3, 2, 4, 0, 3, 2, 2, 1]], WEEKS, 4)
    steps, total = foresight.steps(4), foresight.total(4)
    assert total.mean == pytest.approx(sum(step.mean for step in steps))
    assert foresight.total(1).mean == steps[0].mean and foresight.total(1).size == pytest.approx(steps[0].size)
    assert total.quantile(0.9) - total.quantile(0.1) < sum(step.quantile(0.9) - step.quantile(0.1) for step in steps)


@pytest.mark.parametrize(("mean", "size"), [(0.2, 0.6), (1.5, 1.5), (12.0, 6.0)])
def test_the_intervals_hold_what_they_promise_on_histories_of_a_known_kind(mean: float, size: float) -> None:
    dice = Random(8)
    levels = [dice.gammavariate(3, mean / 3) for _ in range(150)]
    histories = [[counts(dice, level, size) for _ in range(60)] for level in levels]
    inside = [
        expected.quantile(0.1) <= came <= expected.quantile(0.9)
        for foresight, level in zip(of_group(histories, WEEKS, 4), levels, strict=True)
        for expected in foresight.steps(4)
        for came in (counts(dice, level, size),)
    ]
    assert 0.78 <= sum(inside) / len(inside) <= 0.99  # whole numbers hold a little more than was asked
