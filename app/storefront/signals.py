"""What visitors of the shop look at and search for, noted at no cost to the page that is being opened.

What is noted waits in memory and is written by a thread, once a second and when the process ends: as one row, which a
worker takes apart (``demand/batches``).
No cookie, no session. Bots are left out, and everybody who is signed in: only members of the cooperative are.
"""

import atexit
import logging
import multiprocessing.util
import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from app.base import clock
from app.base.database import db, writing
from app.domain.audit import keys
from app.domain.catalogue.models import Item
from app.domain.catalogue.vocabulary import Thing
from app.domain.demand import batches, rolling, signals
from app.domain.demand.batch_writer import BatchWriter, NotWritten
from app.domain.demand.models import SignalKind
from app.domain.demand.signals import Glimpse
from app.domain.people.trades import Craft
from app.storefront import came_from
from app.storefront.shelves import Listing
from app.web import languages
from app.web.kept_pages import NOTED

Environ = dict[str, Any]
Facts = dict[str, Any]
"""Fields of a Glimpse, all that a visit itself does not say."""

SECONDS = 1.0
PATIENCE = 5.0
"""Seconds that a process which ends waits for what its thread is writing."""
MOST_WAITING = 20_000
MOST_AT_ONCE = 500
"""In a batch, so that a worker that takes one apart keeps nobody waiting long."""
MADE_OF = ("colour", "material", "technique")
"""What an artisan can answer: of these an empty list lacks the first."""
MOST_FACETS = 12
"""Of one list: people narrow by a few things, and programs by all of them at once."""

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
    """Somebody opened an item's page. variant_available: whether it could be had, from the shelf or to order.

    Where they come from a search of ours, what they opened from it is noted too (``came_from``).
    """
    _note(_about(SignalKind.VIEW, item) | {"out_of_stock": not variant_available})


def note_wish(item: Item) -> None:
    """Somebody keeps a piece."""
    _note(_about(SignalKind.WISH, item), method="POST")


def note_search(words: str, results: int, craft: Craft | None = None, *, can_be_had: bool = True) -> None:
    """Somebody searched. results: how many pieces were found. craft: the one they searched within.

    can_be_had: whether any of these can, from the shelf or to order.
    """
    said = signals.clean_words(words)
    if said:
        facts = {"words": said, "results": results, "craft_id": craft.id if craft else None}
        _note({"kind": SignalKind.SEARCH, **facts, "out_of_stock": results > 0 and not can_be_had})


def note_list(listing: Listing, craft: Craft | None = None) -> None:
    """Somebody looked at a list: once for each thing it was narrowed to, or for its craft as a whole.

    Limits of price that were typed are as different as people are, and are not noted.
    """
    crafts = listing.asked.things.get("craft", {})
    chosen = [(name, value) for name, value in listing.asked.facets() if name not in ("price_min", "price_max")]
    if not chosen and craft is not None and not listing.asked.filters:
        chosen, crafts = [("craft", craft.slug)], {craft.slug: craft}
    if chosen:
        lacking = _lacking([name for name, _value in chosen])
        _note(
            *(
                _shown(name, value, listing.total or (0 if place == lacking else None), crafts.get(value), craft)
                for place, (name, value) in enumerate(chosen[:MOST_FACETS])
            )
        )


def _lacking(names: list[str]) -> int:
    """Which of the things an empty list was narrowed to is said to lack: one act is one unmet wish, never two."""
    return next((names.index(name) for name in MADE_OF if name in names), 0)


def _shown(name: str, value: str, results: int | None, chosen: Thing | None, craft: Craft | None) -> Facts:
    """chosen: the craft that was chosen, where this is one. craft: of the page."""
    within = chosen if name == "craft" and chosen else craft
    facet = f"{name}:{value}"[: signals.LONGEST_FACET]
    return {
        "kind": SignalKind.IMPRESSION,
        "facet": facet,
        "results": results,
        "craft_id": within.id if within else None,
    }


def _about(kind: SignalKind, item: Item) -> Facts:
    ids = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id}
    return {"kind": kind, **ids, "value": item.main.price}


def flush() -> None:
    """Write what waits and take it apart, in one transaction. For tests and tools: in a server the thread does the one
    and a worker the other."""
    with current_app.app_context(), writing():
        write_waiting(BatchWriter(db.session.connection()))
        batches.take_all_apart(rolling.roll_up)
        db.session.commit()


def write_waiting(writer: BatchWriter) -> None:
    """Write what waits; when it returns nothing is on its way either. What could not be written waits on."""
    more = True
    while more:
        with _one_at_a_time:
            batch = [_waiting.popleft() for _ in range(min(len(_waiting), MOST_AT_ONCE))]
            more = len(batch) == MOST_AT_ONCE
            try:
                if batch:
                    writer.write(batch)
            except (SQLAlchemyError, NotWritten):
                _waiting.extendleft(reversed(batch))
                raise


def again(app: Flask, environ: Environ, noted: Iterable[object]) -> None:
    """Somebody opened a page that was kept in memory: what was noted when it was made is noted for them too."""
    _take(app, environ, [one for one in noted if isinstance(one, Glimpse)])


def _note(*signs: Facts, method: str = "GET") -> None:
    """Keep glimpses for the thread. Whatever goes wrong is logged and never shown to the visitor.

    method: how a person's browser asks for what is noted.
    """
    try:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the application itself
        at, language = clock.now(), languages.current()
        glimpses = [Glimpse(at=at, trace="", language=language, **facts) for facts in signs]
        request.environ.setdefault(NOTED, []).extend(glimpses)
        _take(app, request.environ, glimpses, method)
    except Exception:  # a page is worth more than a figure
        _log.exception("A sign of demand was lost")


def _take(app: Flask, environ: Environ, glimpses: Sequence[Glimpse], method: str = "GET") -> None:
    """What a visit leaves: each glimpse, and for a piece that was opened from a search what was searched."""
    if not _is_a_visit(environ, app.config["SESSION_COOKIE_NAME"], method):
        return
    at, trace = clock.now(), f"{environ.get('REMOTE_ADDR')}|{environ['HTTP_USER_AGENT']}"
    for glimpse in glimpses:
        seen = glimpse._replace(at=at, trace=trace)
        _waiting.append(seen)
        if glimpse.kind is SignalKind.VIEW and (search := came_from.search(environ)):
            facts: Facts = {"words": search.words, "language": search.language, "out_of_stock": False, "value": None}
            _waiting.append(seen._replace(kind=SignalKind.CLICK, **facts))
    if not app.testing:
        _start(app)


def _is_a_visit(environ: Environ, cookie: str, method: str) -> bool:
    """Whether a person came: no bot, no page fetched ahead, nobody of the cooperative.

    Read from what the server gives: a request made of it would cost more than all that is noted.
    """
    browser = environ.get("HTTP_USER_AGENT", "")
    if environ["REQUEST_METHOD"] != method or not browser or _is_a_bot(browser):
        return False
    if "prefetch" in environ.get("HTTP_SEC_PURPOSE", "") or "prefetch" in environ.get("HTTP_PURPOSE", ""):
        return False
    # looking inside the cookie would make the page private
    return cookie not in environ.get("HTTP_COOKIE", "") or cookie not in parse_cookie(environ)


@lru_cache(1_000)
def _is_a_bot(browser: str) -> bool:
    """By what it calls itself. A few hundred browsers make most of the visits."""
    return _BOT.search(browser) is not None


def _start(app: Flask) -> None:
    """One thread a process, begun by the first glimpse: a server that forks has one in each child."""
    if os.getpid() in _writers:
        return
    ending = _writers[os.getpid()] = threading.Event()
    with app.app_context():
        writer = BatchWriter(db.engine, partial(_key_of, app))
    thread = threading.Thread(target=_write_each_second, args=(writer, ending), name="signals", daemon=True)
    thread.start()

    def write_the_rest() -> None:
        ending.set()
        thread.join(PATIENCE)
        _try_to_write(writer)
        writer.close()

    atexit.register(write_the_rest)
    multiprocessing.util.Finalize(None, write_the_rest, exitpriority=1)  # a forked process ends without atexit


def _key_of(app: Flask, day: date) -> bytes:
    with app.app_context(), writing():
        key = keys.key_of(day)
        db.session.commit()
    return key


def _write_each_second(writer: BatchWriter, ending: threading.Event) -> None:
    while not ending.wait(SECONDS):
        _try_to_write(writer)
    writer.close()


def _try_to_write(writer: BatchWriter) -> None:
    """What could not be written stays and is tried again a second later."""
    try:
        try:
            write_waiting(writer)
        finally:
            writer.day_is_over(clock.now())
    except Exception:  # the thread must live on: a database that is busy now answers later
        _log.exception("Signs of demand could not be written yet")
