"""Bounds a process for the rest of its life, then lets it be a program: no file makes it use more than this.

Arguments: bytes of memory, seconds of processor time, bytes of any file it writes; the program and what it is told.
"""

import resource
import runpy
import sys


def main(memory: int, seconds: int, written: int, program: str) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    del sys.argv[:4]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
