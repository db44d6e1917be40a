"""Forms that write: each carries a key, so that a double tap, a retry or the back button acts once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, redirect, request
from flask_babel import lazy_gettext as lazy
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField, validators

from app.base import clock
from app.base.database import db, new_key
from app.domain.work.models import SubmittedForm

LONGEST_TEXT = 4000
OUT_OF_DATE = lazy("This form is out of date, so nothing was done. Send it again.")


class KeyedForm(FlaskForm):
    """A form with an idempotency key. Where it comes from is checked by ``web/security``."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What a browser sent: a field of text holds text, a file is one for a field of files; JSON is no form."""
            if formdata is not _Auto:
                return formdata
            if not form.is_submitted() or not (request.form or request.files):
                return None
            takes_files = [field.name for field in form if isinstance(field, FileField)]
            files = MultiDict((name, file) for name in takes_files for file in request.files.getlist(name))
            return CombinedMultiDict((files, request.form))

    key = HiddenField(
        default=new_key,
        validators=[
            validators.InputRequired(OUT_OF_DATE),
            validators.Regexp(r"^[0-9A-Za-z_-]{8,64}$", message=OUT_OF_DATE),
        ],
    )

    @property
    def deed_key(self) -> str:
        """By what it is known when it is sent again. A form that a page shows many times adds what each is about."""
        return str(self.key.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """As usual. A form without a key, or with one nobody can have been given, does nothing: two taps would count
        as two. What was typed comes back with a key of its own, so that it can be sent again.
        """
        is_valid = bool(super().validate(extra_validators))
        if self.key.errors:
            self.key.data = new_key()
        return is_valid


class Button(KeyedForm):
    """A form without a field: all it says is in its address."""

    @property
    def all_errors(self) -> list[str]:
        """Every sentence, for a form too small to hold them beside its fields."""
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]


class AlreadyDone(Exception):
    """This very form was received before; what it asked was done then."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


@contextmanager
def once(key: str | None, then: str, user_id: int | None = None) -> Iterator[SubmittedForm]:
    """Inside, what a form asks is done once; sent again, the person is led to ``then`` (an address on this site), or to
    the location that was written into the row meanwhile.

    The key is kept in the same transaction as what it guards: if that fails, the form can be sent again. The buttons
    of one page share its key, so it counts for the address a form is sent to.
    """
    not_yet(key)
    known = _for_this_address(key)
    kept = SubmittedForm(
        key=known, user_id=user_id, endpoint=request.endpoint or "", location=then[:500], at=clock.now()
    )
    try:
        db.session.add(kept)
        db.session.flush()
    except IntegrityError as clash:
        db.session.rollback()
        faster = db.session.get(SubmittedForm, known)
        raise AlreadyDone(faster.location if faster else then) from clash
    yield kept


def not_yet(key: str | None) -> None:
    """Raises AlreadyDone where this very form was received before. A route whose deed leaves nothing to be found asks
    this first, or the second tap would be told that there is no such page.
    """
    kept = db.session.get(SubmittedForm, _for_this_address(key))
    if kept is not None:
        raise AlreadyDone(kept.location)


def _for_this_address(key: str | None) -> str:
    """Whatever language it is read in."""
    named = {name: value for name, value in (request.view_args or {}).items() if name != "lang"}
    return hashlib.sha256(f"{key} {request.endpoint} {sorted(named.items())}".encode()).hexdigest()


def register(app: Flask) -> None:
    @app.errorhandler(AlreadyDone)
    def lead_on(done: AlreadyDone) -> Response:
        return redirect(done.location, 303)
