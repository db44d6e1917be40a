"""The small forms of a private page, one for each thing a customer may do."""

from dataclasses import dataclass
from typing import Any

import phonenumbers
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.fulfilment import praising
from app.domain.purchasing import addressing
from app.domain.purchasing.addressing import Goal
from app.domain.purchasing.countering import Wish
from app.domain.purchasing.models import PurchaseRequest, RefusalReason
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.sending import MOST_PIECES
from app.storefront.request_forms import countries
from app.web import languages
from app.web.fields import Day, Dirhams, Line, WholeNumber, Words, one_line
from app.web.forms import KeyedForm
from app.web.request_pictures import PicturesForm

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


class OfferForm(KeyedForm):
    """A word on an offer. seen: which one its page showed; where another has come since, it is not meant."""

    seen = HiddenField(filters=[one_line])

    def show(self, offer: Offer) -> None:
        self.seen.data = str(offer.id)

    def is_about(self, offer: Offer) -> bool:
        return self.seen.data in (None, "", str(offer.id))


class SomeForm(OfferForm):
    """Which lines of an offer are accepted."""

    lines = SelectMultipleField(
        lazy("The pieces you accept"),
        coerce=lambda value: int(value) if str(value).isascii() and str(value).isdigit() else 0,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[validators.InputRequired(lazy("Choose at least one piece, or refuse the offer."))],
    )


class ChangeForm(OfferForm):
    """What should change, for the whole of an offer; ``change_form`` adds a quantity and a price for each line."""

    needed_by = Day(lazy("By when do you need it?"), id="change-needed-by")
    words = Words(
        lazy("In a few words"),
        description=lazy("A colour, a size, anything else. We send you a new offer."),
        id="change-words",
    )
    ids: tuple[int, ...] = ()

    def wishes(self) -> dict[int, Wish]:
        """By offer line, what was filled in."""
        said = {id_: Wish(self[f"qty-{id_}"].data, self[f"price-{id_}"].data) for id_ in self.ids}
        return {id_: wish for id_, wish in said.items() if wish != Wish()}


def change_form(offer: Offer | None) -> type[ChangeForm]:
    """The form with ``qty-12`` and ``price-12`` for each line of an offer, which come before the rest."""
    ids = tuple(line.id for line in offer.lines) if offer else ()
    fields: dict[str, Any] = {"ids": ids}
    for id_ in ids:
        fields[f"qty-{id_}"] = WholeNumber(lazy("Pieces you wish"), least=1, most=MOST_PIECES, needed=False)
        fields[f"price-{id_}"] = Dirhams(lazy("Price you wish for one piece, in dirhams"), needed=False)
    made = type("ChangeFormWithLines", (ChangeForm,), fields)
    assert issubclass(made, ChangeForm)
    return made


class RefusalForm(OfferForm):
    reason = RadioField(
        lazy("Why does the offer not suit you?"),
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        validate_choice=False,
        validators=[
            validators.AnyOf([r.value for r in RefusalReason], lazy("Choose a reason: it helps the artisans."))
        ],
    )


class MessageForm(PicturesForm):
    words = Words(lazy("Your message"), needed=lazy("Write your message first."), id="message-words")


class PraiseForm(KeyedForm):
    words = Words(
        lazy("Your word for the artisans"),
        most=praising.LONGEST,
        needed=lazy("Write a word first."),
        description=lazy("The cooperative reads it first. Others may then read it too, without your name."),
        id="praise-words",
    )


class AddressForm(KeyedForm):
    """Where the pieces go. Where the page showed no country, because an offer fixes it, none is meant."""

    country = SelectField(
        lazy("Country of delivery"),
        id="address-country",
        filters=[one_line],
        validate_choice=False,
        validators=[
            validators.Optional(),
            validators.AnyOf(sorted(phonenumbers.SUPPORTED_REGIONS), lazy("Choose the country of delivery.")),
        ],
    )
    pickup = BooleanField(lazy("I collect it at the cooperative, for free"), id="address-pickup")
    city = Line(lazy("Town"), id="address-city")
    address = Words(lazy("Address"), most=addressing.LONGEST, id="address-words")

    @staticmethod
    def known(asked: PurchaseRequest) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(asked, name) for name in ("country", "pickup", "city", "address")}

    def offer_countries(self) -> None:
        self.country.choices = countries(languages.current())

    def goal(self, asked: PurchaseRequest) -> Goal:
        """What was typed, for the rule."""
        chosen = self.country.data or ""
        return Goal(
            address=self.address.data or "",
            city=self.city.data or "",
            country=chosen or asked.country,
            pickup=self.pickup.data if chosen else asked.pickup,
        )


@dataclass
class Forms:
    """The forms of one page; ids differ by prefix, so that all fit on it."""

    accept: OfferForm
    withdraw: ConfirmForm
    erase: ConfirmForm
    some: SomeForm
    change: ChangeForm
    refusal: RefusalForm
    message: MessageForm
    praise: PraiseForm
    address: AddressForm


def fresh(asked: PurchaseRequest, offer: Offer | None) -> Forms:
    """Empty forms, whatever was posted; the address is as it is known. offer: the one the page shows."""
    blank: dict[str, Any] = {"formdata": None}
    some = SomeForm(**blank)
    some.lines.choices = [SelectChoice(str(line.id), "") for line in offer.lines] if offer else []
    made = Forms(
        accept=OfferForm(**blank),
        withdraw=ConfirmForm(**blank),
        erase=ConfirmForm(**blank),
        some=some,
        change=change_form(offer)(**blank),
        refusal=RefusalForm(**blank),
        message=MessageForm(**blank),
        praise=PraiseForm(**blank),
        address=AddressForm(**blank, data=AddressForm.known(asked)),
    )
    made.address.offer_countries()
    if offer is not None:
        for form in (made.accept, made.some, made.change, made.refusal):
            form.show(offer)
    return made
