"""Fields of the doorway."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import PasswordField, StringField, validators

from app.domain.people.passwords import LONGEST
from app.web.fields import figure

EASTERN = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def digits(value: str | None) -> str | None:
    """A code as it is meant: Latin digits, without the spaces and dashes that people write."""
    return None if value is None else figure(value).translate(EASTERN).replace("-", "")


class Password(PasswordField):
    """Never filtered: spaces belong to it. Never sent back."""

    def __init__(self, label: Any, **options: Any) -> None:
        checks = [
            validators.DataRequired(lazy("Write the password.")),
            validators.Length(max=LONGEST, message=lazy("A password has at most %(most)d characters.", most=LONGEST)),
        ]
        super().__init__(label, validators=checks, **options)


class Code(StringField):
    """Six digits, in whichever digits and with whichever spaces."""

    def __init__(self, label: Any, **options: Any) -> None:
        shape = lazy("Write the 6 digits of the code.")
        checks = [validators.DataRequired(shape), validators.Regexp(r"^[0-9]{6}$", message=shape)]
        super().__init__(label, filters=[digits], validators=checks, **options)
