"""Advice that nobody gave: how often the rule would have said that it helped."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import NamedTuple

from app.domain.demand.forecasting.outcome import Outcome, Verdict, Watched, outcome, together

ONE_OF = 10
"""As an advisor would: one series of ten is advised, those whose last weeks were most unusual."""
SIMILAR = 10


class Series(NamedTuple):
    """history: counts until then. watched: what was expected of the weeks that followed, and what came."""

    history: Sequence[int]
    watched: Watched


@dataclass(frozen=True)
class Placebo:
    """Of so many that were taken for advised, the shares that the rule says something of. Nobody was advised.

    effect: of all of them together, which should lie near 1.
    """

    advised: int
    clearly_helped: float
    perhaps_helped: float
    may_have_hurt: float
    effect: float


def of(outcomes: Sequence[Outcome]) -> Placebo:
    verdicts, told = Counter(one.verdict for one in outcomes), max(len(outcomes), 1)
    summed = together(outcomes)
    return Placebo(
        advised=len(outcomes),
        clearly_helped=verdicts[Verdict.CLEARLY_HELPED] / told,
        perhaps_helped=verdicts[Verdict.PERHAPS_HELPED] / told,
        may_have_hurt=verdicts[Verdict.MAY_HAVE_HURT] / told,
        effect=summed.effect if summed else 1.0,
    )


def outcomes(group: Iterable[Series], weeks: int) -> list[Outcome]:
    """Each beside those of which about as much was expected; what came of them later has no part in the choice."""
    by_oddness = sorted(group, key=lambda one: _oddness(one.history, weeks), reverse=True)
    cut = len(by_oddness) // ONE_OF
    advised, rest = by_oddness[:cut], [one.watched for one in by_oddness[cut:]]
    return [outcome(one.watched, _nearest(one.watched, rest)) for one in advised]


def _oddness(history: Sequence[int], weeks: int) -> float:
    """How far the last weeks lie from what was usual, by what chance alone would make of them."""
    usual = fmean(history)
    return abs(fmean(history[-weeks:]) - usual) / sqrt(usual) if usual else 0.0


def _nearest(advised: Watched, rest: Iterable[Watched]) -> list[Watched]:
    return sorted(rest, key=lambda one: abs(one.expected.mean - advised.expected.mean))[:SIMILAR]
