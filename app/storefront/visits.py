"""What a visit to a page leaves, and what of it becomes signs of demand.

The page only keeps what its server was told; a second later, where no page waits for it, the thread that writes looks
whether a person came, and from where. No cookie, no session: bots are left out, and everybody who is signed in.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from werkzeug.http import parse_cookie

from app.base import clock
from app.domain.demand.models import SignalKind
from app.domain.demand.signals import Glimpse, Search, Sign
from app.storefront import came_from

Environ = dict[str, Any]

_BOT = re.compile(
    r"bot\b|bot[/;)]|crawl|spider|slurp|preview|monitor|fetch|scan|lighthouse|facebookexternalhit|whatsapp|"
    r"curl|wget|python-|okhttp|go-http|java/|libwww|scrapy|feed|archive",
    re.IGNORECASE,
)
LONGEST = 500
"""Letters of what a browser calls itself, and why it asks: a hostile one sends hundreds of thousands each time."""
_log = logging.getLogger(__name__)


class Noted(NamedTuple):
    """What a page says of itself. method: how a person's browser asks for it."""

    method: str
    signs: Sequence[Sign]


class Visit(NamedTuple):
    """What is kept for a second of what the server was told: by this visitors are told apart, and programs from people.

    before: the page that the browser names as the one before. purposes: why it asks, where it says so.
    """

    at: datetime
    noted: Noted
    method: str
    address: str
    browser: str
    before: str
    host: str
    purposes: tuple[str, str]


def visit(environ: Environ, noted: Noted) -> Visit:
    """Of a request that is being answered now."""
    told = environ.get
    return Visit(
        clock.now(),
        noted,
        environ["REQUEST_METHOD"],
        told("REMOTE_ADDR", ""),
        told("HTTP_USER_AGENT", "")[:LONGEST],
        told("HTTP_REFERER", "")[: came_from.LONGEST + 1],  # one more, so that it is seen to be too long
        told("HTTP_HOST", "")[:LONGEST],
        (told("HTTP_SEC_PURPOSE", "")[:LONGEST], told("HTTP_PURPOSE", "")[:LONGEST]),
    )


def is_signed_in(environ: Environ, cookie: str) -> bool:
    """Only members of the cooperative are. Looking inside the cookie would make the page private."""
    return cookie in environ.get("HTTP_COOKIE", "") and cookie in parse_cookie(environ)


def seen(visits: Iterable[Visit]) -> list[Glimpse]:
    """What people saw. A visit that makes trouble is lost alone, and the log says so."""
    glimpses = list[Glimpse]()
    for one in visits:
        try:
            glimpses += _glimpses(one)
        except Exception:  # whatever it is, those behind it are worth more
            _log.exception("A sign of demand was lost")
    return glimpses


def _glimpses(visit: Visit) -> list[Glimpse]:
    """Of a piece that was opened from a search of ours: also which."""
    if visit.method != visit.noted.method or not visit.browser or _is_a_bot(visit.browser) or _is_ahead(visit):
        return []
    trace = f"{visit.address}|{visit.browser}"
    return [
        Glimpse(visit.at, trace, sign, _search(visit) if sign.kind is SignalKind.VIEW else None)
        for sign in visit.noted.signs
    ]


def _search(visit: Visit) -> Search | None:
    return came_from.search(visit.before, visit.host)


def _is_ahead(visit: Visit) -> bool:
    """Whether a browser fetched the page in case somebody opens it."""
    return any("prefetch" in purpose for purpose in visit.purposes)


@lru_cache(1_000)
def _is_a_bot(browser: str) -> bool:
    """By what it calls itself. A few hundred browsers make most of the visits."""
    return _BOT.search(browser) is not None
