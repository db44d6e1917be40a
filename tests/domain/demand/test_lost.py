"""Each unit that was asked for has one fate: served, open, lost for one cause, or asked for again."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.domain.demand import lost
from app.domain.demand.lost import AGAIN_WITHIN, Asked, Cause, Fate
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason, State
from tests.given import NOW

CARMEN, KARIM = frozenset({"carmen@example.org"}), frozenset({"karim@example.org", "+212612000000"})

lines = some.builds(
    Asked,
    line_id=some.integers(1, 10**6),
    at=some.integers(0, 400).map(lambda days: NOW + timedelta(days=days)),
    wanted=some.integers(1, 30),
    state=some.sampled_from(State),
    answered=some.sampled_from([None, *AnswerKind]),
    promised=some.integers(0, 40),
    reason=some.sampled_from([None, *DeclineReason]),
    can_make=some.booleans(),
    taken=some.sampled_from([None, True, False]),
    refusal=some.sampled_from([None, *RefusalReason]),
    cancelled=some.sampled_from([None, *CancelReason]),
    who=some.sampled_from([frozenset(), CARMEN, KARIM, frozenset({"+212612000000"})]),
    what=some.integers(0, 3),
)


@settings(max_examples=300, deadline=None)
@given(some.lists(lines, max_size=25, unique_by=lambda line: line.line_id))
def test_of_any_history_all_that_was_asked_for_is_served_open_or_lost_once(history: list[Asked]) -> None:
    found = lost.fates(history)
    assert sorted(fate.asked.line_id for fate in found) == sorted(line.line_id for line in history)
    for fate in found:
        parts = [fate.served, fate.open, fate.again, *fate.lost.values(), *fate.again_by_cause.values()]
        assert min(parts) >= 0
        assert fate.served + fate.open + fate.units_lost + fate.again == fate.asked.wanted
        assert sum(fate.again_by_cause.values()) == fate.again
    wanted = sum(line.wanted for line in history)
    again = sum(fate.again for fate in found)
    assert sum(fate.served + fate.open + fate.units_lost for fate in found) == wanted - again


@settings(max_examples=200, deadline=None)
@given(some.lists(lines, max_size=25, unique_by=lambda line: line.line_id))
def test_no_more_is_asked_again_than_later_lines_ask_for(history: list[Asked]) -> None:
    found = lost.fates(history)
    taken_over: dict[int, int] = {}
    for fate in found:
        assert all(later.asked.who & fate.asked.who and later.asked.what == fate.asked.what for later in fate.then)
        assert all(timedelta(0) <= later.asked.at - fate.asked.at <= AGAIN_WITHIN for later in fate.then)
        if len(fate.then) == 1:
            later = fate.then[0].asked
            taken_over[later.line_id] = taken_over.get(later.line_id, 0) + fate.again
    wanted = {line.line_id: line.wanted for line in history}
    assert all(units <= wanted[line_id] for line_id, units in taken_over.items())


def line(**facts: object) -> Asked:
    return Asked(**{"line_id": 1, "at": NOW, "wanted": 4, "state": State.DECLINED, **facts})  # type: ignore[arg-type]  # a builder


def fate(**facts: object) -> Fate:
    return lost.alone(line(**facts))


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (DeclineReason.NO_STOCK, Cause.NONE_LEFT),
        (DeclineReason.NO_TIME, Cause.TOO_SLOW),
        (DeclineReason.PRICE_TOO_LOW, Cause.TOO_DEAR),
        (DeclineReason.DO_NOT_MAKE, Cause.NOT_MADE),
        (DeclineReason.MATERIALS_MISSING, Cause.NOT_MADE),
        (DeclineReason.OTHER, Cause.OTHER),
    ],
)
def test_what_a_maker_declines_is_lost_for_their_reason(reason: DeclineReason, cause: Cause) -> None:
    assert fate(answered=AnswerKind.DECLINED, reason=reason).lost == {cause: 4}


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (RefusalReason.PRICE, Cause.TOO_DEAR),
        (RefusalReason.DELAY, Cause.TOO_SLOW),
        (RefusalReason.DELIVERY_COST, Cause.DELIVERY),
        (RefusalReason.FOUND_ELSEWHERE, Cause.OTHER),
    ],
)
def test_what_a_customer_refuses_is_lost_for_theirs(reason: RefusalReason, cause: Cause) -> None:
    refused = fate(state=State.REFUSED, answered=AnswerKind.AS_ASKED, promised=4, taken=False, refusal=reason)
    assert refused.lost == {cause: 4}


def test_a_line_declined_is_not_lost_again_when_the_offer_without_it_is_refused() -> None:
    facts = {"state": State.REFUSED, "refusal": RefusalReason.PRICE}
    assert fate(answered=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK, **facts).lost == {Cause.NONE_LEFT: 4}


def test_a_reduction_loses_what_is_missing_and_no_more() -> None:
    reduced = {"answered": AnswerKind.CHANGED, "promised": 1}
    taken = fate(state=State.ACCEPTED, taken=True, **reduced)
    assert (taken.served, taken.lost) == (1, {Cause.NONE_LEFT: 3})
    assert fate(state=State.ACCEPTED, taken=True, can_make=True, **reduced).lost == {Cause.TOO_SLOW: 3}
    refused = fate(state=State.REFUSED, refusal=RefusalReason.DELIVERY_COST, taken=False, **reduced)
    assert refused.lost == {Cause.NONE_LEFT: 3, Cause.DELIVERY: 1}


def test_a_line_under_way_is_open_even_where_its_maker_declined() -> None:
    """Another version can follow: it is lost once the customer is offered without it."""
    declined = {"answered": AnswerKind.DECLINED, "reason": DeclineReason.NO_TIME}
    assert fate(state=State.ANSWERING, **declined).open == 4
    assert fate(state=State.OFFERED, **declined).lost == {Cause.TOO_SLOW: 4}
    assert fate(state=State.OFFERED, answered=AnswerKind.CHANGED, promised=3).open == 3


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (CancelReason.CANNOT_SUPPLY, Cause.NOT_MADE),
        (CancelReason.NO_ANSWER, Cause.TOO_SLOW),
        (CancelReason.NOT_PAID, Cause.OTHER),
    ],
)
def test_a_cancelled_request_is_lost_for_why_it_was_cancelled(reason: CancelReason, cause: Cause) -> None:
    assert fate(state=State.CANCELLED, cancelled=reason).lost == {cause: 4}
    accepted = {"answered": AnswerKind.AS_ASKED, "promised": 4, "taken": True}
    assert fate(state=State.CANCELLED, cancelled=reason, **accepted).lost == {cause: 4}


def test_who_asks_again_and_gets_it_has_lost_nothing() -> None:
    first = line(line_id=1, wanted=4, answered=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK, who=CARMEN, what=7)
    later = NOW + timedelta(days=30)
    taken = {"state": State.DELIVERED, "answered": AnswerKind.AS_ASKED, "promised": 3, "taken": True}
    again = line(line_id=2, at=later, wanted=3, who=CARMEN, what=7, **taken)
    noise = line(line_id=3, at=later, wanted=9, who=KARIM, what=7, **taken)
    other = line(line_id=4, at=later, wanted=9, who=CARMEN, what=8, **taken)
    found = {one.asked.line_id: one for one in lost.fates([first, again, noise, other])}
    assert (found[1].lost, found[1].again, found[1].got_later) == ({Cause.NONE_LEFT: 1}, 3, True)
    assert (found[2].served, found[2].units_lost) == (3, 0)


def test_who_asks_again_in_vain_has_lost_it_once() -> None:
    first = line(line_id=1, answered=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK, who=CARMEN, what=7)
    again = line(line_id=2, at=NOW + timedelta(days=1), answered=AnswerKind.DECLINED, who=CARMEN, what=7)
    found = lost.fates([again, first])
    assert [one.units_lost for one in found] == [0, 4] and not found[0].got_later


def test_who_asks_again_after_half_a_year_wants_another_one() -> None:
    first = line(line_id=1, answered=AnswerKind.DECLINED, who=CARMEN, what=7)
    again = line(line_id=2, at=NOW + AGAIN_WITHIN + timedelta(days=1), state=State.SENT, who=CARMEN, what=7)
    assert [one.units_lost for one in lost.fates([first, again])] == [4, 0]


def test_customers_nobody_knows_any_more_are_never_taken_for_one() -> None:
    first = line(line_id=1, answered=AnswerKind.DECLINED, what=7)
    again = line(line_id=2, at=NOW + timedelta(days=1), state=State.SENT, what=7)
    assert [one.units_lost for one in lost.fates([first, again])] == [4, 0]
