"""`python -m tests.bench [SUITE …] [--items N …]`: measures, and writes JSON to standard output; words go to stderr."""

import json
import os
import platform
import signal
import sys
from collections.abc import Callable

from tests.bench import advice, demand, demand_pages, pages, pictures, rules, sheets, torture
from tests.bench.databases import engines

SUITES: dict[str, Callable[[str, list[str]], dict[str, object]]] = {
    "pages": pages.pages,
    "search": pages.search,
    "writes": rules.writes,
    "demand": demand.demand,
    "demand_pages": demand_pages.demand_pages,
    "tables": sheets.tables,
    "torture": torture.torture,
}
OF_NO_ENGINE: dict[str, Callable[[], dict[str, object]]] = {
    "pictures": pictures.pictures,
    "advice": advice.verdicts,
}


def main(arguments: list[str]) -> None:
    """Without a suite: the first pages. Sizes are handed on to the loading."""
    options = next((place for place, word in enumerate(arguments) if word.startswith("--")), len(arguments))
    names, sizes = arguments[:options] or ["pages"], arguments[options:]
    if unknown := set(names) - set(SUITES) - set(OF_NO_ENGINE):
        sys.exit(f"SUITE: {', '.join(sorted(unknown))}: expected some of {', '.join([*SUITES, *OF_NO_ENGINE])}")
    signal.signal(signal.SIGTERM, _end)
    found: dict[str, object] = {"machine": {"python": platform.python_version(), "processors": os.cpu_count()}}
    found |= {name: OF_NO_ENGINE[name]() for name in names if name in OF_NO_ENGINE}
    for engine in engines():
        measured = {name: SUITES[name](engine, sizes) for name in names if name in SUITES}
        found |= {engine: measured} if measured else {}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def _end(number: int, _frame: object) -> None:
    """Told to stop: leave by the ordinary way, so that servers end and databases go."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    main(sys.argv[1:])
