"""A small storm each time, on both engines; `make bench SUITE=torture` lets a large one rage."""

from pathlib import Path

from tests.databases import Template
from tests.gateways import sms_gateway
from tests.storms import Storm, run
from tests.workers import kill_while_delivering

SMALL = Storm(writers=2, changes=16, lines=4, forms=3, kills=1)


def test_writers_at_once_and_killed_lose_nothing_and_promise_nothing_twice(template: Template, tmp_path: Path) -> None:
    with template.copy() as app:
        found = run(app, tmp_path, SMALL)
    assert found.trouble == []
    assert found.forms == SMALL.forms and found.reserved == SMALL.lines


def test_workers_killed_on_the_way_lose_no_message_and_send_none_that_was_taken_back(template: Template) -> None:
    with sms_gateway() as gateway, template.copy(sms_url=gateway.url) as app:
        found = kill_while_delivering(app, gateway, messages=12, kills=1)
    assert (found.messages, found.kills, found.lost, found.ghosts) == (8, 1, 0, 0)
