"""What an item says as food: whether it is, its ingredients, its number, and the goods of each size."""

from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField

from app.base import clock
from app.domain.catalogue import food, producing
from app.domain.catalogue.food import HEAVIEST, LARGEST, LONGEST_INGREDIENTS, Food, Lot
from app.domain.catalogue.models import Item, Variant
from app.web import fields
from app.web.access import person
from app.web.doing import do
from app.web.forms import KeyedForm
from app.web.refusals import status_of

SAID_IN = producing.NEEDED
AS_CRAFT, YES, NO = "craft", "yes", "no"
_MEANS = {AS_CRAFT: None, YES: True, NO: False}


def food_exception() -> str:
    """Why food may be sold without a number, as the settings say it; empty: it may not."""
    return str(current_app.config["SETTINGS"].food_exception)


class FoodForm(KeyedForm):
    is_food = RadioField(
        lazy("Is it food?"),
        validate_choice=False,
        validators=[fields.one_of(_MEANS, lazy("Say whether it is food."))],
    )
    authorisation = fields.Line(lazy("ONSSA authorisation number"), most=40)
    ingredients_fr = fields.Words(lazy("Ingredients, in French"), most=LONGEST_INGREDIENTS)
    ingredients_ar = fields.Words(lazy("Ingredients, in Arabic"), most=LONGEST_INGREDIENTS)
    ingredients_en = fields.Words(lazy("Ingredients, in English"), most=LONGEST_INGREDIENTS)
    ingredients_es = fields.Words(lazy("Ingredients, in Spanish"), most=LONGEST_INGREDIENTS)
    seen = fields.Seen()

    def __init__(self, item: Item, **options: Any) -> None:
        now = next(word for word, means in _MEANS.items() if means == item.is_food)
        said = {f"ingredients_{language}": item.ingredients.get(language, "") for language in SAID_IN}
        super().__init__(is_food=now, authorisation=item.authorisation, seen=(item.version,), **said, **options)
        as_craft = _("As its craft: food") if item.craft.is_food else _("As its craft: no food")
        self.is_food.choices = fields.choices_of([(AS_CRAFT, as_craft), (YES, _("Food")), (NO, _("No food"))])


class LotForm(FlaskForm):
    """The goods of one size."""

    class Meta:
        csrf = False

    net_g = fields.WholeNumber(lazy("Net weight, g"), least=1, most=HEAVIEST, needed=False)
    net_ml = fields.WholeNumber(lazy("Net volume, ml"), least=1, most=LARGEST, needed=False)
    batch = fields.Line(lazy("Batch"), most=40)
    best_before = fields.Day(lazy("Best before"))

    @property
    def lot(self) -> Lot:
        return Lot(self.net_g.data, self.net_ml.data, self.batch.data or "", self.best_before.data)


def edit(item_id: int) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=request.method == "POST")
    form = FoodForm(item)
    lots = {variant: _lot_form(variant) for variant in item.variants}
    sound = not form.is_submitted() or not [one for one in lots.values() if not one.validate()]

    def describe() -> None:
        told = Food(
            is_food=_MEANS[form.is_food.data],
            ingredients={language: form[f"ingredients_{language}"].data or "" for language in SAID_IN},
            authorisation=form.authorisation.data or "",
            lots={variant.id: one.lot for variant, one in lots.items()},
        )
        exception = food_exception()
        food.describe(item, told, exception=exception, seen=form.seen.numbers[0], by=person(), at=clock.now())

    here = url_for(".item", item_id=item_id)
    done = do(form, describe, then=here, said=_("What the food says is kept.")) if sound else None
    if not sound:
        form.validate()
    if form.errors:
        form.seen.show(item.version)
    page = render_template(
        "advisor/catalogue/food.html", form=form, lots=lots, item=item, exception=food_exception(), today=clock.today()
    )
    return done or (page, 422 if not sound and not form.errors else status_of(form))


def _lot_form(variant: Variant) -> LotForm:
    prefix = f"v{variant.id}-"
    sent: Any = request.form if f"{prefix}batch" in request.form else None
    said = {name: getattr(variant, name) for name in ("net_g", "net_ml", "batch", "best_before")}
    return LotForm(formdata=sent, prefix=prefix, data=said)
