"""What visitors of the shop look at and search for, noted at no cost to the page that is being opened.

What is noted waits in memory (``visits``) and is written by a thread, once a second and when the process ends: as one
row, which a worker takes apart (``demand/batches``).
"""

import atexit
import logging
import multiprocessing.util
import os
import threading
from collections import deque
from collections.abc import Iterable
from datetime import date
from functools import partial

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app.base import clock
from app.base.database import db, writing
from app.domain.audit import keys
from app.domain.catalogue.models import Item
from app.domain.catalogue.vocabulary import Thing
from app.domain.demand import batches, rolling, signals
from app.domain.demand.batch_writer import BatchWriter, NotWritten
from app.domain.demand.models import SignalKind
from app.domain.demand.signals import Sign
from app.domain.people.trades import Craft
from app.storefront import visits
from app.storefront.shelves import Listing
from app.storefront.visits import Environ, Noted, Visit
from app.web import languages
from app.web.kept_pages import NOTED

SECONDS = 1.0
PATIENCE = 5.0
"""Seconds that a process which ends waits for what its thread is writing."""
MOST_WAITING = 20_000
MOST_AT_ONCE = 250
"""Visits in a batch, so that a worker that takes one apart keeps nobody waiting long."""
MADE_OF = ("colour", "material", "technique")
"""What an artisan can answer: of these an empty list lacks the first."""
MOST_FACETS = 12
"""Of one list: people narrow by a few things, and programs by all of them at once."""

_log = logging.getLogger(__name__)
_waiting: deque[Visit] = deque(maxlen=MOST_WAITING)
_one_at_a_time = threading.Lock()
_writers: dict[int, threading.Event] = {}
"""By process: what ends its thread."""


def view_of(item: Item, *, can_be_had: bool) -> Sign:
    """What an item's page says when somebody opens it. can_be_had: from the shelf or to order."""
    return _about(SignalKind.VIEW, item, out_of_stock=not can_be_had)


def note_view(view: Sign) -> None:
    """Somebody opened an item's page. Where they come from a search of ours, what they opened from it is noted too
    (``came_from``)."""
    _note(view)


def note_wish(item: Item) -> None:
    """Somebody keeps a piece."""
    _note(_about(SignalKind.WISH, item), method="POST")


def note_search(words: str, results: int, craft: Craft | None = None, *, can_be_had: bool = True) -> None:
    """Somebody searched. results: how many pieces were found. craft: the one they searched within.

    can_be_had: whether any of these can, from the shelf or to order.
    """
    said = signals.clean_words(words)
    if said:
        sign = Sign(SignalKind.SEARCH, languages.current(), craft_id=craft.id if craft else None, words=said)
        _note(sign._replace(results=results, out_of_stock=results > 0 and not can_be_had))


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


def _shown(name: str, value: str, results: int | None, chosen: Thing | None, craft: Craft | None) -> Sign:
    """chosen: the craft that was chosen, where this is one. craft: of the page."""
    within = chosen if name == "craft" and chosen else craft
    return Sign(
        SignalKind.IMPRESSION,
        languages.current(),
        craft_id=within.id if within else None,
        results=results,
        facet=f"{name}:{value}"[: signals.LONGEST_FACET],
    )


def _about(kind: SignalKind, item: Item, *, out_of_stock: bool = False) -> Sign:
    ids = (item.id, item.craft_id, item.artisan_id)
    return Sign(kind, languages.current(), *ids, value=item.main.price, out_of_stock=out_of_stock)


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
                if glimpses := visits.seen(batch):
                    writer.write(glimpses)
            except (SQLAlchemyError, NotWritten):
                _waiting.extendleft(reversed(batch))
                raise


def again(app: Flask, environ: Environ, noted: Iterable[object]) -> None:
    """Somebody opened a page that was kept in memory: what was noted when it was made is noted for them too. Whatever
    goes wrong is logged and never shown to the visitor."""
    try:
        for one in noted:
            if isinstance(one, Noted):
                _take(app, environ, one)
    except Exception:  # a page is worth more than a figure
        _log.exception("A sign of demand was lost")


def _note(*signs: Sign, method: str = "GET") -> None:
    """Keep a visit for the thread. Whatever goes wrong is logged and never shown to the visitor.

    method: how a person's browser asks for what is noted.
    """
    try:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the application itself
        environ, noted = request.environ, Noted(method, signs)
        environ.setdefault(NOTED, []).append(noted)
        _take(app, environ, noted)
    except Exception:  # a page is worth more than a figure
        _log.exception("A sign of demand was lost")


def _take(app: Flask, environ: Environ, noted: Noted) -> None:
    if visits.is_signed_in(environ, app.config["SESSION_COOKIE_NAME"]):
        return
    _waiting.append(visits.visit(environ, noted))
    if os.getpid() not in _writers and not app.testing:
        _start(app)


def _start(app: Flask) -> None:
    """One thread a process, begun by the first glimpse: a server that forks has one in each child. Where the machine
    has none to give, the next glimpse tries again."""
    ending = _writers[os.getpid()] = threading.Event()
    try:
        with app.app_context():
            writer = BatchWriter(db.engine, partial(_key_of, app))
        thread = threading.Thread(target=_write_each_second, args=(writer, ending), name="signals", daemon=True)
        thread.start()
    except BaseException:
        del _writers[os.getpid()]
        raise

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
