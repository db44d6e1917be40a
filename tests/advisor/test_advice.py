"""An advisor writes advice on what was recorded, sends it, follows it."""

import re
from datetime import date, timedelta

import time_machine
from sqlalchemy import select

from app.base import clock
from app.base.database import db, new_key
from app.domain.advice import comparing, findings
from app.domain.advice.models import AdviceState, Recommendation, Response, ResponseState
from app.domain.demand import unmet
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import Kind
from tests import given
from tests.pages import Visitor


def _fields(**changes: object) -> dict[str, object]:
    return {
        "title": "Mendil bleu",
        "kind": "make_more",
        "sentence_fr": "Faites 6 mendils bleus avant le 10 décembre.",
        "measure": "accepted_requests",
        "due_on": "2026-12-10",
        "seen": "0",
        **changes,
    }


def _seen(page: str) -> str:
    return re.findall(r'<input[^>]*name="seen"[^>]*value="([^"]*)"', page)[0]


def _wanted_piece() -> tuple[object, str]:
    """A piece that was asked for last week, by its recorded day; and noise."""
    weaving = given.craft("weaving")
    maker = given.artisan(name="Rahma Bakkali", crafts=[weaving])
    piece = given.item(maker, craft_=weaving)
    day = clock.today() - timedelta(days=7)
    for item_id, pieces in ((piece.id, 12), (given.item().id, 500)):
        db.session.add(DemandDay(day=day, kind=SignalKind.REQUEST_LINE, item_id=item_id, quantity=pieces, signals=3))
    return piece, f"requests:item:{piece.id}"


def test_advice_is_written_kept_and_sent_with_frozen_figures(visitor: Visitor) -> None:
    piece, source = _wanted_piece()
    visitor.sign_in(given.advisor())
    page = visitor.get(f"/advisor/advice/new?item={piece.id}")
    assert source in page.text
    form = _fields(artisans=[str(piece.artisan_id)], proofs=[source], step="keep")
    visitor.post(f"/advisor/advice/new?item={piece.id}", form)
    draft = db.session.scalars(select(Recommendation)).one()
    assert (draft.state, [e.figure for e in draft.evidence]) == (AdviceState.DRAFT, ["12"])
    db.session.add(
        DemandDay(day=clock.today() - timedelta(days=2), kind=SignalKind.REQUEST_LINE, item_id=piece.id, quantity=50)
    )
    visitor.get(f"/advisor/advice/{draft.id}/edit")
    visitor.post(f"/advisor/advice/{draft.id}/edit", {**form, "seen": str(draft.version), "step": "send"})
    sent = db.session.get(Recommendation, draft.id)
    assert (sent.state, [e.figure for e in sent.evidence]) == (AdviceState.SENT, ["12"])
    assert [r.artisan_id for r in sent.responses] == [piece.artisan_id]
    visitor.get(f"/advisor/advice/{draft.id}")


def test_what_was_before_is_frozen_at_sending_and_shown_while_the_outcome_is_too_early(visitor: Visitor) -> None:
    piece, source = _wanted_piece()
    visitor.sign_in(given.advisor(language="en"))
    count = DemandDay(
        day=clock.today() - timedelta(days=9),
        kind=SignalKind.OFFER_ACCEPTED,
        item_id=piece.id,
        artisan_id=piece.artisan_id,
        visitors=4,
    )
    db.session.add(count)
    form = _fields(artisans=[str(piece.artisan_id)], proofs=[source], step="keep")
    visitor.post(f"/advisor/advice/new?item={piece.id}", form)
    draft = db.session.scalars(select(Recommendation)).one()
    assert draft.baseline == {}
    visitor.post(f"/advisor/advice/{draft.id}/edit", {**form, "seen": str(draft.version), "step": "send"})
    count.visitors = 40
    response = db.session.scalars(select(Response)).one()
    response.state, response.done_at = ResponseState.DONE, clock.now()
    text = visitor.get(f"/advisor/advice/{draft.id}").text
    assert "That is 2.2 a month." in text and "Too early" in text
    assert "None: the outcome will not be sure." in text


def test_what_is_to_be_expected_after_sending_is_said_with_its_interval(visitor: Visitor) -> None:
    piece, source = _wanted_piece()
    visitor.sign_in(given.advisor(language="en"))
    form = _fields(artisans=[str(piece.artisan_id)], proofs=[source], step="send")
    visitor.post(f"/advisor/advice/new?item={piece.id}", form)
    sent = db.session.scalars(select(Recommendation)).one()
    here, label = f"/advisor/advice/{sent.id}", "Expected in the eight weeks after"
    assert label not in visitor.get(here).text
    comparing.freeze_due(clock.now())
    kept = sent.baseline["expected"][str(piece.artisan_id)]
    sent.baseline = {**sent.baseline, "expected": {str(piece.artisan_id): {**kept, "mean": 9.0, "size": 8.0}}}
    db.session.commit()
    text = visitor.get(here).text
    assert label in text and "<dd>4 to 15</dd>" in text


def test_the_picture_stays_what_it_was_when_the_advice_was_sent(visitor: Visitor) -> None:
    piece, source = _wanted_piece()
    visitor.sign_in(given.advisor())
    form = _fields(artisans=[str(piece.artisan_id)], proofs=[source], step="send")
    visitor.post(f"/advisor/advice/new?item={piece.id}", form)
    response = db.session.scalars(select(Response)).one()
    place = piece.photo_set.places[0]
    before = place.photo
    after = given.item().photo_set.photos[0]
    place.photo = after
    db.session.commit()
    pages = (f"/advisor/advice/{response.recommendation_id}", "/advisor/advice/", f"/portal/advice/{response.id}")
    for page, signed in zip(pages, (None, None, response.artisan.user), strict=True):
        text = (visitor.sign_in(signed) if signed else visitor).get(page).text
        assert before.key in text and after.key not in text, page
    db.session.delete(before)
    db.session.commit()
    db.session.expire_all()
    assert after.key in visitor.get(pages[2]).text
    assert visitor.get("/portal/advice/").text.count(after.key)


def test_advice_sent_before_anything_was_measured_still_opens(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    assert "a month." not in visitor.get(f"/advisor/advice/{given.advice(given.artisan()).id}").text


def test_sending_nothing_to_nobody_is_explained_and_loses_nothing(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    page = visitor.post("/advisor/advice/new", _fields(step="send"), status=422)
    assert "Faites 6 mendils bleus" in page.text
    assert db.session.scalars(select(Recommendation)).all() == []


def test_two_advisors_on_one_draft_write_nothing_over_and_lose_nothing(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    draft = given.advice(given.artisan(), sent=False)
    there, both_saw = f"/advisor/advice/{draft.id}/edit", str(draft.version)
    visitor.post(there, _fields(sentence_fr="Faites 8 nappes.", seen=both_saw, step="keep"))
    mine = _fields(sentence_fr="Tissez 2 tapis.", seen=both_saw)
    slip = visitor.post(there, {**mine, "due_on": "never"}, status=422).text
    assert _seen(slip) == both_saw, "an error of one's own is no news of another's change"
    for step in ("keep", "send"):
        refused = visitor.post(there, {**mine, "step": step}, status=409).text
        assert "Tissez 2 tapis." in refused and "Faites 8 nappes." in refused
        assert db.session.get_one(Recommendation, draft.id).sentences["fr"] == "Faites 8 nappes."
    now = str(db.session.get_one(Recommendation, draft.id).version)
    assert _seen(refused) == now
    visitor.post(there, {**mine, "seen": now, "step": "keep"})
    assert db.session.get_one(Recommendation, draft.id).sentences["fr"] == "Tissez 2 tapis."


def test_a_draft_sent_in_the_meantime_keeps_what_another_was_writing(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    sent = given.advice(given.artisan())
    there = f"/advisor/advice/{sent.id}/edit"
    page = visitor.post(there, _fields(sentence_fr="Tissez 2 tapis.", step="send"), status=409).text
    assert "Tissez 2 tapis." in page and "This advice has been sent." in page
    visitor.get(there, status=303)


def test_odd_input_is_refused_in_words(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    odd = {
        "title": "x" * 10_000,
        "kind": "hack",
        "artisans": ["-1", "abc", "99999999999999999999"],
        "proofs": ["nope"],
        "sentence_fr": "é\x00" * 400,
        "measure": "",
        "expected_change": "1e9",
        "due_on": "31/02/0001",
    }
    visitor.post("/advisor/advice/new?item=99999999999999999999&craft=-4", odd, status=422)
    visitor.get("/advisor/advice/new?item=abc&craft=99999999999999999999&opportunity=" + "x" * 900)
    visitor.get("/advisor/advice/99999999999999999999", status=404)


def test_the_board_shows_each_response_in_its_lane(visitor: Visitor) -> None:
    me = given.advisor()
    maker = given.artisan(name="Hassan Raïssouni")
    response = given.advice(maker, author=me, title="Babouches 42 à 45").responses[0]
    given.advice(given.artisan(name="Latifa Achak"), title="Nappe de 3 m", sent=False)
    visitor.sign_in(me)
    for view in ("all", "mine", "silent", "table", "nonsense"):
        visitor.get(f"/advisor/advice/?view={view}")
    assert "Nappe de 3 m" not in visitor.get("/advisor/advice/?view=mine").text
    response.state = ResponseState.DONE
    response.done_at = given.NOW
    visitor.post(f"/advisor/advice/{response.recommendation_id}/responses/{response.id}/check")
    assert db.session.get(Response, response.id).state is ResponseState.CHECKED


def test_a_response_of_other_advice_is_not_checked_here(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    one, other = given.advice(given.artisan()), given.advice(given.artisan())
    visitor.post(f"/advisor/advice/{one.id}/responses/{other.responses[0].id}/check", status=404)


def test_withdraw_and_discard(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    sent, draft = given.advice(given.artisan()), given.advice(given.artisan(), sent=False)
    visitor.post(f"/advisor/advice/{sent.id}/discard", status=409)
    key, draft_id = new_key(), draft.id
    for _tap in range(2):
        visitor.post(f"/advisor/advice/{sent.id}/withdraw", {"key": key})
    visitor.post(f"/advisor/advice/{draft_id}/discard")
    assert db.session.get(Recommendation, sent.id).state is AdviceState.WITHDRAWN
    assert db.session.get(Recommendation, draft_id) is None


def test_a_promise_is_due_once_its_day_is_over_in_casablanca(visitor: Visitor) -> None:
    response = given.advice(given.artisan()).responses[0]
    response.state, response.promised_on = ResponseState.ACCEPTED, date(2026, 7, 20)
    advisor = given.advisor(language="en")
    for moment, due in (("2026-07-20 22:30", False), ("2026-07-20 23:30", True)):  # an hour later there
        with time_machine.travel(f"{moment}+00:00"):
            assert ("Due" in visitor.sign_in(advisor).get("/advisor/advice/").text) is due


def test_advice_begins_from_an_opportunity_of_the_demand_page(visitor: Visitor) -> None:
    weaving = given.craft("weaving")
    for days_ago in range(1, 40):
        db.session.add(
            DemandDay(
                day=clock.today() - timedelta(days=days_ago),
                kind=SignalKind.SEARCH,
                craft_id=weaving.id,
                words="mendil 220",
                signals=2,
                visitors=2,
                without_result=2,
            )
        )
    db.session.flush()
    found = next(one for one in unmet.ranked(now=clock.now()) if one.kind is Kind.NO_RESULT)
    visitor.sign_in(given.advisor())
    page = visitor.get("/advisor/advice/new", query_string={"opportunity": found.key})
    assert f"searches:{found.words}" in page.text
    form = _fields(proofs=[f"searches:{found.words}"], kind="new_piece")
    visitor.post("/advisor/advice/new", form, query_string={"opportunity": found.key})
    kept = db.session.scalars(select(Recommendation)).one()
    assert (kept.opportunity, kept.evidence[0].figure) == (found.key, str(found.count))
    assert kept.evidence[0].sentences.keys() >= {"fr", "ar", "en", "es"}


def test_what_wants_an_advisors_eye_is_done_overdue_or_silent_for_a_week(visitor: Visitor) -> None:
    me, now = given.advisor(), clock.now()
    mine = given.artisan(advisor=me)

    def told(artisan: object, days_ago: int, **columns: object) -> Response:
        response = given.advice(artisan).responses[0]
        response.sent_at = now - timedelta(days=days_ago)
        for name, value in columns.items():
            setattr(response, name, value)
        return response

    silent, done = told(mine, 8), told(mine, 2, state=ResponseState.DONE)
    accepted = {"state": ResponseState.ACCEPTED}
    late = told(given.artisan(), 3, promised_on=clock.today() - timedelta(days=1), **accepted)
    dayless = told(given.artisan(), 40, promised_on=None, answered_at=now - timedelta(days=29), **accepted)
    told(mine, 6)
    told(mine, 9, promised_on=clock.today(), **accepted)
    told(mine, 39, promised_on=None, answered_at=now - timedelta(days=27), **accepted)
    told(mine, 9, state=ResponseState.WITHDRAWN)
    db.session.flush()
    assert [one.id for one in findings.to_follow(now)] == [done.id, dayless.id, late.id, silent.id]
    assert [one.id for one in findings.to_follow(now, advisor_id=me.id)] == [done.id, silent.id]
    assert f"/advisor/advice/{done.recommendation_id}" in visitor.sign_in(me).get("/advisor/").text


def test_a_yes_that_named_no_day_is_asked_about_after_four_weeks(visitor: Visitor) -> None:
    me = given.advisor(language="en")
    response = given.advice(given.artisan(advisor=me)).responses[0]
    response.state, response.answered_at = ResponseState.ACCEPTED, clock.now() - timedelta(days=29)
    db.session.flush()
    page = visitor.sign_in(me).get("/advisor/").text
    assert f"/advisor/advice/{response.recommendation_id}" in page and "accepted on" in page
    assert "Advice accepted, no day named" in visitor.get("/advisor/monday").text


def test_the_board_begins_with_what_waits_longest_and_counts_its_views(visitor: Visitor) -> None:
    me, now = given.advisor(language="en"), clock.now()
    for title, days in (("Younger", 2), ("Oldest", 9), ("Middle", 5)):
        sent = given.advice(given.artisan(), title=title, author=me if title == "Middle" else None).responses[0]
        sent.sent_at = now - timedelta(days=days)
    checked, done = (given.advice(given.artisan(), title=title).responses[0] for title in ("Seen", "To see"))
    checked.state, checked.done_at, checked.checked_at = ResponseState.CHECKED, now, now
    done.state, done.done_at = ResponseState.DONE, now
    given.advice(
        given.artisan(name="Latifa Achak"), sent=False, artisan_ids=[given.artisan(name="Hassan Raïssouni").id]
    )
    text = visitor.sign_in(me).get("/advisor/advice/").text
    places = [text.index(f"<bdi>{title}</bdi>") for title in ("Oldest", "Middle", "Younger", "To see", "Seen")]
    assert places == sorted(places)
    assert "Hassan Raïssouni" in text and "Latifa Achak" not in text
    assert re.findall(r'<span class="num quiet">(\d+)</span></a>', text) == ["1", "1"]
    assert "Oldest" in visitor.get("/advisor/advice/?view=silent").text
    assert "Middle" not in visitor.get("/advisor/advice/?view=silent").text


def test_the_editor_says_what_the_measure_was_until_now_and_holds_every_proof_for_the_preview(visitor: Visitor) -> None:
    piece, source = _wanted_piece()
    db.session.add(
        DemandDay(day=clock.today() - timedelta(days=9), kind=SignalKind.OFFER_ACCEPTED, item_id=piece.id, visitors=4)
    )
    visitor.sign_in(given.advisor(language="en"))
    text = visitor.get(f"/advisor/advice/new?item={piece.id}").text
    assert "Until now: 2.2 a month." in text
    assert f'data-proof="{source}" hidden' in text
    back = visitor.post(f"/advisor/advice/new?item={piece.id}", _fields(proofs=[source], step="send"), status=422).text
    assert f'data-proof="{source}">' in back
    assert "Until now" not in visitor.get("/advisor/advice/new").text
    assert db.session.scalars(select(Recommendation)).all() == []
