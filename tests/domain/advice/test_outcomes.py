"""Outcomes added up by kind, by author, in all; and advice to begin from, with how it went."""

from flask import Flask

from app.domain.advice import outcomes, reusing
from app.domain.advice.models import AdviceKind, Measure, ResponseState
from app.domain.advice.outcomes import By
from app.domain.demand.forecasting.outcome import Verdict
from tests import given


def _three(kind: AdviceKind, came: int, **columns: object) -> None:
    for _number in range(3):
        response = given.advice(given.artisan(), kind=kind, measure=Measure.REQUESTS, **columns).responses[0]
        response.state = ResponseState.CHECKED
        given.judged(response, came)


def test_each_row_adds_up_its_own_and_no_other_measure(app: Flask) -> None:
    me = given.advisor()
    _three(AdviceKind.MAKE_MORE, 40, author=me)
    _three(AdviceKind.PRICE, 8)
    views = given.advice(given.artisan(), kind=AdviceKind.MAKE_MORE, measure=Measure.VIEWS).responses[0]
    views.state = ResponseState.DONE
    given.comparison(views)
    given.advice(given.artisan(), kind=AdviceKind.PRICE, measure=Measure.REQUESTS)
    given.advice(given.artisan(), measure=Measure.REQUESTS).responses[0].state = ResponseState.WITHDRAWN
    found = outcomes.answers()
    (whole, seen) = outcomes.tallies(found, By.ALL)
    assert (whole.sent, whole.followed, whole.done, whole.measured, whole.early) == (7, 6, 6, 6, 0)
    assert whole.verdicts == {Verdict.CLEARLY_HELPED: 3, Verdict.CANNOT_TELL: 3}
    assert (whole.together.came, round(whole.together.expected.mean)) == (144, 48)
    assert whole.verdict is whole.together.verdict is Verdict.CLEARLY_HELPED and not whole.is_small
    assert (seen.measure, seen.measured, seen.early, seen.together) == (Measure.VIEWS, 0, 1, None)
    by_kind = {(row.key, row.measure): row for row in outcomes.tallies(found, By.KIND)}
    assert by_kind["price", Measure.REQUESTS].together.came == 24
    assert by_kind["price", Measure.REQUESTS].together.verdict is Verdict.CANNOT_TELL
    by_author = {row.key: row for row in outcomes.tallies(found, By.AUTHOR)}
    mine = by_author[str(me.id)]
    assert mine.together.came == 120 and mine.together.verdict is Verdict.CLEARLY_HELPED
    assert mine.is_small and mine.verdict is None, "three are too few for a claim"


def test_a_person_is_one_row_whatever_was_measured(app: Flask) -> None:
    me = given.advisor()
    _three(AdviceKind.MAKE_MORE, 40, author=me)
    views = given.advice(given.artisan(), author=me, measure=Measure.VIEWS).responses[0]
    views.state = ResponseState.DONE
    given.comparison(views)
    found = outcomes.answers()
    (row,) = outcomes.groups(found, By.AUTHOR)
    assert (row.key, row.sent, row.followed, row.measured, row.early) == (str(me.id), 4, 4, 3, 1)
    assert row.verdicts == {Verdict.CLEARLY_HELPED: 3}
    assert [part.together and part.together.came for part in row.parts] == [120, None]
    assert [len(group.parts) for group in outcomes.groups(found, By.ALL)] == [1, 1]


def test_what_had_nothing_to_compare_with_adds_nothing(app: Flask) -> None:
    response = given.advice(given.artisan(), measure=Measure.REQUESTS).responses[0]
    response.state = ResponseState.CHECKED
    given.judged(response, 400, similar=[])
    (row,) = outcomes.tallies(outcomes.answers(), By.ALL)
    assert (row.measured, row.together) == (1, None)


def test_advice_that_says_the_same_is_one_template_with_how_it_went(app: Flask) -> None:
    said = {"fr": "Ajoutez une photo de face."}
    for state in (ResponseState.CHECKED, ResponseState.DECLINED, ResponseState.WITHDRAWN):
        response = given.advice(given.artisan(), kind=AdviceKind.PHOTOS_TEXT, sentences=said).responses[0]
        response.state = state
        if state is ResponseState.DECLINED:
            response.reason = "other"
        if state is ResponseState.CHECKED:
            given.judged(response)
    given.advice(given.artisan(), kind=AdviceKind.PRICE)
    given.advice(given.artisan(), kind=AdviceKind.PHOTOS_TEXT, sent=False)
    (one,) = reusing.templates(kind=AdviceKind.PHOTOS_TEXT)
    assert (one.asked, one.followed, dict(one.verdicts)) == (2, 1, {Verdict.CLEARLY_HELPED: 1}) and one.is_small
    assert [one.recommendation.kind for one in reusing.templates()][-1] is AdviceKind.PRICE
