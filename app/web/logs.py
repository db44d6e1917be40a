"""One line a request: what was asked, what came of it, how long it took. Nobody can be found again from it.

Secret links are masked, query strings and who sent one there are not written, a network address is a hash under
the day's key. ``LOG_FORMAT``: text for people, json for machines.
"""

import logging
import re
from datetime import date, datetime
from time import monotonic, perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from structlog.tracebacks import ExceptionDictTransformer

from app.base import clock
from app.base.database import db, reading
from app.domain.audit import addresses
from app.domain.audit.models import DailyKey

log = structlog.get_logger("web")

QUIET = ("/static/", "/media/", "/healthz", "/readyz", "/metrics")
"""Asked all day long and of no interest when all is well."""
_SECRET = re.compile(
    r"(/requests/open/|/(?:notices/confirm|stop)/|/account/(?:invited|password/new)/)[^/]+", re.IGNORECASE
)
_ASK_AGAIN = 60.0  # seconds to the next look when a day has no key yet

_TRACEBACKS = ExceptionDictTransformer(show_locals=False)
"""Where it broke, and not what stood in the variables there: passwords, codes, customers' words."""


def masked(path: str) -> str:
    """A path without the part that opens something."""
    return _SECRET.sub(r"\1…", path)


class DayKey:
    """The key of the day, read once a day. Logging never makes one: that would write in the midst of reading."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._secret: bytes | None = None
        self._asked_at = float("-inf")

    def of(self, at: datetime) -> bytes | None:
        day = clock.local(at).date()
        if day != self._day or (self._secret is None and monotonic() - self._asked_at > _ASK_AGAIN):
            self._day, self._asked_at, self._secret = day, monotonic(), _read(day)
        return self._secret


def _read(day: date) -> bytes | None:
    try:
        with reading(), Session(db.engine) as session:
            return session.scalar(select(DailyKey.secret).where(DailyKey.day == day))
    except SQLAlchemyError:
        return None


def configure(how: str) -> None:
    """Our own lines and those of every library in one form, on standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = (
        [structlog.processors.ExceptionRenderer(_TRACEBACKS), structlog.processors.JSONRenderer(ensure_ascii=False)]
        if how == "json"
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
    root = logging.getLogger()
    ours = next(filter(is_ours, root.handlers), None)
    if ours is None:
        ours = logging.StreamHandler()
        root.addHandler(ours)
    ours.setFormatter(formatter)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def is_ours(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)


def register(app: Flask) -> None:
    configure(app.config["SETTINGS"].log_format)
    key = DayKey()

    def say_what_broke(exc_info: Any) -> None:
        """As Flask says it, but for the part of the path that opens something."""
        app.logger.error("Exception on %s [%s]", masked(request.path), request.method, exc_info=exc_info)

    app.log_exception = say_what_broke  # type: ignore[method-assign]  # Flask's own place for it

    @app.before_request
    def note_when() -> None:
        g.began = perf_counter()

    @app.after_request
    def write_line(response: Response) -> Response:
        if response.status_code < 400 and request.path.startswith(QUIET):
            return response
        secret = key.of(clock.now())
        log.info(
            "request",
            method=request.method,
            path=masked(request.path),
            status=response.status_code,
            ms=round((perf_counter() - g.began) * 1000) if "began" in g else None,
            origin=addresses.hashed(request.remote_addr, secret)[:12] if secret else None,
        )
        return response
