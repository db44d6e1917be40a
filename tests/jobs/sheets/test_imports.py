"""What a table does to the catalogue: what is added, changed, refused, and written down."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import changes, making, search, texts
from app.domain.catalogue.changes import CatalogueChange
from app.domain.catalogue.making import Start
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind, SearchEntry, StockMovement, Variant
from app.domain.catalogue.sheets.refusals import ChangedMeanwhile
from app.jobs.sheets import writing
from tests import given
from tests.jobs.sheets.tables import bring, taken, written


@pytest.fixture
def row(app: Flask) -> dict[str, str]:
    """A new piece of somebody's, with noise around."""
    given.item()
    maker = given.artisan(name="Rahma Alaoui")
    craft = given.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"})
    db.session.commit()
    return {
        "reference": "NEW-0001", "artisan": maker.slug, "craft": craft.called("ar"), "title_fr": "Mendil rayé",
        "description_fr": "Tissé à la main.", "price": "1 250,50", "stock": "4",
    }  # fmt: skip


def one(reference: str) -> Item:
    db.session.expire_all()
    return db.session.scalars(select(Item).where(Item.reference == reference)).one()


def test_a_new_piece_is_what_the_rules_would_have_made(app: Flask, row: dict[str, str]) -> None:
    by = given.advisor()
    db.session.commit()
    gone = bring(written({**row, "reference": "", "sku": "MEN-1"}), by)
    assert gone.counts == {"add": 1}
    came = db.session.scalars(select(Variant).where(Variant.sku == "MEN-1")).one().item
    start = Start(kind=Kind.READY, price=125050, counted=4)
    made = making.add(came.artisan, came.craft, start, by=by, at=given.NOW)
    texts.propose(made, "fr", texts.Words("Mendil rayé", description="Tissé à la main."), by=by, at=given.NOW)
    search.index(made)
    db.session.commit()
    assert int(made.reference[-4:]) == int(came.reference[-4:]) + 1
    own = {"id", "slug", "reference", "sku", "item_id", "version"}
    for ours, theirs in ((came, made), (came.main, made.main)):
        columns = [column.name for column in type(ours).__table__.columns if column.name not in own]
        assert {name: getattr(ours, name) for name in columns} == {name: getattr(theirs, name) for name in columns}
    moved = [db.session.scalars(variant.movements.select()).one() for variant in (came.main, made.main)]
    assert [(m.change, m.kind, m.by_id, m.on_behalf, m.at) for m in moved[:1]] == [
        (m.change, m.kind, m.by_id, m.on_behalf, m.at) for m in moved[1:]
    ]
    waiting = [texts.in_language(item, "fr").pending for item in (came, made)]
    assert all(waiting) and texts.words_of(waiting[0]) == texts.words_of(waiting[1])
    for item, subject in ((came, came.main), (made, made.main)):
        deeds = select(AuditEvent.deed).where(
            ((AuditEvent.subject == "item") & (AuditEvent.subject_id == item.id))
            | ((AuditEvent.subject == "variant") & (AuditEvent.subject_id == subject.id))
        )
        assert sorted(db.session.scalars(deeds)) == ["item.added", "stock.adjusted"]


def test_what_a_piece_is_found_by_is_what_the_search_would_write(app: Flask, row: dict[str, str]) -> None:
    bring(written({**row, "variant_fr": "Grand"}), given.advisor(), approve=True)
    item = one("NEW-0001")
    entry = db.session.get_one(SearchEntry, item.id)
    assert sorted(entry.body.split()) == sorted(search.body_of(item, item.texts).split())
    assert search.find("mendil").count == 0, "it is a draft"
    assert search.nearest(search.wanted("mendil")).ids == (item.id,)


def test_running_twice_changes_nothing(app: Flask, row: dict[str, str]) -> None:
    by = given.advisor()
    bring(written(row), by)
    moved = db.session.scalar(select(func.count()).select_from(StockMovement))
    assert bring(written(row), by).counts == {"unchanged": 1}
    assert db.session.scalar(select(func.count()).select_from(StockMovement)) == moved


def test_stock_and_price_change_by_the_rules_and_on_behalf(app: Flask) -> None:
    by, item = given.advisor(), given.item(stock=3, price=26000)
    db.session.commit()
    gone = bring(written({"reference": item.reference, "sku": item.main.sku, "price": "300", "stock": "5"}), by)
    assert gone.changed == {"price": ("260", "300"), "stock": ("3", "5")}
    after = one(item.reference).main
    assert (after.price, after.on_hand, after.counted_at) == (30000, 5, given.NOW)
    last = db.session.scalars(select(StockMovement).order_by(StockMovement.id.desc())).first()
    assert (last.change, last.kind, last.on_behalf) == (2, MovementKind.COUNTED, True)
    about = select(AuditEvent.deed, AuditEvent.on_behalf_of_id).where(AuditEvent.subject_id == after.id)
    told = dict(db.session.execute(about.where(AuditEvent.subject == "variant")).all())
    assert told == {"terms.changed": item.artisan_id, "stock.adjusted": item.artisan_id}


def test_texts_wait_while_the_approved_ones_stay(app: Flask) -> None:
    item = given.item(title="Ancien")
    db.session.commit()
    bring(written({"reference": item.reference, "sku": item.main.sku, "title_fr": "Nouveau"}), given.advisor())
    pair = texts.in_language(one(item.reference), "fr")
    assert (pair.approved.title, pair.pending.title, pair.pending.description) == (
        "Ancien", "Nouveau", "Faite à la main.",
    )  # fmt: skip
    again = {"reference": item.reference, "sku": item.main.sku, "title_fr": "Nouveau"}
    bring(written(again), given.advisor(), approve=True)
    pair = texts.in_language(one(item.reference), "fr")
    assert (pair.approved.title, pair.pending) == ("Nouveau", None)


@pytest.mark.parametrize(
    ("cell", "said", "sentence"),
    [
        ("price", "1.250", "amount in dirhams"),
        ("price", "-5", "amount in dirhams"),
        ("price", "0,50", "from 1 to 1 000 000"),
        ("price", "", "Write the price"),
        ("stock", "12000", "from 0 to 9999"),
        ("artisan", "Personne", "called “Personne”"),
        ("artisan", "", "which artisan"),
        ("craft", "", "which craft"),
        ("title_fr", "x" * 161, "160 characters"),
        ("title_fr", "", "Write a title"),
        ("reference", "a" * 21, "20 at most"),
    ],
)
def test_an_error_names_its_row_and_column(
    app: Flask, row: dict[str, str], cell: str, said: str, sentence: str
) -> None:
    good = {**row, "reference": "NEW-0002"}
    gone = bring(written(good, {**row, cell: said}), given.advisor())
    assert [(number, name) for number, name, _text in gone.errors] == [(3, cell)]
    assert sentence in gone.errors[0][2]
    assert db.session.scalar(select(Item).where(Item.reference == "NEW-0002")) is None, "all rows or none"


def test_pieces_promised_to_customers_stay_on_the_shelf(app: Flask) -> None:
    item = given.item(stock=5)
    given.answer(given.request(item).lines[0])
    db.session.commit()
    gone = bring(written({"reference": item.reference, "sku": item.main.sku, "stock": "0"}), given.advisor())
    assert "Promised to customers: 1" in gone.errors[0][2]


def test_a_table_that_contradicts_itself(app: Flask, row: dict[str, str]) -> None:
    item = given.item()
    db.session.commit()
    rows = (
        {**row, "sku": "A", "variant_fr": "Petit"},
        {**row, "sku": "B", "variant_fr": "Grand", "title_fr": "Autre chose"},
        {**row, "reference": "NEW-0002", "sku": "A"},
        {**row, "reference": "NEW-0003", "sku": item.main.sku},
        {**row, "reference": "", "sku": ""},
    )
    said = {number: text for number, _column, text in bring(written(*rows), given.advisor()).errors}
    assert sorted(said) == [3, 4, 5, 6]
    assert "Row 2 says otherwise" in said[3] and "stands in row 2" in said[4]
    assert item.reference in said[5] and "reference or an SKU" in said[6]


def test_rows_of_a_piece_need_not_stand_together(app: Flask, row: dict[str, str]) -> None:
    small, large = {**row, "sku": "S", "variant_fr": "Petit"}, {**row, "sku": "L", "variant_fr": "Grand"}
    between = {**row, "reference": "NEW-0002"}
    assert bring(written(small, between, large), given.advisor()).counts == {"add": 3}
    assert [variant.labels["fr"] for variant in one("NEW-0001").variants] == ["Petit", "Grand"]


def test_what_a_state_asks_for_is_reached_by_the_rules_or_told(app: Flask, row: dict[str, str]) -> None:
    on_sale = given.item()
    db.session.commit()
    gone = bring(
        written(
            {**row, "state": "En vente"},
            {"reference": on_sale.reference, "sku": on_sale.main.sku, "state": "paused"},
        ),
        given.advisor(),
        approve=True,
    )
    assert gone.errors == [] and one("NEW-0001").state is ItemState.DRAFT
    assert any("stays" in note for note in gone.notes), "it has no photo"
    assert one(on_sale.reference).state is ItemState.PAUSED
    back = written({"reference": on_sale.reference, "sku": on_sale.main.sku, "state": "draft"})
    assert "cannot become" in bring(back, given.advisor()).errors[0][2]


def test_taking_an_import_back(app: Flask, row: dict[str, str]) -> None:
    item = given.item(stock=3, price=26000)
    db.session.commit()
    before = taken()
    change = {"reference": item.reference, "sku": item.main.sku, "price": "300", "stock": "1"}
    gone = bring(written(row, change), given.advisor())
    header = before.split(b"\r\n")[0].decode("utf-8-sig").split(";")
    rows = [dict(zip(header, line, strict=False)) for line in gone.back]
    assert bring(written(*rows), given.advisor()).counts == {"change": 2}
    assert one("NEW-0001").state is ItemState.ARCHIVED
    assert (one(item.reference).main.price, one(item.reference).main.on_hand) == (26000, 3)


def test_nothing_is_imported_over_a_change_made_meanwhile(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    item = given.item(stock=3)
    db.session.commit()
    before = writing._refuse_where_changed

    def sold_just_now(*given_: Any) -> None:
        item.main.on_hand = 2
        db.session.flush()
        before(*given_)

    monkeypatch.setattr(writing, "_refuse_where_changed", sold_just_now)
    with pytest.raises(ChangedMeanwhile):
        bring(written({"reference": item.reference, "sku": item.main.sku, "stock": "5"}), given.advisor())


def test_many_new_pieces_are_noted_once_each(app: Flask, row: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "WORTH_IT", 1)
    follower = changes.Follower()
    follower.news(db.session())
    bring(written(row, {**row, "reference": "NEW-0002"}), given.advisor())
    ids = {one("NEW-0001").id, one("NEW-0002").id}
    assert {change.thing_id for change in follower.news(db.session()) or ()} == ids
    noted = db.session.scalar(select(func.count()).select_from(CatalogueChange))
    one("NEW-0001").note = "Later"
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(CatalogueChange)) == noted + 1, "the triggers are back"
