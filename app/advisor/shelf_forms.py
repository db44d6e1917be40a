"""What happened on a maker's shelf and what its pieces cost now, as the maker told the team."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import RadioField

from app.domain.catalogue import stock
from app.domain.catalogue.models import MovementKind, Variant
from app.domain.catalogue.terms import LONGEST_LEAD, Terms, terms_of
from app.web.fields import Dirhams, Seen, WholeNumber, choices_of, one_of
from app.web.forms import KeyedForm

HAPPENED = {
    MovementKind.COUNTED: lazy("Counted: this many are there"),
    MovementKind.MADE: lazy("Made"),
    MovementKind.SOLD_ELSEWHERE: lazy("Sold elsewhere"),
    MovementKind.DAMAGED: lazy("Damaged"),
    MovementKind.RETURNED: lazy("Came back"),
}


class StockForm(KeyedForm):
    """What happened, and to how many."""

    kind = RadioField(
        lazy("What happened?"),
        choices=choices_of(HAPPENED.items()),
        default=MovementKind.COUNTED.value,
        validate_choice=False,
        validators=[one_of(HAPPENED, lazy("Choose what happened."))],
    )
    number = WholeNumber(lazy("How many?"), most=stock.MOST)


class TermsForm(KeyedForm):
    """Price and delay, with what they were when the page was made. No delay is asked of what is never made to order."""

    price = Dirhams(lazy("Price of one piece, in dirhams"))
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
