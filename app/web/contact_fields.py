"""Fields for how somebody is reached."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import EmailField, TelField, validators

from app.domain.people import findings
from app.web.fields import one_line


class Phone(TelField):
    def __init__(self, label: Any, **options: Any) -> None:
        checks = [
            validators.DataRequired(lazy("Write your phone number.")),
            validators.Length(max=40, message=lazy("Write a phone number, for example 06 12 34 56 78.")),
        ]
        super().__init__(label, filters=[one_line], validators=checks, **options)


def _looks_right(shape: Any) -> Any:
    def check(_form: Any, field: Any) -> None:
        if not findings.could_be_an_address(field.data or ""):
            raise validators.StopValidation(str(shape))

    return check


class Email(EmailField):
    def __init__(self, label: Any, **options: Any) -> None:
        shape = lazy("Write an e-mail address, for example name@example.org.")
        checks = [
            validators.DataRequired(lazy("Write the e-mail address.")),
            _looks_right(shape),
        ]
        super().__init__(label, filters=[one_line], validators=checks, **options)
