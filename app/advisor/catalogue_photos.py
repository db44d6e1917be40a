"""One item's photos: their order, what each shows, which are left out, and which may be seen."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Optional, Regexp

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Stale
from app.domain.catalogue import arranging, photos, producing
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import Photo
from app.web import fields, languages, uploads
from app.web.access import person
from app.web.forms import once
from app.web.pictures import picture_of
from app.web.refusals import explained_in, status_of
from app.web.uploads import PhotosForm

TOLD_IN = producing.NEEDED
SAID = {
    "approve": N_("The photos are approved."),
    "discard": N_("The shop’s photos are back."),
    "save": N_("The photos are kept."),
}
NINE = (
    *(N_("Top left"), N_("Top middle"), N_("Top right")),
    *(N_("Middle left"), N_("Middle"), N_("Middle right")),
    *(N_("Bottom left"), N_("Bottom middle"), N_("Bottom right")),
)
_DEED = re.compile(r"(earlier|later|again)-([1-9][0-9]{0,8})", re.ASCII)
_POINT = re.compile(r"(?:10|[0-9])-(?:10|[0-9])\Z", re.ASCII)
_STEPS = {"earlier": -1, "later": 1}


class OrderForm(PhotosForm):
    seen = fields.Seen()


class PhotoForm(FlaskForm):
    """One photo: its place among the others, where to look at it, and what it shows, for those who cannot see it."""

    class Meta:
        csrf = False

    place = fields.WholeNumber(lazy("Position"), least=1, most=99)
    focus = StringField(lazy("Where to look"), [Optional(), Regexp(_POINT, message=lazy(arranging.NoPoint.text))])
    fr = fields.Line(lazy("What it shows, in French"), most=200)
    ar = fields.Line(lazy("What it shows, in Arabic"), most=200)
    en = fields.Line(lazy("What it shows, in English"), most=200)
    es = fields.Line(lazy("What it shows, in Spanish"), most=200)

    @property
    def point(self) -> str:
        """The one chosen, as "x-y" in tenths; where that is none, the one from before."""
        chosen = self.focus.data or ""
        return chosen if _POINT.match(chosen) else str(self.focus.object_data)

    @property
    def alt(self) -> dict[str, str]:
        return {language: self[language].data for language in TOLD_IN if self[language].data}


def edit(item_id: int) -> Response | tuple[str, int]:
    producing.item(item_id)
    form = OrderForm()
    valid, came = form.validate_on_submit(), uploads.receive(form, by=person(), at=clock.now())
    item = producing.item(item_id, for_update=request.method == "POST")
    sets = photos.of_item(item)
    told = {photo: _photo_form(photo, place) for place, photo in enumerate([*sets.photos, *came], 1)}
    here = url_for(".photos", item_id=item_id)
    if valid and not form.errors and _all_valid(told):
        with explained_in(form), once(form.key.data, then=here, user_id=person().id):
            touched = _write(item, form, told, came)
            db.session.commit()
            flash(_(SAID.get(request.form.get("do", ""), SAID["save"])), "good")
            return redirect(f"{here}#photo-{touched.id}" if touched else here, 303)
    sets = photos.of_item(item)
    form.seen.show(sets.seen)
    wrong = any(one.errors for one in told.values())
    page = render_template(
        "advisor/catalogue/photos.html",
        form=form,
        item=item,
        sets=sets,
        rows=[(photo, picture_of(photo, languages.current()), one) for photo, one in told.items()],
        ticked={photo.key for photo in told if not form.is_submitted() or photo in came or photo.key in form.kept.data},
        told_in=TOLD_IN,
        nine=[(_point(*one), _(words)) for one, words in zip(arranging.NINE, NINE, strict=True)],
    )
    return page, 422 if wrong and not form.errors else status_of(form)


def _all_valid(told: dict[Photo, PhotoForm]) -> bool:
    """Every one is looked at, so that every error is said at once."""
    return not [one for one in told.values() if not one.validate()]


def _photo_form(photo: Photo, place: int) -> PhotoForm:
    """A photo that came with this very form has nothing said of it yet."""
    prefix = f"p{photo.id}-"
    point = _point(photo.focus_x, photo.focus_y)
    said = {"place": place, "focus": point, **{language: photo.alt.get(language, "") for language in TOLD_IN}}
    sent: Any = request.form if f"{prefix}place" in request.form else None
    return PhotoForm(formdata=sent, prefix=prefix, data=said)


def _point(x: int, y: int) -> str:
    return f"{x}-{y}"


def _write(item: Item, form: OrderForm, told: dict[Photo, PhotoForm], came: list[Photo]) -> Photo | None:
    """Keep the order, if it differs from what is there, and what else the pressed button asks.

    Returns the one photo that the deed is about, if it is about one.
    """
    by, now, sets, deed = person(), clock.now(), photos.of_item(item), request.form.get("do", "")
    if form.seen.numbers != (sets.seen,):
        raise Stale
    if deed == "discard":
        photos.discard(item, by=by, at=now)
        return None
    for photo, one in told.items():
        photo.alt = one.alt
        arranging.point(photo, *(int(tenths) for tenths in one.point.split("-")))
    chosen = [photo for photo in told if photo in came or photo.key in form.kept.data]
    chosen.sort(key=lambda photo: told[photo].place.data)
    named = _DEED.fullmatch(deed)
    about = next((photo for photo in told if named and photo.id == int(named[2])), None)
    if named and about in chosen and named[1] in _STEPS:
        chosen = arranging.moved(chosen, about, _STEPS[named[1]])
    if named and about and named[1] == "again":
        arranging.try_again(item, about, by=by, at=now)
    if chosen != sets.photos:
        photos.propose(item, chosen, by=by, at=now)
    if deed == "approve":
        photos.approve(item, by=by, at=now)
    return about
