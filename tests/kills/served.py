"""A web server of several processes, and one worker, on a database that is there, to be killed one by one."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from flask import Flask
from sqlalchemy import func, select, update

from app.base import clock
from app.base.database import db, writing
from app.domain.notices.models import Delivery, OutboxMessage
from app.jobs import family
from tests.rushes.crowd import environment
from tests.sites import bare, is_alive, until

PROCESSES = 2


class Served:
    """Web and worker as `flask serve` begins them, but each may be killed as often as wanted."""

    def __init__(self, app: Flask, port: int, log: Path) -> None:
        self.app, self.port = app, port
        chosen = app.config["SETTINGS"]
        self._environment = {
            **bare(),
            **environment(app),
            "SMS_URL": chosen.sms_url or "",
            "MAIL_URL": chosen.mail_url or "",
            "TRUSTED_PROXIES": "1",  # customers come from addresses of their own
        }
        self._log: IO[bytes] = log.open("ab")
        self.web = self._begin_web()
        self.worker = self._begin_worker()
        self.wait_until_open()

    def wait_until_open(self) -> None:
        until(lambda: family.is_answering("127.0.0.1", self.port))

    def processes(self) -> list[int]:
        """Those that answer pages, the longest serving first."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                serves = b"app.jobs.web" in (folder / "cmdline").read_bytes()
            except OSError:  # it ended while we looked
                continue
            if int(fields[1]) == self.web.pid and serves and fields[0] != "Z":
                found[int(folder.name)] = int(fields[19])
        return sorted(found, key=lambda pid: found[pid])

    def kill_process(self) -> None:
        """The longest serving one: a server gives itself up where the same one falls twice in a few seconds."""
        until(lambda: len(self.processes()) > 0 or self.web.poll() is not None)
        if self.web.poll() is None:
            os.kill(self.processes()[0], signal.SIGKILL)

    def kill_web(self) -> None:
        """All of it at once, as when the machine takes the memory back. Then as `flask serve` does: again."""
        processes = self.processes()
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        until(lambda: not any(is_alive(pid) for pid in processes) and family.is_free("127.0.0.1", self.port))
        self.web = self._begin_web()
        self.wait_until_open()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.wait()

    def work_again(self) -> None:
        """Five minutes later, when the leases of the one that was killed have run out."""
        with self.app.app_context(), writing():
            leased = update(OutboxMessage).where(OutboxMessage.leased_until.is_not(None))
            db.session.execute(leased.values(leased_until=clock.now()))
            db.session.commit()
            db.session.remove()
        self.worker = self._begin_worker()

    def keep_up(self) -> None:
        """A web server that gave itself up is begun again, as `flask serve` does."""
        if self.web.poll() is not None:
            self.kill_web()

    def waiting(self) -> int:
        """Messages that were not sent yet."""
        with self.app.app_context():
            unsent = select(func.count(OutboxMessage.id)).where(OutboxMessage.state == Delivery.WAITING)
            left = db.session.scalar(unsent) or 0
            db.session.remove()
        return left

    def end(self) -> None:
        for child in (self.web, self.worker):
            child.terminate()
        for child in (self.web, self.worker):
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._log.close()

    def _begin_web(self) -> subprocess.Popen[bytes]:
        return self._begin("app.jobs.web", "--port", str(self.port), "--processes", str(PROCESSES))

    def _begin_worker(self) -> subprocess.Popen[bytes]:
        return self._begin("flask", "--app", "wsgi", "worker")

    def _begin(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=self._environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
