"""Recordings that come with the advice editor: made into voice notes before anything else is asked of the database.

Like a photo, a recording that reached us is not asked for twice: the form sent back carries its key.
"""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, request
from flask_babel import lazy_gettext as lazy
from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from app.adapters import containment, storage, voices
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.advice import voicing
from app.domain.advice.models import Recommendation
from app.domain.advice.voice_models import VoiceNote
from app.domain.people.models import User
from app.web import voice_notes
from app.web.access import person
from app.web.fields import Boxes, choices_of
from app.web.forms import KeyedForm
from app.web.refusals import words
from app.web.uploads import KeptKeys

SPOKEN = ("fr", "ar", "zgh", "en", "es")
ALWAYS_SHOWN = ("fr", "ar")
"""The editor folds the others away until there is something in one."""

blueprint = Blueprint("advice_voices", __name__, url_prefix="/advice")


class CannotKeep(Refusal):
    text = N_("The recording cannot be kept at present. Try again in a few minutes.")


class Received(NamedTuple):
    """What came with a form: notes of nothing yet, and by language what is wrong with the others."""

    notes: list[VoiceNote]
    wrong: dict[str, str]


class Recording(FileField):
    """A file in which somebody speaks. wrong: what was found of it when it came."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, render_kw={"accept": "audio/*", "capture": True}, **options)
        self.wrong = ""

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise StopValidation(self.wrong)


class SpokenForm(KeyedForm):
    """One recording a language. kept: those that came before. unsaid: languages whose recording is taken away.

    came: notes that belong to nothing yet, those that came before first.
    """

    came: list[VoiceNote]

    voice_fr = Recording(lazy("Recording in French"))
    voice_ar = Recording(lazy("Recording in Darija"))
    voice_zgh = Recording(lazy("Recording in Amazigh"))
    voice_en = Recording(lazy("Recording in English"))
    voice_es = Recording(lazy("Recording in Spanish"))
    kept = KeptKeys()
    unsaid = Boxes(choices=choices_of((code, code) for code in SPOKEN))

    def hear(self, received: Received) -> None:
        """Take in what came, and say beside each recording what is wrong with it. Before the form is looked at."""
        self.came = [*voicing.unplaced(person(), self.kept.data or []), *received.notes]
        for code, sentence in received.wrong.items():
            self[f"voice_{code}"].wrong = sentence


def receive(*, by: User, at: datetime) -> Received:
    """Notes of the recordings that come with this request, kept whatever becomes of the rest.

    Making one takes half a second, so what was read of the database is let go of before: it would hold up who writes.
    """
    files = {code: request.files.get(f"voice_{code}") for code in SPOKEN}
    sent = {code: file for code, file in files.items() if file is not None and file.filename}
    received = Received([], {})
    if not sent:
        return received
    db.session.commit()
    made: dict[str, voices.Note] = {}
    for code, file in sent.items():
        try:
            made[code] = voices.made(file.stream.read(voices.LARGEST_FILE + 1))
        except Refusal as refusal:
            received.wrong[code] = words(refusal)
        except containment.NoProcess:
            received.wrong[code] = words(CannotKeep())
    place = storage.at(current_app.config["SETTINGS"].media_url)
    for code, note in made.items():
        row = voicing.take_in(code, note.seconds, note.bars, by=by, at=at)
        try:
            place.put(f"{storage.PRIVATE}/{row.path}", note.body)
        except storage.StorageTrouble:
            db.session.delete(row)
            received.wrong[code] = words(CannotKeep())
        else:
            received.notes.append(row)
    db.session.commit()
    return received


def spoken(recommendation: Recommendation | None, form: SpokenForm) -> dict[str, Any]:
    """What the editor shows of recordings, by language: what is kept with the draft, and what waits to be kept.

    elsewhere: whether there is something in a language that is folded away.
    """
    kept = {note.language: note for note in voicing.of(recommendation)} if recommendation else {}
    waits = {note.language: note for note in form.came}
    wrong = {code for code in SPOKEN if form[f"voice_{code}"].errors}
    elsewhere = bool((kept.keys() | waits.keys() | wrong) - set(ALWAYS_SHOWN))
    return {"kept": kept, "waits": waits, "unsaid": form.unsaid.data or [], "elsewhere": elsewhere}


@blueprint.route("/voices/<key>")
def heard(key: str) -> Response:
    return voice_notes.opened(voicing.for_team(key, by=person()))
