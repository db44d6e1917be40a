"""The labels an item carries: one more, a new proof, the proof itself, and the end of one."""

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import SelectField, ValidationError

from app.base import clock
from app.domain.catalogue import labels, producing
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.labels import Said
from app.domain.catalogue.models import Item
from app.domain.catalogue.proofs import ItemLabel, Proof
from app.web import fields, languages, proofs
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button
from app.web.proofs import ProofForm
from app.web.refusals import status_of

Answer = Response | tuple[str, int]


class LabelForm(ProofForm):
    number = fields.Line(lazy("Number on the proof"), most=labels.LONGEST_NUMBER)
    expires_on = fields.Day(lazy("Last day it holds"))

    def validate_expires_on(self, field: fields.Day) -> None:
        if field.data is None:
            raise ValidationError(lazy(labels.WrongDay.text))


class AddLabelForm(LabelForm):
    label = SelectField(
        lazy("Label"), validate_choice=False, validators=[fields.one_of(KNOWN, lazy(labels.UnknownLabel.text))]
    )

    def __init__(self) -> None:
        super().__init__()
        language = languages.current()
        named = ((slug, known.called(language)) for slug, known in KNOWN.items())
        self.label.choices = fields.choices_of([("", _("Choose a label")), *named])


class RenewLabelForm(LabelForm):
    seen = fields.Seen()

    def __init__(self, carried: ItemLabel) -> None:
        super().__init__(number=carried.number, expires_on=carried.expires_on, seen=(carried.version,))


def add(item_id: int) -> Answer:
    producing.item(item_id)
    form = AddLabelForm()
    proof = _receive(form)
    item = producing.item(item_id, for_update=request.method == "POST")

    def carry() -> None:
        labels.carry(item, form.label.data, _said(form, proof), by=person(), at=clock.now())

    done = do(form, carry, then=_there(item_id), said=_("The label is kept.")) if not form.errors else None
    return done or (_page(item, form, None), status_of(form))


def edit(item_id: int, label_id: int) -> Answer:
    carried = labels.one_of(producing.item(item_id), label_id)
    form = RenewLabelForm(carried)
    proof = _receive(form)
    item = producing.item(item_id, for_update=request.method == "POST")
    carried = labels.one_of(item, label_id)

    def renew() -> None:
        labels.renew(item, carried, _said(form, proof), seen=form.seen.numbers[0], by=person(), at=clock.now())

    done = do(form, renew, then=_there(item_id), said=_("The label is kept.")) if not form.errors else None
    if form.errors:
        form.seen.show(carried.version)
    return done or (_page(item, form, carried), status_of(form))


def take_off(item_id: int, label_id: int) -> Response:
    item = producing.item(item_id, for_update=True)
    carried, form, here = labels.one_of(item, label_id), Button(), _there(item_id)
    done = do(
        form,
        lambda: labels.take_off(item, carried, by=person(), at=clock.now()),
        then=here,
        said=_("The piece carries this label no longer."),
    )
    if done is None:
        flash(" ".join(form.all_errors), "bad")
    return done or redirect(here, 303)


def proof(item_id: int, label_id: int) -> FileResponse:
    """The paper itself, for the team alone."""
    item = producing.item(item_id)
    carried = labels.one_of(item, label_id)
    if carried.proof is None:
        abort(404)
    return proofs.opened(carried.proof, f"{item.reference}-{carried.label}")


def _receive(form: LabelForm) -> Proof | None:
    """What came with the form, kept even where the rest is not in order."""
    if not form.is_submitted():
        return None
    form.validate()
    return proofs.receive(form, by=person(), at=clock.now())


def _said(form: LabelForm, proof: Proof | None) -> Said:
    """Asked of a form that is in order."""
    assert form.expires_on.data is not None
    return Said(number=form.number.data or "", expires_on=form.expires_on.data, proof=proof)


def _there(item_id: int) -> str:
    return url_for(".item", item_id=item_id, _anchor="labels")


def _page(item: Item, form: LabelForm, carried: ItemLabel | None) -> str:
    return render_template(
        "advisor/catalogue/label.html",
        form=form,
        item=item,
        carried=carried,
        known=KNOWN[carried.label] if carried and carried.label in KNOWN else None,
        kept=form.kept.data or "",
        button=Button(formdata=None),
    )
