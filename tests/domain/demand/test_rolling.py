"""A day's signals become counts; what could point at a person goes."""

from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.audit import keys
from app.domain.audit.models import DailyKey
from app.domain.demand import reading, rolling
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW


def rolled() -> list[DemandDay]:
    return list(db.session.scalars(select(DemandDay).order_by(DemandDay.kind, DemandDay.words, DemandDay.item_id)))


def seen() -> list[tuple[object, ...]]:
    """Every column but the id."""
    columns = [column for column in DemandDay.__table__.c if column.name != "id"]
    return sorted((tuple(row) for row in db.session.execute(select(*columns))), key=str)


def test_views_are_counted_by_piece_with_their_visitors(app: Flask) -> None:
    for visitor in ("a", "a", "b"):
        given.signal(SignalKind.VIEW, item_id=7, craft_id=2, artisan_id=5, visitor=visitor, value=100)
    given.signal(SignalKind.VIEW, item_id=8, visitor="a")
    given.signal(SignalKind.VIEW, item_id=7, visitor="c", at=NOW - timedelta(days=1))
    rolling.roll_up(TODAY)
    seven, eight = sorted(rolled(), key=lambda d: d.item_id)
    assert (seven.signals, seven.visitors, seven.value, seven.artisan_id) == (3, 2, 300, 5)
    assert (eight.signals, eight.craft_id, eight.words) == (1, 0, "")


def test_a_day_begins_at_midnight_in_casablanca(app: Flask) -> None:
    midnight = given.start(TODAY)
    given.signal(SignalKind.VIEW, item_id=1, at=midnight - timedelta(seconds=1))
    given.signal(SignalKind.VIEW, item_id=2, at=midnight)
    given.signal(SignalKind.VIEW, item_id=3, at=midnight + timedelta(days=1))
    rolling.roll_up(TODAY)
    assert [d.item_id for d in rolled()] == [2]


def test_rolling_up_again_changes_nothing(app: Flask) -> None:
    for visitor in "abc":
        given.search("Mendil 220 cm", visitor)
    given.search("my name is Carmen", "a")
    given.signal(SignalKind.REQUEST_LINE, item_id=1, request_id=4, country="ES", quantity=3, value=900)
    rolling.roll_up(TODAY)
    first = seen()
    rolling.roll_up(TODAY)
    assert seen() == first and len(first) == 3


def test_a_list_is_counted_by_what_it_was_narrowed_to(app: Flask) -> None:
    for facet, visitor, results in (("material:wool", "a", 3), ("material:wool", "b", 0), ("colour:red", "a", 3)):
        given.signal(SignalKind.IMPRESSION, facet=facet, visitor=visitor, results=results, craft_id=2, language="fr")
    rolling.roll_up(TODAY)
    assert {(d.facet, d.signals, d.visitors, d.without_result, d.craft_id, d.language) for d in rolled()} == {
        ("material:wool", 2, 2, 1, 2, ""),
        ("colour:red", 1, 1, 0, 2, ""),
    }


def test_past_sales_are_left_alone_and_make_no_day_look_counted(app: Flask) -> None:
    for days_ago in (1, 2):
        given.day(SignalKind.PAST_SALE, days_ago, 9, words="series 1")
    for visitor in "ab":
        given.search("series 1", visitor, at=NOW - timedelta(days=2))
    assert rolling.roll_up_due(NOW) == [TODAY - timedelta(days=2)]
    rolling.roll_up(TODAY - timedelta(days=2))
    assert sorted((d.kind, d.words, d.signals) for d in rolled()) == [
        (SignalKind.PAST_SALE, "series 1", 9),
        (SignalKind.PAST_SALE, "series 1", 9),
        (SignalKind.SEARCH, "", 2),
    ]


def test_a_day_without_raw_signals_keeps_what_was_counted(app: Flask) -> None:
    given.day(SignalKind.VIEW, 0, 5, item_id=1)
    rolling.roll_up(TODAY)
    assert [d.signals for d in rolled()] == [5]


def test_all_days_that_wait_are_rolled_up_but_today(app: Flask) -> None:
    for days in (0, 1, 4):
        given.signal(SignalKind.VIEW, item_id=1, visitor="a", at=NOW - timedelta(days=days))
    rolling.roll_up_due(NOW)
    assert sorted(d.day for d in rolled()) == [TODAY - timedelta(days=4), TODAY - timedelta(days=1)]
    assert rolling.roll_up_due(NOW) == []


def test_a_day_waits_until_what_was_noted_at_its_end_is_written(app: Flask) -> None:
    midnight = given.start(TODAY)
    given.signal(SignalKind.VIEW, item_id=1, at=midnight - timedelta(seconds=1))
    assert rolling.roll_up_due(midnight + timedelta(seconds=30)) == []
    assert rolling.roll_up_due(midnight + timedelta(seconds=90)) == [TODAY - timedelta(days=1)]


def test_a_few_days_at_a_time_by_how_much_lies_in_them(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolling, "MOST_ROWS", 4)
    for days, count in ((60, 1), (7, 2), (6, 2), (5, 9), (4, 1), (2, 2)):
        for number in range(count):
            given.signal(SignalKind.VIEW, item_id=number, visitor="a", at=NOW - timedelta(days=days))
    gone = []
    while some := rolling.roll_up_some(NOW):
        gone.append([(TODAY - day).days for day in some])
    assert gone == [[60], [7, 6], [5], [4, 2]]


def test_who_goes_on_after_a_kill_has_what_nobody_would_have_killed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "MOST_ROWS", 5)
    for days in range(1, 9):
        for visitor in "abcd":
            given.search("panier", visitor, at=NOW - timedelta(days=days), results=days % 2)
            given.signal(SignalKind.VIEW, item_id=days % 3, visitor=visitor, at=NOW - timedelta(days=days))
    undo = db.session.begin_nested()
    rolling.roll_up_due(NOW)
    whole = seen()
    undo.rollback()
    assert rolling.roll_up_some(NOW)
    killed = db.session.begin_nested()
    assert rolling.roll_up_some(NOW)
    killed.rollback()
    assert rolling.roll_up_due(NOW)[0] == TODAY - timedelta(days=7)
    assert seen() == whole and len(whole) == 16


def test_raw_signals_go_after_ninety_days_and_keys_after_two(app: Flask) -> None:
    given.signal(SignalKind.VIEW, at=NOW - timedelta(days=89))
    given.signal(SignalKind.VIEW, at=NOW - timedelta(days=92))
    given.day(SignalKind.VIEW, 92)
    keys.key_of(TODAY - timedelta(days=2))
    rolling.drop_old(NOW)
    assert db.session.scalar(select(func.count()).select_from(DemandSignal)) == 1
    assert db.session.scalar(select(func.count()).select_from(DailyKey)) == 0
    assert len(rolled()) == 1


def test_what_is_read_is_the_same_before_and_after_the_roll_up(app: Flask) -> None:
    for visitor in "abcd":
        given.search("mendil 220 cm", visitor, at=NOW - timedelta(days=1))
        given.signal(SignalKind.VIEW, item_id=3, visitor=visitor, at=NOW - timedelta(days=2))
    given.signal(SignalKind.VIEW, item_id=3, visitor="a")
    before = reading.cells(TODAY - timedelta(days=30), TODAY, now=NOW)
    rolling.roll_up_due(NOW)
    after = reading.cells(TODAY - timedelta(days=30), TODAY, now=NOW)
    assert sorted(before, key=str) == sorted(after, key=str) and len(after) == 3


def test_reading_keeps_to_its_days_kinds_and_craft(app: Flask) -> None:
    given.day(SignalKind.VIEW, 3, 5, craft_id=1)
    given.day(SignalKind.VIEW, 3, 6, craft_id=2)
    given.day(SignalKind.DECLINE, 3, 7, craft_id=1)
    given.day(SignalKind.VIEW, 40, 8, craft_id=1)
    given.signal(SignalKind.VIEW, craft_id=2, visitor="a")
    found = reading.cells(TODAY - timedelta(days=9), TODAY, now=NOW, kinds=(SignalKind.VIEW,), craft_id=1)
    assert [cell.signals for cell in found] == [5]


def test_many_days_at_once_are_counted_as_one_after_the_other(app: Flask) -> None:
    """A small year, with rare words that become known and known ones that come again, both ways."""
    dice = Random(7)
    said = ["mendil 220 cm", "Mendils de 220cm", "panier bleu", "plat de Fès", "theière", "0612345678"]
    for _ in range(600):
        at = NOW - timedelta(days=dice.randint(1, 120), hours=dice.randint(0, 23))
        visitor = dice.choice("abcdef")
        if dice.random() < 0.6:
            craft_id = dice.choice((None, None, 4))
            given.search(dice.choice(said), visitor, at=at, results=dice.choice((0, 0, 3)), craft_id=craft_id)
        else:
            given.signal(SignalKind.VIEW, at=at, item_id=dice.randint(1, 4), craft_id=4, visitor=visitor, value=900)
    given.signal(SignalKind.CUSTOM_WISH, words="un plat pour Fatima", request_id=1, at=NOW - timedelta(days=50))
    days = [TODAY - timedelta(days=number) for number in range(121, 0, -1)]
    found = []
    for nights in ([(day, day) for day in days], [(days[0], days[59]), (days[60], days[-1])], [(days[0], days[-1])]):
        undo = db.session.begin_nested()
        for first, last in nights:
            rolling.roll_up(first, last)
        found.append((sorted(seen(), key=str), sorted(db.session.execute(select(DemandSignal.id, DemandSignal.words)))))
        undo.rollback()
    assert found[1] == found[0] and found[2] == found[0]
    assert {day[5] for day in found[0][0]} >= {"", "mendil 220 cm", "panier bleu"} and None in dict(
        found[0][1]
    ).values()
