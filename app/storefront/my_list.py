"""My request, as the browser keeps it: the cookie ``list`` reads "12x2.40x1", a variant and how many of it.

No session and no row: nothing is known of a visitor until they send. The counter in the header is written by a
small script, so pages stay the same bytes for everybody.
"""

import re

from flask import current_app, request
from werkzeug.wrappers import Response

from app.domain.purchasing.sending import MOST_LINES, MOST_PIECES
from app.web.addresses import MOST as LARGEST_ID

COOKIE = "list"
_DAYS = 90
_LINE = re.compile(r"(\d{1,10})x(\d{1,3})", re.ASCII)


def read() -> dict[int, int]:
    """What the visitor wants: how many, by variant. Whatever is not written as we write it is passed over."""
    wanted: dict[int, int] = {}
    for part in request.cookies.get(COOKIE, "").strip('"').split(".")[:MOST_LINES]:
        match = _LINE.fullmatch(part)
        if match and 0 < int(match[1]) <= LARGEST_ID and 0 < int(match[2]) <= MOST_PIECES:
            wanted[int(match[1])] = int(match[2])
    return wanted


def keep(response: Response, wanted: dict[int, int]) -> None:
    """Write the list back, or take the cookie away when nothing is left."""
    if not wanted:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
        return
    lines = list(wanted.items())[:MOST_LINES]
    response.set_cookie(
        COOKIE,
        ".".join(f"{variant_id}x{quantity}" for variant_id, quantity in lines),
        max_age=_DAYS * 24 * 3600,
        path="/",
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
