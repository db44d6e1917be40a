"""How somebody who waits for something is reached: one of two ways, nothing else is asked."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import EmailField, RadioField, TelField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from app.domain.alerts.asking import LONGEST_WORDS, NothingSought, Reached
from app.domain.notices.models import Channel
from app.domain.people import phones
from app.storefront.request_forms import EMAIL
from app.web.fields import Line, one_line
from app.web.forms import KeyedForm

_EXAMPLE = lazy("Write an e-mail address, for example claire@example.org.")


def _needed_for(channel: Channel, sentence: Any) -> Any:
    """Needed where this way was chosen; what was typed for the other way is not looked at."""

    def check(form: Any, field: Any) -> None:
        if form.channel.data != channel.value:
            raise validators.StopValidation()
        if not field.data:
            raise validators.StopValidation(str(sentence))

    return check


class AlertForm(KeyedForm):
    channel = RadioField(
        lazy("How would you like to be told?"),
        choices=[SelectChoice(Channel.SMS.value, lazy("SMS")), SelectChoice(Channel.EMAIL.value, lazy("E-mail"))],
        default=Channel.SMS.value,
        filters=[one_line],
        validate_choice=False,
        validators=[validators.AnyOf([c.value for c in Channel], lazy("Choose SMS or e-mail."))],
    )
    phone = TelField(
        lazy("Phone number"),
        filters=[one_line],
        validators=[
            _needed_for(Channel.SMS, lazy("Write the phone number that should receive the SMS.")),
            validators.Length(max=200),
        ],
    )
    email = EmailField(
        lazy("E-mail address"),
        filters=[one_line],
        validators=[
            _needed_for(Channel.EMAIL, lazy("Write the e-mail address that should receive the message.")),
            validators.Length(max=254, message=lazy("This address is too long.")),
            validators.Regexp(f"^{EMAIL}$", message=_EXAMPLE),
        ],
    )

    def reached(self) -> Reached:
        """What was typed, for the rule. A number without a country code is Morocco's. Raises NotAPhone."""
        if self.channel.data == Channel.EMAIL.value:
            return Reached(Channel.EMAIL, self.email.data or "")
        try:
            return Reached(Channel.SMS, phones.parse(self.phone.data or ""))
        except phones.NotAPhone as refusal:
            refusal.field = "phone"
            raise


class WordsAlertForm(AlertForm):
    words = Line(lazy("What you are looking for"), most=LONGEST_WORDS, needed=lazy(NothingSought.text))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Errors are listed as the fields stand on the page: the words come first."""
        super().__init__(*args, **kwargs)
        kept: dict[str, Any] = self._fields  # type: ignore[has-type]  # WTForms makes it at run time
        first = ("key", "words")
        self._fields = {name: kept[name] for name in (*first, *(n for n in kept if n not in first))}
