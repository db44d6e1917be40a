"""A program that unfolds what somebody sent keeps within its bounds whatever it tries."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.adapters.containment import Bounds, answer_of

MEBIBYTE = 1024 * 1024
BOUNDS = Bounds(memory=256 * MEBIBYTE, seconds=3, patience=30.0, answer=MEBIBYTE)
ASKS = """
import json, os, resource
if os.getuid() == 0:  # a site runs as somebody; the master of a machine may do anything
    os.setgid(65534)
    os.setuid(65534)
told = {}
for name in ("AS", "CPU", "FSIZE", "CORE"):
    which = getattr(resource, f"RLIMIT_{name}")
    try:
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (ValueError, OSError):  # nobody but the system's master may
        pass
    soft, hard = resource.getrlimit(which)
    try:
        resource.setrlimit(which, (hard, hard))
    except (ValueError, OSError):
        pass
    told[name] = resource.getrlimit(which)[0]
told["environment"] = sorted(os.environ)
print(json.dumps(told))
"""


def answered(tmp_path: Path, program: str) -> bytes:
    file = tmp_path / "child.py"
    file.write_text(program)
    with answer_of(str(file), b"sent", BOUNDS) as answer:
        return answer.read()


def test_bounds_cannot_be_widened_from_within(tmp_path: Path) -> None:
    told: dict[str, Any] = json.loads(answered(tmp_path, ASKS))
    assert told["AS"] == BOUNDS.memory and told["FSIZE"] == BOUNDS.answer and told["CORE"] == 0
    assert told["CPU"] == BOUNDS.seconds + 1
    assert set(told["environment"]) <= {"LC_CTYPE"}, "Python sets this one itself"


@pytest.mark.parametrize(
    "program",
    [
        "while True:\n    pass",
        "bytearray(300 * 1024 * 1024)\nprint('all')",
        "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_DFL)\nwhile True:\n    pass",
        "raise MemoryError",
        "import os\nos.abort()",
    ],
)
def test_what_goes_beyond_them_is_no_answer(tmp_path: Path, program: str) -> None:
    assert answered(tmp_path, program) == b""


def test_an_endless_answer_ends(tmp_path: Path) -> None:
    endless = "import sys\nwhile True:\n    sys.stdout.write('x' * 100_000)"
    assert len(answered(tmp_path, endless)) == BOUNDS.answer
