"""A form that arrives after its session has ended: nothing is done, and nothing that was typed is lost.

The page holds what was sent, until its sender has signed in beside it and sends it again. Files cannot be held by a
page: it says so.
"""

from flask import Response, make_response, render_template, request

from app.web.security import TOKEN_FIELD

_SAYS_NOTHING = frozenset({TOKEN_FIELD, "key"})


def is_worth_holding() -> bool:
    """Whether anything was said. A button alone is pressed again on its own page."""
    return any(value for name, value in request.form.items(multi=True) if name not in _SAYS_NOTHING)


def hold(door: str) -> Response:
    """The page that holds the form. door: where to sign in. Whoever sent it came from here (``security``)."""
    held = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN_FIELD]
    page = render_template(
        "account/held.html",
        held=held,
        door=door,
        address=request.full_path.rstrip("?"),
        had_files=any(file.filename for file in request.files.values()),
    )
    response = make_response(page, 401)
    response.headers["WWW-Authenticate"] = "Session"  # every 401 names a way in; browsers know none of this name
    response.headers["Cache-Control"] = "no-store"
    return response
