"""Files that somebody sent are unfolded by programs of their own, each in a process with bounded memory and time.

Decoders are where hostile files bite: what they do, they do there (``contained``). The program sees the file and
nothing else of ours: no settings, no keys, no open connection.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

_HERE = Path(__file__).parent


class NoProcess(Exception):
    """The machine could not do the work, which says nothing about the file. It may be tried again."""


class Bounds(NamedTuple):
    """memory: bytes of address space. seconds: of processor time. patience: seconds on the clock, on a machine that has
    much else to do. answer: bytes."""

    memory: int
    seconds: int
    patience: float
    answer: int


@contextmanager
def answer_of(program: str, body: bytes, bounds: Bounds, *arguments: str) -> Iterator[BinaryIO]:
    """What a program beside this module says of a file: a part of its answer, or nothing, where it met something it
    could not bear. Raises NoProcess."""
    within = (str(bounds.memory), str(bounds.seconds), str(bounds.answer))
    command = [sys.executable, "-I", str(_HERE / "contained.py"), *within, str(_HERE / program), *arguments]
    with TemporaryFile() as source, TemporaryFile() as answer:
        source.write(body)
        source.seek(0)
        _run(command, source, answer, bounds.patience)
        answer.seek(0)
        yield answer


def _run(command: list[str], source: BinaryIO, answer: BinaryIO, patience: float) -> None:
    try:
        ended = subprocess.run(  # noqa: S603  # our own program
            command, stdin=source, stdout=answer, stderr=subprocess.DEVNULL, env={}, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:  # it is ended; what it has not answered is missing
        return
    except OSError as trouble:
        raise NoProcess(str(trouble)) from trouble
    if ended.returncode == -signal.SIGKILL:  # by the system, which lacks memory: we did not do it
        raise NoProcess("killed")
