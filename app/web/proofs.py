"""A paper sent with a form: looked at while the person waits, kept in private, and not asked for twice.

Like photos, what came with a form that was sent back is kept, and the form carries its key.
"""

import re
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app
from flask_babel import lazy_gettext as lazy
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import StopValidation

from app.adapters import papers, storage
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue import labels
from app.domain.catalogue.proofs import Proof
from app.domain.people.models import User
from app.web.forms import KeyedForm
from app.web.refusals import explained_in, words

ACCEPT = ",".join(papers.KINDS)
_KEY = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)


class CannotKeep(Refusal):
    text = N_("The proof cannot be kept at present. Try again in a few minutes.")
    status = 503


class Paper(FileField):
    """A file that is looked at. ``received``: its bytes and its kind, where it may be kept."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, render_kw={"accept": ACCEPT}, **options)
        self.received: tuple[bytes, str] | None = None

    def pre_validate(self, form: Any) -> None:
        self.received = None
        if not self.data:
            return
        self.data.stream.seek(0)
        body = self.data.stream.read(papers.LARGEST_FILE + 1)
        try:
            self.received = body, papers.inspect(body)
        except Refusal as refusal:
            raise StopValidation(words(refusal)) from refusal


class ProofForm(KeyedForm):
    """A paper, or the one that came with the form before."""

    paper = Paper(lazy("Proof"))
    kept = HiddenField()


def receive(form: ProofForm, *, by: User, at: datetime) -> Proof | None:
    """The paper that came with a form, now or when it was sent before. Call it once the form is validated.

    It is kept at once, in a transaction of its own, whatever becomes of the rest.
    """
    if form.paper.received is None:
        key = str(form.kept.data or "")
        return labels.unplaced(by, key) if _KEY.fullmatch(key) else None
    body, media_type = form.paper.received
    kept: Proof | None = None
    with explained_in(form):
        kept = labels.take_in(media_type, by=by, at=at)
        try:
            _place().put(f"{storage.PRIVATE}/{kept.path}", body)
        except storage.StorageTrouble as trouble:
            raise CannotKeep(field="paper") from trouble
        db.session.commit()
    if form.errors.get("paper"):
        return None
    form.kept.data = kept.key if kept else ""
    return kept


def opened(proof: Proof, name: str) -> Response:
    """The paper as a file of its own: never a page of this site, whatever is in it. name: without its ending."""
    kept = _place().get(f"{storage.PRIVATE}/{proof.path}")
    if kept is None:
        abort(404)
    response = Response(kept.body, mimetype=proof.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{papers.KINDS[proof.media_type]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)
