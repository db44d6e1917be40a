"""Servers, requests and processor time."""

import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.databases import SERVER

PATIENCE = 60.0
BROWSER = {"Accept-Language": "fr", "User-Agent": "bench bot"}
_OF_PROCESS = 2
"""Linux: the scheduler's clock of a whole process, threads that ended included."""


@dataclass(frozen=True)
class Cost:
    """What one request costs: processor milliseconds of application and database, and requests a second."""

    milliseconds: float
    per_second: float


@dataclass(frozen=True)
class Running:
    """A server that answers. database: the PostgreSQL database whose processes count too, or None."""

    port: int
    process: int
    database: str | None
    seen: dict[int, float] = field(default_factory=dict)
    asked: Iterator[int] = field(default_factory=count)

    def spent(self) -> float:
        """Processor seconds so far, of the server's processes and of its database's, ended ones included."""
        for process in [*_family(self.process), *backends(self.database)]:
            self.seen[process] = max(self.seen.get(process, 0.0), seconds_of(process))
        return sum(self.seen.values())

    def cost(self, path: str, requests: int, *, anew: bool = False, known: str = "") -> Cost:
        """Ask for a page so many times over one connection. anew: each time at an address that nobody asked for yet,
        so that no page kept whole in memory answers. known: the ETag of what the browser has already."""
        talk = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = BROWSER | ({"If-None-Match": known} if known else {})
        before, began = self.spent(), time.perf_counter()
        for _ in range(requests):
            asked = f"{path}{'&' if '?' in path else '?'}asked={next(self.asked)}" if anew else path
            talk.request("GET", asked, headers=headers)
            answer = talk.getresponse()
            body = answer.read()
            if answer.status != (304 if known else 200) or bool(body) is bool(known):
                raise RuntimeError(f"{path}: {answer.status}")
        took, spent = time.perf_counter() - began, self.spent() - before
        talk.close()
        return Cost(milliseconds=spent * 1000 / requests, per_second=requests / took)


@contextmanager
def serving(target: str, environment: dict[str, str], database: str | None) -> Iterator[Running]:
    """A server of its own on a free port, ended afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.serve", target, str(port)]
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=sys.stderr)
    try:
        _wait_for(port)
        yield Running(port, server.pid, database)
    finally:
        server.terminate()
        server.wait(20)


class Sent(NamedTuple):
    """size: bytes of the body. tag: the ETag."""

    size: int
    tag: str


def sent(port: int, path: str) -> Sent:
    talk = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    talk.request("GET", path, headers=BROWSER)
    answer = talk.getresponse()
    return Sent(len(answer.read()), answer.getheader("ETag", ""))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _family(process: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended while we looked
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def backends(database: str | None) -> list[int]:
    """Those that answer us: what tidies up behind runs at times of its own, whatever is measured."""
    if database is None:
        return []
    with psycopg.connect(SERVER, autocommit=True) as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
        return [row[0] for row in connection.execute(query, [database])]


def seconds_of(process: int) -> float:
    """By the process's own clock, in nanoseconds: a floor of half a millisecond is lost between the ticks of /proc."""
    try:
        return time.clock_gettime(~process << 3 | _OF_PROCESS)
    except OSError:  # it ended
        return 0.0


def measured(deed: Callable[[], object]) -> tuple[float, int]:
    """Processor milliseconds of this process and the children it waited for; the most memory of a child, in MiB."""
    peak, over = [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(os.getpid(), peak, over), daemon=True)
    watch.start()
    before = _spent()
    deed()
    spent = _spent() - before
    over.set()
    watch.join()
    return spent * 1000, peak[0]


def _spent() -> float:
    own, children = resource.getrusage(resource.RUSAGE_THREAD), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _watch(parent: int, peak: list[int], over: threading.Event) -> None:
    """The high-water mark of every child, which the system itself keeps. A child that does not yet run what it was
    started for still stands in our own memory, and counts for nothing."""
    listed, ours = Path(f"/proc/{parent}/task"), Path(f"/proc/{parent}/cmdline").read_bytes()
    while not over.wait(0.02):
        for task in listed.iterdir():
            try:
                children = [
                    child
                    for child in (task / "children").read_text().split()
                    if Path(f"/proc/{child}/cmdline").read_bytes() != ours
                ]
                marks = [line for child in children for line in Path(f"/proc/{child}/status").read_text().splitlines()]
            except OSError:  # it ended while we looked
                continue
            peak += [int(line.split()[1]) // 1024 for line in marks if line.startswith("VmHWM")]
        peak[:] = [max(peak)]
