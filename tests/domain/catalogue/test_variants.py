"""Sizes and colours: one more, what is said of each, their order, and the end of one."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import Refusal, Stale
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import put_away, search, stock, variants
from app.domain.catalogue.models import Colour, Item, Kind, StockMovement, Variant
from app.domain.catalogue.terms import Terms
from app.domain.catalogue.variants import Particulars
from tests import given


def said(label: str = "Grand", kind: Kind = Kind.READY, price: int = 30000, **more: Any) -> Particulars:
    return Particulars({"fr": label, "ar": "كبير", "en": ""}, kind, Terms(price, 4), weekly_capacity=3, **more)


def bowl(**options: Any) -> Item:
    made = given.item(stock=3, **options)
    made.main.labels = {"fr": "Petit"}
    db.session.flush()
    return made


def add(item: Item, wanted: Particulars | None = None, **more: Any) -> Variant:
    return variants.add(item, wanted or said(), by=given.advisor(), at=given.NOW, **more)


def test_one_more_stands_behind_the_others_with_a_sku_of_its_own_and_its_count(app: Flask) -> None:
    item = bowl()
    large = add(item, counted=2)
    assert [one.sku for one in item.variants] == [item.main.sku, f"{item.reference}-2"]
    assert (large.labels, large.on_hand, large.lead_days) == ({"fr": "Grand", "ar": "كبير"}, 2, 0)
    moved = select(func.sum(StockMovement.change)).where(StockMovement.variant_id == large.id)
    assert db.session.scalar(moved) == 2
    assert add(item, said("Très grand")).sku == f"{item.reference}-3"
    assert search.find("كبير").ids == [item.id]
    deeds = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "variant.added")).all()
    assert {deed.on_behalf_of_id for deed in deeds} == {item.artisan_id}


def test_what_is_made_keeps_its_delay_and_its_weeks(app: Flask) -> None:
    made = add(bowl(), said(kind=Kind.MADE_TO_ORDER))
    assert (made.lead_days, made.weekly_capacity, made.on_hand) == (4, 3, 0)


def test_the_one_that_exists_is_named_before_or_with_the_second(app: Flask) -> None:
    item = given.item()
    with pytest.raises(variants.NameTheOther):
        add(item)
    add(item, first_called={"fr": " Petit "})
    assert item.main.labels == {"fr": "Petit"}


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (said(" "), variants.NoLabel),
        (said("  petit "), variants.SameLabel),
        (said("x" * 61), variants.LabelTooLong),
        (said(measures={"weight_g": 0}), Refusal),
        (said(price=1), Refusal),
    ],
)
def test_what_cannot_be_told_apart_or_measured_is_refused(
    app: Flask, wanted: Particulars, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add(bowl(), wanted)


def test_photo_and_colour_are_among_the_items_own(app: Flask) -> None:
    red = Colour(slug="red", names={"fr": "Rouge"})
    item, other = bowl(colours=[red]), given.item()
    db.session.refresh(item)
    assert item.photo_set and other.photo_set
    made = add(item, said(photo=item.photo_set.photos[0], colour=red))
    assert (made.photo_id, made.colour_id) == (item.photo_set.photos[0].id, red.id)
    with pytest.raises(variants.NotItsPhoto):
        add(item, said("Autre", photo=other.photo_set.photos[0]))
    with pytest.raises(variants.NotItsColour):
        add(item, said("Autre", colour=Colour(slug="blue", names={})))


def test_a_kind_that_the_shelf_contradicts_is_refused(app: Flask) -> None:
    item = bowl()
    now = {"by": given.advisor(), "at": given.NOW}
    with pytest.raises(variants.StillOnTheShelf):
        variants.change(item.main, said(kind=Kind.MADE_TO_ORDER), seen=item.main.version, **now)
    with pytest.raises(stock.OnlyOne):
        variants.change(item.main, said(kind=Kind.UNIQUE), seen=item.main.version, **now)
    with pytest.raises(Stale):
        variants.change(item.main, said(), seen=item.main.version + 1, **now)
    variants.change(item.main, said(kind=Kind.READY_THEN_MADE), seen=item.main.version, **now)
    assert (item.main.kind, item.main.price, item.main.lead_days) == (Kind.READY_THEN_MADE, 30000, 4)
    assert "terms.changed" in set(db.session.scalars(select(AuditEvent.deed)))


def test_the_order_is_changed_and_ends_at_the_ends(app: Flask) -> None:
    item = bowl()
    first, second, third = item.main, add(item, said("B")), add(item, said("C"))
    now = {"by": given.advisor(), "at": given.NOW}
    variants.move(third, -1, **now)
    assert [one.id for one in item.variants] == [first.id, third.id, second.id]
    variants.move(first, -1, **now)
    variants.move(second, 1, **now)
    assert [one.id for one in item.variants] == [first.id, third.id, second.id]


def test_what_nobody_asked_for_vanishes(app: Flask) -> None:
    item = bowl()
    large = add(item, counted=2)
    large_id = large.id
    assert put_away.take_away(large, by=given.advisor(), at=given.NOW)
    assert db.session.get(Variant, large_id) is None and len(item.variants) == 1 and not put_away.of(item)
    assert search.find("كبير").count == 0


def test_what_was_asked_for_is_put_away_and_its_request_keeps_its_line(app: Flask) -> None:
    item = bowl()
    large = add(item, counted=2)
    asked = given.request(given.Wanted(large, 1))
    assert not put_away.take_away(large, by=given.advisor(), at=given.NOW)
    assert [one.sku for one in put_away.of(item)] == [large.sku] and large not in item.variants
    assert asked.lines[0].variant is large
    assert add(item, said("Autre")).sku != large.sku
    put_away.bring_back(item, large, by=given.advisor(), at=given.NOW)
    assert item.variants[-1] is large and not put_away.of(item)


def test_the_last_one_and_what_is_promised_stay(app: Flask) -> None:
    item = bowl()
    with pytest.raises(put_away.TheLast):
        put_away.take_away(item.main, by=given.advisor(), at=given.NOW)
    large = add(item, counted=2)
    given.answer(given.request(given.Wanted(large, 1)).lines[0])
    db.session.refresh(large)
    with pytest.raises(put_away.Promised):
        put_away.take_away(large, by=given.advisor(), at=given.NOW)


def test_one_that_came_back_is_told_from_the_others(app: Flask) -> None:
    item = bowl()
    large = add(item)
    given.request(given.Wanted(large, 1))
    put_away.take_away(large, by=given.advisor(), at=given.NOW)
    add(item)
    with pytest.raises(variants.SameLabel):
        put_away.bring_back(item, large, by=given.advisor(), at=given.NOW)
