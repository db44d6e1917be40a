"""How the team invites a maker: the number an account is opened for."""

from flask_babel import lazy_gettext as lazy
from wtforms import SelectField, TelField, validators

from app.domain.people import phones
from app.web.fields import choices_of, one_line, one_of
from app.web.forms import KeyedForm
from app.web.languages import NAMES


class InviteForm(KeyedForm):
    """The number an account is opened for, and the language of its first message."""

    phone = TelField(
        lazy("Phone number"),
        filters=[one_line],
        validators=[
            validators.DataRequired(lazy("Write the phone number.")),
            validators.Length(max=40, message=lazy("Write a phone number of 40 characters at most.")),
        ],
    )
    language = SelectField(
        lazy("Language"),
        choices=choices_of(NAMES.items()),
        default="fr",
        validate_choice=False,
        validators=[one_of(NAMES, lazy("Choose a language."))],
    )

    def number(self) -> str:
        """In E.164. Raises NotAPhone beside the field."""
        try:
            return phones.parse(self.phone.data or "")
        except phones.NotAPhone as refusal:
            refusal.field = "phone"
            raise
