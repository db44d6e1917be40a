"""What was noted when a web server ends: nothing is lost where it is told to, the last second where it is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.demand.models import DemandSignal, SignalKind
from app.jobs import family
from app.jobs.demand import unpacking
from tests.gateways import free_port
from tests.rushes.crowd import environment
from tests.sites import bare, until
from tests.storefront import shop

PAGE = "/fr/items/mendil-raye-rouge"


class Web:
    """The web server with two processes, as `flask serve` begins it."""

    def __init__(self, app: Flask, log: Path) -> None:
        self.app, self.port = app, free_port()
        with log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.jobs.web", "--port", str(self.port), "--processes", "2"],
                env={**bare(), **environment(app)},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        until(lambda: family.is_answering("127.0.0.1", self.port))

    def visit(self, times: int) -> None:
        for _ in range(times):
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as talk:
                talk.request("GET", PAGE, headers={"User-Agent": "Mozilla/5.0 (Android 13)"})
                assert talk.getresponse().status == 200

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def written(self) -> int:
        """As a worker finds it."""
        with self.app.app_context():
            unpacking.take_next()
            views = select(func.count()).where(DemandSignal.kind == SignalKind.VIEW)
            found = db.session.scalar(views) or 0
            db.session.remove()
        return found


@pytest.fixture
def web(own_app: Flask, tmp_path: Path) -> Iterator[Web]:
    with own_app.app_context():
        shop.filled()
        db.session.commit()
    served = Web(own_app, tmp_path / "web.log")
    yield served
    if served.process.poll() is None:
        served.kill()


def test_a_server_that_is_told_to_end_loses_nothing(web: Web) -> None:
    web.visit(40)
    web.end()
    assert web.written() == 40


def test_a_server_that_is_killed_loses_a_second_at_most(web: Web) -> None:
    web.visit(20)
    time.sleep(1.5)
    web.visit(10)
    web.kill()
    assert 20 <= web.written() <= 30
