"""Workers that take batches apart at once, by connections of their own, while the clock's job counts days."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db, writing
from app.domain.demand import batches, counts, rolling, running
from app.domain.demand.models import DemandDay, DemandSignal, SignalBatch, SignalKind
from app.domain.demand.signals import Glimpse, Sign
from app.domain.work.jobs import Rest
from app.jobs import clockwork
from app.jobs.demand import unpacking
from tests.domain.demand.given import TODAY
from tests.given import NOW

BATCHES = 150
DAYS = 3


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few signs a day has."""
    monkeypatch.setattr(running, "FEW", 0)


def lying(number: int) -> SignalBatch:
    """Signs of today and of days before that were counted, each of which has the day counted again."""
    at = NOW - timedelta(days=number % DAYS, minutes=5)
    said = f"panier {number % 4}" if number % 2 else None
    kind = SignalKind.SEARCH if said else SignalKind.VIEW
    signs = [Glimpse(at, "", Sign(kind, "fr", item_id=None if said else 1 + number % 5, words=said)) for _ in range(3)]
    return SignalBatch(at=at, body=batches.packed(signs, [f"{number}-{one}" for one in range(3)]))


def test_every_sign_is_counted_once_whoever_takes_it_apart(own_app: Flask) -> None:
    troubles: list[str] = []
    together = Barrier(3)

    def work(number: int) -> None:
        with own_app.app_context():
            together.wait()
            for _ in range(60):
                try:
                    if number:
                        unpacking.take_next()
                    else:
                        with writing():
                            clockwork.JOBS["days of demand rolled up"].run(NOW)
                            db.session.commit()
                except Exception as trouble:  # whatever it is, the test tells it
                    troubles.append(repr(trouble))
                finally:
                    db.session.remove()

    with own_app.app_context(), writing(), time_machine.travel(NOW, tick=False):
        db.session.add_all(DemandSignal(kind=SignalKind.VIEW, at=NOW - timedelta(days=day)) for day in range(1, DAYS))
        rolling.roll_up_due(NOW)
        db.session.add_all(map(lying, range(BATCHES)))
        db.session.commit()
        db.session.remove()
    workers = [Thread(target=work, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with own_app.app_context(), writing():
        while clockwork.JOBS["days of demand rolled up"].run(NOW) is Rest.NONE:
            pass
        signs = db.session.scalar(select(func.count(DemandSignal.id)))
        by_day = select(DemandDay.day, func.sum(DemandDay.signals)).group_by(DemandDay.day)
        counted = {day: int(count) for day, count in db.session.execute(by_day)}
        assert troubles == []
        assert signs == 3 * BATCHES + DAYS - 1
        assert counted == {TODAY - timedelta(days=ago): BATCHES + (ago > 0) for ago in range(DAYS)}
        assert counts.running() == (TODAY, NOW)
        db.session.remove()
