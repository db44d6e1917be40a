"""Shares with their interval: exact for few, near the exact for many."""

import pytest

from app.domain.demand import shares


def test_nothing_answered_has_no_share() -> None:
    assert shares.share(0, 0) is None


@pytest.mark.parametrize(
    ("yes", "no", "low", "middle", "high"),
    [
        (0, 1, 0.0513, 0.2929, 0.6838),  # Beta(1, 2): 1 - (1 - level) ** 0.5
        (1, 0, 0.3162, 0.7071, 0.9487),  # Beta(2, 1): level ** 0.5
        (3, 0, 0.5623, 0.8409, 0.9740),  # Beta(4, 1): level ** 0.25
        (1, 1, 0.1958, 0.5, 0.8042),  # Beta(2, 2): 3 x² - 2 x³
    ],
)
def test_few_cases_by_the_closed_form(yes: int, no: int, low: float, middle: float, high: float) -> None:
    found = shares.share(yes, no)
    assert found is not None and found.is_small
    assert (found.low, found.middle, found.high) == pytest.approx((low, middle, high), abs=5e-4)


@pytest.mark.parametrize(("yes", "no"), [(200, 200), (20, 380), (390, 10)])
def test_many_cases_are_near_the_exact(yes: int, no: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = shares.share(yes, no)
    monkeypatch.setattr(shares, "MANY", 10)
    near = shares.share(yes, no)
    assert exact and near and not near.is_small
    assert (near.low, near.middle, near.high) == pytest.approx((exact.low, exact.middle, exact.high), abs=0.004)


@pytest.mark.parametrize(("yes", "no", "counted"), [(44, 2, 44 / 46), (2, 0, 1.0), (0, 3, 0.0), (390, 110, 0.78)])
def test_what_was_counted_stands_beside_the_estimate(yes: int, no: int, counted: float) -> None:
    found = shares.share(yes, no)
    assert found is not None and found.counted == pytest.approx(counted)
    assert (found.yes, found.cases) == (yes, yes + no)
