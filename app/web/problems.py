"""What goes wrong, said to programs: `application/problem+json` (RFC 9457), in English."""

import json
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

MIMETYPE = "application/problem+json"
UNDER = "/api/"
Wrong = dict[str, str]
"""parameter: which one; detail: what is wrong with it."""


class Unreadable(HTTPException):
    """What was asked is not what the description allows."""

    code = 422
    description = "Some parameters cannot be read."

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__()
        self.wrong = wrong


def are_expected() -> bool:
    """Whether a program asks, and expects no page."""
    return request.path.startswith(UNDER)


def of_http(error: HTTPException) -> Response:
    """An error as an answer, with the headers that belong to it (Allow, Retry-After)."""
    response = answer(error.code or 500, error.description, getattr(error, "wrong", None))
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def answer(status: int, detail: str | None = None, wrong: list[Wrong] | None = None) -> Response:
    """detail: for whoever repairs it, in one sentence."""
    said: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        said["detail"] = detail
    if wrong:
        said["errors"] = wrong
    response = Response(json.dumps(said, ensure_ascii=False), status, mimetype=MIMETYPE)
    response.headers["Cache-Control"] = "no-store"
    return readable_elsewhere(response)


def readable_elsewhere(response: Response) -> Response:
    """Let pages of other sites read an answer, and ask for it again only if it changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
