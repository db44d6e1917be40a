"""Views and searches of the shop, noted at no cost to the page that is being opened.

What is noted waits in memory and is written by a thread, once a second and when the process ends.
No cookie, no session. Bots are left out, and everybody who is signed in: only members of the cooperative are.
"""

import atexit
import logging
import os
import re
import threading
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Request

from app.base import clock
from app.base.database import db, writing
from app.domain.catalogue.models import Item
from app.domain.demand import signals
from app.domain.demand.models import SignalKind
from app.domain.demand.signals import Glimpse
from app.domain.people.trades import Craft
from app.web import languages
from app.web.kept_pages import NOTED

SECONDS = 1.0
MOST_WAITING = 20_000
MOST_AT_ONCE = 2_000

_BOT = re.compile(
    r"bot\b|bot[/;)]|crawl|spider|slurp|preview|monitor|fetch|scan|lighthouse|facebookexternalhit|whatsapp|"
    r"curl|wget|python-|okhttp|go-http|java/|libwww|scrapy|feed|archive",
    re.IGNORECASE,
)
_log = logging.getLogger(__name__)
_waiting: deque[Glimpse] = deque(maxlen=MOST_WAITING)
_one_at_a_time = threading.Lock()
_writers: dict[int, threading.Event] = {}
"""By process: what ends its thread."""


def note_view(item: Item, variant_available: bool) -> None:
    """Somebody opened an item's page. variant_available: whether it could be had, from the shelf or to order."""
    _note(
        SignalKind.VIEW,
        item_id=item.id,
        craft_id=item.craft_id,
        artisan_id=item.artisan_id,
        value=item.main.price,
        out_of_stock=not variant_available,
    )


def note_wish(item: Item) -> None:
    """Somebody keeps a piece."""
    facts = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id, "value": item.main.price}
    _note(SignalKind.WISH, method="POST", **facts)


def note_search(words: str, results: int, craft: Craft | None) -> None:
    """Somebody searched. results: how many pieces were found. craft: the one they searched within."""
    said = signals.clean_words(words)
    if said:
        _note(SignalKind.SEARCH, words=said, results=results, craft_id=craft.id if craft else None)


def flush() -> None:
    """Write what waits. Tests call it; in a server the thread does."""
    while _waiting:
        with _one_at_a_time, current_app.app_context(), writing():
            batch = [_waiting.popleft() for _ in range(min(len(_waiting), MOST_AT_ONCE))]
            try:
                signals.record_glimpses(batch)
                db.session.commit()
            except SQLAlchemyError:
                db.session.rollback()
                _waiting.extendleft(reversed(batch))
                raise


def again(app: Flask, environ: dict[str, Any], noted: Iterable[object]) -> None:
    """Somebody opened a page that was kept in memory: what was noted when it was made is noted for them too."""
    visit = Request(environ)
    if _is_a_visit(visit, app.config["SESSION_COOKIE_NAME"]):
        _waiting.extend(one._replace(at=clock.now(), trace=_trace(visit)) for one in noted if isinstance(one, Glimpse))
        _write_soon(app)


def _note(kind: SignalKind, *, method: str = "GET", **facts: object) -> None:
    """Keep a glimpse for the thread. Whatever goes wrong is logged and never shown to the visitor.

    method: how a person's browser asks for what is noted.
    """
    try:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the application itself
        glimpse = Glimpse(kind=kind, at=clock.now(), trace=_trace(request), language=languages.current(), **facts)  # type: ignore[arg-type]  # named by the callers above
        request.environ.setdefault(NOTED, []).append(glimpse._replace(trace=""))
        if _is_a_visit(request, app.config["SESSION_COOKIE_NAME"], method):
            _waiting.append(glimpse)
            _write_soon(app)
    except Exception:  # a page is worth more than a figure
        _log.exception("A sign of demand was lost")


def _trace(visit: Request) -> str:
    return f"{visit.remote_addr}|{visit.user_agent.string}"


def _is_a_visit(visit: Request, cookie: str, method: str = "GET") -> bool:
    """Whether a person came: no bot, no page fetched ahead, nobody of the cooperative."""
    browser = visit.user_agent.string
    if visit.method != method or not browser or _is_a_bot(browser):
        return False
    if "prefetch" in (visit.headers.get("Sec-Purpose", "") + visit.headers.get("Purpose", "")):
        return False
    return cookie not in visit.cookies  # looking inside would make the page private


@lru_cache(1_000)
def _is_a_bot(browser: str) -> bool:
    """By what it calls itself. A few hundred browsers make most of the visits."""
    return _BOT.search(browser) is not None


def _write_soon(app: Flask) -> None:
    if not app.testing:
        _start(app)


def _start(app: Flask) -> None:
    """One thread a process, begun by the first glimpse: a server that forks has one in each child."""
    if os.getpid() in _writers:
        return
    ending = _writers[os.getpid()] = threading.Event()
    threading.Thread(target=_write_each_second, args=(app, ending), name="signals", daemon=True).start()

    @atexit.register
    def write_the_rest() -> None:
        ending.set()
        _try_to_write(app)


def _write_each_second(app: Flask, ending: threading.Event) -> None:
    while not ending.wait(SECONDS):
        _try_to_write(app)


def _try_to_write(app: Flask) -> None:
    """What could not be written stays and is tried again a second later."""
    try:
        with app.app_context():
            flush()
    except Exception:  # the thread must live on: a database that is busy now answers later
        _log.exception("Signs of demand could not be written yet")
