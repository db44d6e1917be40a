"""A new item: its number, its variant, its opening count."""

from contextvars import Context
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import begin_writing, db
from app.base.errors import Refusal
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import making, stock, terms
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind, StockMovement, Variant
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from tests import given


def test_the_opening_count_is_a_movement(app: Flask) -> None:
    maker = given.artisan()
    assert maker.user is not None
    bowl = making.add(maker, given.craft(code="POT"), Start(Kind.READY, 26000, 3), by=maker.user, at=given.NOW)
    db.session.flush()
    moved = db.session.scalars(select(StockMovement).where(StockMovement.variant_id == bowl.main.id)).one()
    assert (moved.change, moved.kind, moved.on_behalf, bowl.main.on_hand) == (3, MovementKind.COUNTED, False, 3)
    assert (bowl.state, bowl.main.price, bowl.artisan) == (ItemState.DRAFT, 26000, maker)


def test_an_advisor_acts_in_the_makers_name_and_it_is_told(app: Flask) -> None:
    maker, nadia = given.artisan(account=False), given.advisor()
    bowl = making.add(maker, given.craft(), Start(Kind.UNIQUE, 26000, 1), by=nadia, at=given.NOW)
    db.session.flush()
    moved = db.session.scalars(select(StockMovement).where(StockMovement.variant_id == bowl.main.id)).one()
    deeds = db.session.scalars(select(AuditEvent).where(AuditEvent.by_id == nadia.id)).all()
    assert moved.on_behalf
    assert {deed.deed for deed in deeds} == {"item.added", "stock.adjusted"}
    assert {deed.on_behalf_of_id for deed in deeds} == {maker.id}


def test_what_is_made_to_order_has_no_shelf_unless_some_stand_ready(app: Flask) -> None:
    maker = given.artisan(weekly_capacity=4)
    assert maker.user is not None
    by, craft = maker.user, given.craft()

    def add(counted: int) -> Variant:
        wanted = Start(Kind.MADE_TO_ORDER, 26000, counted, lead_days=6)
        return making.add(maker, craft, wanted, by=by, at=given.NOW).main

    empty, some_ready = add(0), add(2)
    assert (empty.kind, empty.lead_days, empty.weekly_capacity) == (Kind.MADE_TO_ORDER, 6, 4)
    assert (some_ready.kind, some_ready.on_hand) == (Kind.READY_THEN_MADE, 2)


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"price": 99}, terms.WrongPrice, "price"),
        ({"price": 10**30}, terms.WrongPrice, "price"),
        ({"lead_days": 366}, terms.WrongLead, "lead_days"),
        ({"kind": Kind.UNIQUE, "counted": 2}, stock.OnlyOne, "counted"),
        ({"counted": -1}, stock.WrongWay, "counted"),
        ({"counted": 10**9}, stock.TooMany, "counted"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    app: Flask, wrong: dict[str, int], refusal: type[Refusal], field: str
) -> None:
    maker = given.artisan()
    assert maker.user is not None
    facts = {"kind": Kind.READY, "price": 26000, "counted": 1, **wrong}
    with pytest.raises(refusal) as no:
        making.add(maker, given.craft(), Start(**facts), by=maker.user, at=given.NOW)
    assert no.value.field == field


def test_a_family_of_crafts_is_not_a_craft(app: Flask) -> None:
    family = given.craft("earth")
    given.craft("tiles", parent_id=family.id)
    maker = given.artisan()
    assert maker.user is not None
    with pytest.raises(making.NotACraft):
        making.add(maker, family, Start(Kind.READY, 26000, 1), by=maker.user, at=given.NOW)


def test_numbers_go_on_after_the_highest_and_crafts_without_letters_get_some(app: Flask) -> None:
    maker, pots = given.artisan(), given.craft(code="POT")
    assert maker.user is not None
    given.item(reference="POT-0009"), given.item(reference="POT-10000"), given.item(reference="POTX-99999")
    by = maker.user

    def add(craft: Craft) -> Item:
        return making.add(maker, craft, Start(Kind.READY, 26000, 1), by=by, at=given.NOW)

    assert [add(pots).reference, add(pots).reference] == ["POT-10001", "POT-10002"]
    assert add(given.craft(code="")).reference.startswith("PCE-")


def test_many_who_add_at_once_get_different_numbers(own_app: Flask) -> None:
    with own_app.app_context():
        begin_writing()
        maker_id, craft_id = given.artisan().id, given.craft(code="RAC").id
        db.session.commit()
    start, failures = Barrier(5), []

    def add() -> None:
        start.wait()
        for _ in range(3):
            begin_writing()
            with own_app.app_context():
                try:
                    maker = db.session.get_one(Artisan, maker_id)
                    craft = db.session.get_one(Craft, craft_id)
                    assert maker.user is not None
                    making.add(maker, craft, Start(Kind.READY, 26000, 1), by=maker.user, at=given.NOW)
                    db.session.commit()
                except Exception as error:
                    failures.append(error)
                    raise

    threads = [Thread(target=Context().run, args=(add,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StockMovement)) == 15
