"""A few kills each time, on both engines; `make bench SUITE=torture` makes three hundred."""

from pathlib import Path

from tests.databases import Template
from tests.gateways import post_office, sms_gateway
from tests.kills import raging

SMALL = raging.Rage(kills=10, lives=4)


def test_web_and_worker_killed_in_the_midst_lose_nothing_that_was_answered(template: Template, tmp_path: Path) -> None:
    with (
        sms_gateway() as gateway,
        post_office() as office,
        template.copy(sms_url=gateway.url, mail_url=f"smtp://127.0.0.1:{office.port}") as app,
    ):
        found = raging.run(app, tmp_path, gateway, office, SMALL)
    assert found.trouble == []
    assert sum(found.kills.values()) == SMALL.kills and found.answered["send"] > 0
    assert (found.lost, found.doubled) == (0, 0)
    assert (found.undelivered, found.ghosts, found.unexplained) == (0, 0, 0)
