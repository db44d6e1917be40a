"""What may stand in an address: a row's number is one the database can hold, anything else is not found."""

import re

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """``<int:…>``: 1 to 2 147 483 647. A longer row of digits is nobody's number."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map, *args: int, **kwargs: int) -> None:  # noqa: A002  # the library's name
        super().__init__(map, *args, **{"max": MOST, **kwargs})  # type: ignore[arg-type]  # bools among the ints


class Name(UnicodeConverter):
    """A word in an address. NUL is in no name, and PostgreSQL refuses to look for it."""

    def to_python(self, value: str) -> str:
        if "\x00" in value:
            raise ValidationError
        return value


def asked_row(name: str) -> int | None:
    """A row's number in the query (``?changed=7``); None where there is none or it is nobody's."""
    text = request.args.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= MOST else None


def register(app: Flask) -> None:
    app.url_map.converters.update({"int": RowNumber, "default": Name, "string": Name})
