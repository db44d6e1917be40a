"""The negative binomial: its quantiles, its sums, and what stands for it far from zero."""

from math import exp, lgamma, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.demand.forecasting import counts, gammas
from app.domain.demand.forecasting.counts import Counts, log_chance

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


def by_gamma_functions(y: int, mean: float, size: float) -> float:
    """P(Y = y) as the books write it."""
    chosen = lgamma(y + size) - lgamma(size) - lgamma(y + 1)
    return exp(chosen + size * log(size / (size + mean)) + y * log(mean / (size + mean)))


@given(mean=st.floats(0.01, 80), size=st.floats(0.05, 1e6))
@settings(max_examples=150, deadline=None)
def test_each_quantile_is_the_smallest_that_holds_its_level(mean: float, size: float) -> None:
    expected = Counts(mean, size)
    for level, y in zip(LEVELS, expected.quantiles(LEVELS), strict=True):
        assert expected.at_most(y) >= level - 1e-9
        assert expected.at_most(y - 1) < level + 1e-9
        assert y == expected.quantile(level)


@given(y=st.integers(0, 60), mean=st.floats(0.01, 80), size=st.floats(0.05, 1e4))
@settings(max_examples=150, deadline=None)
def test_chances_are_those_of_the_books(y: int, mean: float, size: float) -> None:
    expected = by_gamma_functions(y, mean, size)
    assert Counts(mean, size).exactly(y) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert exp(log_chance(y, mean, size) - lgamma(y + 1)) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert Counts(mean, size).at_most(y) == pytest.approx(
        sum(by_gamma_functions(one, mean, size) for one in range(y + 1)), abs=1e-6
    )


def test_of_nothing_nothing_is_expected() -> None:
    none = Counts(0.0, 1.0)
    assert none.quantiles(LEVELS) == [0] * 5 and none.at_most(0) == 1 and none.at_most(-1) == 0
    assert none.exactly(0) == 1 and none.exactly(1) == 0


@pytest.mark.parametrize(("mean", "size"), [(900.0, 1e6), (5_000.0, 200.0), (40_000.0, 120.0)])
def test_far_from_zero_a_gamma_stands_for_it(mean: float, size: float, monkeypatch: pytest.MonkeyPatch) -> None:
    far = Counts(mean, size)
    near = [far.quantile(level) for level in LEVELS]
    shares = [far.at_most(y) for y in near]
    monkeypatch.setattr(counts, "FAR_FROM_ZERO", 0.0)
    for level, y, share in zip(LEVELS, near, shares, strict=True):
        assert Counts(mean, size).quantile(level) == pytest.approx(y, rel=0.01)
        assert share == pytest.approx(level, abs=0.015)


@pytest.mark.parametrize(("mean", "size"), [(1e6, 0.2), (1e7, 1e9), (0.001, 0.01), (3.0, 1e9)])
def test_odd_ones_end(mean: float, size: float) -> None:
    found = Counts(mean, size).quantiles((0.001, 0.5, 0.999))
    assert found == sorted(found) and found[0] >= 0


@pytest.mark.parametrize("size", [0.15, 0.5, 3.0, 40.0])
def test_where_counts_are_large_they_are_not_counted_from_nothing_and_come_to_the_same(
    size: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels, large = (0.1, 0.25, 0.5, 0.75, 0.9), Counts(1_500, size)
    near = large.quantiles(levels)
    shares = [large.at_most(y) for y in (10, 800, 4_000)]
    monkeypatch.setattr(counts, "MANY", 1e9)
    exact = large.quantiles(levels)
    assert all(abs(one - other) <= 2 + 0.002 * other for one, other in zip(near, exact, strict=True))
    assert shares == pytest.approx([large.at_most(y) for y in (10, 800, 4_000)], abs=0.003)


@pytest.mark.parametrize(
    ("shape", "level", "x"),
    [
        (1, 0.1, 0.105361),
        (1, 0.9, 2.302585),
        (2.5, 0.1, 0.805154),
        (2.5, 0.9, 4.618178),
        (0.5, 0.1, 0.0078954),
        (0.5, 0.9, 1.352772),
        (200, 0.5, 199.66675),
    ],
)
def test_quantiles_of_the_gamma_are_those_of_the_tables(shape: float, level: float, x: float) -> None:
    """Of the exponential, and of chi-square with five degrees of freedom and with one."""
    assert gammas.quantile(shape, level) == pytest.approx(x, rel=1e-5)
    assert gammas.share(shape, x) == pytest.approx(level, abs=1e-5)
