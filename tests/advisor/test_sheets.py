"""A table on its way through the advisor area, as somebody without script sees it."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.sheets.models import Outcome, Sheet, SheetExport, SheetLine, SheetState
from app.jobs.sheets import export_work, work
from tests import given
from tests.jobs.sheets.tables import written
from tests.pages import Visitor


@pytest.fixture
def advisor(app: Flask, visitor: Visitor) -> Visitor:
    return visitor.sign_in(given.advisor())


def done() -> None:
    """The worker, until nothing waits."""
    db.session.commit()
    while work.run_next() or export_work.run_next():
        pass
    db.session.expire_all()


def sent(advisor: Visitor, body: bytes, name: str = "pieces.csv") -> Sheet:
    advisor.post("/advisor/catalogue/tables/", {"table": (BytesIO(body), name)}, content_type="multipart/form-data")
    done()
    return db.session.scalars(select(Sheet).order_by(Sheet.id.desc())).first()


def test_from_a_table_to_the_shelf_and_back(app: Flask, advisor: Visitor) -> None:
    item = given.item(stock=3)
    db.session.commit()
    sheet = sent(advisor, written({"reference": item.reference, "sku": item.main.sku, "stock": "7"}))
    page = advisor.get(f"/advisor/catalogue/tables/{sheet.id}")
    assert "Changée" in page.plain and "<del><bdi>3</bdi></del>" in page.text and "<ins><bdi>7</bdi></ins>" in page.text
    assert db.session.get_one(Variant, item.main.id).on_hand == 3, "nothing changes before somebody says so"
    advisor.post(f"/advisor/catalogue/tables/{sheet.id}/import", {"digest": sheet.digest})
    waiting = advisor.get(f"/advisor/catalogue/tables/{sheet.id}")
    assert waiting.response.headers["Refresh"] == "2" and "<progress" in waiting.text
    done()
    assert sheet.state is SheetState.DONE and db.session.get_one(Variant, item.main.id).on_hand == 7
    assert "annul" in advisor.get(f"/advisor/catalogue/tables/{sheet.id}").plain
    back = advisor.get(f"/advisor/catalogue/tables/{sheet.id}/back")
    again = sent(advisor, back.body)
    advisor.post(f"/advisor/catalogue/tables/{again.id}/import", {"digest": again.digest})
    done()
    assert db.session.get_one(Variant, item.main.id).on_hand == 3


def test_a_row_is_said_as_a_row(app: Flask, advisor: Visitor) -> None:
    item = given.item()
    db.session.commit()
    maker, craft = item.artisan, item.craft
    new = {"reference": "NEW-1", "artisan": maker.slug, "craft": craft.slug, "title_fr": "Bol", "price": "90"}
    sheet = sent(advisor, written(new, {"reference": item.reference, "sku": item.main.sku}))
    page = advisor.get(f"/advisor/catalogue/tables/{sheet.id}")
    for words in ("Ajoutée (1)", "Changée (0)", "Inchangée (1)", "Effet"):
        assert words in page.plain


def test_errors_stand_row_by_row_and_nothing_can_be_imported(app: Flask, advisor: Visitor) -> None:
    sheet = sent(advisor, written({"reference": "NEW-1", "price": "x"}))
    page = advisor.get(f"/advisor/catalogue/tables/{sheet.id}?outcome=error")
    assert "Écrivez un montant en dirhams" in page.plain and "Prix, MAD" in page.plain
    assert "/import" not in page.text
    advisor.post(f"/advisor/catalogue/tables/{sheet.id}/import", {"digest": sheet.digest}, status=409)
    assert db.session.scalar(select(Item).where(Item.reference == "NEW-1")) is None


def test_what_a_foreign_table_lacks_is_chosen_on_the_page(app: Flask, advisor: Visitor) -> None:
    maker, craft = given.artisan(), given.craft()
    db.session.commit()
    table = written({"Handle": "bol", "Title": "Bol", "Variant SKU": "BOL", "Variant Price": "90.00"})
    sheet = sent(advisor, table)
    assert sheet.counts[Outcome.ERROR] == 1
    chosen = {"artisan": str(maker.id), "craft": str(craft.id), "language": "en"}
    advisor.post(f"/advisor/catalogue/tables/{sheet.id}/check", chosen)
    done()
    assert (sheet.state, sheet.counts[Outcome.ADD]) == (SheetState.CHECKED, 1)


def test_what_is_no_table_gets_a_sentence(app: Flask, advisor: Visitor) -> None:
    sheet = sent(advisor, b"%PDF-1.7", "devis.pdf")
    page = advisor.get(f"/advisor/catalogue/tables/{sheet.id}")
    assert sheet.state is SheetState.REFUSED and "n’est pas un tableau" in page.plain
    assert "/check" not in page.text, "checked again, it would be the same"
    advisor.post(f"/advisor/catalogue/tables/{sheet.id}/check", {"language": "fr"}, status=409)
    advisor.post("/advisor/catalogue/tables/", {}, status=422)


def test_a_change_made_meanwhile_is_shown_before_anything_is_written(app: Flask, advisor: Visitor) -> None:
    item = given.item(stock=3)
    db.session.commit()
    sheet = sent(advisor, written({"reference": item.reference, "sku": item.main.sku, "stock": "7"}))
    item.main.on_hand = 2
    db.session.commit()
    advisor.post(f"/advisor/catalogue/tables/{sheet.id}/import", {"digest": sheet.digest})
    done()
    assert sheet.state is SheetState.CHECKED and db.session.get_one(Variant, item.main.id).on_hand == 2
    told = db.session.scalars(select(SheetLine).where(SheetLine.sheet_id == sheet.id)).one().told
    assert told["changes"] == [["stock", "2", "7"]]


def test_an_export_is_made_by_the_worker_and_fetched(app: Flask, advisor: Visitor) -> None:
    item = given.item()
    db.session.commit()
    page = advisor.post("/advisor/catalogue/tables/exports", {"kind": "csv", "state": "", "craft": "", "artisan": ""})
    assert "Refresh" in advisor.get(page.location).response.headers
    done()
    export = db.session.scalars(select(SheetExport)).one()
    advisor.get(page.location)
    file = advisor.get(f"/advisor/catalogue/tables/exports/{export.id}/file")
    assert item.reference in file.body.decode("utf-8-sig")
    sheet = sent(advisor, file.body)
    assert sheet.counts == {"add": 0, "change": 0, "unchanged": 1, "error": 0}
