"""The site as `make run` starts it, in processes of its own, for tests and measurements that kill it."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from app.base.database import new_key
from app.jobs import family

PATIENCE = 400.0
"""Seconds: the first start fills a demonstration, on a machine that may be busy."""


class Site:
    """A running `flask serve` on a folder and a port of its own."""

    def __init__(self, instance: Path, port: int, **environment: str) -> None:
        self.port = port
        self.log = instance.parent / f"{instance.name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
                env={**bare(), "INSTANCE": str(instance), "PORT": str(port), "DEMO": "1", **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_open(self) -> None:
        until(lambda: self.process.poll() is not None or family.is_answering("127.0.0.1", self.port))
        assert self.process.poll() is None, self.said

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise

    @property
    def said(self) -> str:
        return self.log.read_text()

    def children(self) -> dict[str, int]:
        """Process ids of the web server and the worker, by what their commands say."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int(re.search(r"PPid:\s+(\d+)", (folder / "status").read_text()).group(1))
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if parent == self.process.pid:
                found["worker" if b"worker" in words else "web"] = int(folder.name)
        return found

    def ask(self, method: str, address: str, body: str | None = None) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as talk:
            talk.request(method, address, body, headers)
            return talk.getresponse().status


def bare() -> dict[str, str]:
    """Our environment without what chooses an installation. Byte code is kept, as users' Python keeps it."""
    ours = ("DATABASE_URL", "SECRET_KEY", "MEDIA_URL", "MAIL_URL", "SMS_URL", "SITE_URL", "DEMO")
    ours = (*ours, "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in ours}


def until(happens: Callable[[], bool], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def database(instance: Path) -> sqlite3.Connection:
    return sqlite3.connect(instance / "maalem.sqlite")


def kill_in_the_midst(site: Site, instance: Path, *, after: int) -> list[str]:
    """Let three people send requests, kill parent and worker once so many were answered, and wait for the end.

    Returns the keys of all requests that were answered. The web server sees that its parent is gone, and goes.
    """
    sent: list[str] = []
    until(lambda: len(site.children()) == 2)
    with closing(database(instance)) as reading:
        variant = reading.execute(
            "SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id"
            " WHERE i.state = 'published' AND v.kind = 'made_to_order' LIMIT 1"
        ).fetchone()[0]

    killed = threading.Event()

    def go_on_sending() -> None:
        while not killed.is_set():
            key = new_key()
            form = f"key={key}&name=Amina&email=amina-{key}%40example.org&channel=email&country=FR&qty-{variant}=1"
            try:
                if site.ask("POST", "/fr/request", form) != 303:
                    return
            except ConnectionRefusedError:  # a server that was started again may not listen yet
                time.sleep(0.1)
                continue
            except (OSError, HTTPException):
                continue
            sent.append(key)

    senders = [threading.Thread(target=go_on_sending) for _ in range(3)]
    for sender in senders:
        sender.start()
    until(lambda: len(sent) >= after or not any(sender.is_alive() for sender in senders))
    children = site.children()
    killed.set()
    for pid in (site.process.pid, children["worker"]):
        os.kill(pid, signal.SIGKILL)
    for sender in senders:
        sender.join()
    site.process.wait(PATIENCE)
    until(lambda: not is_alive(children["web"]) and family.is_free("127.0.0.1", site.port))
    return sent


def lost_of(sent: list[str], instance: Path) -> set[str]:
    """Which of the answered requests are not in the database."""
    with closing(database(instance)) as reading:
        kept = {key for (key,) in reading.execute("SELECT key FROM submitted_form")}
        kept |= {key for (key,) in reading.execute("SELECT key FROM purchase_request")}
    return set(sent) - kept


def is_sound(instance: Path) -> bool:
    with closing(database(instance)) as reading:
        return bool(reading.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
