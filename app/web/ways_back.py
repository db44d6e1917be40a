"""Where to lead a person afterwards: only ever to an address on this site."""

import re
from urllib.parse import urlsplit

from flask import request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

LONGEST = 500
_ODD = re.compile(r"[\x00-\x20\x7f\\]")


def safe(address: str | None) -> str | None:
    """The address if it is a path of ours, else None.

    Browsers read ``//host``, ``/\\host`` and paths with line ends inside as other sites: none of these passes.
    """
    if not address or len(address) > LONGEST or _ODD.search(address):
        return None
    if not address.startswith("/") or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else address


def wished(name: str = "next") -> str | None:
    """What this request asks to be led to, if it is one of ours."""
    return safe(request.args.get(name) or request.form.get(name))


def sent_from() -> str | None:
    """The page of ours whose form was sent, where it can be opened again."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return None
    address = safe(page._replace(scheme="", netloc="", fragment="").geturl())
    if address is None or page.netloc != request.host or request_ctx.url_adapter is None:
        return None
    try:
        request_ctx.url_adapter.match(page.path, method="GET")
    except HTTPException:
        return None
    return address
