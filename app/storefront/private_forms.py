"""The small forms of a private page, one for each thing a customer may do."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import RadioField, SelectMultipleField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.purchasing.models import RefusalReason
from app.domain.purchasing.offer_models import Offer
from app.web.fields import Words
from app.web.forms import KeyedForm

REASONS = {
    RefusalReason.PRICE: lazy("The price"),
    RefusalReason.DELAY: lazy("The time it takes"),
    RefusalReason.DELIVERY_COST: lazy("The delivery cost"),
    RefusalReason.FOUND_ELSEWHERE: lazy("I found it elsewhere"),
    RefusalReason.CHANGED_MIND: lazy("I changed my mind"),
    RefusalReason.OTHER: lazy("Another reason"),
}


class ConfirmForm(KeyedForm):
    """A deed that needs no word."""


class SomeForm(KeyedForm):
    """Which lines of an offer are accepted."""

    lines = SelectMultipleField(
        lazy("The pieces you accept"),
        coerce=lambda value: int(value) if str(value).isascii() and str(value).isdigit() else 0,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[validators.InputRequired(lazy("Choose at least one piece, or refuse the offer."))],
    )


class ChangeForm(KeyedForm):
    words = Words(
        lazy("What should change?"),
        needed=lazy("Write what should change."),
        description=lazy("A quantity, a colour, the price, the time. We send you a new offer."),
        id="change-words",
    )


class RefusalForm(KeyedForm):
    reason = RadioField(
        lazy("Why does the offer not suit you?"),
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        validate_choice=False,
        validators=[
            validators.AnyOf([r.value for r in RefusalReason], lazy("Choose a reason: it helps the artisans."))
        ],
    )


class MessageForm(KeyedForm):
    words = Words(lazy("Your message"), needed=lazy("Write your message first."), id="message-words")


@dataclass
class Forms:
    """The forms of one page; ids differ by prefix, so that all fit on it."""

    accept: ConfirmForm
    withdraw: ConfirmForm
    erase: ConfirmForm
    some: SomeForm
    change: ChangeForm
    refusal: RefusalForm
    message: MessageForm


def fresh(offer: Offer | None) -> Forms:
    """Empty forms, whatever was posted."""
    blank: dict[str, Any] = {"formdata": None}
    some = SomeForm(**blank)
    some.lines.choices = [SelectChoice(str(line.id), "") for line in offer.lines] if offer else []
    return Forms(
        accept=ConfirmForm(**blank),
        withdraw=ConfirmForm(**blank),
        erase=ConfirmForm(**blank),
        some=some,
        change=ChangeForm(**blank),
        refusal=RefusalForm(**blank),
        message=MessageForm(**blank),
    )
