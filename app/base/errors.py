"""A rule that says no: a type that carries its facts and the sentence to translate."""

from typing import Any, ClassVar


def N_(text: str) -> str:
    """Mark a sentence for translation where it stands; it is translated where it is shown."""
    return text


def NP_(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that counts, with its plural, for translation where it is shown."""
    return one, many


class Refusal(Exception):
    """A rule's no. ``text`` is a msgid with %(named)s facts; ``field`` names the form field it belongs to."""

    text: ClassVar[str] = N_("This cannot be done.")
    status: ClassVar[int] = 422

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(self.text % facts if facts else self.text)
        self.facts = facts
        self.field = field


class Stale(Refusal):
    """Somebody else changed the thing in the meantime."""

    text = N_("This has changed in the meantime. Look at it again, then decide.")
    status = 409


class Forbidden(Refusal):
    """The thing is known to exist, but this person may not do this to it."""

    text = N_("You may not do this.")
    status = 403


class Missing(Refusal):
    """There is no such thing, or none this person may know of."""

    text = N_("This page does not exist.")
    status = 404


class WrongSetting(SystemExit):
    """The start stops here; the message names the setting and says what is expected."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")
