"""The ledger read from requests as the rules of purchasing leave them, with others' requests as noise."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue.models import Item, Kind
from app.domain.demand import ledger, ledger_said
from app.domain.demand.ledger import Ledger
from app.domain.demand.lost import Cause
from app.domain.purchasing import deciding
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import AnswerKind, DeclineReason, PurchaseRequest, RefusalReason
from app.domain.purchasing.sending import Wanted, Wished
from tests import given
from tests.domain.demand.given import TODAY
from tests.given import NOW


def read(first: date = TODAY - timedelta(days=83), **filters: Any) -> Ledger:
    return ledger.of(first, TODAY, **filters)


def asked(
    item: Item, quantity: int = 3, *, days_ago: int = 5, who: str = "carmen@example.org", **more: Any
) -> PurchaseRequest:
    contact = given.contact(email=who, country=more.pop("country", "ES"))
    return given.request(Wanted(item.main, quantity), at=NOW - timedelta(days=days_ago), contact=contact, **more)


def declined(request: PurchaseRequest, reason: DeclineReason = DeclineReason.NO_STOCK) -> PurchaseRequest:
    given.answer(request.lines[0], kind=AnswerKind.DECLINED, reason=reason)
    return request


def taken(request: PurchaseRequest, **answer: Any) -> PurchaseRequest:
    given.answer(request.lines[0], **answer)
    deciding.accept(given.offer(request), at=NOW)
    return request


def refused(request: PurchaseRequest, reason: RefusalReason) -> PurchaseRequest:
    deciding.refuse(given.offer(request), reason, at=NOW)
    return request


@pytest.fixture
def piece(app: Flask) -> Item:
    """A piece, and another that was asked for and served, or is under way."""
    other = given.item(stock=20, price=10000)
    taken(asked(other, 2, who="noise@example.org"))
    asked(other, 4, who="noise@example.org")
    return given.item(stock=10, price=26000)


def found(**filters: Any) -> list[tuple[Cause, int, int | None]]:
    return [(one.cause, one.units, one.value) for one in read(**filters).entries]


def test_each_piece_asked_for_is_served_or_under_way_or_lost_once(piece: Item) -> None:
    declined(asked(piece, 3, days_ago=9, who="a@example.org"))
    refused(asked(piece, 2, days_ago=8, who="b@example.org"), RefusalReason.DELIVERY_COST)
    changed = {"kind": AnswerKind.CHANGED, "quantity_ready": 1, "quantity_made": 0, "unit_price": 25000}
    taken(asked(piece, 4, days_ago=7, who="c@example.org"), **changed)
    assert found() == [
        (Cause.NONE_LEFT, 3, 75000),
        (Cause.DELIVERY, 2, 52000),
        (Cause.NONE_LEFT, 3, 78000),
    ]
    sums = read().sums
    assert (sums.asked, sums.served, sums.open, sums.lost, sums.again) == (15, 3, 4, 8, 0)
    totals = [(one.cause, one.units, one.value) for one in read().totals]
    assert totals == [(Cause.NONE_LEFT, 6, 153000), (Cause.DELIVERY, 2, 52000)]


def test_one_cause_narrows_the_list_and_no_sum(piece: Item) -> None:
    declined(asked(piece, 3, who="a@example.org"))
    refused(asked(piece, 2, who="b@example.org"), RefusalReason.DELIVERY_COST)
    assert found(cause=Cause.DELIVERY) == [(Cause.DELIVERY, 2, 52000)]
    every, narrowed = read(), read(cause=Cause.DELIVERY)
    assert narrowed.totals == every.totals and narrowed.sums == every.sums
    assert sum(one.units for one in narrowed.totals) == narrowed.sums.lost == 5


def test_an_offer_changed_on_the_customers_word_and_then_taken_loses_nothing(piece: Item) -> None:
    request = asked(piece, 2)
    first = given.offer(request)
    deciding.ask_change(first, "Moins cher ?", at=NOW)
    deciding.accept(given.offer(request), at=NOW)
    assert found() == []


def test_a_line_left_out_of_what_is_accepted_is_lost_without_a_reason(piece: Item) -> None:
    other = given.item(piece.artisan, stock=5)
    request = given.request(Wanted(piece.main, 1), Wanted(other.main, 2), at=NOW - timedelta(days=2))
    offer = given.offer(request)
    deciding.accept(offer, [offer.lines[0].id], at=NOW)
    assert [(one.cause, one.units, one.item_id) for one in read().entries] == [(Cause.OTHER, 2, other.id)]


def test_a_wish_for_which_nobody_is_found_is_not_made_and_its_price_is_not_known(app: Flask) -> None:
    request = given.request(Wished("Un plat bleu de 50 cm", 2), at=NOW - timedelta(days=2))
    deciding.cancel(request, CancelReason.CANNOT_SUPPLY, by=given.advisor(), at=NOW)
    assert found() == [(Cause.NOT_MADE, 2, None)]
    (total,) = read().totals
    assert (total.value, total.unpriced) == (0, 2)


def test_the_same_customer_who_gets_it_later_has_lost_nothing(piece: Item) -> None:
    declined(asked(piece, 2, days_ago=20))
    declined(asked(piece, 1, days_ago=19, who="someone@example.org"))
    taken(asked(piece, 2, days_ago=3, who="CARMEN@example.org"))
    entries = read().entries
    assert [(one.units, one.again, one.got) for one in entries] == [(1, False, False), (2, True, True)]
    assert (read().sums.lost, read().sums.again) == (1, 2)
    assert [one.units for one in read().totals] == [1]


def test_filters_hold(piece: Item) -> None:
    far = given.item(given.artisan(place=given.place("ouezzane")), kind=Kind.MADE_TO_ORDER)
    declined(asked(piece, 1, days_ago=4, who="a@example.org"))
    declined(asked(far, 2, days_ago=4, who="b@example.org", country="FR"), DeclineReason.NO_TIME)
    declined(asked(piece, 5, days_ago=84, who="c@example.org"))
    assert {units for _cause, units, _value in found()} == {1, 2}
    assert [units for _cause, units, _value in found(country="FR")] == [2]
    assert [units for _cause, units, _value in found(crafts=frozenset({piece.craft_id}))] == [1]
    assert [units for _cause, units, _value in found(place_id=far.artisan.place_id)] == [2]
    assert [units for _cause, units, _value in found(cause=Cause.TOO_SLOW)] == [2]
    assert found(first=TODAY - timedelta(days=84))[-1][1] == 5
    assert ledger.countries(TODAY - timedelta(days=10), TODAY) == {"ES", "FR"}


def test_any_number_of_lines_is_one_statement(piece: Item, statements: list[str]) -> None:
    for number in range(12):
        declined(asked(piece, 1, who=f"{number}@example.org"))
    db.session.flush()
    statements.clear()
    assert len(read().entries) == 12
    assert len(statements) == 1


def test_what_a_line_says_of_itself(piece: Item) -> None:
    wish = given.request(Wished("Un plat bleu", 2), at=NOW)
    said = ledger_said.said([wish.lines[0].id])
    assert said[wish.lines[0].id].reference == wish.reference and said[wish.lines[0].id].description == "Un plat bleu"
    assert ledger_said.said([]) == {}
