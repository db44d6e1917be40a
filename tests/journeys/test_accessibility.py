"""axe finds no violation on any page, in French and in Arabic, none scrolls sideways; and no page was forgotten.

The pages are found by following links from the front doors, so a new page is looked at without being named here.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Error, Response
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from app.base.database import db
from app.domain.purchasing import links
from app.domain.purchasing.models import PurchaseRequest, State
from tests.journeys.conftest import Person, Site

pytestmark = pytest.mark.browser
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DOORS = {
    "anyone": ["/{lang}/", "/{lang}/search?q=mendil", "/{lang}/search?q=xyzzy", "/{lang}/request", "/account/sign-in"],
    "customer": ["/{lang}/requests/{reference}"],
    "artisan": ["/portal/"],
    "advisor": ["/advisor/", "/advisor/advice/new"],
    "coordinator": ["/office/"],
}
NO_PAGES = {"asset", "front_door"}
NARROWEST = 320


class Walk:
    """Follows links, one page an endpoint, and looks at each with axe."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.person = person
        self.map: MapAdapter = app.url_map.bind(urlsplit(person.address).netloc)
        self.seen: set[str] = set()
        self.found: list[str] = []

    def from_doors(self, doors: Iterable[str]) -> None:
        ahead = list(doors)
        while ahead:
            path = ahead.pop(0)
            endpoint = self._endpoint(path)
            if endpoint is None or endpoint in self.seen:
                continue
            self.seen.add(endpoint)
            answer = self._open(path)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            assert answer.status < 400, f"{path}: {answer.status}"
            self._look(path)
            ahead += self.person.page.eval_on_selector_all(
                "a[href^='/']", "links => links.map(a => a.pathname + a.search)"
            )

    def _open(self, path: str) -> Response | None:
        """None where it is no page but a file to be kept."""
        try:
            return self.person.page.goto(self.person.address + path)
        except Error as told:
            if "Download is starting" not in str(told):
                raise
            return None

    def _endpoint(self, address: str) -> str | None:
        parts = urlsplit(address)
        if parts.netloc and parts.netloc != urlsplit(self.person.address).netloc:
            return None
        try:
            endpoint, _values = self.map.match(parts.path, method="GET")
        except (HTTPException, RequestRedirect):
            return None
        return f"{endpoint}?{parts.query}" if endpoint.endswith("results") else endpoint

    def _look(self, path: str) -> None:
        violations = Axe().run(self.person.page, options=AXE).response["violations"]
        for violation in violations:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.found.append(f"{path}: {violation['id']}: {violation['help']}: {nodes}")
        page, usual = self.person.page, self.person.page.viewport_size
        for width in (NARROWEST, 390):
            page.set_viewport_size({"width": width, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.found.append(f"{path}: scrolls sideways: {wide} px on {width}")
        if usual:
            page.set_viewport_size(usual)


@pytest.mark.parametrize("who", DOORS)
def test_axe_finds_nothing(site: Site, who: str, languages: tuple[str, ...]) -> None:
    for language in languages:
        _walk_through(site, who, language)


def _walk_through(site: Site, who: str, language: str) -> None:
    person = site.person(language)
    person.context.add_cookies([{"name": "language", "value": language, "url": site.address}])
    reference = _come_in(site, person, who, language)
    walk = Walk(site.app, person)
    walk.from_doors(door.format(lang=language, reference=reference) for door in DOORS[who])
    assert not walk.found, "\n".join(walk.found)
    assert len(walk.seen) >= 10, f"only {walk.seen}: the walk did not get anywhere"


def _come_in(site: Site, person: Person, who: str, language: str) -> str:
    """Sign in, or open a secret link. Returns the reference of the customer's request, or nothing."""
    if who == "customer":
        with site.app.app_context():
            request = db.session.scalars(select(PurchaseRequest).where(PurchaseRequest.state == State.OFFERED)).first()
            assert request
            token = links.token(request)
            reference = request.reference
        person.go(f"/{language}/requests/open/{token}")
        return reference
    if who == "artisan":
        person.sign_in_by_phone("0612000002")
    elif who == "advisor":
        person.sign_in_as_staff("conseil@demo.example")
    elif who == "coordinator":
        person.sign_in_as_staff("coordination@demo.example")
    if who != "anyone":
        page = person.go(f"/account/language?to={language}&back=/")
        with page.expect_navigation():
            page.locator(f"main form button[lang={language}]").click()
    return ""
