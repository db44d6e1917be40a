"""Whether advice helped: no claim on what would have come anyway, and a doubling of much is seen."""

from datetime import date
from random import Random

import pytest

from app.domain.demand.forecasting import of_group, outcome
from app.domain.demand.forecasting.counts import Counts
from app.domain.demand.forecasting.outcome import Outcome, Verdict, Watched
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from tests.domain.demand.forecasting.drawn import counts

WEEKS = Timeline(Frequency.WEEKS, date(2024, 1, 1))
QUIET = [Watched(Counts(10, 5), 10)] * 8
LOOKED_AT, WINDOW = 52, 8


@pytest.mark.parametrize(
    ("came", "verdict"),
    [
        (80, Verdict.CLEARLY_HELPED),
        (38, Verdict.PERHAPS_HELPED),
        (20, Verdict.CANNOT_TELL),
        (6, Verdict.MAY_HAVE_HURT),
        (0, Verdict.MAY_HAVE_HURT),
    ],
)
def test_each_verdict_has_its_figures(came: int, verdict: Verdict) -> None:
    found = outcome.outcome(Watched(Counts(20, 6), came), QUIET)
    assert found.verdict is verdict, found
    assert found.low < found.effect < found.high
    assert found.expected.mean == pytest.approx(20) and 0 <= found.chance <= 1


def test_a_handful_is_no_proof_and_without_similar_pieces_nobody_can_tell() -> None:
    few = outcome.outcome(Watched(Counts(0.5, 1), 3), QUIET)
    assert few.verdict in (Verdict.CANNOT_TELL, Verdict.PERHAPS_HELPED)
    assert outcome.outcome(Watched(Counts(20, 6), 80), QUIET[:2]).verdict is Verdict.CANNOT_TELL
    assert outcome.outcome(Watched(Counts(20, 6), 80), []).expected.mean == 20


def test_what_changed_for_all_is_expected_of_the_advised_piece_too() -> None:
    doubled = [Watched(Counts(10, 5), 20)] * 10
    found = outcome.outcome(Watched(Counts(20, 6), 42), doubled)
    assert 30 < found.expected.mean < 40 and found.verdict is Verdict.CANNOT_TELL
    one = outcome.outcome(Watched(Counts(20, 6), 42), [Watched(Counts(1, 5), 9)] * 3)
    assert one.expected.mean < 2.5 * 20, "nine times as many of three small ones: hardly more than twice for all"


def test_many_small_ones_prove_together_what_none_proves_alone() -> None:
    each = [outcome.outcome(Watched(Counts(4, 3), 8), QUIET) for _ in range(30)]
    assert Verdict.CLEARLY_HELPED not in {one.verdict for one in each}
    summed = outcome.together(each)
    assert summed and summed.verdict is Verdict.CLEARLY_HELPED and summed.came == 240
    assert summed.high - summed.low < each[0].high - each[0].low
    assert outcome.together([]) is None


def test_the_same_figures_say_the_same_twice() -> None:
    first, second = (outcome.outcome(Watched(Counts(20, 6), 30), QUIET) for _ in range(2))
    assert first == second


def _advised(dice: Random, pieces: int, *, times: float = 1.0) -> list[Outcome]:
    """A craft of so many pieces: the three whose last weeks were most unusual are advised. times: the effect."""
    levels = [dice.gammavariate(0.8, 2.5) for _ in range(pieces)]
    histories = [[counts(dice, level, 1.2) for _ in range(LOOKED_AT)] for level in levels]

    def unusual(number: int) -> float:
        history = histories[number]
        return sum(history[-WINDOW:]) / WINDOW - sum(history) / LOOKED_AT

    advised = sorted(range(pieces), key=unusual)[-3:]
    totals = [one.total(WINDOW) for one in of_group(histories, WEEKS, WINDOW)]
    came = [
        sum(counts(dice, level * (times if number in advised else 1), 1.2) for _ in range(WINDOW))
        for number, level in enumerate(levels)
    ]
    rest = [Watched(totals[number], came[number]) for number in range(pieces) if number not in advised]
    return [outcome.outcome(Watched(totals[number], came[number]), rest[:10]) for number in advised]


def test_advice_without_effect_given_to_the_most_unusual_is_seldom_said_to_have_helped() -> None:
    dice = Random(12)
    found = [one for _ in range(100) for one in _advised(dice, 16)]
    claimed = sum(one.verdict is Verdict.CLEARLY_HELPED for one in found) / len(found)
    assert claimed <= 0.05, claimed
    before_and_after = outcome.together(found)
    assert before_and_after and 0.85 < before_and_after.effect < 1.15, "the whole claims nothing either"


def test_a_doubling_is_seen_in_the_sum() -> None:
    dice = Random(13)
    found = [one for _ in range(12) for one in _advised(dice, 16, times=2.0)]
    summed = outcome.together(found)
    assert summed and summed.verdict is Verdict.CLEARLY_HELPED and 1.5 < summed.effect < 2.4
