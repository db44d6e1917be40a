"""Customers' pictures, taken in with a form.

A picture that reached us over a weak network is not asked for twice: the form sent back carries its key.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import request
from flask_babel import lazy_gettext as lazy
from wtforms import ValidationError

from app.domain.audit import addresses
from app.domain.people import throttles
from app.domain.purchasing import picturing
from app.domain.purchasing.talk_models import RequestPicture
from app.web import uploads
from app.web.forms import KeyedForm
from app.web.uploads import KeptKeys, Photos, Received


class PicturesForm(KeyedForm):
    """Up to three pictures, those that came before among them."""

    pictures = Photos(
        lazy("Pictures"),
        most=picturing.MOST,
        too_many=picturing.TooMany.text,
        description=lazy("Up to three: a drawing, a model, a place. The team looks at them first; nobody else can."),
    )
    kept = KeptKeys()

    def validate_pictures(self, field: Photos) -> None:
        if len(field.received) + len(self.kept.data or []) > picturing.MOST:
            field.received = []
            raise ValidationError(lazy(picturing.TooMany.text, most=picturing.MOST))


def receive(form: PicturesForm, *, at: datetime) -> list[RequestPicture]:
    """The pictures that came with a form, now or when it was sent before. Call it once the form was looked at."""

    def take_in(received: Sequence[Received]) -> list[RequestPicture]:
        sender = addresses.counted(request.remote_addr)
        throttles.take([(throttles.PICTURES_FROM_ADDRESS, sender)], at=at)
        return uploads.keep(received, partial(picturing.take_in, at=at), field="pictures")

    kept = uploads.arrived(form, form.pictures, picturing.unplaced(form.kept.data or []), take_in)
    form.pictures.received, form.pictures.data = [], []
    form.kept.data = [picture.key for picture in kept]
    return kept
