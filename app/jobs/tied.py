"""A child process ends when its parent does, even when that was killed and could say nothing."""

import os
import signal
from threading import Thread
from time import sleep

VARIABLE = "MAALEM_TIED_TO"
"""The parent's process id, given by a parent that wants its children tied to it."""
LOOK_EVERY = 0.5  # seconds


def end_with_parent() -> None:
    """Send ourselves SIGTERM once the parent named in the environment is no longer our parent."""
    parent = os.environ.get(VARIABLE)
    if parent is not None:
        Thread(target=_watch, args=(int(parent),), name="tied", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
