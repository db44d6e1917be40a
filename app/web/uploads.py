"""Photos sent with a form: each is checked while the person waits, and what is good is kept even if the form is not.

A photo that reached us over a weak network is not asked for twice: the form sent back carries its key.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_wtf.file import MultipleFileField
from wtforms import Field, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from app.adapters import images, storage
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue import photos
from app.domain.catalogue.revisions import Photo, Pictured
from app.domain.people.models import User
from app.web.fields import one_line
from app.web.forms import KeyedForm
from app.web.refusals import explained_in, words

ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif"
_KEY = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)


class CannotKeep(Refusal):
    text = N_("The photos cannot be kept at present. Try again in a few minutes.")
    status = 503


class Received(NamedTuple):
    """A file that says that it is a picture."""

    body: bytes
    size: images.Size


class Photos(MultipleFileField):
    """Files whose heads say that they are pictures, in ``received``. Whether they can be unfolded, the worker sees."""

    def __init__(
        self, label: Any = None, *, most: int = photos.MOST, too_many: str = photos.TooMany.text, **options: Any
    ) -> None:
        super().__init__(label, render_kw={"accept": ACCEPT}, **options)
        self.most, self.too_many = most, too_many
        self.received: list[Received] = []

    def pre_validate(self, form: Any) -> None:
        self.received, wrong = [], []
        files = self.data or []
        if len(files) > self.most:
            raise StopValidation(lazy(self.too_many, most=self.most))
        for file in files:
            file.stream.seek(0)
            body = file.stream.read(images.LARGEST_FILE + 1)
            try:
                self.received.append(Received(body, images.inspect(body)))
            except Refusal as refusal:
                wrong.append(_named(file.filename, words(refusal)))
        if wrong:
            raise StopValidation(" ".join(wrong))


class KeptKeys(Field):
    """Keys of photos that came with the form before, carried along unseen."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        keys = [value for value in valuelist if isinstance(value, str) and _KEY.fullmatch(value)]
        self.data = list(dict.fromkeys(keys))[: photos.MOST + 1]  # one too many is said, not passed over

    def process_data(self, value: Any) -> None:
        self.data = value or []


class PhotosForm(KeyedForm):
    """Photos, those that came before among them."""

    photos = Photos(lazy("Photos"))
    kept = KeptKeys()

    def validate_photos(self, field: Photos) -> None:
        if not field.received and not self.kept.data:
            raise ValidationError(lazy(photos.NoPhoto.text))


def receive(form: PhotosForm, *, by: User, at: datetime) -> list[Photo]:
    """The photos that came with a form, now or when it was sent before. Call it once the form is validated."""
    return arrived(form, form.photos, photos.unplaced(by, form.kept.data), partial(take_in, by=by, at=at))


def take_in(received: Sequence[Received], *, by: User, at: datetime) -> list[Photo]:
    """Rows for the photos received, and their originals kept in private. Raises CannotKeep."""
    return keep(received, partial(photos.take_in, by=by, at=at))


Kind = TypeVar("Kind", bound=Pictured)


def arrived(
    form: KeyedForm, field: Photos, before: list[Kind], take_in: Callable[[Sequence[Received]], list[Kind]]
) -> list[Kind]:
    """Pictures that came before, with those that come now.

    They are kept at once, in a transaction of their own, whatever becomes of the rest.
    """
    if not field.received:
        return before
    came: list[Kind] = []
    with explained_in(form):
        came = take_in(field.received)
        db.session.commit()
    return before + came


def keep(received: Sequence[Received], row: Callable[[int, int], Kind], *, field: str = "photos") -> list[Kind]:
    """Rows for what was received, by width and height, and the originals kept. Raises CannotKeep, for a field."""
    kept_in = storage.at(current_app.config["SETTINGS"].media_url)
    taken = []
    for one in received:
        picture = row(one.size.width, one.size.height)
        try:
            kept_in.put(f"{storage.PRIVATE}/{picture.original}", one.body)
        except storage.StorageTrouble as trouble:
            raise CannotKeep(field=field) from trouble
        taken.append(picture)
    return taken


def _named(filename: str | None, sentence: str) -> str:
    name = (one_line(filename) or "")[:60]
    return str(_("%(file)s: %(sentence)s", file=name, sentence=sentence)) if name else sentence
