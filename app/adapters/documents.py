"""Documents on paper: our templates under ``templates/documents/`` and the data they are filled with become a PDF.

Texts go in as JSON strings and are never read as markup. The work is done by a process of its own, with bounds on its
memory, its time and its pages, and the same data gives the same bytes: nothing but what is handed over gets in, no font
of this machine, no clock, no network.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import fontpkg_ibm_plex_sans_arabic as plex

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "documents"
TYPESETTER = Path(__file__).with_name("typesetting.py")
NOWHERE = "http://127.0.0.1:9"
"""Where whatever wants to leave this machine is sent: nobody answers there."""


class Unprintable(Exception):
    """The document cannot be made; the message says why, for whoever keeps the templates."""


class File(NamedTuple):
    """name: with folders, as the template asks for it."""

    name: str
    body: bytes


class Limits(NamedTuple):
    """seconds: of processor time; of the clock, twice as many."""

    seconds: int = 120
    megabytes: int = 2_000
    pages: int = 60


def typeset(
    template: str, data: Mapping[str, Any], files: Iterable[File] = (), *, at: datetime, limits: Limits | None = None
) -> bytes:
    """A PDF. Raises Unprintable.

    template: its name without ending. data: plain JSON values, ``lang`` ("fr") and ``dir`` ("rtl") among them. files:
    pictures and the like, taken one by one, so that a thousand need the memory of one; the data is written down after
    the last. at: when the document is said to have been made.
    """
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="maalem-") as folder:
        root = Path(folder)
        shutil.copytree(TEMPLATES, root, dirs_exist_ok=True)
        for file in files:
            place = root / file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.body)
        asked = {
            "template": f"{template}.typ",
            "data": json.dumps(data, ensure_ascii=False),
            "fonts": str(plex.ROOT / "files"),
            "timestamp": int(at.timestamp()),
            "limits": bounds._asdict(),
        }
        _set(root, json.dumps(asked), bounds)
        return (root / "document.pdf").read_bytes()


def _set(root: Path, asked: str, bounds: Limits) -> None:
    """Let the typesetter work in its folder. It knows nothing of ours: no environment, no path of this program."""
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-I", str(TYPESETTER)],
            input=asked,
            cwd=root,
            env={"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "PATH": os.defpath},
            capture_output=True,
            text=True,
            timeout=2 * bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unprintable(f"not done after {2 * bounds.seconds} seconds") from late
    if done.returncode:
        raise Unprintable(done.stderr.strip()[-2000:] or f"the typesetter ended with {done.returncode}")
