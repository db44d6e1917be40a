"""The worker's part in recording: what the site noted becomes raw signals, a few batches at a time."""

from time import monotonic

from app.base.database import db, reading, writing
from app.domain.demand import batches, rolling

SLICE = 1.0
"""Seconds after which the worker's other tasks have their turn, however much came while none ran."""


def begin() -> None:
    """What another version could not read is tried again."""
    with writing():
        batches.try_again()
        db.session.commit()


def take_next() -> bool:
    """Take apart what waits, some batches in a transaction. Returns whether there were any."""
    until = monotonic() + SLICE
    worked = False
    while _take_some():
        worked = True
        if monotonic() > until:
            break
    return worked


def _take_some() -> bool:
    with reading():
        meant = batches.meanings()
        db.session.rollback()
    if meant is None:
        return False
    with writing():
        taken = batches.take_apart(rolling.roll_up, meant)
        db.session.commit()
    return taken > 0
