"""A day's signals become counts; what could point at a person goes."""

from datetime import timedelta
from random import Random

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
    return [(d.day, d.kind, d.item_id, d.words, d.signals, d.visitors, d.without_result, d.value) for d in rolled()]


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


def test_a_day_without_raw_signals_keeps_what_was_counted(app: Flask) -> None:
    given.day(SignalKind.VIEW, 0, 5, item_id=1)
    rolling.roll_up(TODAY)
    assert [d.signals for d in rolled()] == [5]


def test_words_that_three_people_used_stay_in_the_spelling_most_used(app: Flask) -> None:
    for visitor, said in (
        ("a", "Mendils de 220cm"),
        ("b", "mendil 220 cm"),
        ("c", "mendil 220 cm"),
        ("c", "220 mendil cm"),
    ):
        given.search(said, visitor)
    rolling.roll_up(TODAY)
    (cell,) = rolled()
    assert (cell.words, cell.signals, cell.visitors, cell.without_result) == ("mendil 220 cm", 4, 3, 4)


def test_rare_words_are_forgotten_everywhere_but_still_counted(app: Flask) -> None:
    for visitor in ("a", "b", "a"):
        given.search("cadeau pour Fatima 0612345678", visitor)
    given.search("autre chose", "c", results=2)
    rolling.roll_up(TODAY)
    (cell,) = rolled()
    assert (cell.words, cell.signals, cell.without_result) == ("", 4, 3)
    assert set(db.session.scalars(select(DemandSignal.words))) == {None}


def test_words_three_people_used_once_say_nothing_about_a_later_visitor(app: Flask) -> None:
    given.day(SignalKind.SEARCH, 9, 3, words="panier bleu")
    given.search("Paniers bleus", "a")
    rolling.roll_up(TODAY)
    assert "paniers bleus" in [d.words for d in rolled()]


def test_the_words_of_a_wish_stay_with_the_request_alone(app: Flask) -> None:
    given.signal(SignalKind.CUSTOM_WISH, words="un plat pour Fatima", request_id=1)
    rolling.roll_up(TODAY)
    assert [d.words for d in rolled()] == [""]
    assert db.session.scalar(select(DemandSignal.words)) is None


def test_all_days_that_wait_are_rolled_up_but_today(app: Flask) -> None:
    for days in (0, 1, 4):
        given.signal(SignalKind.VIEW, item_id=1, visitor="a", at=NOW - timedelta(days=days))
    rolling.roll_up_due(NOW)
    assert sorted(d.day for d in rolled()) == [TODAY - timedelta(days=4), TODAY - timedelta(days=1)]
    assert rolling.roll_up_due(NOW) == []


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
    assert {day[3] for day in found[0][0]} >= {"", "mendil 220 cm", "panier bleu"} and None in dict(
        found[0][1]
    ).values()
