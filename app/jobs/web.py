"""The web server's own process: `python -m app.jobs.web`. Why granian: docs/decisions/007-server-and-worker.md."""

import argparse
import os

from granian.constants import Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from app.jobs import tied

THREADS = 8
"""Per process. Few: a cooperative has one small machine, and SQLite writes one at a time anyway."""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--host", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=8000)
    asked.add_argument("--processes", type=int, default=1)
    given = asked.parse_args()
    tied.end_with_parent()
    os.environ[tied.VARIABLE] = str(os.getpid())  # granian's own workers are tied to granian
    Server(
        "app.jobs.web_worker:app",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.processes,
        blocking_threads=THREADS,
        runtime_mode=RuntimeModes.st,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        log_level=LogLevels.error,
        workers_kill_timeout=8,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
