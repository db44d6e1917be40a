"""What an item is made of and how large it is."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import SelectField, ValidationError

from app.base import clock
from app.domain.catalogue import facts, producing
from app.domain.catalogue.facts import Facts
from app.domain.catalogue.folding import fold
from app.domain.catalogue.models import Colour, Item, Material, Technique
from app.domain.people import crafts
from app.web import fields, languages
from app.web.access import person
from app.web.doing import do
from app.web.forms import KeyedForm
from app.web.refusals import changed_meanwhile, status_of

MILLIMETRES = 10


class FactsForm(KeyedForm):
    """Lengths in centimetres, as people measure; weight in grams. A box that was never offered is passed over."""

    craft = SelectField(lazy("Craft"), validate_choice=False)
    size = fields.Line(lazy("Size in words"), most=80)
    length_mm = fields.WholeNumber(lazy("Length, cm"), least=1, most=2000, needed=False)
    width_mm = fields.WholeNumber(lazy("Width, cm"), least=1, most=2000, needed=False)
    height_mm = fields.WholeNumber(lazy("Height, cm"), least=1, most=2000, needed=False)
    weight_g = fields.WholeNumber(lazy("Weight, g"), least=1, most=1_000_000, needed=False)
    materials = fields.Boxes(lazy("Materials"))
    techniques = fields.Boxes(lazy("Techniques"))
    colours = fields.Boxes(lazy("Colours"))

    def __init__(self, **options: Any) -> None:
        self.known_crafts = {craft.slug: craft for craft in crafts.that_hold_items()}
        self.known: dict[str, dict[str, Any]] = {
            "materials": {one.slug: one for one in facts.all_of(Material)},
            "techniques": {one.slug: one for one in facts.all_of(Technique)},
            "colours": {one.slug: one for one in facts.all_of(Colour)},
        }
        super().__init__(**options)
        language = languages.current()
        self.craft.choices = fields.choices_of((slug, one.called(language)) for slug, one in self.known_crafts.items())
        for name, known in self.known.items():
            named = ((slug, one.called(language)) for slug, one in known.items())
            self[name].choices = fields.choices_of(sorted(named, key=lambda choice: fold(choice[1])))

    def validate_craft(self, field: SelectField) -> None:
        if field.data not in self.known_crafts:
            raise ValidationError(lazy("Choose the craft."))

    @property
    def facts(self) -> Facts:
        return Facts(
            craft=self.known_crafts[self.craft.data],
            size=self.size.data or "",
            length_mm=_millimetres(self.length_mm.data),
            width_mm=_millimetres(self.width_mm.data),
            height_mm=_millimetres(self.height_mm.data),
            weight_g=self.weight_g.data,
            materials=self._chosen("materials"),
            techniques=self._chosen("techniques"),
            colours=self._chosen("colours"),
        )

    def _chosen(self, name: str) -> list[Any]:
        return [self.known[name][slug] for slug in self[name].data or [] if slug in self.known[name]]


class SeenFactsForm(FactsForm):
    seen = fields.Seen()


def edit(item_id: int) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=request.method == "POST")
    form = SeenFactsForm(seen=(item.version,), **_said(item))
    done = do(
        form,
        lambda: facts.describe(item, form.facts, by=person(), at=clock.now(), seen=form.seen.numbers[0]),
        then=url_for(".item", item_id=item_id),
        said=_("The facts are kept."),
    )
    if changed_meanwhile(form):
        form.seen.show(item.version)
    return done or (render_template("advisor/catalogue/facts.html", form=form, item=item), status_of(form))


def _millimetres(centimetres: int | None) -> int | None:
    return None if centimetres is None else centimetres * MILLIMETRES


def _said(item: Item) -> dict[str, Any]:
    lengths = {name: getattr(item, name) for name in ("length_mm", "width_mm", "height_mm")}
    return {
        "craft": item.craft.slug,
        "size": item.size,
        "weight_g": item.weight_g,
        **{name: value and max(1, round(value / MILLIMETRES)) for name, value in lengths.items()},
        **{name: [one.slug for one in getattr(item, name)] for name in ("materials", "techniques", "colours")},
    }
