"""A recommendation is said aloud once a language, by whoever drafts it, and heard while it stands."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.adapters import storage
from app.base.database import db
from app.base.errors import Missing
from app.domain.advice import voicing, writing
from app.domain.advice.models import ResponseState
from app.domain.advice.voice_models import VoiceNote
from app.jobs import voices
from tests import given


def _free(by: object, language: str = "fr") -> VoiceNote:
    return voicing.take_in(language, 12, [1, 100], by=by, at=given.NOW)


def _has_file(note: VoiceNote) -> bool:
    return storage.at(current_app.config["SETTINGS"].media_url).get(f"{storage.PRIVATE}/{note.path}") is not None


def test_a_new_recording_takes_the_place_of_the_one_before_in_its_language_alone(app: Flask) -> None:
    draft, other = given.advice(given.artisan(), sent=False), given.advice(given.artisan())
    before, darija, elsewhere = given.voice_note(draft), given.voice_note(draft, "ar"), given.voice_note(other)
    slip, after = _free(draft.author), _free(draft.author)
    voicing.say(draft, [slip, after], at=given.NOW)
    assert voicing.of(draft) == [darija, after]
    assert [before.erased_at, slip.erased_at] == [given.NOW, given.NOW]
    assert voicing.of(other) == [elsewhere]


def test_a_recording_is_taken_away_unless_a_new_one_comes(app: Flask) -> None:
    draft = given.advice(given.artisan(), sent=False)
    french, darija = given.voice_note(draft), given.voice_note(draft, "ar")
    again = _free(draft.author)
    voicing.say(draft, [again], unsaid=["fr", "ar"], at=given.NOW)
    assert voicing.of(draft) == [again]
    assert french.erased_at and darija.erased_at


def test_what_was_sent_is_not_said_otherwise(app: Flask) -> None:
    sent = given.advice(given.artisan())
    with pytest.raises(writing.AlreadySent):
        voicing.say(sent, [_free(sent.author)], at=given.NOW)


def test_one_finds_what_one_sent_oneself_and_belongs_to_nothing(app: Flask) -> None:
    me, colleague = given.advisor(), given.advisor()
    mine, theirs = _free(me), _free(colleague)
    placed = given.voice_note(given.advice(given.artisan(), author=me, sent=False))
    erased = _free(me)
    erased.erased_at = given.NOW
    assert voicing.unplaced(me, [one.key for one in (mine, theirs, placed, erased)]) == [mine]
    assert voicing.unplaced(me, []) == []


def test_it_is_heard_in_the_readers_language_else_in_any(app: Flask) -> None:
    maker = given.artisan()
    response = given.advice(maker).responses[0]
    silent = given.advice(maker).responses[0]
    french, darija = (given.voice_note(response.recommendation, code) for code in ("fr", "ar"))
    both = [response, silent]
    assert voicing.heard(both, "ar") == {response.id: [darija], silent.id: []}
    assert voicing.heard(both, "zgh") == {response.id: [french, darija], silent.id: []}


def test_what_was_withdrawn_is_not_heard_by_artisans_but_by_the_team(app: Flask) -> None:
    maker, finished = given.artisan(), given.artisan()
    sent = given.advice(maker, finished)
    note = given.voice_note(sent)
    by_artisan = {one.artisan_id: one for one in sent.responses}
    by_artisan[finished.id].state = ResponseState.DONE
    assert voicing.to_hear(by_artisan[maker.id], note.key) is note
    writing.withdraw(sent, by=sent.author, at=given.NOW)
    for response in sent.responses:
        assert voicing.heard([response], "fr") == {}
        with pytest.raises(Missing):
            voicing.to_hear(response, note.key)
    assert voicing.for_team(note.key, by=given.advisor()) is note


def test_an_artisan_hears_no_other_advice(app: Flask) -> None:
    response = given.advice(given.artisan()).responses[0]
    with pytest.raises(Missing):
        voicing.to_hear(response, given.voice_note(given.advice(given.artisan())).key)


def test_what_a_colleague_has_not_kept_yet_is_theirs_alone(app: Flask) -> None:
    author = given.advisor()
    note = _free(author)
    assert voicing.for_team(note.key, by=author) is note
    with pytest.raises(Missing):
        voicing.for_team(note.key, by=given.advisor())


def test_a_draft_thrown_away_takes_its_recordings_along_with_their_files(app: Flask) -> None:
    draft, kept = given.advice(given.artisan(), sent=False), given.advice(given.artisan())
    gone, stays = given.voice_note(draft), given.voice_note(kept)
    writing.discard(draft, at=given.NOW)
    db.session.commit()
    db.session.expire_all()
    assert gone.erased_at == given.NOW
    assert voices.forget_leftover(given.NOW) == 1
    db.session.commit()
    assert (_has_file(gone), _has_file(stays)) == (False, True)
    assert db.session.scalars(select(VoiceNote)).all() == [stays]


def test_what_came_with_a_form_nobody_sent_again_goes_after_two_days(app: Flask) -> None:
    note = given.voice_note(None, by_id=given.advisor().id)
    old = given.voice_note(given.advice(given.artisan()), at=given.NOW - timedelta(days=90))
    assert voices.forget_leftover(given.NOW + timedelta(days=1)) == 0
    assert voices.forget_leftover(given.NOW + timedelta(days=3)) == 1
    db.session.commit()
    assert (_has_file(note), _has_file(old)) == (False, True)
