"""What came after advice beside what was to be expected: frozen from days before, judged once, the same again."""

from datetime import timedelta
from random import Random

import pytest
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.advice import comparing, expecting, judging, responding
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Measure, Response, ResponseState
from app.domain.catalogue.models import Item
from app.domain.demand.forecasting.outcome import Verdict
from app.domain.demand.models import DemandDay, SignalKind
from tests import given

DONE = given.NOW - timedelta(days=60)
DAY = clock.local(DONE).date()
LONG_AGO = DONE - timedelta(days=500)


def _came(
    item: Item, days_after: int, count: int = 1, kind: SignalKind = SignalKind.REQUEST_LINE, **more: object
) -> None:
    """So many people asked, so many days after it was done; negative: before."""
    day = DAY + timedelta(days=days_after)
    about = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id}
    db.session.add(DemandDay(day=day, kind=kind, signals=count, visitors=count, quantity=count, **about, **more))


def _usual(item: Item, *, weeks: int = 30, every: int = 1, until: int = 0) -> None:
    """About one a week for some weeks before, and ``until`` so many weeks after."""
    dice = Random(item.id)
    for week in range(-weeks, until, every):
        _came(item, week * 7 + dice.randrange(7))


def _advised(
    *, similar: int = 4, measure: Measure = Measure.REQUESTS, after: int = 8
) -> tuple[Response, Item, list[Item]]:
    weaving, maker = given.craft("weaving"), given.artisan()
    piece = given.item(maker, craft_=weaving, published_at=LONG_AGO)
    others = [given.item(given.artisan(), craft_=weaving, published_at=LONG_AGO) for _number in range(similar)]
    noise = given.item(given.artisan(), craft_=given.craft("pottery"), published_at=LONG_AGO)
    for one in (piece, noise):
        _usual(one)
    for one in others:
        _usual(one, until=after)
    _came(noise, 3, 500)
    sent = {"sent_at": DONE - timedelta(days=9), "item_id": piece.id, "craft_id": weaving.id, "measure": measure}
    response = given.advice(maker, **sent).responses[0]
    response.state, response.done_at = ResponseState.DONE, DONE
    db.session.flush()
    return response, piece, others


def _frozen(response: Response) -> Comparison:
    assert comparing.freeze_due(given.NOW) == 1
    found = response.comparison
    assert found is not None
    return found


def _judged(response: Response) -> Comparison:
    comparison = _frozen(response)
    response.state = ResponseState.CHECKED
    assert judging.judge_due(given.NOW) == 1
    return comparison


def test_what_is_expected_rests_on_days_before_it_was_done_alone(app: Flask) -> None:
    response, piece, others = _advised()
    kept = _frozen(response)
    figures = (kept.mean, kept.size, kept.before, kept.past, kept.similar)
    comparing.let_go(response)
    for days_after in (0, 5, 40):
        _came(piece, days_after, 70)
        _came(others[0], days_after, 70, country="FR")
    given.advice(others[1].artisan, item_id=others[1].id, craft_id=piece.craft_id, sent_at=given.NOW)
    again = _frozen(response)
    assert (again.mean, again.size, again.before, again.past, again.similar) == figures
    assert {one["item"] for one in again.similar} == {other.id for other in others}
    assert (again.first, again.last) == (DAY, DAY + timedelta(days=55))
    assert 5 < again.mean < 12 and again.before == 8


def test_nothing_is_frozen_twice_and_nothing_judged_before_its_weeks_are_over_or_unchecked(app: Flask) -> None:
    response, _piece, _others = _advised()
    comparison = _frozen(response)
    assert comparing.freeze_due(given.NOW) == 0
    assert judging.judge_due(given.NOW) == 0, "nobody has seen that it is done"
    response.state = ResponseState.CHECKED
    assert judging.judge_due(clock.start_of_day(comparison.last) + timedelta(hours=12)) == 0
    assert judging.judge_due(clock.start_of_day(comparison.last + timedelta(days=1))) == 1
    assert judging.judge_due(given.NOW) == 0


def test_many_times_as_much_as_expected_clearly_helped_and_is_said_again_the_same(app: Flask) -> None:
    response, piece, others = _advised()
    for week in range(8):
        _came(piece, week * 7 + 1, 5)
    _came(piece, 56, 300)
    comparison = _judged(response)
    assert (comparison.verdict, comparison.came, comparison.weeks) == (Verdict.CLEARLY_HELPED, 40, [5] * 8)
    assert [one["item"] for one in comparison.similar] and comparison.others == [8] * len(others)
    figures = (comparison.effect, comparison.low, comparison.high, comparison.chance, comparison.expected)
    assert comparison.low < comparison.effect < comparison.high
    judging.judge(comparison, at=given.NOW + timedelta(days=3))
    assert (comparison.effect, comparison.low, comparison.high, comparison.chance, comparison.expected) == figures


def test_what_rose_for_all_is_not_put_down_to_the_advice(app: Flask) -> None:
    response, piece, others = _advised(after=0)
    for one in (piece, *others):
        for week in range(8):
            _came(one, week * 7 + 1, 3)
    assert _judged(response).verdict is not Verdict.CLEARLY_HELPED


@pytest.mark.parametrize("similar", [0, 2])
def test_without_three_similar_pieces_nobody_can_tell(app: Flask, similar: int) -> None:
    response, piece, _others = _advised(similar=similar)
    _came(piece, 1, 90)
    comparison = _judged(response)
    assert comparison.verdict is Verdict.CANNOT_TELL and judging.has_few_similar(comparison)


def test_a_handful_is_never_a_claim(app: Flask) -> None:
    weaving, maker = given.craft("weaving"), given.artisan()
    piece = given.item(maker, craft_=weaving, published_at=LONG_AGO)
    for _number in range(4):
        _usual(given.item(given.artisan(), craft_=weaving, published_at=LONG_AGO), every=25, until=8)
    response = given.advice(maker, item_id=piece.id, craft_id=weaving.id, measure=Measure.REQUESTS).responses[0]
    response.state, response.done_at = ResponseState.DONE, DONE
    _came(piece, 2, 4)
    comparison = _judged(response)
    assert comparison.chance < 0.01 and comparison.verdict is Verdict.CANNOT_TELL


def test_of_declined_requests_fewer_is_better(app: Flask) -> None:
    response, piece, others = _advised(measure=Measure.DECLINES)
    for one in (piece, *others):
        for week in range(-30, 8 if one is not piece else 0):
            _came(one, week * 7 + 2, 4, SignalKind.DECLINE)
    comparison = _judged(response)
    assert (comparison.came, comparison.verdict) == (0, Verdict.CLEARLY_HELPED)


def test_days_without_any_left_are_counted(app: Flask) -> None:
    response, piece, others = _advised()
    _came(piece, -3, kind=SignalKind.VIEW, out_of_stock=True)
    _came(piece, 4, kind=SignalKind.VIEW, out_of_stock=True, country="FR")
    _came(piece, 4, kind=SignalKind.VIEW, out_of_stock=True)
    _came(piece, 11, kind=SignalKind.VIEW, out_of_stock=True)
    _came(piece, 12, kind=SignalKind.VIEW)
    _came(others[0], 13, kind=SignalKind.VIEW, out_of_stock=True)
    assert _judged(response).missed_days == 2


def test_done_taken_back_and_said_again_keeps_the_first_weeks(app: Flask) -> None:
    response, _piece, _others = _advised()
    first = _frozen(response).first
    responding.take_back(response, at=given.NOW)
    db.session.flush()
    assert judging.judge_due(given.NOW) == 0, "its weeks are over and nobody says that it is done"
    responding.done(response, at=given.NOW)
    db.session.flush()
    assert comparing.freeze_due(given.NOW) == 0
    assert response.comparison and response.comparison.first == first


def test_what_an_advisor_finds_not_done_begins_again_until_it_is_judged(app: Flask) -> None:
    response, _piece, _others = _advised()
    _frozen(response)
    responding.send_back(response, "Il manque la photo.", by=given.advisor(), at=given.NOW)
    db.session.flush()
    assert db.session.query(Comparison).count() == 0
    responding.done(response, at=given.NOW)
    kept = _frozen(response)
    assert kept.first == clock.local(given.NOW).date()
    kept.judged_at, kept.verdict = given.NOW, Verdict.CANNOT_TELL
    responding.send_back(response, "Il manque la photo.", by=given.advisor(), at=given.NOW)
    assert response.comparison is kept


def _sent_lately(response: Response, days: int = 0) -> None:
    """So many days before it was done, as it is sent."""
    recommendation = response.recommendation
    recommendation.sent_at = DONE - timedelta(days=days)
    recommendation.baseline = {"first": "2026-01-01", "last": "2026-02-25", "count": 0, "makers": {}, "similar": {}}
    response.state, response.done_at = ResponseState.SENT, None
    db.session.flush()


def test_what_is_to_be_expected_from_sending_on_is_kept_from_days_before_alone(app: Flask) -> None:
    response, piece, others = _advised()
    _sent_lately(response, days=2)
    later = DONE + timedelta(hours=3)
    assert comparing.freeze_due(later) == 1 and comparing.freeze_due(later) == 0
    (kept,) = expecting.kept(response.recommendation).values()
    assert kept.first == DAY - timedelta(days=2) and 5 < kept.mean < 12 and len(kept.similar) == len(others)
    db.session.expire_all()
    assert response.recommendation.baseline["count"] == 0
    response.recommendation.baseline = {
        key: value for key, value in response.recommendation.baseline.items() if key != "expected"
    }
    for days_after in (-2, -1, 3):
        _came(piece, days_after, 90, country="MA")
    given.advice(others[1].artisan, item_id=others[1].id, craft_id=piece.craft_id, sent_at=later)
    assert comparing.freeze_due(later) == 1
    assert expecting.kept(response.recommendation) == {response.artisan_id: kept}


def test_done_on_the_day_it_was_sent_the_two_agree(app: Flask) -> None:
    response, _piece, _others = _advised()
    _sent_lately(response)
    comparing.freeze_due(DONE + timedelta(hours=1))
    (kept,) = expecting.kept(response.recommendation).values()
    responding.done(response, at=DONE + timedelta(hours=2))
    found = comparing.freeze(response, at=DONE + timedelta(hours=2))
    figures = (found.first, found.mean, found.size, found.before, found.past, found.similar)
    assert figures == (kept.first, kept.mean, kept.size, kept.before, kept.past, kept.similar)
    fresh = expecting.of(expecting.subject_of(response), DAY, advised_until=DONE, now=given.NOW)
    assert fresh == kept


@pytest.mark.parametrize(("in_family", "found"), [(3, 5), (0, 2)])
def test_too_few_of_the_craft_are_joined_by_those_of_its_family(app: Flask, in_family: int, found: int) -> None:
    response, _piece, others = _advised(similar=2)
    weaving = others[0].craft
    weaving.parent = given.craft("textiles")
    spinning = given.craft("spinning", parent=weaving.parent)
    for _number in range(in_family):
        _usual(given.item(given.artisan(), craft_=spinning, published_at=LONG_AGO))
    comparison = _frozen(response)
    assert len(comparison.similar) == found
    assert {one["item"] for one in comparison.similar} >= {other.id for other in others}


def test_enough_of_the_craft_need_no_family(app: Flask) -> None:
    response, _piece, others = _advised(similar=3)
    others[0].craft.parent = given.craft("textiles")
    spinning = given.craft("spinning", parent=others[0].craft.parent)
    _usual(given.item(given.artisan(), craft_=spinning, published_at=LONG_AGO))
    assert {one["item"] for one in _frozen(response).similar} == {other.id for other in others}


def test_of_no_craft_it_is_compared_within_the_crafts_of_the_artisan(app: Flask) -> None:
    response, piece, others = _advised()
    response.recommendation.item_id = response.recommendation.craft_id = None
    db.session.flush()
    db.session.expire_all()
    told = given.advice(others[0].artisan, sent_at=DONE - timedelta(days=5))
    assert told.craft_id is None
    assert {one["item"] for one in _frozen(response).similar} == {other.id for other in others[1:]}
    assert response.comparison and response.comparison.before == 8, piece.id


def test_an_artisan_is_measured_on_all_they_make_of_the_craft(app: Flask) -> None:
    weaving, maker = given.craft("weaving"), given.artisan()
    pieces = [given.item(maker, craft_=weaving, published_at=LONG_AGO) for _number in range(2)]
    for piece in pieces:
        _usual(piece)
    _usual(given.item(maker, craft_=given.craft("pottery")))
    response = given.advice(maker, craft_id=weaving.id, measure=Measure.REQUESTS).responses[0]
    response.state, response.done_at = ResponseState.DONE, DONE
    new = given.item(maker, craft_=weaving, published_at=DONE)
    for piece in (*pieces, new):
        _came(piece, 3, 2)
    comparison = _judged(response)
    assert (comparison.before, comparison.came) == (16, 6)
