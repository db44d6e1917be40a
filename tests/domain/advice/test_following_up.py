"""A no leads on to something that somebody owes; a yes lets go of it. Calls and visits are logged and undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.advice import following_up, responding, visiting
from app.domain.advice.follow_up_models import FollowUp, NextStep, VisitKind
from app.domain.advice.models import CannotReason, Recommendation, Response, ResponseState
from app.domain.audit.models import AuditEvent
from tests import given

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _response(state: ResponseState = ResponseState.SENT) -> Response:
    return Response(state=state, recommendation=Recommendation(due_on=date(2026, 12, 10)), sent_at=AT)


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        (CannotReason.MONEY, NextStep.VISIT),
        (CannotReason.MATERIALS, NextStep.MATERIALS),
        (CannotReason.SKILL, NextStep.TRAINING),
        (CannotReason.TOOLS, NextStep.VISIT),
        (CannotReason.TIME, NextStep.VISIT),
        (CannotReason.DISBELIEF, NextStep.VISIT),
        (CannotReason.OTHER, NextStep.CALL),
    ],
)
def test_each_reason_leads_on(reason: CannotReason, step: NextStep) -> None:
    response = _response()
    responding.decline(response, reason=reason, note=None, at=AT)
    assert [(owed.step, owed.closed_at) for owed in response.follow_ups] == [(step, None)]


def test_a_yes_lets_go_of_what_is_owed_and_keeps_what_was_done() -> None:
    response = _response()
    responding.decline(response, reason=CannotReason.SKILL, note=None, at=AT)
    response.follow_ups.append(FollowUp(step=NextStep.VISIT, at=AT, closed_at=AT, closed_by_id=1))
    responding.accept(response, promised_on=None, at=AT)
    assert [owed.step for owed in response.follow_ups] == [NextStep.VISIT]


def test_a_day_is_promised_once_there_is_a_yes_and_within_a_year() -> None:
    response = _response()
    with pytest.raises(responding.NotPromised):
        responding.promise(response, date(2026, 11, 27), at=AT)
    responding.accept(response, promised_on=None, at=AT)
    responding.promise(response, date(2026, 11, 20), at=AT)
    assert response.promised_on == date(2026, 11, 20)
    for day in (date(2026, 11, 19), date(2027, 11, 22)):
        with pytest.raises(responding.NoSuchDay):
            responding.promise(response, day, at=AT)


def test_what_is_owed_is_found_by_its_advisor_oldest_first_and_closed_once(app: Flask) -> None:
    me, other = given.advisor(), given.advisor()
    young, old = (given.advice(given.artisan(advisor=me)).responses[0] for _number in range(2))
    mine = given.advice(given.artisan(), author=me).responses[0]
    strange = given.advice(given.artisan(advisor=other), author=other).responses[0]
    for number, response in enumerate((old, young, mine, strange)):
        responding.decline(response, reason=CannotReason.OTHER, note=None, at=given.NOW + timedelta(hours=number))
    db.session.flush()
    assert [one.response for one in following_up.owed(advisor_id=me.id)] == [old, young, mine]
    assert len(following_up.owed()) == 4
    (owed,) = old.follow_ups
    following_up.close(owed, by=me, at=given.NOW)
    with pytest.raises(following_up.ClosedAlready):
        following_up.close(owed, by=other, at=given.NOW)
    assert [one.response for one in following_up.owed(advisor_id=me.id)] == [young, mine]
    assert [one.deed for one in db.session.scalars(select(AuditEvent))] == ["follow_up.closed"]


def test_a_visit_about_advice_closes_the_visit_that_was_owed_and_undone_owes_it_again(app: Flask) -> None:
    me, artisan = given.advisor(), given.artisan()
    response, other = (given.advice(artisan).responses[0] for _number in range(2))
    for one in (response, other):
        responding.decline(one, reason=CannotReason.MONEY, note=None, at=given.NOW)
    visiting.log(artisan, VisitKind.CALL, response=response, by=me, at=given.NOW)
    assert response.follow_ups[0].closed_at is None, "a call is no visit"
    visit = visiting.log(artisan, VisitKind.VISIT, response=response, by=me, at=given.NOW)
    assert response.follow_ups[0].closed_by_id == me.id and other.follow_ups[0].closed_at is None
    visiting.undo(visit, by=me, at=given.NOW + timedelta(hours=1))
    assert response.follow_ups[0].closed_at is None
    assert [one.kind for one in visiting.to(artisan.id)] == [VisitKind.CALL]


def test_a_visit_undone_owes_nothing_that_the_artisan_let_go_of_meanwhile(app: Flask) -> None:
    me, artisan = given.advisor(), given.artisan()
    will, other_reason = (given.advice(artisan).responses[0] for _number in range(2))
    visits = []
    for response in (will, other_reason):
        responding.decline(response, reason=CannotReason.MONEY, note=None, at=given.NOW)
        visits.append(visiting.log(artisan, VisitKind.VISIT, response=response, by=me, at=given.NOW))
    responding.accept(will, promised_on=None, at=given.NOW)
    responding.decline(other_reason, reason=CannotReason.OTHER, note=None, at=given.NOW)
    for visit in visits:
        visiting.undo(visit, by=me, at=given.NOW)
    db.session.flush()
    assert [(one.response, one.step) for one in following_up.owed()] == [(other_reason, NextStep.CALL)]


@pytest.mark.parametrize("kind", VisitKind)
def test_a_call_that_was_owed_is_settled_by_a_call_or_a_visit(app: Flask, kind: VisitKind) -> None:
    me, artisan = given.advisor(), given.artisan()
    response = given.advice(artisan).responses[0]
    responding.decline(response, reason=CannotReason.OTHER, note=None, at=given.NOW)
    visit = visiting.log(artisan, kind, response=response, by=me, at=given.NOW)
    assert response.follow_ups[0].closed_by_id == me.id
    visiting.undo(visit, by=me, at=given.NOW)
    assert response.follow_ups[0].closed_at is None


def test_only_ones_own_slip_of_the_same_day_is_undone(app: Flask) -> None:
    me, artisan = given.advisor(), given.artisan()
    visit = visiting.log(artisan, VisitKind.VISIT, by=me, at=given.NOW)
    with pytest.raises(visiting.NotTheirs):
        visiting.undo(visit, by=given.advisor(), at=given.NOW)
    with pytest.raises(visiting.NotTheirs):
        visiting.note(visit, "Rien", by=given.advisor())
    with pytest.raises(visiting.TooLate):
        visiting.undo(visit, by=me, at=given.NOW + timedelta(days=1))
    with pytest.raises(visiting.NotTheirAdvice):
        visiting.log(artisan, VisitKind.CALL, response=given.advice(given.artisan()).responses[0], by=me, at=given.NOW)
