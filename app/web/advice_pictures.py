"""The picture of what advice is about; and photos of what was done on it, sent with a form or in pieces before."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask_babel import lazy_gettext as lazy
from wtforms import ValidationError

from app.domain.advice import done_photos
from app.domain.advice.models import Recommendation
from app.domain.advice.picture_models import AdvicePicture
from app.domain.people.models import User
from app.web import uploads
from app.web.forms import KeyedForm
from app.web.pictures import Picture, first_picture, picture_of
from app.web.uploads import KeptKeys, Photos, Received


def about(recommendation: Recommendation, language: str) -> Picture | None:
    """The piece as it looked when the advice was sent; as it looks now, of a draft and where that photo is gone."""
    return picture_of(recommendation.photo, language) or first_picture(recommendation.item, language)


class DonePhotosForm(KeyedForm):
    """Up to three photos, those that came before among them; it can be said without one."""

    photos = Photos(lazy("Photos"), most=done_photos.MOST, too_many=done_photos.TooMany.text)
    kept = KeptKeys()

    def validate_photos(self, field: Photos) -> None:
        if len(field.received) + len(self.kept.data or []) > done_photos.MOST:
            field.received = []
            raise ValidationError(lazy(done_photos.TooMany.text, most=done_photos.MOST))


def receive(form: DonePhotosForm, *, by: User, at: datetime) -> list[AdvicePicture]:
    """The photos that came with a form, now or when it was sent before. Call it once the form was looked at."""
    before = done_photos.unplaced(by, form.kept.data or [])
    return uploads.arrived(form, form.photos, before, partial(take_in, by=by, at=at))


def take_in(received: Sequence[Received], *, by: User, at: datetime) -> list[AdvicePicture]:
    """Rows for the photos received, and their originals kept in private. Raises CannotKeep."""
    return uploads.keep(received, partial(done_photos.take_in, by=by, at=at))
