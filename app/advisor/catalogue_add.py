"""Adding an item for an artisan who does not do it alone."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import SelectField, ValidationError

from app.advisor.catalogue_facts import FactsForm
from app.advisor.catalogue_words import KINDS, UNITS
from app.base import clock
from app.base.database import db
from app.domain.catalogue import facts, making, photos, publishing, stock, texts
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Item, Kind, Unit
from app.domain.catalogue.revisions import Photo
from app.domain.catalogue.terms import LONGEST_LEAD
from app.domain.people.makers import who_can_be_asked
from app.web import fields, languages, uploads
from app.web.access import person
from app.web.addresses import asked_row
from app.web.forms import once
from app.web.pictures import picture_of
from app.web.refusals import explained_in, status_of
from app.web.uploads import PhotosForm


class AddForm(FactsForm, PhotosForm):
    artisan = SelectField(lazy("Artisan"), validate_choice=False)
    kind = SelectField(lazy("Availability"), validate_choice=False)
    unit = SelectField(lazy("Sold by the"), validate_choice=False)
    price = fields.Dirhams(lazy("Price, MAD"))
    counted = fields.WholeNumber(lazy("How many are ready?"), most=stock.MOST, default=1)
    lead_days = fields.WholeNumber(lazy("Made in how many days?"), most=LONGEST_LEAD, default=7)
    title = fields.Line(lazy("Title in French"), most=texts.LONGEST["title"])
    description = fields.Words(lazy("Description in French"), most=texts.LONGEST["description"])
    note = fields.Words(lazy("What the artisan says about it"), most=2000)

    def __init__(self, **options: Any) -> None:
        self.makers = {str(maker.id): maker for maker in who_can_be_asked()}
        super().__init__(**options)
        language = languages.current()
        named = ((key, maker.known_as(language)) for key, maker in self.makers.items())
        self.artisan.choices = fields.choices_of([("", _("Choose an artisan")), *named])
        self.kind.choices = fields.choices_of((kind, _(words)) for kind, words in KINDS.items())
        self.unit.choices = fields.choices_of((unit, _(words)) for unit, words in UNITS.items())

    def validate_artisan(self, field: SelectField) -> None:
        if field.data not in self.makers:
            raise ValidationError(lazy("Choose an artisan."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in KINDS:
            raise ValidationError(lazy("Say whether it is ready or made to order."))

    def validate_unit(self, field: SelectField) -> None:
        if field.data not in UNITS:
            raise ValidationError(lazy("Say what one of it is: a piece, a pair, a bottle."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A description wants a title; an empty field is asked nothing of its own."""
        valid = bool(super().validate(extra_validators))
        if self.description.data and not self.title.data:
            self.title.errors = [lazy("Write a title.")]
            return False
        return valid

    @property
    def start(self) -> Start:
        return Start(
            kind=Kind(self.kind.data),
            price=self.price.data,
            counted=self.counted.data,
            unit=Unit(self.unit.data),
            lead_days=self.lead_days.data,
        )


def add() -> Response | tuple[str, int]:
    form = AddForm(artisan=str(asked_row("artisan") or ""))
    if not form.is_submitted() and (maker := form.makers.get(form.artisan.data or "")) and maker.crafts:
        form.craft.data = maker.crafts[0].slug
    valid, kept = form.validate_on_submit(), uploads.receive(form, by=person(), at=clock.now())
    if valid and not form.errors:
        with explained_in(form), once(form.key.data, then=url_for(".queue"), user_id=person().id):
            item = _made(form, kept)
            db.session.commit()
            return redirect(url_for(".item", item_id=item.id), 303)
    shown = [(photo, picture_of(photo, languages.current())) for photo in kept]
    maker = form.makers.get(form.artisan.data or "")
    return render_template("advisor/catalogue/add.html", form=form, kept=shown, maker=maker), status_of(form)


def _made(form: AddForm, kept: list[Photo]) -> Item:
    """The item with all that was said of it, handed over in its maker's name."""
    by, now = person(), clock.now()
    told = form.facts
    item = making.add(form.makers[form.artisan.data], told.craft, form.start, by=by, at=now, note=form.note.data or "")
    facts.describe(item, told, by=by, at=now)
    photos.propose(item, kept, by=by, at=now)
    if form.title.data:
        words = texts.Words(form.title.data, description=form.description.data or "")
        texts.propose(item, "fr", words, by=by, at=now)
    publishing.submit(item, by=by, at=now)
    return item
