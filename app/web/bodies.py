"""How much a request may bring. What a stranger sends must not keep a processor busy.

A text far too long still comes back with its sentence, so it is read; photos are for those who are signed in, and
a few of them for customers at two doors.
"""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

LARGEST = 64 * 1024 * 1024
LARGEST_TEXT = 16 * 1024 * 1024
MOST_FIELDS = 2_000
"""Four times what our largest form has."""
TAKE_PHOTOS = ("portal", "advisor")
TAKE_PICTURES = ("storefront.purchasing.custom", "storefront.private.write")
"""Three pictures at most, of a size a telephone makes."""
LARGEST_PIECE = 256 * 1024
"""Of a photo that comes in pieces (domain.catalogue.photo_uploads.PIECE)."""


class FewFields(FormDataParser):
    """The library counts the parts of one kind of form alone; of the other, millions of fields fit into a text."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if body.count(b"&") > MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class OurRequest(Request):
    form_data_parser_class = FewFields


def register(app: Flask) -> None:
    app.request_class = OurRequest
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST_TEXT, MAX_FORM_PARTS=MOST_FIELDS)
    cookie = app.config["SESSION_COOKIE_NAME"]

    @app.before_request
    def read_no_more_than_needed() -> None:
        area = (request.blueprint or "").split(".")[0]
        if request.endpoint in TAKE_PICTURES:
            if request.method == "POST":
                request.get_data(cache=True, parse_form_data=True)  # before the database is asked: see below
        elif area not in TAKE_PHOTOS or cookie not in request.cookies:
            request.max_content_length = LARGEST_TEXT
        elif request.method == "PATCH":
            request.max_content_length = LARGEST_PIECE
            request.get_data()  # before the first question to the database: a slow network must hold no lock of SQLite
        elif request.method == "POST":
            request.get_data(cache=True, parse_form_data=True)  # likewise
