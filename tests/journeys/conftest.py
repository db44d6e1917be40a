"""The demonstration, served as people use it: the site and its worker, on both engines, in real Chromium."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page
from werkzeug.serving import make_server

from app.base.database import db, writing
from app.jobs import worker
from app.jobs.demo import loading
from app.storefront import signals
from tests.databases import Template, needed, postgresql_answers

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
STAFF_PASSWORD = "maalem-demo"
_served: list[Flask] = []
"""What people visit is the last of them: a process has one buffer of signs and one clock."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    needed("Chromium", CHROMIUM is not None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": CHROMIUM, "args": quiet}


@dataclass
class Person:
    """Somebody with a browser of their own. What their console says is kept, and must stay silent."""

    address: str
    context: BrowserContext
    page: Page
    said: list[str] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)

    def may_complain_of(self, words: str) -> None:
        """A cut that the test itself makes is told by the browser, and rightly so."""
        self.awaited.append(words)

    def complains(self, words: str) -> None:
        if not any(awaited in words for awaited in self.awaited):
            self.said.append(f"{self.page.url}: {words}")

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        assert answer, path
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def sign_in_by_phone(self, number: str) -> None:
        """As an artisan: the number, then the code from the outbox of the demonstration."""
        earlier = self._codes()
        page = self.go("/account/sign-in")
        page.fill("input[type=tel]", number)
        page.locator("main form:has(input[type=tel]) button").first.click()
        page.wait_for_selector("input[autocomplete=one-time-code]")
        page.fill("input[autocomplete=one-time-code]", self._new_code(earlier))
        page.locator("main form:has(input[autocomplete=one-time-code]) button").first.click()
        page.wait_for_url("**/portal/**")

    def _codes(self) -> list[str]:
        """Every code on the outbox page, the newest first."""
        outbox = self.context.new_page()
        outbox.goto(self.address + "/demo/outbox")
        found = re.findall(r"(?<!\d)\d{6}(?!\d)", outbox.locator("main").inner_text())
        outbox.close()
        return found

    def _new_code(self, earlier: list[str]) -> str:
        for _look in range(100):
            codes = self._codes()
            if len(codes) > len(earlier):
                return codes[0]
            self.page.wait_for_timeout(100)
        raise AssertionError("no code arrived on the outbox page")

    def sign_in_as_staff(self, email: str) -> None:
        page = self.go("/account/staff")
        page.fill("input[type=email]", email)
        page.fill("input[type=password]", STAFF_PASSWORD)
        page.locator("main form:has(input[type=password]) button").first.click()
        page.wait_for_url(re.compile(r"/(advisor|office)/"))


@dataclass
class Site:
    """The running demonstration. Each person gets a browser of their own."""

    app: Flask
    address: str
    browser: Browser
    people: list[Person] = field(default_factory=list)

    def person(self, language: str = "fr", viewport: dict[str, int] | None = None, **options: Any) -> Person:
        context = self.browser.new_context(viewport=viewport or PHONE, locale=language, **options)
        context.set_default_timeout(15_000)
        made = Person(self.address, context, context.new_page())

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                made.complains(message.text)

        made.page.on("console", note)
        made.page.on("pageerror", lambda error: made.complains(str(error)))
        self.people.append(made)
        return made


def press(button: Locator) -> None:
    """Press it and wait for the page that answers."""
    with button.page.expect_navigation():
        button.click()


@pytest.fixture(scope="session")
def languages(template: Template) -> tuple[str, ...]:
    """In which a page is looked at that is the same whatever engine it comes from: one on each where there are both."""
    if not postgresql_answers():
        return "fr", "ar"
    return ("fr",) if template.engine == "sqlite" else ("ar",)


@contextmanager
def served(template: Template) -> Iterator[tuple[Flask, str]]:
    """A demonstration cooperative of its own, with its site and its worker running."""
    with template.copy(demo=True) as app:
        with app.app_context(), writing():
            loading.load()
            db.session.remove()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        stop = Event()
        threads = [
            Thread(target=server.serve_forever, daemon=True),
            Thread(target=_work, args=(app, stop), daemon=True),
            Thread(target=_note_signals, args=(app, stop), daemon=True),
        ]
        for thread in threads:
            thread.start()
        _served.append(app)
        yield app, f"http://127.0.0.1:{server.server_port}"
        _served.remove(app)
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join(20)
        server.server_close()


@pytest.fixture(scope="session")
def demonstration(template: Template) -> Iterator[tuple[Flask, str]]:
    """The demonstration that all journeys share that do not move its clock."""
    with served(template) as running:
        yield running


def _work(app: Flask, stop: Event) -> None:
    with app.app_context():
        worker.work(app, stop)


def _note_signals(app: Flask, stop: Event) -> None:
    """As the server's own thread does, which an application under test leaves to the test."""
    while not stop.wait(0.5):
        if app in _served[-1:]:
            with app.app_context():
                signals.flush()


@pytest.fixture
def site(demonstration: tuple[Flask, str], browser: Browser) -> Iterator[Site]:
    """The demonstration, and at the end the proof that no browser had anything to complain about."""
    with visited(demonstration, browser) as made:
        yield made


@contextmanager
def visited(running: tuple[Flask, str], browser: Browser) -> Iterator[Site]:
    app, address = running
    made = Site(app, address, browser)
    yield made
    said = [line for person in made.people for line in person.said]
    for person in made.people:
        person.context.close()
    assert not said, "the browser complained:\n" + "\n".join(said)
