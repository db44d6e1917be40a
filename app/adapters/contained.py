"""Bounds a process for the rest of its life, then lets it be a program: no file makes it use more than this.

Arguments: bytes of memory, seconds of processor time, bytes of any file it writes; the program and what it is told.
"""

import resource
import runpy
import sys


def main(memory: int, seconds: int, written: int, program: str) -> None:
    for what, most, at_last in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # a second to die of the first, which says why
        (resource.RLIMIT_FSIZE, written, written),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (_least(most, hard), _least(at_last, hard)))
    del sys.argv[:4]
    runpy.run_path(program, run_name="__main__")


def _least(most: int, hard: int) -> int:
    return most if hard == resource.RLIM_INFINITY else min(most, hard)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
