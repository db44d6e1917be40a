"""Intervals are honest: they hold what they say they hold, and are wide where little was seen."""

from random import Random

import pytest

from app.domain.demand import worth


@pytest.mark.parametrize(("count", "yes", "no"), [(37, 20, 800), (8, 5, 5), (2, 1, 60), (120, 60, 30)])
def test_the_interval_of_a_product_holds_eighty_in_a_hundred_draws(count: int, yes: int, no: int) -> None:
    guess = worth.rate(count, 3) * worth.chance(yes, no, usual=0.1, weight=10) * worth.known(26000)
    low, high = guess.interval(0.8)
    draw = Random(5)
    values = [draw.gammavariate(count, 1 / 3) * draw.betavariate(yes + 1, no + 9) * 26000 for _ in range(20_000)]
    assert sum(values) / len(values) == pytest.approx(guess.mean, rel=0.05)
    assert 0.77 < sum(low <= value <= high for value in values) / len(values) < 0.88


def test_few_observations_give_a_wide_interval() -> None:
    few, many = worth.rate(2, 3).interval(), worth.rate(200, 3).interval()
    assert few[1] / few[0] > 5 and many[1] / many[0] < 1.3


def test_an_interval_holds_its_mean_and_never_falls_below_nothing() -> None:
    for count in range(1, 30):
        low, high = worth.rate(count, 2.76).interval()
        assert 0 <= low <= worth.rate(count, 2.76).mean <= high


def test_a_rise_that_chance_explains_is_no_rise() -> None:
    assert worth.risen(6, 4, 1.4) is None
    assert worth.risen(0, 0, 1.4) is None
    clear = worth.risen(60, 20, 1.4)
    assert clear is not None and clear.mean == pytest.approx(40 / 1.4)


def test_a_share_is_drawn_to_what_is_usual_until_enough_was_seen() -> None:
    assert worth.chance(0, 0, usual=0.02, weight=50).mean == pytest.approx(0.02)
    assert worth.chance(500, 500, usual=0.02, weight=50).mean == pytest.approx(0.4771, abs=0.001)


def test_nothing_is_worth_nothing() -> None:
    assert (worth.rate(3, 1) * worth.known(0)).interval() == (0, 0)


@pytest.mark.parametrize(("wishes", "people"), [(1, 40), (3, 12), (12, 300), (25, 4)])
def test_the_interval_of_a_sum_of_two_products_holds_eighty_in_a_hundred_draws(wishes: int, people: int) -> None:
    """As an attribute is valued: wishes that were declined, and people who found an empty list, at the same price."""
    takes, visit = worth.chance(30, 9, usual=0.8, weight=4), worth.chance(30, 1500, usual=0.02, weight=50)
    size = worth.average(26000 * 12, 12)
    guess = worth.total([worth.rate(wishes, 3) * takes * size, worth.rate(people, 3) * visit * takes * size])
    low, high = guess.interval(0.8)
    draw = Random(7)
    values = []
    for _ in range(20_000):
        share, price = draw.betavariate(33.2, 9.8), draw.gammavariate(12, 26000 / 12)
        asks = draw.betavariate(31, 1549)
        often = draw.gammavariate(wishes, 1 / 3) + draw.gammavariate(people, 1 / 3) * asks
        values.append(often * share * price)
    assert sum(values) / len(values) == pytest.approx(guess.mean, rel=0.05)
    assert 0.77 < sum(low <= value <= high for value in values) / len(values) < 0.93
    assert sum(value > high for value in values) / len(values) < 0.13


def test_a_sum_of_one_is_that_one() -> None:
    one = worth.rate(8, 3)
    assert worth.total([one]).mean == one.mean and worth.total([one]).square == pytest.approx(one.square)


@pytest.mark.parametrize(("people", "visits", "requests"), [(6, 400, 9), (60, 400, 9), (300, 5000, 120)])
def test_the_interval_of_people_who_came_for_something_is_honest(people: int, visits: int, requests: int) -> None:
    """As searches that served nobody are valued: how often, who asks, what is taken, what it brings."""
    asks = worth.chance(requests, visits - requests, usual=0.02, weight=50)
    guess = worth.rate(people, 3) * asks * worth.chance(20, 6, usual=0.7, weight=4) * worth.average(26000 * 20, 20)
    low, high = guess.interval(0.8)
    draw = Random(11)
    values = [
        draw.gammavariate(people, 1 / 3)
        * draw.betavariate(requests + 1, visits - requests + 49)
        * draw.betavariate(22.8, 7.2)
        * draw.gammavariate(20, 26000 / 20)
        for _ in range(20_000)
    ]
    assert sum(values) / len(values) == pytest.approx(guess.mean, rel=0.05)
    assert 0.77 < sum(low <= value <= high for value in values) / len(values) < 0.88
