"""Long work on a row, a little at a time, so that nothing else waits for it.

The row has a lease that is renewed at every step. What was found out so far is this process's own: if it dies, the
next worker begins anew.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import ColumnElement, select

from app.base import clock
from app.base.database import db, writing
from app.domain.catalogue.sheets.models import Sheet, SheetExport
from app.domain.work import leases

log = structlog.get_logger("tables")

LEASE = timedelta(minutes=5)
MOST_TRIES = 3
SLICE = 0.5
"""Seconds of work between two looks at everything else."""
Row = TypeVar("Row", Sheet, SheetExport)


class Turn(ABC, Generic[Row]):
    """A row in the hands of this worker."""

    def __init__(self, row: Row) -> None:
        self.id, self.lease = row.id, row.leased_until
        self._table: type[Row] = type(row)

    @abstractmethod
    def go_on(self) -> bool:
        """Some steps more. Returns whether any are left."""

    @abstractmethod
    def end(self) -> None:
        """Let go of what is this process's own."""

    @contextmanager
    def held(self, *, ends: bool = False) -> Iterator[Row | None]:
        """The row, for a change that is then committed; None where another has taken it over.

        Its lease is renewed, or given back where the work ends.
        """
        with writing():
            row = leases.held(self._table, self._table.id == self.id, self.lease)
            lease = None if ends else clock.now() + LEASE
            if row is not None:
                row.leased_until = lease
            yield row
            db.session.commit()
        if row is not None:
            self.lease = lease


class Turns(Generic[Row]):
    """What this process is in the midst of: one row of a table or none.

    ready: which rows are work. begin: makes a turn of one. give_up: says of a row that it was tried too often.
    """

    def __init__(
        self,
        table: type[Row],
        ready: ColumnElement[bool],
        begin: Callable[[Row], Turn[Row]],
        give_up: Callable[[Row], Any],
    ) -> None:
        self._table: type[Row] = table
        self._begin: Callable[[Row], Turn[Row]] = begin
        self._give_up: Callable[[Row], Any] = give_up
        self._ready = ready
        self._now: list[Turn[Row]] = []

    def run_next(self) -> bool:
        """Go on for a moment, or begin with a row that waits. Returns whether there was one."""
        if not self._now:
            row = self.take(clock.now())
            if row is None or row.leased_until is None:
                return row is not None
            self._now.append(self._begin(row))
        try:
            goes_on = self._now[0].go_on()
        except BaseException:
            self._now.pop().end()
            raise
        if not goes_on:
            self._now.pop().end()
        return True

    def take(self, at: datetime) -> Row | None:
        """One that nobody holds, leased; given up and without a lease where it was tried too often."""
        free = self._table.leased_until.is_(None) | (self._table.leased_until <= at)
        waiting = db.session.scalar(select(self._table.id).where(self._ready, free).limit(1))
        db.session.rollback()
        if waiting is None:
            return None
        with writing():
            taken = leases.take(self._table, self._ready, at=at, lasting=LEASE, order=self._table.id)
            for row in taken:
                row.tries += 1
                if row.tries > MOST_TRIES:
                    self._give_up(row)
                    row.leased_until = None
                    log.error("a table was given up", table=self._table.__tablename__, row=row.id, tries=MOST_TRIES)
            db.session.commit()
        return next(iter(taken), None)
