"""The maker before the piece, wherever both are locked: in two orders, two at once would wait for each other."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Kind
from app.domain.purchasing import holds
from app.domain.purchasing.models import AnswerKind, DeclineReason
from app.domain.purchasing.offer_models import CapacityBooking
from tests import given
from tests.given import NOW


def locked(statements: list[str]) -> list[str]:
    """Which of the two, in their order. A change of a shelf locks it too, even one that finds it too empty."""
    found = []
    for said in statements:
        words = " ".join(said.split())
        if words.startswith("SELECT artisan.weekly_capacity, artisan.version FROM artisan"):
            found.append("maker")
        elif words.startswith(("UPDATE variant", "SELECT variant.kind, variant.on_hand")):
            found.append("piece")
    return found


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (1, {}),
        (5, {}),
        (2, {"kind": AnswerKind.CHANGED, "quantity_ready": 1}),
        (2, {"kind": AnswerKind.CHANGED, "quantity_ready": 1, "quantity_made": 1}),
    ],
)
def test_who_answers_holds_the_maker_first(
    app: Flask, statements: list[str], wanted: int, said: dict[str, Any]
) -> None:
    line = given.request(given.Wanted(given.item(kind=Kind.READY_THEN_MADE, stock=3).main, wanted)).lines[0]
    for _first_and_anew in range(2):
        statements.clear()
        given.answer(line, **said)
        order = locked(statements)
        assert order[0] == "maker" and "piece" in order, order


def test_what_is_held_again_for_an_offer_is_taken_in_the_same_order(app: Flask, statements: list[str]) -> None:
    line = given.request(given.Wanted(given.item(kind=Kind.READY_THEN_MADE, stock=3).main, 5)).lines[0]
    promised = given.answer(line)
    for booking in db.session.scalars(select(CapacityBooking)).all():
        holds.end(CapacityBooking, booking.id, NOW)
    assert not holds.are_live(promised)
    statements.clear()
    given.offer(line.request, at=NOW + timedelta(hours=1))
    assert locked(statements)[0] == "maker" and holds.are_live(promised)


def test_a_no_asks_for_no_weeks(app: Flask, statements: list[str]) -> None:
    line = given.request(given.item(stock=3)).lines[0]
    statements.clear()
    given.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    assert locked(statements) == []
