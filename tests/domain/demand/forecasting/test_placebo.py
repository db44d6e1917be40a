"""Advice that nobody gave: the most unusual are taken for advised, and seldom is it said that it helped."""

from datetime import date
from random import Random

from app.domain.demand.forecasting import of_group, placebo
from app.domain.demand.forecasting.counts import Counts
from app.domain.demand.forecasting.outcome import Outcome, Verdict, Watched
from app.domain.demand.forecasting.placebo import Series
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests.domain.demand.forecasting.drawn import counts

WEEKS, WINDOW = Timeline(Frequency.WEEKS, date(2024, 1, 1)), 8


def test_the_most_unusual_tenth_is_advised_beside_what_is_like_it() -> None:
    usual = [Series([2, 2] * 10, Watched(Counts(16, 8), 16)) for _ in range(19)]
    odd = Series([0] * 12 + [9] * 8, Watched(Counts(20, 8), 90))
    found = placebo.outcomes([*usual, odd], WINDOW)
    assert [one.verdict for one in found] == [Verdict.CLEARLY_HELPED, Verdict.CANNOT_TELL]
    told = placebo.of(found)
    assert (told.advised, told.clearly_helped, told.perhaps_helped) == (2, 0.5, 0) and told.effect > 2
    assert placebo.outcomes(usual[:9], WINDOW) == [] and placebo.of([]).effect == 1


def test_of_three_hundred_without_effect_few_are_said_to_have_helped() -> None:
    dice = Random(14)
    found: list[Outcome] = []
    for _market in range(6):
        levels = [dice.gammavariate(0.8, 2.5) for _ in range(500)]
        histories = [[counts(dice, level, 1.2) for _ in range(40)] for level in levels]
        totals = [one.total(WINDOW) for one in of_group(histories, WEEKS, WINDOW)]
        came = [sum(counts(dice, level, 1.2) for _ in range(WINDOW)) for level in levels]
        group = [Series(*pair) for pair in zip(histories, map(Watched, totals, came), strict=True)]
        found += placebo.outcomes(group, WINDOW)
    told = placebo.of(found)
    assert told.advised == 300 and told.clearly_helped <= 0.05 and told.perhaps_helped <= 0.15, told
    assert 0.85 < told.effect < 1.15
