"""Last-Modified is never earlier than the change, however fast one follows the other."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.web import first_seen
from tests.pages import Visitor
from tests.storefront import shop

AT = datetime(2026, 11, 23, 10, 0, 0, 300_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    first_seen._seen.clear()


def test_it_is_told_from_the_second_after() -> None:
    with time_machine.travel(AT, tick=False) as now:
        assert first_seen.last_change("/fr/", "a") is None
        now.shift(0.5)
        assert first_seen.last_change("/fr/", "a") is None
        assert first_seen.last_change("/fr/", "b") is None  # two within a second are told apart by neither
        now.shift(0.5)
        assert first_seen.last_change("/fr/", "b") == AT.replace(microsecond=0)
        assert first_seen.last_change("/ar/", "b") is None  # each address by itself


def test_what_comes_back_is_a_change_too() -> None:
    with time_machine.travel(AT, tick=False) as now:
        first_seen.last_change("/fr/", "a")
        now.shift(10)
        first_seen.last_change("/fr/", "b")
        now.shift(10)
        first_seen.last_change("/fr/", "a")
        now.shift(10)
        assert first_seen.last_change("/fr/", "a") == AT.replace(microsecond=0) + timedelta(seconds=20)


def test_it_remembers_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_seen, "MOST", 3)
    for number in range(10):
        first_seen.last_change(f"/{number}", "a")
    assert len(first_seen._seen) == 3


def test_a_page_is_not_sent_again_to_who_has_it_since(visitor: Visitor) -> None:
    with time_machine.travel(AT, tick=False) as now:
        assert visitor.get("/fr/makers/").response.headers.get("Last-Modified") is None
        now.shift(2)
        since = visitor.get("/fr/makers/").response.headers["Last-Modified"]
        assert since == "Mon, 23 Nov 2026 10:00:00 GMT"
        visitor.get("/fr/makers/", status=304, headers={"If-Modified-Since": since})
        shop.piece()
        visitor.get("/fr/makers/", headers={"If-Modified-Since": since})
