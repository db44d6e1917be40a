"""A page of advice in clumsy hands: two taps, the back button, two advisors at once. Nothing is done twice or lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, new_key
from app.domain.advice import commenting, proposing, responding
from app.domain.advice.follow_up_models import Visit
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.advice.put_off_models import NotNow, PutOff
from app.domain.demand.opportunities import Kind, Opportunity, named
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import User
from tests import given
from tests.account.test_at_once import at_once
from tests.advisor.test_advice_follow import _in_vain, _key
from tests.pages import Visitor

TAKE = "/advisor/advice/proposals/take"


def in_threads(many: int, deed: Callable[[int], int]) -> list[int]:
    """Started together; each request is a transaction of its own."""
    start = Barrier(many)

    def one(number: int) -> int:
        start.wait()
        return deed(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def _count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_two_taps_log_one_call_and_lead_to_its_page(desk: Visitor) -> None:
    there, key = f"/advisor/artisans/{given.artisan().id}/visits/call", new_key()
    first, second = (desk.post(there, {"key": key}).location for _tap in range(2))
    assert first == second and first.startswith("/advisor/visits/")
    assert _count(Visit) == 1


def test_buttons_of_one_page_each_act_though_they_share_its_key(desk: Visitor) -> None:
    """The back button shows the page with the key it had."""
    one = given.advice(given.artisan(), given.artisan())
    key = new_key()
    for response in one.responses:
        responding.done(response, at=given.NOW)
        desk.post(f"/advisor/artisans/{response.artisan_id}/visits/call?response={response.id}", {"key": key})
        desk.post(f"/advisor/artisans/{response.artisan_id}/visits/visit?response={response.id}", {"key": key})
        desk.post(f"/advisor/advice/{one.id}/responses/{response.id}/check", {"key": key})
    assert _count(Visit) == 4
    assert {response.state for response in one.responses} == {ResponseState.CHECKED}


def test_what_is_gone_once_it_is_done_leads_on_at_the_second_tap(desk: Visitor) -> None:
    logged = desk.post(f"/advisor/artisans/{given.artisan().id}/visits/call").location.split("?")[0]
    draft = given.advice(sent=False)
    for there in (f"{logged}/undo", f"/advisor/advice/{draft.id}/discard"):
        key = new_key()
        first, second = (desk.post(there, {"key": key}).location for _tap in range(2))
        assert first == second
        desk.post(there, status=404)


def test_a_call_that_was_undone_can_be_logged_after_all(desk: Visitor) -> None:
    """Back to the page before, and the same button again: its key was used, and what it logged is gone."""
    artisan, key = given.artisan(), new_key()
    call = f"/advisor/artisans/{artisan.id}/visits/call"
    logged = desk.post(call, {"key": key}).location
    desk.post(f"{logged.split('?')[0]}/undo")
    again = desk.post(call, {"key": key}).location
    assert again == logged
    assert desk.get(again, status=303).location == f"/advisor/artisans/{artisan.id}"
    assert "touchez encore" in desk.get(f"/advisor/artisans/{artisan.id}").text
    assert "Annuler" in desk.get(desk.post(call).location).text


def test_what_is_still_missing_is_not_lost_with_a_refused_post(desk: Visitor) -> None:
    (response,) = given.advice(given.artisan()).responses
    responding.done(response, at=given.NOW)
    there = f"/advisor/advice/{response.recommendation_id}/responses/{response.id}/back"
    too_long = "Les franges " * 30
    page = desk.post(there, {"words": too_long}, status=422)
    assert too_long.strip() in page.text and "<details open>" in page.text
    responding.take_back(response, at=given.NOW)  # meanwhile
    assert "Les franges" in desk.post(there, {"words": "Les franges"}, status=409).text


def test_a_comment_refused_on_a_draft_does_not_say_that_it_was_sent(desk: Visitor) -> None:
    draft = given.advice(sent=False)
    page = desk.post(f"/advisor/advice/{draft.id}/comments", {"body": "x" * (commenting.LONGEST + 1)}, status=422)
    assert "x" * commenting.LONGEST in page.text and "Envoyé par" not in page.text
    assert f"/advisor/advice/{draft.id}/edit" in page.text


def test_a_proposal_is_taken_up_by_one_of_two_advisors(desk: Visitor) -> None:
    _in_vain()
    wanted = _key()
    desk.post(TAKE, {"opportunity": wanted})
    colleague = Visitor(desk.app).sign_in(given.advisor(language="en"))
    assert "Somebody has taken this up already." in colleague.post(TAKE, {"opportunity": wanted}, status=409).text
    assert _count(Recommendation) == 1


def test_two_proposals_of_one_page_are_each_taken_up(desk: Visitor) -> None:
    _in_vain()
    _in_vain("jarre verte")
    wanted = _key("mendil"), _key("jarre")
    key = new_key()
    first, second = (desk.post(TAKE, {"opportunity": one, "key": key}).location for one in wanted)
    assert first != second and _count(Recommendation) == 2


def test_a_proposal_put_off_by_two_advisors_at_once_is_put_off(own_app: Flask) -> None:
    with own_app.app_context():
        ids = [given.advisor().id for _ in range(4)]
        db.session.commit()
    found = Opportunity(Kind.NO_RESULT, named(Kind.NO_RESULT, "mendil"), (1,) * 12, 12, 50_000, 20_000, 90_000)

    def put_off(number: int) -> int:
        by = db.session.get_one(User, ids[number])
        return proposing.put_off(found, NotNow.LATER, by=by, at=clock.now()).by_id

    assert sorted(map(str, at_once(own_app, 4, put_off))) == sorted(map(str, ids))
    with own_app.app_context():
        assert _count(PutOff) == 1


@pytest.mark.parametrize("day", ["31/12/2026", "2026-02-30", "soon"])
def test_a_day_that_is_none_is_said_to_be_so_in_the_readers_language(desk: Visitor, day: str) -> None:
    """A telephone without a calendar lets people type."""
    form = {"title": "Mendil", "kind": "price", "measure": "views", "seen": "0", "due_on": day, "sentence_fr": "À midi"}
    page = desk.post("/advisor/advice/new", form, status=422)
    assert "Choisissez une date dans les mois qui viennent." in page.text and 'value="À midi"' in page.text
    maker = given.artisan()
    assert maker.user
    maker.user.language = "zgh"
    (response,) = given.advice(maker).responses
    responding.accept(response, promised_on=None, at=given.NOW)
    page = desk.sign_in(maker.user).post(f"/portal/advice/{response.id}/promise", {"day": day}, status=422)
    assert "ⵙⵜⵉ ⴰⵙⵙ ⵙⴳ ⴰⵙⵙⴰ ⴰⵔ ⵢⴰⵏ ⵓⵙⴳⴳⵯⴰⵙ." in page.text and f'value="{day}"' in page.text


def test_what_was_typed_into_a_draft_that_a_colleague_deleted_is_kept_as_a_new_one(desk: Visitor) -> None:
    maker = given.artisan()
    here = f"/advisor/advice/{given.advice(maker, sent=False).id}"
    desk.post(f"{here}/discard")
    desk.get(f"{here}/edit", status=404)
    form = {"title": "Mendil", "kind": "price", "measure": "views", "seen": "1", "sentence_fr": "Baissez à 120."}
    page = desk.post(f"{here}/edit", {**form, "artisans": [str(maker.id)]}, status=409)
    assert 'value="Baissez à 120."' in page.text and 'action="/advisor/advice/new"' in page.text
    desk.post("/advisor/advice/new", {**form, "seen": page.seen, "artisans": [str(maker.id)]})
    assert db.session.scalars(select(Recommendation)).one().sentence("fr") == "Baissez à 120."


def test_taps_at_once_send_a_draft_once_and_log_one_call(own_app: Flask) -> None:
    """Of one advisor with one key, and of another with a key of their own."""
    with own_app.app_context():
        makers = [given.artisan() for _ in range(3)]
        draft = given.advice(*makers, sent=False)
        staff = [given.advisor(), given.advisor()]
        db.session.commit()
        fields = {
            "title": "Mendil",
            "kind": "price",
            "measure": "views",
            "sentence_fr": "Baissez à 120.",
            "step": "send",
        }
        form = {**fields, "artisans": [str(one.id) for one in makers], "proofs": ["searches:mendil 220"]}
        form["seen"] = str(draft.version)
        edit, call = f"/advisor/advice/{draft.id}/edit", f"/advisor/artisans/{makers[0].id}/visits/call"
        taps = [Visitor(own_app).sign_in(staff[number == 5]) for number in range(6)]
    keys = [new_key(), new_key()]

    def tap(number: int, there: str, said: dict[str, object]) -> int:
        one = taps[number]
        return one.client.post(there, data={**said, "key": keys[number == 5]}, headers=one.headers).status_code

    answers = in_threads(6, lambda number: tap(number, edit, form))
    assert set(answers[:5]) | {answers[5]} <= {303, 409} and 303 in answers
    assert in_threads(5, lambda number: tap(number, call, {})) == [303] * 5
    with own_app.app_context():
        assert [_count(kind) for kind in (Response, OutboxMessage, Visit)] == [3, 3, 1]
