"""What noting signs of demand costs: the same pages with nothing noted and with all, in turn, in this process.

What was noted is written once a second: a page bears its share of that, which is the greater the fewer pages there are.
What a worker spends on it later, where no page waits, is told by the sign.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import count, cycle
from statistics import median
from typing import Any, NamedTuple
from unittest import mock

from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from app.base.database import db
from app.domain.audit import keys
from app.domain.demand.batch_writer import BatchWriter
from app.domain.demand.models import SignalBatch
from app.jobs import collecting
from app.jobs.demand import unpacking
from app.storefront import signals
from app.web.kept_pages import KeptPages
from tests.bench.databases import Loaded
from tests.bench.measuring import backends, seconds_of

PAGES = {20: 40, 200: 8}
"""Pages a second of one process, and how many such seconds: twice with nothing noted and twice with all."""
WARM = 10
SETTLING = 5
"""Pages opened before each of these seconds, not timed."""
ASKED = count()
VISITORS = cycle(range(1, 255))
BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120", "Accept-Language": "fr"}
FROM_SEARCH = {"Referer": "http://localhost/fr/search?q=mendil+rouge"}


class Page(NamedTuple):
    address: str
    headers: dict[str, str]


NOTED = {
    "craft": Page("/fr/crafts/weaving", {}),
    "narrowed list": Page("/fr/crafts/weaving?material=cotton&colour=red", {}),
    "item": Page("/fr/items/mendil-raye-rouge", {}),
    "item opened from a search": Page("/fr/items/mendil-raye-rouge", FROM_SEARCH),
    "search": Page("/fr/search?q=mendil+rouge", {}),
}


class Spent(NamedTuple):
    """Seconds on the clock, and of processor: ours and the database's."""

    wall: float
    processor: float


def spent(made: Loaded, deed: Callable[[], object]) -> Spent:
    """What looking itself costs is left out."""
    behind = sum(map(seconds_of, backends(made.database)))
    began, before = time.perf_counter(), time.process_time()
    deed()
    here, wall = time.process_time() - before, time.perf_counter() - began
    return Spent(wall, here + sum(map(seconds_of, backends(made.database))) - behind)


class Site(NamedTuple):
    """writer: as the thread of a server keeps one."""

    app: Flask
    made: Loaded
    writer: BatchWriter


def all_pages(app: Flask, made: Loaded) -> dict[str, object]:
    db.session.rollback()
    collecting.settle()  # as a process of the site does before its first page
    with closing(BatchWriter(db.engine, _key_of)) as writer:
        site = Site(app, made, writer)
        return {name: _recording(site, page) for name, page in NOTED.items()}


def _key_of(day: date) -> bytes:
    key = keys.key_of(day)
    db.session.commit()
    return key


def _recording(site: Site, page: Page) -> dict[str, float]:
    """The same page with nothing noted and with all, in turn; what the writing thread does for it is in it."""

    def anew(number: int) -> list[dict[str, Any]]:
        mark = "&" if "?" in page.address else "?"
        return [_environ(f"{page.address}{mark}asked={next(ASKED)}", page) for _ in range(number)]

    def kept(number: int) -> list[dict[str, Any]]:
        return [_environ(page.address, page) for _ in range(number)]

    found: dict[str, float] = {}
    for name, some in (("uncached", anew), ("cached", kept)):
        _open(site.app, some(WARM))
        signals.write_waiting(site.writer)
        unpacking.take_next()
        for pages, rounds in PAGES.items():
            found |= _seconds(site, f"{name}_{pages}_a_second", lambda pages=pages, some=some: some(pages), rounds)  # type: ignore[misc]  # bound now
    return found


def _seconds(site: Site, name: str, visits: Callable[[], list[dict[str, Any]]], rounds: int) -> dict[str, float]:
    """Each round is off, on, on, off: what drifts meanwhile is the same for both."""
    on, off, behind = [], [], []
    for _ in range(rounds):
        four = []
        for recorder in (_silent(site.app), _as_it_is(), _as_it_is(), _silent(site.app)):
            some = visits()
            with recorder:
                took = spent(site.made, lambda some=some: (_open(site.app, some), signals.write_waiting(site.writer)))
                four.append(took.processor / len(some) * 1000)
            behind += _taken_apart(site.made)
            with _silent(site.app):  # after a worker all are as cold
                _open(site.app, visits()[:SETTLING])
        off.append((four[0] + four[3]) / 2)
        on.append((four[1] + four[2]) / 2)
    extra = median(one - other for one, other in zip(on, off, strict=True))
    return {
        f"{name}_ms": round(median(on), 3),
        f"{name}_extra_ms": round(extra, 3),
        f"{name}_ratio": round(1 + extra / median(off), 3),
        f"{name}_worker_ms_a_sign": round(median(behind), 3),
    }


def _taken_apart(made: Loaded) -> list[float]:
    """Milliseconds of a worker for each sign that waits, where any does."""
    db.session.rollback()  # the last page's transaction sees none
    waiting = db.session.scalars(select(SignalBatch.body)).all()
    db.session.rollback()
    signs = sum(len(json.loads(body)["signs"]) for body in waiting)
    took = spent(made, unpacking.take_next)
    return [took.processor / signs * 1000] if signs else []


def _environ(address: str, page: Page) -> dict[str, Any]:
    visitor = {"REMOTE_ADDR": f"192.0.2.{next(VISITORS)}"}
    return EnvironBuilder(address, headers=BROWSER | page.headers, environ_base=visitor).get_environ()


def _open(app: Flask, visits: list[dict[str, Any]]) -> None:
    for environ in visits:
        answer: list[str] = []
        body = app.wsgi_app(environ, lambda status, *_rest: answer.append(status))  # noqa: B023  # called at once
        b"".join(body)
        if answer != ["200 OK"]:
            raise RuntimeError(f"{environ['PATH_INFO']}: {answer}")


@contextmanager
def _silent(app: Flask) -> Iterator[None]:
    pages: KeptPages = app.extensions["kept_pages"]
    nothing = lambda *_rest, **_more: None  # noqa: E731  # all in one word
    noting = dict.fromkeys(("note_view", "note_list", "note_search"), nothing)
    with mock.patch.multiple(signals, **noting), mock.patch.object(pages, "_again", nothing):
        yield


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
