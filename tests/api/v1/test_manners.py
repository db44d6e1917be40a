"""How the API answers whoever asks: from other sites, again, too often, wrongly; and what it says of itself."""

import pytest
from flask import Flask

from app.api.v1 import limits
from app.base.database import db
from app.domain.people.models import Artisan
from tests import given
from tests.api.v1.asking import ask, refused
from tests.pages import Visitor
from tests.storefront import shop

READ = ("items", "items/mendil-raye-rouge", "crafts", "crafts/weaving", "makers", "makers/rahma-bakkali", "places")


@pytest.fixture
def few(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three questions a minute, and none asked yet."""
    monkeypatch.setitem(app.config, limits.SETTING, 3)
    limits._asked.clear()


def test_pages_of_other_sites_may_read_it(visitor: Visitor) -> None:
    shop.filled()
    for path in READ:
        headers = visitor.get(f"/api/v1/{path}", headers={"Origin": "https://elsewhere.example"}).response.headers
        assert headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in headers
        assert "Access-Control-Allow-Credentials" not in headers
    asked = visitor.client.options("/api/v1/items", headers={"Origin": "https://elsewhere.example"})
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


def test_it_is_sent_again_only_after_a_change(visitor: Visitor) -> None:
    shop.filled()
    tags = {path: visitor.get(f"/api/v1/{path}").response.headers["ETag"] for path in (*READ, "openapi.json")}
    for path, tag in tags.items():
        answer = visitor.get(f"/api/v1/{path}", status=304, headers={"If-None-Match": tag}).response
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    maker = db.session.query(Artisan).filter_by(slug="rahma-bakkali").one()
    maker.name = "Rahma El Bakkali"
    db.session.commit()
    for path in ("items", "items/mendil-raye-rouge", "makers", "makers/rahma-bakkali"):
        assert ask(visitor, path, headers={"If-None-Match": tags[path]})


def test_it_is_the_same_for_whoever_asks(visitor: Visitor) -> None:
    shop.filled()
    before = {path: visitor.get(f"/api/v1/{path}").body for path in READ}
    visitor.sign_in(given.coordinator())
    visitor.headers["Accept-Language"] = "ar"
    for path in READ:
        page = visitor.get(f"/api/v1/{path}")
        assert page.body == before[path] and page.response.headers["Vary"] == "Accept-Encoding", path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(visitor: Visitor, method: str) -> None:
    visitor.headers = {}
    answer = getattr(visitor.client, method)("/api/v1/items", json={"slug": "mine"})
    assert answer.status_code == 405 and answer.mimetype == "application/problem+json"
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_what_is_not_there_is_said_in_json(visitor: Visitor) -> None:
    for path in ("", "nothing", "items/", "items/a/b", "v2", "%00", "items/%00", "a" * 3000):
        refused(visitor.get(f"/api/v1/{path}", status=404))
    assert visitor.get("/fr/nothing", status=404).is_html


def test_who_asks_too_often_is_told_when_to_come_again(few: None, visitor: Visitor) -> None:
    shop.filled()
    for _ in range(3):
        ask(visitor, "places")
    page = visitor.get("/api/v1/places", status=429)
    assert refused(page)["status"] == 429 and 1 <= int(page.response.headers["Retry-After"]) <= 61
    ask(visitor, "places", environ_base={"REMOTE_ADDR": "192.0.2.7"})  # somebody else
    assert visitor.get("/fr/").is_html  # the shop itself is not counted


def test_a_new_minute_begins_with_none(few: None, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in (1, 2):
        monkeypatch.setattr(limits, "monotonic", lambda now=minute: now * limits.SECONDS + 5.0)
        for _ in range(3):
            ask(visitor, "places")
        visitor.get("/api/v1/places", status=429)


def test_when_we_are_at_fault_that_is_said_in_json_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "take", lambda: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = app.test_client().get("/api/v1/places")
    assert answer.status_code == 500 and answer.mimetype == "application/problem+json"
    assert "ZeroDivision" not in answer.text


def test_every_route_is_described_and_every_description_has_a_route(app: Flask, visitor: Visitor) -> None:
    ours = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.v1.")]
    beside = ("api.v1.nowhere", "api.v1.description.openapi")
    there = {rule.rule.replace("<", "{").replace(">", "}") for rule in ours if rule.endpoint not in beside}
    said = ask(visitor, "openapi.json")
    assert said["openapi"] == "3.1.0" and {f"/api/v1{path}" for path in said["paths"]} == there
    names = [one["get"]["operationId"] for one in said["paths"].values()]
    assert len(names) == len(set(names))
    assert all(one["get"]["summary"] for one in said["paths"].values())


def test_parameters_are_described_as_they_are_read(visitor: Visitor) -> None:
    said = {one["name"]: one for one in ask(visitor, "openapi.json")["paths"]["/items"]["get"]["parameters"]}
    assert set(said) == {
        *("q", "craft", "place", "material", "colour", "maker", "ready", "price", "price_min", "price_max"),
        *("sort", "page", "per_page"),
    }
    assert said["per_page"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}
