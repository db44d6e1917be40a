"""What an artisan says of a new piece."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import RadioField, ValidationError

from app.domain.catalogue import stock
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Kind
from app.domain.catalogue.terms import LONGEST_LEAD
from app.domain.people.trades import Craft
from app.web.fields import Dirhams, WholeNumber, Words, choices_of
from app.web.uploads import PhotosForm

KINDS = (
    (Kind.READY, lazy("I have some")),
    (Kind.UNIQUE, lazy("Only this one")),
    (Kind.MADE_TO_ORDER, lazy("I make it to order")),
)
ICONS = {Kind.READY.value: "shelf", Kind.UNIQUE.value: "star", Kind.MADE_TO_ORDER.value: "hand"}
LONGEST_NOTE = 2000


class PieceForm(PhotosForm):
    craft = RadioField(lazy("What is it?"), validate_choice=False)
    price = Dirhams(lazy("Price of one"))
    kind = RadioField(lazy("Is it ready?"), choices=choices_of(KINDS), default=Kind.READY.value, validate_choice=False)
    counted = WholeNumber(lazy("How many are ready?"), most=stock.MOST, default=1)
    lead_days = WholeNumber(lazy("Made in how many days?"), most=LONGEST_LEAD, default=7)
    note = Words(lazy("Tell about the piece"), most=LONGEST_NOTE)
    icons = ICONS

    def __init__(self, crafts: Iterable[Craft], language: str, **options: Any) -> None:
        self.crafts = {craft.slug: craft for craft in crafts}
        super().__init__(**options)
        self.craft.choices = choices_of((slug, craft.called_short(language)) for slug, craft in self.crafts.items())

    @property
    def craft_icons(self) -> dict[str, str]:
        return {slug: craft.icon for slug, craft in self.crafts.items()}

    @property
    def chosen_craft(self) -> Craft:
        return self.crafts[self.craft.data]

    @property
    def start(self) -> Start:
        """Raises what making.Start raises."""
        return Start(
            kind=Kind(self.kind.data),
            price=self.price.data,
            counted=self.counted.data,
            lead_days=self.lead_days.data,
        )

    def validate_craft(self, field: RadioField) -> None:
        if field.data not in self.crafts:
            raise ValidationError(lazy("Choose the craft."))

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in self.icons:
            raise ValidationError(lazy("Say whether it is ready or made to order."))
