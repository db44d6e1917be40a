"""What an artisan can do with advice, and what can no longer be done. No app, no database."""

from datetime import UTC, date, datetime

import pytest

from app.domain.advice import responding
from app.domain.advice.follow_up_models import NextStep
from app.domain.advice.models import CannotReason, Recommendation, Response, ResponseState
from app.domain.people.models import User

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _response(state: ResponseState = ResponseState.SENT) -> Response:
    return Response(state=state, recommendation=Recommendation(due_on=date(2026, 12, 10)), sent_at=AT)


def test_opening_is_noted_once() -> None:
    response = _response()
    assert responding.opened(response, at=AT)
    assert response.state is ResponseState.OPENED
    assert not responding.opened(response, at=AT.replace(hour=12))
    assert response.opened_at == AT


def test_a_promise_without_a_date_takes_the_date_of_the_advice() -> None:
    response = _response()
    responding.accept(response, promised_on=None, at=AT)
    assert (response.state, response.promised_on) == (ResponseState.ACCEPTED, date(2026, 12, 10))


def test_a_no_can_become_a_yes_and_forgets_its_reason() -> None:
    response = _response()
    responding.decline(response, reason=CannotReason.TOOLS, note="Mon métier est trop petit", at=AT)
    assert response.reason is CannotReason.TOOLS
    responding.accept(response, promised_on=None, at=AT)
    assert (response.reason, response.note) == (None, None)


def test_accepting_twice_changes_nothing() -> None:
    response = _response()
    responding.accept(response, promised_on=date(2026, 12, 1), at=AT)
    responding.accept(response, promised_on=None, at=AT.replace(hour=20))
    assert (response.promised_on, response.answered_at) == (date(2026, 12, 1), AT)


def test_only_what_is_done_can_be_checked() -> None:
    response = _response(ResponseState.ACCEPTED)
    with pytest.raises(responding.NotDone):
        responding.check(response, by=User(id=1), at=AT)
    responding.done(response, at=AT)
    responding.check(response, by=User(id=1), at=AT)
    assert response.state is ResponseState.CHECKED


@pytest.mark.parametrize("closed", [ResponseState.CHECKED, ResponseState.WITHDRAWN])
def test_what_is_closed_stays_closed(closed: ResponseState) -> None:
    for act in (
        lambda r: responding.accept(r, promised_on=None, at=AT),
        lambda r: responding.decline(r, reason=CannotReason.TIME, note=None, at=AT),
        lambda r: responding.done(r, at=AT),
    ):
        response = _response(closed)
        with pytest.raises(responding.NotNow):
            act(response)
        assert response.state is closed


def test_what_is_done_is_taken_back_only_by_whoever_says_so() -> None:
    """An old page on another telephone still offers *I will* and *I cannot*."""
    response = _response()
    responding.done(response, at=AT)
    with pytest.raises(responding.SaidDone):
        responding.accept(response, promised_on=None, at=AT)
    with pytest.raises(responding.SaidDone):
        responding.decline(response, reason=CannotReason.TIME, note=None, at=AT)
    assert (response.state, response.done_at) == (ResponseState.DONE, AT)
    responding.take_back(response, at=AT)
    assert (response.state, response.done_at) == (ResponseState.ACCEPTED, None)
    responding.take_back(response, at=AT)
    assert response.state is ResponseState.ACCEPTED


@pytest.mark.parametrize("state", [ResponseState.SENT, ResponseState.DECLINED, ResponseState.CHECKED])
def test_what_nobody_said_is_done_cannot_be_taken_back(state: ResponseState) -> None:
    with pytest.raises(responding.NotNow):
        responding.take_back(_response(state), at=AT)


def test_the_last_reason_of_a_no_counts() -> None:
    """Two telephones of one workshop, or a picture touched by mistake."""
    response = _response()
    responding.decline(response, reason=CannotReason.TIME, note="Pas le temps", at=AT)
    responding.decline(response, reason=CannotReason.MATERIALS, note=None, at=AT)
    assert (response.state, response.reason, response.note) == (ResponseState.DECLINED, CannotReason.MATERIALS, None)
    assert [owed.step for owed in response.follow_ups] == [NextStep.MATERIALS]
