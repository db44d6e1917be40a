"""SMS through an HTTP gateway: one POST of JSON, answered 2xx when it was taken."""

import base64
import json
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.adapters.trouble import Never, NotNow

PATIENCE = 20  # seconds
_LATER = (408, 425, 429)
_OURS = (401, 403, 404, 405)
"""The gateway's address or password is wrong: it can be repaired, so messages wait for that."""


class _StayHere(HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without its text: a redirect is an error instead."""

    def redirect_request(self, *_args: object) -> None:
        return None


def send(url: str, *, to: str, text: str, key: str) -> None:
    """Hand a text to the gateway at ``url`` (user:password@ becomes Basic authorisation). Raises NotNow or Never.

    to: a number as +212612345678. key: the same at every try, so that the gateway can send once.
    """
    body = json.dumps({"to": to, "text": text, "key": key}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key, "User-Agent": "Maalem"}
    address = urlsplit(url)
    if address.username:
        pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        address = address._replace(netloc=address.netloc.rpartition("@")[2])
    request = Request(address.geturl(), data=body, headers=headers, method="POST")  # noqa: S310  # settings allow http(s) only
    try:
        with build_opener(_StayHere).open(request, timeout=PATIENCE) as answer:
            answer.read(1000)
    except HTTPError as refused:
        with refused:
            words = refused.read(300).decode(errors="replace")
        for_good = 400 <= refused.code < 500 and refused.code not in (*_LATER, *_OURS)
        raise (Never if for_good else NotNow)(f"{refused.code} {words}") from refused
    except (URLError, HTTPException, OSError) as broken:
        raise NotNow(f"{type(broken).__name__}: {broken}") from broken
