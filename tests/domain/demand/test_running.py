"""The day that is not over is counted every few minutes; pages read that count, and requests as they come."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db, writing
from app.domain.demand import batches, counts, reading, remembered, rolling, running
from app.domain.demand.batch_writer import BatchWriter
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.demand.signals import Glimpse, Sign
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW

LATER = NOW + timedelta(minutes=10)
KINDS = tuple(SignalKind)


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few signs a day has."""
    monkeypatch.setattr(running, "FEW", 0)


def read(now: object = NOW) -> list[tuple[SignalKind, int, int, int, str]]:
    cells = reading.cells(TODAY - timedelta(days=9), TODAY, now=now, kinds=KINDS)  # type: ignore[arg-type]  # a moment
    return sorted((cell.kind, (TODAY - cell.day).days, cell.item_id, cell.signals, cell.words) for cell in cells)


def visits() -> None:
    for visitor in "abc":
        given.signal(SignalKind.VIEW, item_id=7, craft_id=2, visitor=visitor)
        given.search("panier", visitor)
    given.signal(SignalKind.REQUEST_LINE, item_id=7, request_id=4, quantity=3)
    given.signal(SignalKind.VIEW, item_id=7, visitor="a", at=NOW - timedelta(days=2))
    rolling.roll_up_due(NOW)


def test_what_was_counted_of_today_reads_as_if_it_were_counted_now(app: Flask) -> None:
    visits()
    before = read()
    running.count(NOW)
    assert read() == before and counts.read(NOW).noted == TODAY + timedelta(days=1)


def test_what_comes_after_the_count_waits_for_the_next_but_requests_do_not(app: Flask) -> None:
    visits()
    running.count(NOW)
    given.signal(SignalKind.VIEW, item_id=7, craft_id=2, visitor="d", at=LATER)
    given.signal(SignalKind.REQUEST_LINE, item_id=7, request_id=5, at=LATER)
    assert (SignalKind.VIEW, 0, 7, 3, "") in read(LATER) and (SignalKind.REQUEST_LINE, 0, 7, 2, "") in read(LATER)
    running.count(LATER)
    assert (SignalKind.VIEW, 0, 7, 4, "") in read(LATER)


def test_a_page_reads_no_raw_visits_of_a_day_that_was_counted(app: Flask) -> None:
    visits()
    running.count(NOW)
    db.session.execute(DemandSignal.__table__.delete().where(DemandSignal.kind == SignalKind.VIEW))  # type: ignore[attr-defined]  # a Table
    assert (SignalKind.VIEW, 0, 7, 3, "") in read()


def test_an_old_count_is_not_used(app: Flask) -> None:
    visits()
    running.count(NOW)
    given.signal(SignalKind.VIEW, item_id=7, craft_id=2, visitor="d", at=LATER)
    much_later = NOW + counts.OLD
    assert (SignalKind.VIEW, 0, 7, 4, "") in read(much_later)
    assert (SignalKind.VIEW, 0, 7, 3, "") not in read(much_later), "never both"


def test_the_running_day_is_rolled_up_whole_when_it_is_over(app: Flask) -> None:
    visits()
    running.count(NOW)
    given.signal(SignalKind.VIEW, item_id=7, craft_id=2, visitor="d", at=LATER)
    tomorrow = NOW + timedelta(days=1)
    assert counts.last_rolled(TODAY + timedelta(days=1)) == TODAY - timedelta(days=2)
    assert rolling.roll_up_due(tomorrow) == [TODAY] and counts.running() == (None, None)
    views = select(func.sum(DemandDay.signals)).where(DemandDay.day == TODAY, DemandDay.kind == SignalKind.VIEW)
    lines = select(func.sum(DemandDay.quantity)).where(DemandDay.kind == SignalKind.REQUEST_LINE)
    assert (db.session.scalar(views), db.session.scalar(lines)) == (4, 3)


def test_just_after_midnight_the_day_before_still_runs(app: Flask) -> None:
    midnight = given.start(TODAY + timedelta(days=1))
    visits()
    running.count(midnight + timedelta(seconds=30))
    assert counts.running()[0] == TODAY
    assert rolling.roll_up_due(midnight + timedelta(seconds=90)) == [TODAY]


def test_some_rare_words_are_seen_while_their_day_lasts_and_are_known_to_no_other(app: Flask) -> None:
    yesterday = NOW - timedelta(days=1)
    for words in ("mon nom est Carmen", "mon nom est Aïcha"):
        given.search(words, "a", at=yesterday)
        given.search(words, "b")
    running.count(NOW)
    assert sorted(cell.words for cell in db.session.scalars(select(DemandDay))) == [
        "mon nom est aïcha",
        "mon nom est carmen",
    ]
    assert rolling.roll_up_due(NOW) == [TODAY - timedelta(days=1)]
    assert [(cell.words, cell.signals) for cell in db.session.scalars(select(DemandDay))] == [("", 2)]
    assert counts.running() == (None, None)


def test_few_rare_words_are_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_RARE", 1)
    for words, visitors in (("tapis", "a"), ("panier", "ab"), ("mendil", "abc")):
        for visitor in visitors:
            given.search(words, visitor)
    running.count(NOW)
    assert {cell.words: cell.signals for cell in db.session.scalars(select(DemandDay))} == {
        "": 1,
        "panier": 2,
        "mendil": 3,
    }


def test_a_day_of_very_many_signs_is_counted_less_often(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visits()
    monkeypatch.setattr(rolling, "MOST_ROWS", 3)
    running.count(NOW)
    running.count(LATER)
    assert counts.running() == (TODAY, NOW)
    running.count(NOW + running.SELDOM)
    assert counts.running() == (TODAY, NOW + running.SELDOM)


def test_what_was_made_of_days_is_remembered_until_one_of_them_changes(app: Flask) -> None:
    assert counts.read(NOW).edition == 0
    assert remembered.keep(counts.read(NOW), "some", [1]) == [1] and remembered.found(counts.read(NOW), "some") is None
    visits()
    first = counts.read(NOW)
    remembered.keep(first, "some", [2])
    running.count(NOW)
    assert first.edition and remembered.found(counts.read(NOW), "some") == [2], "of finished days nothing changed"
    rolling.roll_up(TODAY - timedelta(days=2))
    assert remembered.found(counts.read(NOW), "some") is None
    for number in range(remembered.MOST):
        remembered.keep(first, Random(number).random(), [number])
    assert remembered.found(first, "some") is None, "few are held"


def test_signs_on_their_way_while_a_day_runs_do_not_end_it(app: Flask) -> None:
    visits()
    running.count(NOW)
    glimpse = Glimpse(LATER, "192.0.2.7|x", Sign(SignalKind.VIEW, item_id=7, craft_id=2))
    BatchWriter(db.session.connection()).write([glimpse])
    assert batches.take_apart(rolling.roll_up) == 1
    assert counts.running() == (TODAY, NOW) and counts.last_rolled(TODAY + timedelta(days=1)) != TODAY


def test_what_nobody_counted_for_a_hundred_days_is_counted_before_it_goes(app: Flask) -> None:
    visits()
    running.count(NOW)
    given.search("mon nom est Carmen", "a", at=LATER)
    much_later = NOW + timedelta(days=100)
    rolling.drop_old(much_later)
    assert rolling.roll_up_due(much_later) == [TODAY]
    running.count(much_later)
    kept = select(DemandDay.words, DemandDay.signals).where(DemandDay.day == TODAY, DemandDay.kind == SignalKind.SEARCH)
    assert sorted(map(tuple, db.session.execute(kept))) == [("", 1), ("panier", 3)]
    rolling.drop_old(much_later)
    assert db.session.scalar(select(func.count(DemandSignal.id))) == 0


def test_a_worker_whose_clock_is_behind_leaves_a_day_that_is_over(app: Flask) -> None:
    midnight = given.start(TODAY + timedelta(days=1))
    visits()
    rolling.roll_up_due(midnight + timedelta(seconds=61))
    whole = read(midnight)
    given.signal(SignalKind.VIEW, item_id=8, visitor="a", at=midnight + timedelta(seconds=62))
    running.count(midnight + timedelta(seconds=63))
    running.count(midnight + timedelta(seconds=59))
    assert counts.running()[0] == TODAY + timedelta(days=1)
    assert read(midnight) == whole and counts.last_rolled(TODAY + timedelta(days=2)) == TODAY


def test_a_count_of_a_day_that_left_nothing_to_count_again_goes_with_the_next(app: Flask) -> None:
    given.search("mon nom est Carmen", "a")
    running.count(NOW)
    db.session.execute(DemandSignal.__table__.delete())  # type: ignore[attr-defined]  # a Table
    running.count(NOW + timedelta(days=1))
    assert db.session.scalars(select(DemandDay)).all() == []


def test_a_count_and_a_roll_up_at_once_leave_no_day_that_looks_rolled_up(own_app: Flask) -> None:
    counted, waiting = Event(), Event()

    def beside(deed: Callable[[], None]) -> Thread:
        def run() -> None:
            with own_app.app_context(), writing():
                deed()
                db.session.commit()
                db.session.remove()

        thread = Thread(target=run)
        thread.start()
        return thread

    def count_again() -> None:
        running.count(LATER)
        counted.set()
        waiting.wait(1)

    def late() -> None:
        counted.wait(20)
        rolling.roll_up(TODAY - timedelta(days=2))

    beside(visits).join()
    beside(lambda: running.count(NOW)).join()
    both = [beside(count_again), beside(late)]
    for thread in both:
        thread.join()
    with own_app.app_context():
        assert counts.last_rolled(TODAY + timedelta(days=1)) == TODAY - timedelta(days=2)
        assert rolling.roll_up_due(NOW + timedelta(days=1)) == [TODAY]
        db.session.remove()


def test_a_day_of_few_signs_is_left_to_the_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visits()
    monkeypatch.setattr(running, "FEW", 8)
    running.count(NOW)
    assert counts.running() == (None, None)
    given.signal(SignalKind.VIEW, item_id=7, craft_id=2, visitor="d")
    running.count(NOW)
    assert counts.running() == (TODAY, NOW)
