"""What a table says of a piece in depth, as food, by size, where it may not go: by the rules its pages call."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import destinations, food, making, variants
from app.domain.catalogue.destinations import ABROAD, EUROPEAN_UNION
from app.domain.catalogue.food import Food, Lot
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.catalogue.terms import Terms
from app.domain.catalogue.variants import Particulars
from tests import given
from tests.jobs.sheets.tables import bring, taken, written

YESTERDAY = clock.local(given.NOW).date() - timedelta(days=1)
DEPTH = {
    "is_food": "Aliment", "authorisation": " mi.15.3.19", "ingredients_fr": "Miel de thym", "ingredients_ar": "عسل",
    "not_to": "Toute l’Union européenne, États-Unis", "variant_length": "12,5", "variant_weight": "900",
    "net_g": "500", "batch": "L7", "best_before": YESTERDAY.isoformat(),
}  # fmt: skip


@pytest.fixture
def row(app: Flask) -> dict[str, str]:
    """A new jar of somebody's honey, with noise around."""
    given.item(authorisation="MI.9", is_food=True)
    maker, craft = given.artisan(), given.craft("bees", names={"fr": "Apiculture"})
    db.session.commit()
    return {"reference": "NEW-0001", "artisan": maker.slug, "craft": craft.slug, "title_fr": "Miel", "price": "90"}


def honey(**options: Any) -> Item:
    made = given.item(craft_=given.craft("honey", is_food=True), **{"authorisation": "MI.15.3.19", **options})
    db.session.commit()
    return made


def one(reference: str) -> Item:
    db.session.expire_all()
    return db.session.scalars(select(Item).where(Item.reference == reference)).one()


def named(item: Item, **cells: str) -> dict[str, str]:
    return {"reference": item.reference, "sku": item.main.sku, **cells}


def deeds(item: Item) -> list[tuple[str, dict[str, Any], int | None]]:
    """Those that are about what this file is about."""
    about = ("item.food_described", "item.destinations", "variant.changed", "item.described")
    of_item = (AuditEvent.subject == "item") & (AuditEvent.subject_id == item.id)
    of_variant = (AuditEvent.subject == "variant") & (AuditEvent.subject_id == item.main.id)
    found = select(AuditEvent).where(of_item | of_variant, AuditEvent.deed.in_(about)).order_by(AuditEvent.deed)
    return [(event.deed, event.facts, event.on_behalf_of_id) for event in db.session.scalars(found)]


def by_the_rules(made: Item, **now: Any) -> None:
    """What ``DEPTH`` says, said on its pages."""
    said = {"fr": "Miel de thym", "ar": "عسل"}
    lots = {made.main.id: Lot(net_g=500, batch="L7", best_before=YESTERDAY)}
    food.describe(made, Food(True, said, "MI.15.3.19", lots), seen=made.version, **now)
    destinations.keep_from(made, EUROPEAN_UNION | {"US"}, seen=made.version, **now)
    measures = {"length_mm": 125, "width_mm": None, "height_mm": None, "weight_g": 900}
    particulars = Particulars({}, made.main.kind, Terms(made.main.price, 0), measures=measures)
    variants.change(made.main, particulars, seen=made.main.version, **now)


def same(came: Item, made: Item) -> None:
    own = {"id", "slug", "reference", "sku", "item_id", "version", "artisan_id", "craft_id"}
    for ours, theirs in ((came, made), (came.main, made.main)):
        columns = [column.name for column in type(ours).__table__.columns if column.name not in own]
        assert {name: getattr(ours, name) for name in columns} == {name: getattr(theirs, name) for name in columns}


def test_a_new_piece_is_what_the_rules_would_have_made(app: Flask, row: dict[str, str]) -> None:
    by = given.advisor()
    db.session.commit()
    assert bring(written({**row, **DEPTH}), by).counts == {"add": 1}
    came, now = one("NEW-0001"), {"by": by, "at": given.NOW}
    made = making.add(came.artisan, came.craft, Start(kind=Kind.READY, price=9000, counted=0), **now)
    by_the_rules(made, **now)
    db.session.commit()
    same(came, made)
    assert came.main.is_past and came.not_to and "US" in came.not_to
    ours, theirs = deeds(came), [deed for deed in deeds(made) if deed[0] != "variant.changed"]
    assert ours == theirs and len(ours) == 2, "what is new was not changed"


def test_a_changed_piece_is_what_the_rules_would_have_made(app: Flask) -> None:
    by, maker, craft = given.advisor(), given.artisan(), given.craft("bees")
    came, made = (given.item(maker, craft_=craft, published=False) for _ in range(2))
    db.session.commit()
    gone = bring(written(named(came, **DEPTH)), by)
    assert gone.counts == {"change": 1} and set(gone.changed) == set(DEPTH)
    assert gone.changed["best_before"] == ("", YESTERDAY.isoformat())
    assert gone.changed["authorisation"] == ("", "MI.15.3.19") and gone.changed["variant_length"] == ("", "12.5")
    by_the_rules(made, by=by, at=given.NOW)
    db.session.commit()
    same(one(came.reference), one(made.reference))
    assert deeds(came) == deeds(made) and len(deeds(came)) == 3


def test_cells_that_are_empty_empty_it_and_columns_that_lack_leave_it(app: Flask) -> None:
    by, item = given.advisor(), honey(published=False)
    bring(written(named(item, **DEPTH)), by)
    bring(written(named(item, price="100")), by)
    full = one(item.reference)
    assert (full.main.batch, full.authorisation, full.ingredients["fr"]) == ("L7", "MI.15.3.19", "Miel de thym")
    bring(written(named(item, **dict.fromkeys(DEPTH, ""))), by)
    bare = one(item.reference)
    assert (bare.is_food, bare.authorisation, bare.ingredients, bare.not_to) == (None, "", {}, None)
    assert (bare.main.net_g, bare.main.batch, bare.main.best_before, bare.main.is_past) == (None, "", None, False)
    assert (bare.main.length_mm, bare.main.weight_g) == (None, None)


def test_taking_it_back(app: Flask) -> None:
    by, item = given.advisor(), honey()
    bring(written(named(item, **DEPTH)), by)
    before = taken()
    other = {"is_food": "non", "authorisation": "", "ingredients_fr": "Cire", "not_to": "Aucun pays", "batch": "",
             "best_before": "1.5.2031", "net_g": "", "net_ml": "20", "variant_length": "7"}  # fmt: skip
    gone = bring(written(named(item, **other)), by)
    assert gone.errors == [] and one(item.reference).not_to == [] and one(item.reference).is_food is False
    header = before.split(b"\r\n")[0].decode("utf-8-sig").split(";")
    rows = [dict(zip(header, line, strict=False)) for line in gone.back]
    assert bring(written(*rows), by).counts == {"change": 1}
    assert taken() == before


@pytest.mark.parametrize(
    ("cell", "said", "sentence"),
    [
        ("is_food", "peut-être", "called “peut-être”"),
        ("authorisation", "agréé", "as it stands on the authorisation"),
        ("ingredients_es", "x" * 601, "600 characters"),
        ("net_g", "0", "from 1 to 100000"),
        ("net_ml", "100001", "from 1 to 100000"),
        ("batch", "x" * 41, "40 characters"),
        ("best_before", "31/02/2027", "a day such as"),
        ("best_before", "05-2027", "a day such as"),
        ("best_before", "1/5-2027", "a day such as"),
        ("variant_height", "3000", "length in centimetres"),
        ("variant_weight", "0", "from 1 to 1000000"),
        ("not_to", "France, Atlantide", "called “Atlantide”"),
    ],
)
def test_an_error_names_its_column(app: Flask, row: dict[str, str], cell: str, said: str, sentence: str) -> None:
    gone = bring(written({**row, cell: said}), given.advisor())
    assert [(number, name) for number, name, _text in gone.errors] == [(2, cell)]
    assert sentence in gone.errors[0][2]
    assert db.session.scalar(select(func.count()).select_from(Item).where(Item.reference == "NEW-0001")) == 0


@pytest.mark.parametrize("said", ["31/05/2027", "31-5-2027", "31.05.2027", "2027-05-31", "2027/5/31", "٣١/٠٥/٢٠٢٧"])
def test_a_day_as_spreadsheets_write_it(app: Flask, row: dict[str, str], said: str) -> None:
    bring(written({**row, "best_before": said}), given.advisor())
    assert one("NEW-0001").main.best_before == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("France", {"FR"}),
        ("فرنسا، إسبانيا", {"FR", "ES"}),
        ("FR; us", {"FR", "US"}),
        ("All of the European Union, Suisse", EUROPEAN_UNION | {"CH"}),
        ("Partout sauf au Maroc", ABROAD),
        ("No country", set()),
    ],
)
def test_countries_in_any_language(app: Flask, row: dict[str, str], said: str, codes: set[str]) -> None:
    bring(written({**row, "not_to": said}), given.advisor())
    assert one("NEW-0001").not_to == sorted(codes)


def test_what_is_on_sale_keeps_its_number_unless_the_row_ends_the_sale(app: Flask) -> None:
    by, item = given.advisor(), honey()
    refused = bring(written(named(item, authorisation="")), by).errors
    assert [(name, text) for _row, name, text in refused] == [("authorisation", food.PauseFirst.text)]
    assert bring(written(named(item, authorisation="")), by, dry=True, exception="ONSSA 412/26").errors == []
    assert bring(written(named(item, authorisation="", state="paused")), by).counts == {"change": 1}
    assert one(item.reference).state is ItemState.PAUSED
    again = bring(written(named(item, state="published")), by)
    assert any("stays" in note for note in again.notes) and one(item.reference).state is ItemState.PAUSED
    bring(written(named(item, state="published", authorisation="MI.15.3.19")), by)
    assert one(item.reference).state is ItemState.PUBLISHED


def test_measures_and_goods_of_one_size_leave_the_others(app: Flask) -> None:
    item = honey()
    other = given.variant(item, "250 g", batch="L1")
    db.session.commit()
    bring(written(named(item, batch="L2"), {**named(item), "sku": other.sku, "batch": "L1"}), given.advisor())
    by_sku = {variant.sku: variant.batch for variant in db.session.scalars(select(Variant))}
    assert (by_sku[item.main.sku], by_sku[other.sku]) == ("L2", "L1")
    assert [deed for deed, *_rest in deeds(one(item.reference))] == ["item.food_described"]


def test_a_count_and_a_batch_in_one_row(app: Flask) -> None:
    by, item = given.advisor(), honey(stock=3)
    bring(written(named(item, batch="L2", stock="9")), by)
    assert (one(item.reference).main.batch, one(item.reference).main.on_hand) == ("L2", 9)


def test_spaces_that_no_cell_keeps_are_no_change(app: Flask) -> None:
    item = honey(ingredients={"fr": "Miel  de\r\nthym "}, variant={"batch": "L  7"})
    assert bring(written(named(item, batch="L 7", ingredients_fr="Miel de thym")), given.advisor()).changed == {}
    assert bring(taken(), given.advisor()).changed == {} and one(item.reference).main.batch == "L  7"


def test_goods_alone_are_noted_too(app: Flask, row: dict[str, str]) -> None:
    bring(written({**row, "batch": "L1"}), given.advisor())
    assert [deed for deed, *_rest in deeds(one("NEW-0001"))] == ["item.food_described"]


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (EUROPEAN_UNION | {"US", "CH"}, "All of the European Union, Switzerland, United States"),
        (ABROAD, "Everywhere but Morocco"),
        (EUROPEAN_UNION - {"FR"} | {"MA"}, "Austria, Belgium"),
        (set(), "No country"),
    ],
)
def test_many_countries_have_one_name(app: Flask, codes: set[str], said: str) -> None:
    honey(not_to=sorted(codes))
    assert said in taken(language="en").decode()


def test_labels_are_told_and_not_read(app: Flask) -> None:
    item = honey()
    given.label(item, number="IGP-12")
    db.session.commit()
    out = taken(language="en").decode()
    assert "Protected geographical indication (PGI), IGP-12, 2026-12-30" in out
    gone = bring(out.replace("IGP-12", "IGP-13").encode(), given.advisor())
    assert gone.counts == {"unchanged": 1} and item.labels[0].number == "IGP-12"
