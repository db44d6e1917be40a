"""A parent process and its children: started together, ended together, never left behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic
from types import FrameType

from app.jobs.tied import VARIABLE

GRACE = 10.0  # seconds a child has to finish what it is doing
PATIENCE = 60.0  # seconds until the first child must answer
RESTARTS, WITHIN = 3, 60.0
"""A child that crashes is started again, but not more often than this many times within so many seconds."""
LOOK_EVERY = 0.2


class Child:
    """One child process and the moments at which it had to be started again."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name, self.command = name, command
        self.crashes: list[float] = []
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        """In a process group of its own: Ctrl-C reaches the parent, who then tells the children in order."""
        return subprocess.Popen(  # noqa: S603  # our own commands
            self.command, env={**os.environ, VARIABLE: str(os.getpid())}, start_new_session=True
        )  # our own commands

    @property
    def is_gone(self) -> bool:
        return self.process.poll() is not None

    def raise_again(self) -> bool:
        """Start a crashed child anew; False if that was tried too often."""
        now = monotonic()
        self.crashes = [then for then in self.crashes if now - then < WITHIN] + [now]
        if len(self.crashes) > RESTARTS:
            return False
        say(f"the {self.name} ended by itself ({_how(self.process.returncode)}); starting it again")
        self.process = self._start()
        return True

    def end(self) -> None:
        if not self.is_gone:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        try:
            self.process.wait(max(0.1, until - monotonic()))
        except subprocess.TimeoutExpired:
            say(f"the {self.name} did not end in time and was killed")
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def live(members: Mapping[str, Sequence[str]], *, answers: Callable[[], bool], ready: Callable[[], object]) -> int:
    """Start every member, say ``ready`` once the site answers, watch over them. Returns the exit status.

    Ends on Ctrl-C or SIGTERM (0), or when a member cannot be kept alive (1).
    """
    stop = Event()
    for known in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(known, _stopper(stop))
    children = [Child(name, command) for name, command in members.items()]
    try:
        return _watch(children, stop, answers, ready)
    finally:
        until = monotonic() + GRACE
        for child in children:
            child.end()
        for child in children:
            child.wait(until)


def _watch(children: list[Child], stop: Event, answers: Callable[[], bool], ready: Callable[[], object]) -> int:
    began, said = monotonic(), False
    while not stop.wait(LOOK_EVERY):
        for child in children:
            if child.is_gone and not child.raise_again():
                say(f"the {child.name} cannot be kept alive ({_how(child.process.returncode)}); stopping")
                return 1
        if not said and answers():
            said = True
            ready()
        elif not said and monotonic() - began > PATIENCE:
            say("the site does not answer; stopping")
            return 1
    return 0


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there and we may."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_answering(host: str, port: int) -> bool:
    """Whether the site says that it is up."""
    talk = HTTPConnection(host, port, timeout=1)
    try:
        talk.request("GET", "/healthz")
        return talk.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        talk.close()


def say(sentence: str) -> None:
    print(f"Maalem: {sentence}.", file=sys.stderr, flush=True)


def _how(status: int | None) -> str:
    if status is not None and status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"status {status}"


def _stopper(stop: Event) -> Callable[[int, FrameType | None], None]:
    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    return told
