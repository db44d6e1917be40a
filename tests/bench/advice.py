"""How often advice that did nothing is said to have clearly helped, and how often a doubling is noticed."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random
from statistics import fmean

from app.domain.advice.baseline import MOST_SIMILAR
from app.domain.advice.judging import is_few
from app.domain.demand.forecasting import of_group
from app.domain.demand.forecasting.outcome import Verdict, Watched, outcome
from app.domain.demand.forecasting.timeline import Frequency, Timeline

GROUPS, PIECES, ADVISED = 200, 40, 10
PAST, AHEAD = 60, 8
MONDAY = date(2026, 1, 5)


def verdicts() -> dict[str, object]:
    """Of 2,000 pieces whose last weeks were most unusual: shares by verdict, without effect and where all doubled."""
    dice = Random(2026)
    without, doubled = Counter[Verdict](), Counter[Verdict]()
    for number in range(GROUPS):
        if number % 20 == 0:
            sys.stderr.write(f"advice: {number} of {GROUPS} crafts\n")
        _craft(dice, without, doubled)
    return {"without effect": _shares(without), "doubled": _shares(doubled)}


def _craft(dice: Random, without: Counter[Verdict], doubled: Counter[Verdict]) -> None:
    """Pieces of a craft, each with a level of its own that wanders; a quarter of them is advised, the oddest."""
    weeks = [_weeks(dice, dice.gammavariate(0.7, 1.2)) for _number in range(PIECES)]
    pasts, coming = [one[:PAST] for one in weeks], [sum(one[PAST:]) for one in weeks]
    forecasts = of_group(pasts, Timeline(Frequency.WEEKS, MONDAY), AHEAD)
    watched = [Watched(one.total(AHEAD), came) for one, came in zip(forecasts, coming, strict=True)]
    odd = sorted(
        range(PIECES), key=lambda n: -abs(fmean(pasts[n][-AHEAD:]) - fmean(pasts[n])) / (fmean(pasts[n]) + 0.1)
    )
    similar = [watched[n] for n in odd[ADVISED:]]
    for n in odd[:ADVISED]:
        without[_verdict(watched[n], similar)] += 1
        more = Watched(watched[n].expected, watched[n].came + sum(_weeks(dice, coming[n] / AHEAD)[:AHEAD]))
        doubled[_verdict(more, similar)] += 1


def _weeks(dice: Random, level: float) -> list[int]:
    return [_poisson(dice, level * dice.gammavariate(2.0, 0.5)) for _week in range(PAST + AHEAD)]


def _poisson(dice: Random, mean: float) -> int:
    waited, count = dice.expovariate(1.0), 0
    while waited < mean:
        waited, count = waited + dice.expovariate(1.0), count + 1
    return count


def _verdict(advised: Watched, similar: Sequence[Watched]) -> Verdict:
    nearest = sorted(similar, key=lambda one: abs(one.expected.mean - advised.expected.mean))[:MOST_SIMILAR]
    found = outcome(advised, nearest)
    return Verdict.CANNOT_TELL if is_few(advised.came, found.expected.mean) else found.verdict


def _shares(counted: Counter[Verdict]) -> dict[str, float]:
    return {verdict.value: round(counted[verdict] / counted.total(), 4) for verdict in Verdict}
