"""The pieces somebody keeps, as the browser holds them: the cookie ``kept`` reads "12.40", the newest first.

No session and no row, like my request: whether a piece is kept is written on its page by a small script, so pages
stay the same bytes for everybody. The same row of numbers is the address one sends to somebody.
"""

import re
from collections.abc import Iterable

from flask import current_app, request
from werkzeug.wrappers import Response

from app.web.addresses import MOST as LARGEST_ID

COOKIE = "kept"
MOST = 40
_DAYS = 180
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)


def read() -> list[int]:
    """The pieces' ids. Whatever is not written as we write it is passed over."""
    return understood(request.cookies.get(COOKIE, "").strip('"'))


def understood(written: str) -> list[int]:
    """Ids from a row of numbers, each once, so many as one may keep."""
    parts = written[: MOST * 11].split(".")
    known = (int(part) for part in parts if _NUMBER.fullmatch(part))
    return list(dict.fromkeys(id_ for id_ in known if 0 < id_ <= LARGEST_ID))[:MOST]


def written(ids: Iterable[int]) -> str:
    return ".".join(str(id_) for id_ in ids)


def put(response: Response, ids: list[int]) -> None:
    """Write the row back, or take the cookie away when nothing is left."""
    if not ids:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        written(ids[:MOST]),
        max_age=_DAYS * 24 * 3600,
        path="/",
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
