"""Supply beside demand: whose shelf, whose time, what was asked and made, and what is said of the gap."""

from datetime import timedelta
from random import Random

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import stock
from app.domain.catalogue.models import Colour, ItemState, Kind, MovementKind
from app.domain.demand import reading, supply
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.models import SignalKind
from app.domain.demand.supply import By, Row, Verdict
from app.domain.purchasing.models import AnswerKind
from app.domain.purchasing.offer_models import CapacityBooking
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.domain.demand.test_listening import answered, asked
from tests.given import NOW

FIRST = TODAY - timedelta(days=83)


def found(by: By = By.CRAFT) -> dict[int, Row]:
    cells = reading.cells(FIRST, TODAY, now=NOW)
    return {row.id: row for row in supply.rows(by, cells, FIRST, TODAY, today=TODAY, pieces=[])}


def test_a_crafts_shelf_time_demand_and_what_was_made(app: Flask) -> None:
    craft = people.craft()
    maker = people.artisan(crafts=[craft], weekly_capacity=5)
    piece = people.item(maker, craft_=craft, stock=7)
    people.item(maker, craft_=craft, stock=0, kind=Kind.MADE_TO_ORDER)
    people.item(maker, craft_=craft, stock=40, state=ItemState.ARCHIVED)
    people.item(stock=90)  # noise: another craft
    made = found()[craft.id].made  # what they came with
    stock.adjust(piece.main, 3, kind=MovementKind.MADE, by=people.advisor(), at=NOW - timedelta(days=5))
    stock.adjust(piece.main, -1, kind=MovementKind.SOLD_ELSEWHERE, by=people.advisor(), at=NOW - timedelta(days=5))
    answer = answered(asked(people.item()).lines[0], AnswerKind.AS_ASKED, 4)
    monday = TODAY - timedelta(days=TODAY.weekday())
    for week in (monday, monday + timedelta(days=70)):
        db.session.add(CapacityBooking(artisan_id=maker.id, answer_id=answer, quantity=4, week=week, at=NOW))
    db.session.flush()
    for days, kind in ((3, SignalKind.REQUEST_LINE), (4, SignalKind.CUSTOM_WISH), (90, SignalKind.REQUEST_LINE)):
        given.day(kind, days, 1, quantity=6, item_id=piece.id, craft_id=craft.id, artisan_id=maker.id)
    given.day(SignalKind.VIEW, 3, 50, item_id=piece.id, craft_id=craft.id)
    row = found()[craft.id]
    assert (row.asked, row.shelf, row.free, row.made - made) == (12, 9, 16, 3)
    assert row.expected == pytest.approx(12.5 / 3) and row.low < row.expected < row.high
    assert row.weeks == pytest.approx(9 / (12.5 / 12))


def test_by_colour_a_piece_of_two_stands_in_both(app: Flask) -> None:
    blue, red = Colour(slug="blue", names={"fr": "Bleu"}), Colour(slug="red", names={"fr": "Rouge"})
    piece, plain = people.item(stock=4), people.item(stock=50)
    piece.colours = [blue, red]
    db.session.flush()
    for one in (piece, plain):
        given.day(SignalKind.REQUEST_LINE, 3, 1, quantity=6, item_id=one.id, craft_id=one.craft_id)
    rows = found(By.COLOUR)
    assert {id_: (row.asked, row.shelf) for id_, row in rows.items()} == {blue.id: (6, 4), red.id: (6, 4)}


def row(asked: int, shelf: int, free: int = 0) -> Row:
    expected = supply.coming(asked, 84)
    low, high = expected.interval()
    return Row(1, asked, expected.mean, low, high, shelf, free, 0)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (row(60, 2, 3), Verdict.SHORT),
        (row(60, 2, 19), Verdict.PERHAPS_SHORT),
        (row(60, 20, 30), Verdict.ENOUGH),
        (row(60, 400), Verdict.MUCH),
        (row(0, 30), Verdict.UNASKED),
        (row(0, 3), Verdict.CANNOT_TELL),
        (row(4, 0), Verdict.CANNOT_TELL),
    ],
)
def test_what_is_said_of_the_gap(one: Row, verdict: Verdict) -> None:
    assert one.verdict is verdict


def test_the_interval_holds_the_weeks_that_come_four_times_out_of_five() -> None:
    """Draws of a steady demand: what is expected after twelve weeks, beside the four that follow."""
    dice = Random(5)

    def poisson(mean: float) -> int:
        count, passed = 0, dice.expovariate(mean)
        while passed < 1:
            count, passed = count + 1, passed + dice.expovariate(mean)
        return count

    held = 0
    for _time in range(2_000):
        rate = dice.uniform(1, 6)
        low, high = supply.coming(poisson(12 * rate), 84).interval()
        held += round(low) <= poisson(4 * rate) <= round(high)
    assert 0.78 <= held / 2_000 <= 0.9


def test_what_was_foreseen_is_what_is_expected_and_the_rest_is_like_the_period(app: Flask) -> None:
    wool, other = people.craft(), people.craft()
    for craft in (wool, other):
        given.day(SignalKind.REQUEST_LINE, 3, 1, quantity=12, craft_id=craft.id)
    rest = {"weeks_known": 80, "past": [0] * 52, "asked": 90, "steps": [[9.0, 4.0]] * 12, "expected": 70.0}
    for subject, totals in ((Subject.CRAFT, [36.0, 8.0]), (Subject.MATERIAL, [900.0, 8.0])):
        kept = {"4": totals, "8": [70.0, 8.0], "12": [99.0, 8.0]}
        db.session.add(Forecast(subject=subject, subject_id=wool.id, made_on=TODAY, totals=kept, **rest))
    cells = reading.cells(FIRST, TODAY, now=NOW)

    def rows(*, is_whole: bool) -> dict[int, Row]:
        found = supply.rows(By.CRAFT, cells, FIRST, TODAY, today=TODAY, pieces=[], is_whole=is_whole)
        return {row.id: row for row in found}

    foreseen, guessed = rows(is_whole=True)[wool.id], rows(is_whole=True)[other.id]
    assert (foreseen.is_foreseen, foreseen.expected) == (True, 36.0) and 15 < foreseen.low < 36 < foreseen.high < 60
    assert not guessed.is_foreseen and guessed.expected == pytest.approx(12.5 / 3)
    assert not rows(is_whole=False)[wool.id].is_foreseen
