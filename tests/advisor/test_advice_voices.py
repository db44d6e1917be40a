"""An advisor says advice aloud: recordings come with the editor's form, and nothing that reached us is lost."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.adapters import containment, storage, voices
from app.base.database import db, new_key
from app.domain.advice import voicing
from app.domain.advice.models import AdviceState, Recommendation
from app.domain.advice.voice_models import VoiceNote
from tests import given, spoken
from tests.pages import Page, Visitor


def _fields(**changes: object) -> dict[str, object]:
    said = {"title": "Mendil bleu", "kind": "make_more", "measure": "accepted_requests", "step": "keep", "seen": "0"}
    return {**said, "sentence_fr": "Faites 6 mendils bleus.", **changes}


def _draft(visitor: Visitor, **recordings: Any) -> Recommendation:
    visitor.post("/advisor/advice/new", _fields(**recordings))
    return db.session.scalars(select(Recommendation)).one()


def _edit(visitor: Visitor, draft: Recommendation, status: int = 303, **changes: object) -> Page:
    changes = {"seen": str(draft.version), **changes}
    return visitor.post(f"/advisor/advice/{draft.id}/edit", _fields(**changes), status=status)


def _languages(draft: Recommendation) -> dict[str, int]:
    return {note.language: note.seconds for note in voicing.of(draft)}


def test_a_draft_is_said_in_each_language_heard_said_again_and_taken_back(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    french, darija = spoken.file(spoken.recording("m4a", 2)), spoken.file(spoken.recording("webm", 3), "note.webm")
    draft = _draft(visitor, voice_fr=french, voice_ar=darija)
    assert _languages(draft) == {"fr": 2, "ar": 3}
    page = visitor.get(f"/advisor/advice/{draft.id}/edit")
    notes = {note.language: note for note in voicing.of(draft)}
    for note in notes.values():
        address = f"/advisor/advice/voices/{note.key}"
        assert page.text.count(f'href="{address}"') == 2, "beside its field, and on the telephone"
        answer = visitor.get(address)
        assert answer.response.mimetype == "audio/webm"
        assert abs(spoken.length(answer.body) - note.seconds) < 0.3
    assert "Listen to Nadia Temsamani: 3 seconds, in Darija" in page.text
    again = spoken.file(spoken.recording("amr", 4), "rec.amr")
    _edit(visitor, draft, voice_ar=again, unsaid=["fr"])
    assert _languages(draft) == {"ar": 4}
    visitor.get(f"/advisor/advice/voices/{notes['fr'].key}", status=404)
    visitor.get(f"/advisor/advice/voices/{notes['ar'].key}", status=404)


def test_what_is_no_recording_is_said_beside_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    files = {"voice_ar": spoken.file(), "voice_fr": spoken.file(b"no recording", "note.m4a")}
    page = visitor.post("/advisor/advice/new", _fields(sentence_ar="اصنع", **files), status=422)
    assert 'id="voice_fr-error">This file is not a recording that can be read.' in page.text
    assert 'value="Faites 6 mendils bleus."' in page.text and "اصنع" in page.text
    (kept,) = re.findall(r'name="kept" value="([^"]+)" checked', page.text)
    assert f'href="/advisor/advice/voices/{kept}"' in page.text
    draft = _draft(visitor, kept=kept)
    assert [note.key for note in voicing.of(draft)] == [kept]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (spoken.recording("amr", 70), "This recording is too long: 60 seconds at most."),
        (spoken.recording("wav", 1, loud=0), "Nothing can be heard in this recording."),
        (b"RIFF....WAVE".ljust(400_000, b"\0"), "This file is too heavy:"),
    ],
    ids=["long", "silent", "heavy"],
)
def test_what_is_wrong_with_a_recording_is_said(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, body: bytes, sentence: str
) -> None:
    monkeypatch.setattr(voices, "LARGEST_FILE", 300_000)
    visitor.sign_in(given.advisor(language="en"))
    page = visitor.post("/advisor/advice/new", _fields(voice_fr=spoken.file(body)), status=422)
    assert sentence in page.text
    assert db.session.scalars(select(VoiceNote)).all() == []


def test_a_field_left_empty_says_nothing(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    draft = _draft(visitor, voice_fr=spoken.file())
    _edit(visitor, draft, voice_fr=spoken.file(b"", ""), voice_ar="no file")
    assert _languages(draft) == {"fr": 2}


def test_a_double_tap_keeps_one(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor())
    key = new_key()
    for _tap in range(2):
        visitor.post("/advisor/advice/new", _fields(voice_fr=spoken.file(), key=key))
    assert len(voicing.of(db.session.scalars(select(Recommendation)).one())) == 1


def test_a_recording_for_what_somebody_changed_meanwhile_waits_for_the_decision(visitor: Visitor) -> None:
    visitor.sign_in(given.advisor(language="en"))
    draft = _draft(visitor)
    stale = str(draft.version)
    _edit(visitor, draft, title="Autre chose")
    page = visitor.post(
        f"/advisor/advice/{draft.id}/edit", _fields(seen=stale, voice_fr=spoken.file()), status=409
    ).text
    assert voicing.of(draft) == []
    (kept,) = re.findall(r'name="kept" value="([^"]+)" checked', page)
    _edit(visitor, draft, seen=re.findall(r'name="seen" value="(\d+)"', page)[0], kept=kept)
    assert [note.key for note in voicing.of(draft)] == [kept]


def test_what_was_sent_is_heard_by_the_team_and_not_said_otherwise(visitor: Visitor) -> None:
    sent = given.advice(given.artisan())
    note = given.voice_note(sent, "ar")
    visitor.sign_in(given.advisor(language="en"))
    page = visitor.get(f"/advisor/advice/{sent.id}").text
    assert f'href="/advisor/advice/voices/{note.key}"' in page and "0:42" in page and "in Darija" in page
    _edit(visitor, sent, status=409, voice_fr=spoken.file(), unsaid=["ar"])
    assert [one.key for one in voicing.of(sent)] == [note.key]


def test_a_colleagues_recording_on_its_way_is_neither_heard_nor_taken(visitor: Visitor) -> None:
    theirs = given.voice_note(None, by_id=given.advisor().id)
    visitor.sign_in(given.advisor())
    visitor.get(f"/advisor/advice/voices/{theirs.key}", status=404)
    assert voicing.of(_draft(visitor, kept=theirs.key)) == []


def test_advice_begun_from_other_advice_carries_its_words_and_no_voice(visitor: Visitor) -> None:
    sent = given.advice(given.artisan())
    given.voice_note(sent)
    visitor.sign_in(given.advisor())
    page = visitor.get(f"/advisor/advice/new?like={sent.id}").text
    assert 'class="voice"' not in page and "Faites 6 mendils bleus" in page


def test_a_draft_thrown_away_takes_its_voice_along(visitor: Visitor) -> None:
    draft = given.advice(given.artisan(), sent=False)
    note = given.voice_note(draft)
    visitor.sign_in(given.advisor())
    visitor.post(f"/advisor/advice/{draft.id}/discard")
    visitor.get(f"/advisor/advice/voices/{note.key}", status=404)
    assert db.session.get_one(VoiceNote, note.id).erased_at is not None


def test_sent_at_once_it_goes_with_its_voice(visitor: Visitor) -> None:
    maker = given.artisan()
    draft = given.advice(maker, sent=False)
    visitor.sign_in(given.advisor())
    there = {"artisans": [str(maker.id)], "proofs": ["searches:mendil 220"], "step": "send"}
    _edit(visitor, draft, voice_fr=spoken.file(), **there)
    sent = db.session.get_one(Recommendation, draft.id)
    assert sent.state is AdviceState.SENT and _languages(sent) == {"fr": 2}


def _not_now(*_given: object, **_more: object) -> Any:
    raise storage.StorageTrouble("full")


def _no_memory(*_given: object, **_more: object) -> Any:
    raise containment.NoProcess("killed")


@pytest.mark.parametrize(
    ("what", "instead"),
    [((storage.Storage, "put"), _not_now), ((voices, "made"), _no_memory)],
    ids=["storage", "memory"],
)
def test_where_it_cannot_be_kept_the_rest_of_the_form_stays(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, what: tuple[Any, str], instead: Any
) -> None:
    visitor.sign_in(given.advisor(language="en"))
    with monkeypatch.context() as broken:
        broken.setattr(*what, instead)
        page = visitor.post("/advisor/advice/new", _fields(voice_fr=spoken.file()), status=422).text
    assert "The recording cannot be kept at present." in page and "Faites 6 mendils bleus." in page
    assert db.session.scalars(select(VoiceNote)).all() == []
