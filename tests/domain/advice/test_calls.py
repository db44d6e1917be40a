"""In what order people are called, and what several reasons are worth together."""

from datetime import date, timedelta
from random import Random

import pytest

from app.domain.advice import calls
from app.domain.advice.calls import Matter, Source
from app.domain.advice.monday_facts import worth_of
from app.domain.demand import worth
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.demand.worth import Guess

BIG, SMALL = Guess(50000, 50000**2 * 1.5), Guess(2000, 2000**2 * 1.5)


def test_a_person_is_called_once_about_all_and_who_is_worth_most_is_first() -> None:
    ranked = calls.ranked(
        [
            Matter(1, Source.UNREAD, SMALL),
            Matter(2, Source.COUNTS, SMALL),
            Matter(1, Source.REQUESTS, BIG),
            Matter(3, Source.TEXTS),
        ]
    )
    assert [call.artisan_id for call in ranked] == [1, 2, 3]
    assert [matter.source for matter in ranked[0].matters] == [Source.REQUESTS, Source.UNREAD]
    assert ranked[0].worth and ranked[0].worth.mean == 52000
    assert ranked[2].worth is None


def test_the_order_does_not_hang_on_the_order_in_which_reasons_were_found() -> None:
    dice = Random(7)
    day = date(2026, 11, 1)
    matters = [
        Matter(
            n % 5,
            source,
            worth.known(n // 3 * 100) if n % 2 else None,
            count=n % 4 + 1,
            on=day + timedelta(days=n),
        )
        for n, source in enumerate(list(Source) * 3)
    ]
    expected = calls.ranked(matters)
    for _ in range(20):
        dice.shuffle(matters)
        assert calls.ranked(matters) == expected


def test_of_unknown_worth_whoever_has_most_to_hear_comes_first() -> None:
    ranked = calls.ranked([Matter(1, Source.TEXTS, count=2), Matter(2, Source.TEXTS, count=5)])
    assert [call.artisan_id for call in ranked] == [2, 1]


def test_what_nobody_can_say_is_not_said() -> None:
    (call,) = calls.ranked([Matter(1, Source.COUNTS, Guess(100, 100**2 * 15)), Matter(1, Source.UNREAD, SMALL)])
    assert call.worth == SMALL and call.matters[1].worth is None
    assert calls.sayable(Guess(0, 0)) is None and calls.sayable(BIG) is BIG


def test_doubts_add_up_and_do_not_cancel_each_other() -> None:
    both = calls.together([BIG, BIG])
    assert both and both.mean == 100000 and both.spread == pytest.approx(BIG.spread)
    assert calls.together([]) is None


@pytest.mark.parametrize("spread", [0.01, 0.2, 1, 1.6, 2.5, 3.5, 6, 9])
def test_a_value_that_was_told_with_its_interval_is_read_back(spread: float) -> None:
    guess = Guess(90000, 90000**2 * (1 + spread))
    assert worth.told(guess.mean, *guess.interval()).spread == pytest.approx(spread, rel=0.001)


def test_what_several_could_make_is_shared_between_them() -> None:
    low, high = Guess(90000, 90000**2 * 2).interval()
    one = Opportunity(Kind.NO_RESULT, "search:x", (0,) * 12, 4, 90000, round(low), round(high))
    third = worth_of(one, 3)
    assert third and third.mean == 30000
    assert third.interval()[1] == pytest.approx(high / 3, rel=0.001)
    assert worth_of(Opportunity(Kind.NO_RESULT, "search:x", (0,) * 12, 4, 0, 0, 0)) is None
