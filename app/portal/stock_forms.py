"""What an artisan says about the shelf."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import HiddenField, RadioField

from app.domain.catalogue import stock
from app.domain.catalogue.models import MovementKind, Variant
from app.domain.catalogue.terms import LONGEST_LEAD, Terms, terms_of
from app.web.fields import Dirhams, Seen, WholeNumber, choices_of, one_of
from app.web.forms import Button, KeyedForm

HAPPENED = {
    MovementKind.MADE: lazy("I made some"),
    MovementKind.SOLD_ELSEWHERE: lazy("I sold some elsewhere"),
    MovementKind.DAMAGED: lazy("Some are damaged"),
    MovementKind.RETURNED: lazy("Some came back"),
    MovementKind.COUNTED: lazy("I counted them all"),
}
ICONS = {
    MovementKind.MADE.value: "hand",
    MovementKind.SOLD_ELSEWHERE.value: "coins",
    MovementKind.DAMAGED.value: "warning",
    MovementKind.RETURNED.value: "sync",
    MovementKind.COUNTED.value: "list",
}


class TapForm(Button):
    """− or +. Each button counts as a form of its own: + and then − of one page are two deeds."""

    d = HiddenField(validators=[one_of((-1, 1), lazy("Use the − and + buttons."))])

    @property
    def key_of_button(self) -> str:
        return f"{(self.key.data or '')[:62]}{self.d.data}"

    @property
    def change(self) -> int:
        return int(self.d.data or 0)


class StockForm(KeyedForm):
    """What happened, and to how many."""

    kind = RadioField(
        lazy("What happened?"),
        choices=choices_of(HAPPENED.items()),
        default=MovementKind.MADE.value,
        validate_choice=False,
        validators=[one_of(HAPPENED, lazy("Choose what happened."))],
    )
    number = WholeNumber(lazy("How many?"), most=stock.MOST, default=1)
    icons = ICONS


class TermsForm(KeyedForm):
    """Price and delay, with what they were when the page was made. No delay is asked of what is never made to order."""

    price = Dirhams(lazy("Price of one"))
    lead_days = WholeNumber(lazy("Made in how many days?"), most=LONGEST_LEAD)
    seen = Seen(2)

    def __init__(self, variant: Variant, **options: Any) -> None:
        now = terms_of(variant)
        super().__init__(**now._asdict(), seen=now, **options)
        self._lead_days = now.lead_days
        if not variant.can_be_made:
            del self.lead_days

    @property
    def wanted(self) -> Terms:
        return Terms(self.price.data, self.lead_days.data if self.lead_days else self._lead_days)
