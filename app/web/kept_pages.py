"""Whole pages kept in memory, as they left: the same for everybody, and never older than the last commit.

Stands before the application, so a page that is kept costs neither routing nor templates. What may be kept the
screens say (``caching.for_everybody``); when it is no longer true the catalogue's edition says, asked each time.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple

from werkzeug.http import http_date, parse_date, parse_etags

from app.base import clock
from app.domain.catalogue import editions
from app.web import first_seen
from app.web.languages import LOCALES

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
MAY_BE_KEPT = "maalem.may_be_kept"
"""In the environment of a request: the page that answers it is the same for everybody."""
NOTED = "maalem.noted"
"""Likewise: what is to be noted each time that somebody opens the page."""
MOST_BYTES = 32 * 1024 * 1024
LARGEST = 512 * 1024
PACKED = ("br", "zstd", "gzip")
_SLOT = 1_000
"""Bytes that an entry costs beside its body and what it is found by."""
BESIDE = ("/sitemap", "/feeds/new.xml", "/manifest.webmanifest", "/robots.txt", "/api/v1/")
"""Where addresses begin that have no language in front and yet are the same for everybody."""
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """An answer as it left. tag: its ETag without quotes."""

    headers: list[tuple[str, str]]
    body: bytes
    tag: str
    noted: tuple[object, ...]


class KeptPages:
    """The pages of one edition of the catalogue on one day; a new edition begins with none.

    edition: how often what pages show has changed. again: called with the environment and what was noted when a kept
    page is opened. cookie: the name of the session's; who carries one is not answered from here. most_bytes: of memory;
    none where nothing is to be kept.
    """

    def __init__(
        self,
        application: Application,
        *,
        edition: Callable[[], int],
        again: Callable[[Environ, tuple[object, ...]], None],
        cookie: str,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._application, self._edition, self._again = application, edition, again
        self._cookie, self.most_bytes = cookie, most_bytes
        self._pages: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self._of: tuple[object, ...] = ()
        self._bytes = 0
        self._lock = Lock()
        self.given = 0

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if not self.most_bytes or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not self._is_public(environ):
            return self._application(environ, start)
        try:
            now = (self._edition(), clock.today())
        except Exception:  # the application itself says what is wrong with the database
            _log.warning("Kept pages could not be checked", exc_info=True)
            return self._application(environ, start)
        key = _key(environ)
        with self._lock:
            if now != self._of:
                self._pages.clear()
                self._of, self._bytes = now, 0
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
                self.given += 1
        return self._give(page, environ, start) if page else self._ask(key, now, environ, start)

    def _is_public(self, environ: Environ) -> bool:
        path = environ["PATH_INFO"]  # whatever stood in the line: "*", or nothing at all
        is_ours = (path[:1] == "/" and path.split("/", 2)[1] in LOCALES) or path.startswith(BESIDE)
        return is_ours and self._cookie not in environ.get("HTTP_COOKIE", "")

    def _give(self, page: Kept, environ: Environ, start: Start) -> Iterable[bytes]:
        if page.noted:
            self._again(environ, page.noted)
        since = first_seen.last_change(first_seen.address(environ), page.tag.split(":")[0])
        headers = [*page.headers, ("Last-Modified", http_date(since))] if since else page.headers
        if _has_it(environ, page, since):
            start("304 NOT MODIFIED", [pair for pair in headers if not pair[0].lower().startswith("content-")])
            return ()
        start("200 OK", headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (page.body,)

    def _ask(self, key: tuple[object, ...], now: tuple[int, date], environ: Environ, start: Start) -> Iterable[bytes]:
        """Let the application answer. Where the answer may be kept it is asked for whole, whatever the browser has."""
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start)
        asked = {name: environ.pop(name) for name in CONDITIONS if name in environ}
        answer: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
            answer[:] = status, headers

        with editions.asked(now[0]):
            body = self._application(environ, begin)
        status, headers = answer
        if not (environ.get(MAY_BE_KEPT) and status.startswith("200 ") and _same_for_all(headers)):
            start(status, headers)
            return body
        whole = b"".join(body)
        if close := getattr(body, "close", None):
            close()
        tag = next((value for name, value in headers if name.lower() == "etag"), "").removeprefix("W/").strip('"')
        lasting = [pair for pair in headers if pair[0].lower() != "last-modified"]
        page = Kept(lasting, whole, tag, tuple(environ.get(NOTED, ())))
        self._keep(key, now, page)
        environ.update(asked)
        return self._give(page._replace(noted=()), environ, start)

    def _keep(self, key: tuple[object, ...], now: tuple[object, ...], page: Kept) -> None:
        size = _size(key, page)
        with self._lock:
            if now != self._of or size > LARGEST or key in self._pages:
                return
            self._pages[key] = page
            self._bytes += size
            while self._bytes > self.most_bytes:
                self._bytes -= _size(*self._pages.popitem(last=False))


def _size(key: tuple[object, ...], page: Kept) -> int:
    """Bytes. The key counts: a browser may send as much of an address, and of how it wants it packed, as it likes."""
    return len(page.body) + sum(len(part) for part in key if isinstance(part, str)) + _SLOT


def _has_it(environ: Environ, page: Kept, since: datetime | None) -> bool:
    """Whether whoever asks has just this page. What they say of its tag counts more than what they say of its date."""
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        return parse_etags(tags).contains_weak(page.tag)
    date = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and date is not None and since <= date


def _key(environ: Environ) -> tuple[object, ...]:
    """What an answer depends on: the whole address, and how it may be packed."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    packed = accepted if ";" in accepted else tuple(name for name in PACKED if name in accepted)
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
        packed,
    )


def _same_for_all(headers: list[tuple[str, str]]) -> bool:
    """Whether nothing but the packing of an answer depends on who asks."""
    vary = {part.strip().lower() for name, value in headers if name.lower() == "vary" for part in value.split(",")}
    return vary <= {"accept-encoding"} and not any(name.lower() == "set-cookie" for name, _ in headers)
