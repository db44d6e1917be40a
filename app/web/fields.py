"""Fields that understand what people type, and say how to repair what they do not understand."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import DateField, Field, HiddenField, SelectMultipleField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from app.base.errors import Stale
from app.web.forms import LONGEST_TEXT

_UNWRITTEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]+")
_UNSEEN = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_WHOLE = re.compile(r"[+-]?\d{1,9}")
_DIRHAMS = re.compile(r"(\d{1,9})(?:[.,٫](\d{1,2}))?")
_HUGE = re.compile(r"\d{10,}(?:[.,٫]\d*)?")
DEAREST = 1_000_000
"""Dirhams: no piece and no parcel costs more."""


def plain_text(value: str | None) -> str | None:
    """What was typed, without characters that no keyboard writes (NUL and its like) and without spaces around.

    Those that turn the direction of writing go too: a name would turn the sentence it stands in.
    """
    if value is None:
        return None
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = _UNWRITTEN.sub("", lines).strip()
    return "" if _UNSEEN.fullmatch(kept) else kept


def figure(value: str) -> str:
    """What was typed of a number: without spaces, and without the marks of direction that telephones put around one."""
    return _UNSEEN.sub("", plain_text(value) or "")


def one_line(value: str | None) -> str | None:
    """As ``plain_text``, with line ends as spaces."""
    return None if value is None else " ".join((plain_text(value) or "").split())


class Line(StringField):
    """A line of text. most: characters. needed: the sentence shown where it is empty; None: it may be."""

    def __init__(self, label: Any = None, *, most: int = 120, needed: Any = None, **options: Any) -> None:
        super().__init__(label, filters=[one_line], validators=_text_checks(most, needed), **options)


class Words(TextAreaField):
    """Several lines of text, as ``Line``."""

    def __init__(self, label: Any = None, *, most: int = LONGEST_TEXT, needed: Any = None, **options: Any) -> None:
        super().__init__(label, filters=[plain_text], validators=_text_checks(most, needed), **options)


def _text_checks(most: int, needed: Any) -> list[Any]:
    too_long = lazy("This is too long: %(most)d characters at most.", most=most)
    presence = validators.Optional() if needed is None else validators.DataRequired(needed)
    return [presence, validators.Length(max=most, message=too_long)]


def choices_of(words: Iterable[tuple[str | int, Any]]) -> list[SelectChoice]:
    """What can be chosen: (value, what people read)."""
    return [SelectChoice(str(value), label) for value, label in words]


def one_of(values: Iterable[Any], sentence: Any) -> validators.AnyOf:
    """A check: nothing else than what was offered. sentence: what is said of anything else."""
    return validators.AnyOf([str(value) for value in values], sentence)


class Boxes(SelectMultipleField):
    """Boxes to tick. What was never offered is for the form to pass over or to refuse."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)


class Seen(HiddenField):
    """The numbers a page showed when it was made, or a version: by them a change made meanwhile is noticed.

    needed: without it, a form that says nothing of what its page showed is in order too.
    """

    def __init__(self, count: int = 1, *, needed: bool = True, **options: Any) -> None:
        shape = "-".join([r"\d{1,10}"] * count)
        told = validators.Regexp(f"^{shape}$", message=lazy(Stale.text))
        super().__init__(filters=[one_line], validators=[told] if needed else [validators.Optional(), told], **options)

    def process_data(self, value: tuple[int, ...] | None) -> None:
        self.show(*(value or ()))

    def show(self, *numbers: int) -> None:
        """These stand on the page now."""
        self.data = "-".join(str(number) for number in numbers)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Asked of a form that is in order."""
        return tuple(int(number) for number in str(self.data).split("-")) if self.data else ()


class _Typed(Field, ABC):
    """A field whose text is read into a value; what was typed stays as it was where it cannot be read."""

    widget = TextInput()

    def __init__(self, label: Any = None, *, needed: bool = True, **options: Any) -> None:
        super().__init__(label, **options)
        self.needed = needed
        if needed:
            self.flags.required = True

    @abstractmethod
    def read(self, text: str) -> int | None:
        """The value written in the text, without its spaces. None: it cannot be read."""

    def shown(self, value: int) -> str:
        return str(value)

    @abstractmethod
    def sentence(self) -> str:
        """How to write it, for a reader who wrote something else."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = figure(str(valuelist[0])) if valuelist else ""
        self.data = self.read(text) if text else None
        if self.data is None and (text or (self.needed and valuelist)):
            raise ValueError(self.sentence())

    def pre_validate(self, form: Any) -> None:
        if self.needed and self.data is None and not self.process_errors:
            raise validators.StopValidation(self.sentence())

    def _value(self) -> str:
        if self.raw_data:
            return (plain_text(str(self.raw_data[0])) or "")[:200]
        return "" if self.data is None else self.shown(self.data)


class WholeNumber(_Typed):
    """A whole number in Latin or Eastern digits, spaces or none. needed: whether it must be there."""

    def __init__(self, label: Any = None, *, least: int = 0, most: int = 9_999, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, **options)

    def read(self, text: str) -> int | None:
        value = int(text) if _WHOLE.fullmatch(text) else None
        return value if value is not None and self.least <= value <= self.most else None

    def sentence(self) -> str:
        return str(
            lazy(
                "Write a whole number from %(least)s to %(most)s.",
                least=str(self.least),
                most=f"{self.most:,}".replace(",", "\u202f"),
            )
        )


class Dirhams(_Typed):
    """An amount typed in dirhams ("250", "1 375,50"), read as centimes. free: whether 0 is an amount."""

    def __init__(self, label: Any = None, *, free: bool = False, **options: Any) -> None:
        self.free = free
        super().__init__(label, **options)

    def read(self, text: str) -> int | None:
        match = _DIRHAMS.fullmatch(text)
        if match is None and not _HUGE.fullmatch(text):
            return None
        if match is None or Decimal(match[1]) > DEAREST:
            raise ValueError(
                lazy("Write a sum of %(most)s dirhams at most.", most=f"{DEAREST:,}".replace(",", "\u202f"))
            )
        value = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
        return value if value or self.free else None

    def shown(self, value: int) -> str:
        whole, rest = divmod(value, 100)
        return f"{whole},{rest:02d}" if rest else str(whole)

    def sentence(self) -> str:
        return str(lazy("Write an amount in dirhams, such as 250."))


class Day(DateField):
    """A day as browsers send it, with a sentence that says how to repair another. wrong: that sentence."""

    def __init__(self, label: Any = None, *, wrong: Any = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.wrong = wrong or lazy("Choose a day, or leave it empty.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = (one_line(valuelist[0]) or "") if valuelist else ""
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError as unreadable:
                raise ValueError(self.wrong) from unreadable
