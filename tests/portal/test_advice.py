"""An artisan reads advice and answers it, on a phone, without script."""

import re
from datetime import timedelta

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice.follow_up_models import FollowUp, NextStep
from app.domain.advice.models import CannotReason, Measure, Response, ResponseState
from app.domain.advice.picture_models import AdvicePicture
from app.domain.catalogue.revisions import PhotoState
from app.jobs import pictures
from tests import drawn, given
from tests.pages import Visitor


def _one(visitor: Visitor) -> Response:
    maker = given.artisan(name="Rahma Bakkali")
    response = given.advice(maker).responses[0]
    given.advice(given.artisan())  # somebody else's
    visitor.sign_in(maker.user)
    return response


def test_advice_is_opened_when_its_page_says_so_not_when_it_is_fetched(visitor: Visitor) -> None:
    response = _one(visitor)
    page = visitor.get(f"/portal/advice/{response.id}")
    assert "Faites 6 mendils bleus" in page.text
    assert "37" in page.text
    assert f'data-opened="/portal/advice/{response.id}/opened"' in page.text
    assert (response.state, response.opened_at) == (ResponseState.SENT, None), "a browser may fetch ahead"
    visitor.post(f"/portal/advice/{response.id}/opened", status=204)
    assert response.state is ResponseState.OPENED
    first = response.opened_at
    visitor.post(f"/portal/advice/{response.id}/opened", status=204)
    assert response.opened_at == first
    assert "data-opened" not in visitor.get(f"/portal/advice/{response.id}").text


def test_without_script_the_answer_says_that_it_was_opened(visitor: Visitor) -> None:
    response = _one(visitor)
    visitor.post(f"/portal/advice/{response.id}/accept")
    assert response.opened_at is not None
    visitor.post(f"/portal/advice/{response.id}/opened", status=204)
    assert response.state is ResponseState.ACCEPTED


def test_accepting_twice_with_one_form_acts_once(visitor: Visitor) -> None:
    response = _one(visitor)
    for _tap in range(2):
        page = visitor.post(f"/portal/advice/{response.id}/accept", {"key": "the-same-key"})
        assert page.location == f"/portal/advice/{response.id}"
    assert db.session.get(Response, response.id).state is ResponseState.ACCEPTED


def test_a_no_needs_its_reason(visitor: Visitor) -> None:
    response = _one(visitor)
    address = f"/portal/advice/{response.id}/decline"
    visitor.get(address)
    page = visitor.post(address, {"note": "Mon métier est trop petit"}, status=422)
    assert "Mon métier est trop petit" in page.text
    visitor.post(address, {"reason": "nonsense"}, status=422)
    visitor.post(address, {"reason": CannotReason.TOOLS.value, "note": "Mon métier est trop petit"})
    kept = db.session.get(Response, response.id)
    assert (kept.state, kept.reason, kept.note) == (
        ResponseState.DECLINED,
        CannotReason.TOOLS,
        "Mon métier est trop petit",
    )


def test_done_and_not_done_yet(visitor: Visitor) -> None:
    response = _one(visitor)
    visitor.post(f"/portal/advice/{response.id}/done")
    visitor.get(f"/portal/advice/{response.id}")
    visitor.post(f"/portal/advice/{response.id}/not-done")
    assert db.session.get(Response, response.id).state is ResponseState.ACCEPTED


def test_withdrawn_advice_asks_nothing_more(visitor: Visitor) -> None:
    response = _one(visitor)
    response.state = ResponseState.WITHDRAWN
    visitor.post(f"/portal/advice/{response.id}/accept", status=409)
    assert db.session.get(Response, response.id).state is ResponseState.WITHDRAWN


def test_somebody_elses_advice_is_not_there(visitor: Visitor) -> None:
    _one(visitor)
    other = given.advice(given.artisan()).responses[0]
    visitor.get(f"/portal/advice/{other.id}", status=404)
    visitor.post(f"/portal/advice/{other.id}/accept", status=404)
    visitor.post(f"/portal/advice/{other.id}/opened", status=404)
    visitor.get(f"/portal/advice/{other.id}/decline", status=404)
    visitor.get("/portal/advice/999999999999999999999", status=404)


def test_the_list_holds_ones_own(visitor: Visitor) -> None:
    _one(visitor)
    given.advice(given.artisan(), sentences={"fr": "Pas pour vous."})
    page = visitor.get("/portal/advice/")
    assert "Faites 6 mendils bleus" in page.text
    assert "Pas pour vous." not in page.text
    visitor.sign_in(given.artisan().user)
    assert "Pas pour vous." not in visitor.get("/portal/advice/").text


def test_words_nobody_wrote_in_the_readers_language_say_that_they_are_french(visitor: Visitor) -> None:
    maker = given.artisan()
    maker.user.language = "zgh"
    response = given.advice(maker, sentences={"fr": "Refaites 4 mendils : il n’en reste plus."}).responses[0]
    for address in (f"/portal/advice/{response.id}", "/portal/advice/"):
        page = visitor.sign_in(maker.user).get(address)
        assert re.search(r'<(p|b) lang="fr" dir="ltr">(<a [^>]*>)?Refaites 4 mendils\u00a0: il', page.text)


def test_by_when_is_a_touch_or_a_day(visitor: Visitor) -> None:
    response = _one(visitor)
    there = f"/portal/advice/{response.id}/promise"
    visitor.post(there, {"when": "week"}, status=409)
    visitor.post(f"/portal/advice/{response.id}/accept")
    today = clock.today()
    for form, days in (({"when": "week"}, 7), ({"when": "two"}, 14), ({"day": str(today + timedelta(days=3))}, 3)):
        visitor.post(there, form)
        assert db.session.get_one(Response, response.id).promised_on == today + timedelta(days=days)
    for odd in ({}, {"when": "never"}, {"day": "31/02/2026"}, {"day": str(today - timedelta(days=1))}):
        visitor.post(there, odd, status=422)
    assert db.session.get_one(Response, response.id).promised_on == today + timedelta(days=3)
    assert "portal/advice" in visitor.get("/portal/advice/").text


def test_done_is_shown_in_a_photo_that_the_artisan_sees_again_and_nobody_else(visitor: Visitor) -> None:
    response = _one(visitor)
    visitor.post(f"/portal/advice/{response.id}/accept")
    there = f"/portal/advice/{response.id}/done"
    refused = visitor.post(there, {"photos": drawn.file(), "key": ""}, status=422).text
    kept = re.findall(r'name="kept" value="([^"]+)"', refused)
    assert len(kept) == 1, "what was sent is not lost"
    for _tap in range(2):
        visitor.post(there, {"kept": kept, "key": "the-same-key"})
    assert db.session.get_one(Response, response.id).state is ResponseState.DONE
    picture = db.session.scalars(select(AdvicePicture)).one()
    assert picture.response_id == response.id
    assert "Photo en préparation" in visitor.get(f"/portal/advice/{response.id}").text
    db.session.commit()
    while pictures.render_next():
        pass
    db.session.refresh(picture)
    assert picture.state is PhotoState.READY
    page = visitor.get(f"/portal/advice/{response.id}").text
    photo = re.findall(rf'src="(/portal/advice/{response.id}/photos/[^"]+)"', page)[0]
    assert visitor.get(photo).response.mimetype == "image/jpeg"
    visitor.sign_in(given.artisan().user)
    visitor.get(photo, status=404)


def test_too_many_photos_are_refused_in_words(visitor: Visitor) -> None:
    response = _one(visitor)
    visitor.post(f"/portal/advice/{response.id}/done", {"photos": [drawn.file() for _number in range(4)]}, status=422)
    assert db.session.get_one(Response, response.id).state is not ResponseState.DONE


def test_a_no_leads_on_and_a_yes_after_it_lets_go(visitor: Visitor) -> None:
    response = _one(visitor)
    visitor.post(f"/portal/advice/{response.id}/decline", {"reason": "materials"})
    assert db.session.scalars(select(FollowUp.step)).all() == [NextStep.MATERIALS]
    visitor.post(f"/portal/advice/{response.id}/accept")
    assert db.session.scalars(select(FollowUp)).all() == []


def test_what_is_still_missing_is_read_beside_the_camera(visitor: Visitor) -> None:
    response = _one(visitor)
    response.state, response.returned = ResponseState.ACCEPTED, "La photo de dos manque."
    assert "La photo de dos manque." in visitor.get(f"/portal/advice/{response.id}").text


def test_what_came_of_it_is_said_once_it_is_known_and_of_ones_own_alone(visitor: Visitor) -> None:
    response = _one(visitor)
    response.state, response.recommendation.measure = ResponseState.CHECKED, Measure.REQUESTS
    comparison = given.comparison(response)
    assert "Depuis" not in visitor.get(f"/portal/advice/{response.id}").plain
    db.session.delete(comparison)
    db.session.flush()
    db.session.expire_all()
    given.judged(response, 6, before=2)
    page = visitor.get(f"/portal/advice/{response.id}").plain
    assert "6 demandes en huit semaines." in page and "2 demandes en huit semaines." in page
    assert "999000" not in page


def test_an_old_page_on_another_telephone_does_not_take_back_what_is_done(visitor: Visitor) -> None:
    response = _one(visitor)
    here = f"/portal/advice/{response.id}"
    visitor.post(f"{here}/done")
    for old in (f"{here}/accept", f"{here}/decline"):
        visitor.post(old, {"reason": "time"}, status=409)
    assert db.session.get_one(Response, response.id).state is ResponseState.DONE
    page = visitor.get(here)
    assert f'action="{here}/not-done"' in page.text and f'action="{here}/accept"' not in page.text
    visitor.post(f"{here}/not-done")
    assert db.session.get_one(Response, response.id).state is ResponseState.ACCEPTED
