"""What food has to say before it is sold, and the day on which goods are sold no longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.base.errors import Refusal, Stale
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import availability, days, facets, food, producing, publishing
from app.domain.catalogue.availability import State
from app.domain.catalogue.facets import Filters, Narrowed, Shelf
from app.domain.catalogue.food import Food, Lot
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.producing import Wanted
from app.domain.catalogue.shelves import opened
from app.domain.purchasing import sending
from tests import given

TODAY = clock.local(given.NOW).date()
WHY = "Lettre ONSSA 412/26 du 3 mars 2026"


def honey(**options: Any) -> Item:
    return given.item(craft_=given.craft("honey", is_food=True), **options)


def describe(item: Item, *, exception: str = "", seen: int | None = None, lot: Lot | None = None, **said: Any) -> None:
    told = {"is_food": None, "ingredients": {}, "authorisation": "MI.15.3.19", **said}
    what = Food(lots={item.main.id: lot} if lot else {}, **told)
    version = item.version if seen is None else seen
    food.describe(item, what, exception=exception, seen=version, by=given.advisor(), at=given.NOW)


def sentences(item: Item, **more: str) -> list[type[Refusal]]:
    return [type(one) for one in publishing.lacks(item, **more)]


def test_food_without_a_number_is_neither_published_nor_sold_again(app: Flask) -> None:
    draft, paused = honey(published=False), honey(state=ItemState.PAUSED)
    now = {"by": given.advisor(), "at": given.NOW}
    with pytest.raises(food.NoAuthorisation):
        publishing.publish(draft, **now)
    with pytest.raises(food.NoAuthorisation):
        publishing.resume(paused, **now)
    for one in (draft, paused):
        describe(one)
    publishing.publish(draft, **now)
    publishing.resume(paused, **now)
    assert {draft.state, paused.state} == {ItemState.PUBLISHED}


def test_the_written_exception_lets_it_and_is_kept(app: Flask) -> None:
    draft = honey(published=False)
    assert food.NoAuthorisation in sentences(draft) and not sentences(draft, exception=WHY)
    publishing.publish(draft, exception=WHY, by=given.advisor(), at=given.NOW)
    deed = db.session.scalar(select(AuditEvent).where(AuditEvent.deed == "item.published"))
    assert deed and deed.facts == {"exception": WHY}


def test_a_piece_may_say_otherwise_than_its_craft(app: Flask) -> None:
    soap, tea = honey(is_food=False), given.item(is_food=True)
    assert not food.needs_number(soap) and food.needs_number(tea) and not food.needs_number(given.item())


def test_the_number_of_what_is_on_sale_is_not_taken_away(app: Flask) -> None:
    item = honey(authorisation="MI.15.3.19")
    with pytest.raises(food.PauseFirst):
        describe(item, authorisation="")
    describe(item, authorisation="", exception=WHY)
    assert food.needs_number(item)


@pytest.mark.parametrize("number", ["<b>", "agréé", "A", "12 €", "x" * 41])
def test_a_number_that_is_none_is_refused(app: Flask, number: str) -> None:
    with pytest.raises(food.NotANumber):
        describe(honey(), authorisation=number)


def test_what_is_said_is_kept_and_a_stale_page_is_refused(app: Flask) -> None:
    item = honey()
    with pytest.raises(Stale):
        describe(item, seen=item.version + 1)
    lot = Lot(net_g=500, batch=" L7 ", best_before=date(2027, 5, 1))
    describe(item, authorisation=" mi.15.3.19 ", ingredients={"fr": "Miel ", "ar": ""}, lot=lot)
    assert (item.authorisation, item.ingredients) == ("MI.15.3.19", {"fr": "Miel"})
    assert (item.main.net_g, item.main.batch, item.main.is_past) == (500, "L7", False)


def test_goods_are_sold_on_their_last_day_and_not_after_it(app: Flask) -> None:
    item, other = honey(authorisation="MI.15.3.19"), honey(authorisation="MI.15.3.19")
    describe(item, lot=Lot(best_before=TODAY))
    asked = given.request(given.Wanted(item.main, 1))
    assert asked.lines and availability.of(item.main).state is State.IN
    tomorrow = given.NOW + timedelta(days=1)
    with pytest.raises(sending.NoLongerForSale):  # before the clock has noted it
        given.request(given.Wanted(item.main, 1), at=tomorrow)
    assert days.turn(given.NOW) == 0 and days.turn(tomorrow) == 1 and days.turn(tomorrow) == 0
    db.session.expire_all()
    assert availability.of(item.main).state is State.OUT and not sending.for_sale(item.main)
    with opened() as here:
        found = Narrowed(here, Shelf(crafts=(item.craft_id,)), Filters(ready=("now",)))
        assert found.page(sort=facets.NEW, number=1) == [other.id]
    rows, _count, _pages = producing.queue(Wanted(lack="food"))
    assert [row.item.id for row in rows] == [item.id]
    describe(item, lot=Lot(best_before=TODAY + timedelta(days=90), batch="L8"))
    assert availability.of(item.main).state is State.IN and producing.queue(Wanted(lack="food"))[1] == 0


def test_past_goods_of_one_size_leave_the_others_for_sale(app: Flask) -> None:
    item = honey(stock=3)
    other = given.variant(item, "250 g", stock=2)
    item.main.is_past = True
    found = availability.of_item(item)
    assert (found.state, found.count) == (State.IN, other.available)


def test_food_without_a_number_is_a_task(app: Flask) -> None:
    wanting = honey()
    honey(authorisation="MI.15.3.19"), honey(is_food=False), given.item()
    assert [row.item.id for row in producing.queue(Wanted(lack="food"))[0]] == [wanting.id]
