"""Photos of pieces at work: sent by their maker or by the team, at once with a form or before it in pieces."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from flask_babel import lazy_gettext as lazy
from wtforms import ValidationError

from app.domain.catalogue.photos import NoPhoto
from app.domain.fulfilment import work_photos
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.people.models import User
from app.web import private_pictures, uploads
from app.web.forms import KeyedForm
from app.web.private_pictures import Shown
from app.web.uploads import KeptKeys, Photos, Received


class WorkPhotosForm(KeyedForm):
    """Up to three photos, those that came before among them. needed: it is nothing without one."""

    photos = Photos(lazy("Photos"), most=work_photos.MOST, too_many=work_photos.TooMany.text)
    kept = KeptKeys()
    needed: ClassVar[bool] = True

    def validate_photos(self, field: Photos) -> None:
        count = len(field.received) + len(self.kept.data or [])
        if count > work_photos.MOST:
            field.received = []
            raise ValidationError(lazy(work_photos.TooMany.text, most=work_photos.MOST))
        if self.needed and not count:
            raise ValidationError(lazy(NoPhoto.text))


def receive(form: WorkPhotosForm, *, by: User, at: datetime) -> list[WorkPicture]:
    """The photos that came with a form, now or when it was sent before. Call it once the form was looked at."""
    before = work_photos.unplaced(by, form.kept.data or [])
    return uploads.arrived(form, form.photos, before, partial(take_in, by=by, at=at))


def take_in(received: Sequence[Received], *, by: User, at: datetime) -> list[WorkPicture]:
    """Rows for the photos received, and their originals kept in private. Raises CannotKeep."""
    return uploads.keep(received, partial(work_photos.take_in, by=by, at=at))


def by_line(photos: Iterable[WorkPicture], address: Callable[[str, int], str]) -> dict[int, list[Shown[WorkPicture]]]:
    """Photos as a page shows them, by line of the offer. address: where one is served, by key and width."""
    found: dict[int, list[Shown[WorkPicture]]] = {}
    for one in private_pictures.shown(photos, address):
        if one.picture.line_id is not None:
            found.setdefault(one.picture.line_id, []).append(one)
    return found
