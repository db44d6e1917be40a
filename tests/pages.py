"""A visitor whose every page is checked: title, language, ids, labels, headings, leftovers, number of queries."""

import gzip
import json
import re
from contextvars import Context
from typing import Any

import brotli
import html5lib
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.base import clock
from app.base.database import db, new_key, reading
from app.domain.catalogue import desk_memory
from app.domain.catalogue.change_triggers import SOURCES
from app.domain.catalogue.shelves import opened
from app.domain.people import sign_ins
from app.domain.people.models import User, Way
from app.web import caching, sessions

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstd.decompress}
MOST_QUERIES = 30
ONCE_A_DAY = "daily_key"
"""A process asks for the key of a day once: whichever page comes first is not to be counted heavier for it."""
_LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|\{%|<bound method|&lt;[A-Z]\w+ \d+&gt;")
_BY_LOT = re.compile(r'(?<=["/])[\w.-]{20,}(?=["/])|(?<=/static/)\w+')
"""Keys of forms, tokens, nonces, names of pictures: now and then their letters spell a figure a test looks for."""

_FOR_MACHINES = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_READ = re.compile(r"(?:FROM|JOIN) \"?([a-z_]+)")
_NEVER_STALE = {"catalogue_change", "search_entry", "search_entry_fts", "daily_key", "matches", "here", "anon_"}
"""The question for changes itself, what follows from an item's words, and names inside a statement."""
_FRAGMENT = re.compile(r"/[a-z]{2,3}/seen\?")
"""Parts of a page that a script puts into one: they have no head of their own."""
_VOID = ("hidden", "submit", "button", "image", "reset")


class Visitor:
    """Somebody with a browser: follows no redirect by itself, sends what a browser sends."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "fr"}
        self.most_queries = MOST_QUERIES

    def sign_in(self, user: User) -> "Visitor":
        """Sign in past the form: what the form itself does is tested in tests/account."""
        _row, token = sign_ins.start(user, way=Way.PASSWORD, device="Firefox, Linux", at=clock.now())
        db.session.commit()
        with self.client.session_transaction() as session:
            session.clear()
            session.permanent = True
            session.update({sessions.TOKEN: token, "_user_id": user.fs_uniquifier, "_fresh": True})
        return self

    def get(self, address: str, status: int = 200, **options: Any) -> "Page":
        return self._open(address, status, method="GET", **options)

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any) -> "Page":
        return self._open(address, status, method="POST", data={"key": new_key(), **(data or {})}, **options)

    def _open(self, address: str, status: int, **options: Any) -> "Page":
        """In a context of its own, as a server would, so that what was not committed is lost."""
        if db.session.registry.has():
            db.session.commit()
        headers = {**self.headers, **options.pop("headers", {})}
        _keep_up(self.app)
        sent: list[str] = []
        bind = db._app_engines[self.app][None]

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) and ONCE_A_DAY not in statement:
                sent.append(statement)

        event.listen(bind, "before_cursor_execute", note)
        try:
            response = Context().run(self.client.open, address, headers=headers, **options)
        finally:
            event.remove(bind, "before_cursor_execute", note)
        if db.session.registry.has():
            db.session.expire_all()
        page = Page(address, response, sent)
        assert response.status_code == status, f"{address}: {response.status_code}, not {status}\n{page.text[:3000]}"
        page.check(self.most_queries)
        return page


def _keep_up(app: Flask) -> None:
    """A server that is running knows its shelves and its desk: what it reads at its first page does not count here."""

    def look() -> None:
        with app.app_context(), reading(), opened(), desk_memory.opened():
            pass

    Context().run(look)


class Page:
    """An answer, read as a browser reads it."""

    def __init__(self, address: str, response: TestResponse, queries: list[str]) -> None:
        self.address, self.response, self.queries = address, response, queries
        packed = response.headers.get("Content-Encoding")
        self.body: bytes = UNPACK[packed](response.get_data()) if packed else response.get_data()
        self.text = self.body.decode() if (response.mimetype or "").startswith("text/") else ""

    @property
    def plain(self) -> str:
        """The text with ordinary spaces, where French wants others."""
        return self.text.replace("\u00a0", " ").replace("\u202f", " ")

    @property
    def readable(self) -> str:
        """The plain text without what is drawn by lot, to look for a figure that must not be there."""
        return _BY_LOT.sub("", self.plain)

    @property
    def seen(self) -> str:
        """By what its first form notices a change made meanwhile."""
        found = re.search(r'<input[^>]*name="seen"[^>]*value="([0-9-]+)"', self.text)
        assert found, f"{self.address}: no form says what it showed"
        return found[1]

    @property
    def location(self) -> str:
        return self.response.headers["Location"]

    @property
    def for_machines(self) -> list[dict[str, Any]]:
        """What the page says to programs: the nodes of its JSON-LD, each in the language of schema.org."""
        said = [json.loads(script) for script in _FOR_MACHINES.findall(self.text)]
        assert all(one["@context"] == "https://schema.org" for one in said), f"{self.address}: {said}"
        return [node for one in said for node in one.get("@graph", [one])]

    @property
    def is_html(self) -> bool:
        return (
            not _FRAGMENT.match(self.address)
            and self.response.mimetype == "text/html"
            and self.response.status_code not in (301, 302, 303, 307, 308)
        )

    def _check_sources(self) -> None:
        """What a page shows that is kept in memory must tell when it changes, or the page would be wrong for all."""
        read = {table for query in self.queries for table in _READ.findall(query)}
        untold = read - set(SOURCES) - _NEVER_STALE
        assert not untold, f"{self.address} reads {untold}: name them in change_triggers.SOURCES"

    def check(self, most_queries: int) -> None:
        assert len(self.queries) <= most_queries, f"{self.address}: {len(self.queries)} queries\n" + "\n".join(
            self.queries
        )
        if self.response.headers.get("Cache-Control") == caching.SHARED:
            self._check_sources()
        if not self.is_html:
            return
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(self.text)
        errors = [e for e in parser.errors if e[1] not in ("non-void-element-with-trailing-solidus",)]
        assert not errors, f"{self.address}: not well formed: {errors[:3]}"
        html = tree if tree.tag == "html" else tree.find("html")
        assert html.get("lang"), f"{self.address}: no lang"
        assert html.get("dir") == ("rtl" if html.get("lang") == "ar" else "ltr"), f"{self.address}: wrong dir"
        title = tree.find(".//title")
        assert title is not None and (title.text or "").strip(), f"{self.address}: no title"
        assert len(tree.findall(".//h1")) == 1, f"{self.address}: {len(tree.findall('.//h1'))} h1"
        ids = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
        assert len(ids) == len(set(ids)), f"{self.address}: ids twice: {[i for i in ids if ids.count(i) > 1]}"
        self._check_labels(tree, set(ids))
        for element in tree.iter():
            if isinstance(element.tag, str):
                assert element.get("style") is None, f"{self.address}: inline style"
                assert not any(name.startswith("on") for name in element.attrib), f"{self.address}: inline script"
                if element.tag == "script":
                    assert element.get("src") or element.get("type") == "application/ld+json", (
                        f"{self.address}: inline script"
                    )
                if element.tag == "img":
                    assert element.get("alt") is not None and element.get("width"), (
                        f"{self.address}: img without alt or size"
                    )
        leftover = _LEFTOVERS.search(_FOR_MACHINES.sub("", self.text))
        assert not leftover, f"{self.address}: leftover {leftover and leftover.group()}"

    def _check_labels(self, tree: Any, ids: set[str]) -> None:
        labelled = {label.get("for") for label in tree.iter("label")}
        inside = {id(child) for label in tree.iter("label") for child in label.iter()}
        for field in [*tree.iter("input"), *tree.iter("select"), *tree.iter("textarea")]:
            if field.tag == "input" and field.get("type") in _VOID:
                continue
            named = (
                field.get("id") in labelled
                or id(field) in inside
                or field.get("aria-label")
                or field.get("aria-labelledby")
            )
            assert named, f"{self.address}: field {field.get('name')} without a label"
            for pointed in (field.get("aria-describedby") or "").split():
                assert pointed in ids, f"{self.address}: {field.get('name')} described by {pointed}, which is not there"
