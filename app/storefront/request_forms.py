"""What a customer types to send a request. Shape is checked here; meaning in ``domain/purchasing/sending``."""

from collections.abc import Iterable
from typing import Any

import phonenumbers
from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, EmailField, Form, RadioField, SelectField, TelField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from app.base.errors import Refusal
from app.domain.notices.models import Channel
from app.domain.people import phones
from app.domain.people.trades import Craft
from app.domain.purchasing.sending import MOST_PIECES, Contact, NoEmail, NoPhone
from app.web import languages
from app.web.fields import Day, Dirhams, Line, WholeNumber, Words, one_line
from app.web.forms import KeyedForm
from app.web.request_pictures import PicturesForm

_CHANNELS = [SelectChoice(Channel.SMS.value, lazy("SMS")), SelectChoice(Channel.EMAIL.value, lazy("E-mail"))]
EMAIL = r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+"


def _needed_where_chosen(channel: Channel, missing: type[Refusal]) -> Any:
    """The rule asks for it too; asked here, it is said together with what else is missing."""

    def check(form: Any, field: Any) -> None:
        if form.channel.data == channel.value and not field.data:
            raise validators.StopValidation(str(_(missing.text)))

    return check


def _can_be_called(form: Any, field: Any) -> None:
    """Told together with what else is wrong; a number is read by its country, so that must be chosen first."""
    if field.data and form.country.data in phonenumbers.SUPPORTED_REGIONS:
        try:
            phones.parse(field.data, form.country.data)
        except phones.NotAPhone as refusal:
            raise validators.StopValidation(str(_(refusal.text))) from refusal


class Reached(Form):
    """How the customer is reached and where the pieces go."""

    name = Line(lazy("Your name"), needed=lazy("Write your name."))
    channel = RadioField(
        lazy("How would you like to be reached?"),
        choices=_CHANNELS,
        filters=[one_line],
        validate_choice=False,
        validators=[
            validators.Optional(),
            validators.AnyOf([c.value for c in Channel], lazy("Choose SMS or e-mail.")),
        ],
    )
    phone = TelField(
        lazy("Phone number"),
        filters=[one_line],
        validators=[_needed_where_chosen(Channel.SMS, NoPhone), _can_be_called],
    )
    email = EmailField(
        lazy("E-mail address"),
        filters=[one_line],
        validators=[
            _needed_where_chosen(Channel.EMAIL, NoEmail),
            validators.Optional(),
            validators.Length(max=254, message=lazy("This address is too long.")),
            validators.Regexp(f"^{EMAIL}$", message=lazy("Write an e-mail address, for example claire@example.org.")),
        ],
    )
    country = SelectField(
        lazy("Country of delivery"),
        validate_choice=False,
        validators=[
            validators.AnyOf(sorted(phonenumbers.SUPPORTED_REGIONS), lazy("Choose the country of delivery.")),
        ],
    )
    pickup = BooleanField(
        lazy("I collect it at the cooperative, for free"),
        description=lazy("Maison de l’artisan, rue de la Kasbah, Tangier. Then we need no address."),
    )
    city = Line(lazy("Town"))
    address = Words(lazy("Address"), most=500)
    needed_by = Day(lazy("When do you need it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = countries(languages.current())

    def contact(self) -> Contact:
        """What was typed, for the rule. Asked of a form that is in order."""
        country = self.country.data
        email = self.email.data or None
        chosen = self.channel.data
        return Contact(
            name=self.name.data or "",
            channel=Channel(chosen) if chosen else Channel.EMAIL if email else Channel.SMS,
            country=country,
            email=email,
            phone=phones.parse(self.phone.data, country) if self.phone.data else None,
            city=self.city.data,
            address=self.address.data,
            pickup=self.pickup.data,
        )


class RequestForm(KeyedForm, Reached):
    message = Words(
        lazy("A word for the artisan"),
        description=lazy("Colour, size, use. Write in your language: we translate."),
    )


class CustomForm(PicturesForm, Reached):
    """A piece that is in no catalogue. Errors are listed as the fields stand on the page: the piece comes first."""

    description = Words(
        lazy("The piece you are looking for"),
        needed=lazy("Describe the piece you are looking for."),
        description=lazy("What it is for, its size, its colours, its material."),
    )
    quantity = WholeNumber(lazy("How many pieces?"), least=1, most=MOST_PIECES, default=1)
    budget = Dirhams(lazy("Your budget for one piece, in dirhams"), needed=False)
    craft = SelectField(
        lazy("Craft"),
        coerce=lambda value: int(value) if str(value).isascii() and str(value).isdigit() else 0,
        validate_choice=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ("key", "description", "pictures", "kept", "craft", "quantity", "budget")
        self._fields = {name: self._fields[name] for name in (*first, *(n for n in self._fields if n not in first))}

    def offer_crafts(self, crafts: Iterable[Craft]) -> None:
        known = [SelectChoice(craft.id, craft.called(languages.current())) for craft in crafts]
        self.craft.choices = [SelectChoice(0, lazy("I do not know")), *known]


def form_for(variant_ids: Iterable[int]) -> type[RequestForm]:
    """The request form with a quantity and a wish for each variant: ``qty-12``, ``wish-12``."""
    fields: dict[str, Any] = {}
    for id_ in variant_ids:
        fields[f"qty-{id_}"] = WholeNumber(lazy("Quantity"), least=1, most=MOST_PIECES)
        fields[f"wish-{id_}"] = Words(lazy("A wish for this piece"), most=1000)
    return type("RequestFormWithLines", (RequestForm,), fields)


def countries(language: str) -> list[SelectChoice]:
    """Where we can send, by name; the reader's alphabet decides the order."""
    names = Locale.parse(languages.LOCALES[language] if language != "zgh" else "fr").territories
    known = sorted(((names.get(code, code), code) for code in phonenumbers.SUPPORTED_REGIONS), key=_by_name)
    return [SelectChoice("", lazy("Choose a country")), *(SelectChoice(code, name) for name, code in known)]


def _by_name(named: tuple[str, str]) -> str:
    return named[0].translate(str.maketrans("ÉÈÎÅÖÇ", "EEIAOC")).casefold()
