"""What is said of a size or colour. Lengths in centimetres, as people measure."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import RadioField, SelectField

from app.advisor.catalogue_words import KINDS
from app.domain.catalogue import stock
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.catalogue.terms import LONGEST_LEAD, Terms
from app.domain.catalogue.variants import LONGEST_LABEL, MOST_A_WEEK, Particulars
from app.web import fields, languages
from app.web.forms import KeyedForm

MILLIMETRES = 10
SAID_IN = tuple(languages.NAMES)
_AS_ITEM = "0"


class VariantForm(KeyedForm):
    label_fr = fields.Line(lazy("Size or colour, in French"), most=LONGEST_LABEL)
    label_ar = fields.Line(lazy("In Arabic"), most=LONGEST_LABEL)
    label_en = fields.Line(lazy("In English"), most=LONGEST_LABEL)
    label_es = fields.Line(lazy("In Spanish"), most=LONGEST_LABEL)
    label_zgh = fields.Line(lazy("In Amazigh"), most=LONGEST_LABEL)
    kind = SelectField(
        lazy("Availability"),
        validate_choice=False,
        validators=[fields.one_of(KINDS, lazy("Say whether it is ready or made to order."))],
    )
    price = fields.Dirhams(lazy("Price, MAD"))
    lead_days = fields.WholeNumber(lazy("Made in how many days?"), most=LONGEST_LEAD, default=7)
    weekly_capacity = fields.WholeNumber(lazy("How many a week?"), most=MOST_A_WEEK, default=0)
    colour = SelectField(lazy("Colour"), validate_choice=False)
    photo = RadioField(lazy("Its own photo"), validate_choice=False)
    length_cm = fields.WholeNumber(lazy("Length, cm"), least=1, most=2000, needed=False)
    width_cm = fields.WholeNumber(lazy("Width, cm"), least=1, most=2000, needed=False)
    height_cm = fields.WholeNumber(lazy("Height, cm"), least=1, most=2000, needed=False)
    weight_g = fields.WholeNumber(lazy("Weight, g"), least=1, most=1_000_000, needed=False)

    def __init__(self, item: Item, **options: Any) -> None:
        self._photos = {str(photo.id): photo for photo in (item.photo_set.photos if item.photo_set else [])}
        self._colours = {str(colour.id): colour for colour in item.colours}
        super().__init__(**options)
        language = languages.current()
        self.kind.choices = fields.choices_of((kind, _(words)) for kind, words in KINDS.items())
        named = ((key, colour.called(language)) for key, colour in self._colours.items())
        self.colour.choices = fields.choices_of([(_AS_ITEM, _("None of its own")), *named])
        numbered = ((key, _("Photo %(number)d", number=number)) for number, key in enumerate(self._photos, 1))
        self.photo.choices = fields.choices_of([(_AS_ITEM, _("None of its own")), *numbered])

    @property
    def particulars(self) -> Particulars:
        """What was chosen and is no longer the item's counts as none."""
        return Particulars(
            labels=self._labels("label"),
            kind=Kind(self.kind.data),
            terms=Terms(self.price.data, self.lead_days.data),
            weekly_capacity=self.weekly_capacity.data,
            photo=self._photos.get(self.photo.data or ""),
            colour=self._colours.get(self.colour.data or ""),
            measures={
                **{f"{name}_mm": _millimetres(self[f"{name}_cm"].data) for name in ("length", "width", "height")},
                "weight_g": self.weight_g.data,
            },
        )

    def _labels(self, prefix: str) -> dict[str, str]:
        return {language: self[f"{prefix}_{language}"].data or "" for language in SAID_IN}


class AddVariantForm(VariantForm):
    """first_…: what the one that exists is called, asked where it has no name yet."""

    counted = fields.WholeNumber(lazy("How many are ready?"), most=stock.MOST, default=1)
    first_fr = fields.Line(lazy("Size or colour, in French"), most=LONGEST_LABEL)
    first_ar = fields.Line(lazy("In Arabic"), most=LONGEST_LABEL)
    first_en = fields.Line(lazy("In English"), most=LONGEST_LABEL)
    first_es = fields.Line(lazy("In Spanish"), most=LONGEST_LABEL)
    first_zgh = fields.Line(lazy("In Amazigh"), most=LONGEST_LABEL)

    def __init__(self, item: Item) -> None:
        main = item.main
        self.asks_first = len(item.variants) == 1 and not main.labels
        super().__init__(
            item,
            kind=main.kind.value,
            price=main.price,
            lead_days=main.lead_days or 7,
            weekly_capacity=main.weekly_capacity,
            colour=_AS_ITEM,
            photo=_AS_ITEM,
        )

    @property
    def first_called(self) -> Mapping[str, str] | None:
        return self._labels("first") if self.asks_first else None


class EditVariantForm(VariantForm):
    seen = fields.Seen()

    def __init__(self, item: Item, variant: Variant) -> None:
        lengths = {f"{name}_cm": getattr(variant, f"{name}_mm") for name in ("length", "width", "height")}
        super().__init__(
            item,
            **{f"label_{language}": variant.labels.get(language, "") for language in SAID_IN},
            **{name: mm and max(1, round(mm / MILLIMETRES)) for name, mm in lengths.items()},
            seen=(variant.version,),
            kind=variant.kind.value,
            price=variant.price,
            lead_days=variant.lead_days,
            weekly_capacity=variant.weekly_capacity,
            weight_g=variant.weight_g,
            colour=str(variant.colour_id or _AS_ITEM),
            photo=str(variant.photo_id or _AS_ITEM),
        )


def _millimetres(centimetres: int | None) -> int | None:
    return None if centimetres is None else centimetres * MILLIMETRES
