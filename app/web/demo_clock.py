"""The demonstration's clock: how far it was moved forward, read from the database at most once a second."""

from datetime import timedelta
from time import monotonic

from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db, reading
from app.domain.work.models import Installation

KEPT_SECONDS = 1.0


class DemoClock:
    """Asked for every time that is told, so it remembers the answer for a second."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._asked_at = float("-inf")
        self._offset = timedelta()

    def offset(self) -> timedelta:
        if monotonic() - self._asked_at > KEPT_SECONDS:
            with self._app.app_context(), reading(), db.engine.connect() as connection:
                seconds = connection.scalar(select(Installation.clock_offset_seconds)) or 0
            self._offset, self._asked_at = timedelta(seconds=seconds), monotonic()
        return self._offset


def register(app: Flask) -> None:
    clock.keep_offset(DemoClock(app).offset)
