"""Whether advice helped: what came beside what was to be expected, and how sure one can be of the difference.

Advice goes to pieces with unusual demand, which would have gone back to usual by itself. The forecast has seen the same
unusual weeks and expects that; similar pieces without advice tell what changed for all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from statistics import fmean

from app.domain.demand.forecasting.counts import Counts

LEAST_SIMILAR = 3
SURE, PERHAPS = 0.01, 0.10
"""Chances that as much or more would have come without the advice."""
MUCH = 1.5
HELD_AT_ONE = 16
"""So many units say that nothing changed for all, before the similar pieces are looked at."""
DRAWS, OUTER = 2_000, 0.1


class Verdict(StrEnum):
    CANNOT_TELL = "cannot_tell"
    PERHAPS_HELPED = "perhaps_helped"
    CLEARLY_HELPED = "clearly_helped"
    MAY_HAVE_HURT = "may_have_hurt"


@dataclass(frozen=True)
class Watched:
    """A piece over the weeks of the comparison. expected: when the advice was given. came: units."""

    expected: Counts
    came: int


@dataclass(frozen=True)
class Outcome:
    """came, expected: units. effect: how many times as much came; low, high: where it lies with 80 %.

    chance: that as much or more would have come without the advice.
    """

    verdict: Verdict
    came: int
    expected: Counts
    effect: float
    low: float
    high: float
    chance: float


def outcome(advised: Watched, similar: Sequence[Watched], *, fewer_is_better: bool = False) -> Outcome:
    """After the weeks are over. similar: pieces of the craft without advice, chosen when it was given, never by what
    came of them; of fewer than three nobody can tell. fewer_is_better: of requests that had to be declined."""
    expected = in_these_weeks(advised.expected, similar)
    effect, (low, high) = _effect(advised.came, expected)
    chance = 1 - expected.at_most(advised.came) + expected.exactly(advised.came) / 2
    mirrored = (1 - chance, 1 / effect) if fewer_is_better else (chance, effect)
    verdict = _verdict(*mirrored) if len(similar) >= LEAST_SIMILAR else Verdict.CANNOT_TELL
    return Outcome(verdict, advised.came, expected, effect, low, high, chance)


def in_these_weeks(expected: Counts, similar: Sequence[Watched]) -> Counts:
    """What was expected, moved by what changed for all: a gamma held near 1 by what is usual."""
    spread = 1 + fmean([one.expected.mean / one.expected.size for one in similar]) if similar else 1.0
    came = HELD_AT_ONE + sum(one.came for one in similar) / spread
    foreseen = HELD_AT_ONE + sum(one.expected.mean for one in similar) / spread
    return Counts(expected.mean * came / foreseen, 1 / (1 / expected.size + 1 / came))


def together(outcomes: Iterable[Outcome], *, fewer_is_better: bool = False) -> Outcome | None:
    """Of a kind of advice, an advisor, the whole cooperative: the power is in the sum. None where there are none."""
    found = list(outcomes)
    if not found:
        return None
    came, mean = sum(one.came for one in found), sum(one.expected.mean for one in found)
    variance = sum(one.expected.mean**2 / one.expected.size for one in found)
    expected = Counts(mean, mean**2 / variance if variance else 1.0)
    effect, (low, high) = _effect(came, expected)
    chance = 1 - expected.at_most(came) + expected.exactly(came) / 2
    verdict = _verdict(1 - chance, 1 / effect) if fewer_is_better else _verdict(chance, effect)
    return Outcome(verdict, came, expected, effect, low, high, chance)


def _verdict(chance: float, effect: float) -> Verdict:
    if chance <= SURE and effect >= MUCH:
        return Verdict.CLEARLY_HELPED
    if chance <= PERHAPS:
        return Verdict.PERHAPS_HELPED
    if 1 - chance <= PERHAPS:
        return Verdict.MAY_HAVE_HURT
    return Verdict.CANNOT_TELL


def _effect(came: int, expected: Counts) -> tuple[float, tuple[float, float]]:
    """And its 80 % interval, from gammas of both. The same figures give the same interval."""
    dice = Random(f"{came} {expected.mean:.6f} {expected.size:.6f}")  # noqa: S311  # for an interval, not for secrets
    drawn = sorted(
        dice.gammavariate(came + 0.5, 1) / dice.gammavariate(expected.size, expected.mean / expected.size)
        for _ in range(DRAWS)
    )
    return (came + 0.5) / (expected.mean + 0.5), (drawn[int(DRAWS * OUTER)], drawn[int(DRAWS * (1 - OUTER)) - 1])
