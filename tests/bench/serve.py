"""A server for the benchmark: the program and the options that the site itself uses, for any WSGI application."""

import sys

from granian.constants import Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import Server

from app.jobs.web import THREADS


def main(target: str, port: int) -> None:
    Server(
        target,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        runtime_mode=RuntimeModes.st,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
