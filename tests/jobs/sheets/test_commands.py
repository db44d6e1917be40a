"""`flask catalogue import` and `flask catalogue export`, as somebody at a terminal meets them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.adapters import tables
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item, ItemState, StockMovement, Variant
from app.domain.catalogue.sheets.refusals import ChangedMeanwhile
from app.domain.people.models import User
from app.jobs.sheets import commands, writing
from tests import given
from tests.jobs.sheets.tables import written


@pytest.fixture
def boss(app: Flask) -> User:
    """The coordinator whose deed an import is, with others around."""
    given.advisor()
    first = given.coordinator()
    given.coordinator(name="Salma Bennani")
    db.session.commit()
    return first


@pytest.fixture
def row(boss: User) -> dict[str, str]:
    """A new piece, with noise around."""
    given.item()
    maker, craft = given.artisan(name="Rahma Alaoui"), given.craft("weaving", names={"fr": "Tissage"})
    db.session.commit()
    return {"reference": "NEW-0001", "artisan": maker.slug, "craft": craft.slug, "title_fr": "Mendil", "price": "90"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pieces.csv"


def run(app: Flask, command: str, *arguments: object) -> Result:
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["catalogue", command, *map(str, arguments)])
    db.session.rollback()
    db.session.expire_all()
    return done


def bring(app: Flask, file: Path, *rows: dict[str, Any], options: tuple[str, ...] = ()) -> Result:
    file.write_bytes(written(*rows))
    return run(app, "import", file, *options)


def here(*references: str) -> list[Item]:
    return list(db.session.scalars(select(Item).where(Item.reference.in_(references)).order_by(Item.reference)))


def imported() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "table.imported")))


def test_a_table_is_imported_and_the_deed_is_the_first_coordinators(
    app: Flask, file: Path, boss: User, row: dict[str, str]
) -> None:
    done = bring(app, file, row)
    assert (done.exit_code, done.stdout) == (0, "1 add, 0 change, 0 unchanged, 0 error. Imported.\n")
    assert [item.created_by_id for item in here("NEW-0001")] == [boss.id]
    (deed,) = imported()
    assert (deed.by_id, deed.facts["name"], deed.facts["add"]) == (boss.id, "pieces.csv", 1)


def test_a_dry_run_says_what_would_be_and_writes_nothing(app: Flask, file: Path, row: dict[str, str]) -> None:
    item = given.item(stock=3)
    change = {"reference": item.reference, "sku": item.main.sku, "stock": "5"}
    done = bring(app, file, row, change, options=("--dry-run", "--language", "en"))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"3\tchange\t{item.main.sku}\tOn hand: 3 → 5", "1 add, 1 change, 0 unchanged, 0 error."
    ]  # fmt: skip
    assert not here("NEW-0001") and db.session.get_one(Variant, item.main.id).on_hand == 3 and not imported()


def test_one_wrong_row_and_nothing_is_written(app: Flask, file: Path, row: dict[str, str]) -> None:
    done = bring(app, file, {**row, "reference": "NEW-0002"}, {**row, "price": "x"}, options=("--language", "fr"))
    assert done.exit_code == 1
    wrong, counts = done.stdout.splitlines()
    assert wrong.startswith("3\terror\tNEW-0001\tPrix, MAD: Écrivez un montant en dirhams")
    assert counts == "1 add, 0 change, 0 unchanged, 1 error."
    assert not here("NEW-0001", "NEW-0002") and not imported()


def test_the_report_as_json(app: Flask, file: Path, row: dict[str, str]) -> None:
    item = given.item(price=26000)
    change = {"reference": item.reference, "sku": item.main.sku, "price": "300", "colour of hair": "x"}
    done = bring(app, file, row, change, options=("--json", "--language", "en"))
    told = json.loads(done.stdout)
    lines = told.pop("lines")
    assert done.exit_code == 0 and told == {
        "source": "ours", "imported": True, "rows": 2, "add": 1, "change": 1, "unchanged": 0, "error": 0,
        "notes": ["These columns are not read: colour of hair."],
    }  # fmt: skip
    assert lines == [
        {"row": 2, "outcome": "add", "name": "NEW-0001"},
        {"row": 3, "outcome": "change", "name": item.main.sku,
         "changes": [{"column": "price", "from": "260", "to": "300"}]},
    ]  # fmt: skip


def test_the_report_of_errors_as_json(app: Flask, file: Path, row: dict[str, str]) -> None:
    done = bring(app, file, {**row, "best_before": "soon"}, options=("--json", "--language", "en"))
    told = json.loads(done.stdout)
    assert (done.exit_code, told["imported"], told["error"]) == (1, False, 1)
    sentence = "Write a day such as 2027-05-31 or 31/05/2027."
    assert told["lines"][0]["errors"] == [{"column": "best_before", "text": sentence}]


def test_a_table_without_rows_is_json_too(app: Flask, file: Path, boss: User) -> None:
    file.write_bytes(b"reference,price\r\n")
    done = run(app, "import", file, "--json")
    assert (done.exit_code, json.loads(done.stdout)["lines"]) == (0, [])


def test_what_names_nobody_is_by_whom_the_options_say(app: Flask, file: Path, row: dict[str, str]) -> None:
    bare = {name: row[name] for name in ("reference", "title_fr", "price")}
    assert bring(app, file, bare).exit_code == 1
    done = bring(app, file, bare, options=("--artisan", "rahma alaoui", "--craft", "Tissage"))
    assert done.exit_code == 0
    assert [(item.artisan.slug, item.craft.slug) for item in here("NEW-0001")] == [(row["artisan"], row["craft"])]


def test_texts_wait_unless_told_otherwise(app: Flask, file: Path, row: dict[str, str]) -> None:
    said = {**row, "description_fr": "Tissé à la main."}
    bring(app, file, said)
    bring(app, file, {**said, "reference": "NEW-0002"}, options=("--approve",))
    waits, holds = (texts.in_language(item, "fr") for item in here("NEW-0001", "NEW-0002"))
    assert waits.pending and not waits.approved and holds.approved and not holds.pending


def test_the_texts_of_a_foreign_table_are_in_the_language_asked_for(
    app: Flask, file: Path, row: dict[str, str]
) -> None:
    bowl = {"Handle": "bowl", "Title": "Bowl", "Variant SKU": "BOWL", "Variant Price": "90.00"}
    done = bring(app, file, bowl, options=("--artisan", row["artisan"], "--craft", row["craft"], "--language", "en"))
    assert done.exit_code == 0 and "Prices are read as dirhams." in done.stdout
    (item,) = (one.item for one in db.session.scalars(select(Variant).where(Variant.sku == "BOWL")))
    assert texts.in_language(item, "en").pending and not texts.in_language(item, "fr").pending


def test_somebody_else_of_the_team_can_be_named(app: Flask, file: Path, row: dict[str, str]) -> None:
    advisor = given.advisor(email="nadia@example.org")
    assert bring(app, file, row, options=("--by", " Nadia@example.org")).exit_code == 0
    assert [item.created_by_id for item in here("NEW-0001")] == [advisor.id]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--artisan", "Personne"), "--artisan: nothing here is called 'Personne'"),
        (("--craft", "Rien"), "--craft: nothing here is called 'Rien'"),
        (("--by", "nobody@example.org"), "--by: expected the e-mail of somebody of the team"),
        (("--by", "customer@example.org"), "--by: expected the e-mail of somebody of the team"),
        (("--by", "gone@example.org"), "--by: expected the e-mail of somebody of the team"),
        (("--language", "zgh"), "Invalid value for '--language'"),
    ],
)
def test_a_wrong_option_is_told_and_writes_nothing(
    app: Flask, file: Path, row: dict[str, str], options: tuple[str, ...], sentence: str
) -> None:
    given.user(email="customer@example.org")
    given.advisor(email="gone@example.org", active=False)
    done = bring(app, file, row, options=options)
    assert done.exit_code and sentence in done.stderr and not here("NEW-0001")


def test_without_a_coordinator_somebody_must_be_named(app: Flask, file: Path) -> None:
    given.advisor()
    done = bring(app, file, {"reference": "A-1"})
    assert done.exit_code == 1 and "--by" in done.stderr


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"%PDF-1.7", "This file is not a table"),
        (b"a,b\r\n1,2\r\n", "These columns are not known"),
        (b"", "The first row must name the columns"),
    ],
)
def test_what_is_no_table_is_one_sentence(app: Flask, file: Path, boss: User, body: bytes, sentence: str) -> None:
    file.write_bytes(body)
    done = run(app, "import", file, "--language", "en")
    assert done.exit_code == 1 and done.stderr.startswith(f"Error: {sentence}") and not done.stdout


def test_a_file_that_is_not_there(app: Flask, file: Path, boss: User) -> None:
    done = run(app, "import", file)
    assert done.exit_code == 2 and "does not exist" in done.stderr


def test_what_changed_meanwhile_is_told_and_nothing_is_written(
    app: Flask, file: Path, row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise ChangedMeanwhile

    monkeypatch.setattr(writing, "_refuse_where_changed", refuse)
    done = bring(app, file, row, options=("--language", "en"))
    assert done.exit_code == 1 and "Nothing was imported." in done.stderr and not here("NEW-0001")


def test_what_breaks_in_the_midst_of_writing_leaves_nothing(
    app: Flask, file: Path, row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    item, insert = given.item(stock=3), writing._insert
    moved = len(list(db.session.scalars(select(StockMovement))))

    def break_at_the_texts(connection: Any, scratch: Any, table: Any) -> None:
        insert(connection, scratch, table)
        if table.name == "item_text":
            raise OSError("the disk is full")

    monkeypatch.setattr(writing, "_insert", break_at_the_texts)
    change = {"reference": item.reference, "sku": item.main.sku, "stock": "5"}
    done = bring(app, file, row, change)
    assert isinstance(done.exception, OSError)
    assert not here("NEW-0001") and db.session.get_one(Variant, item.main.id).on_hand == 3
    assert len(list(db.session.scalars(select(StockMovement)))) == moved and not imported()


@pytest.mark.parametrize("kind", tables.KINDS)
def test_what_is_exported_goes_in_again(app: Flask, tmp_path: Path, row: dict[str, str], kind: str) -> None:
    file = tmp_path / f"out.{kind.upper()}"
    out = run(app, "export", file, "--language", "es")
    assert (out.exit_code, out.stdout) == (0, f"1 pieces are in {file}.\n")
    done = run(app, "import", file)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "0 add, 0 change, 1 unchanged, 0 error. Imported.")


def test_only_what_is_wanted_is_exported(app: Flask, file: Path) -> None:
    weaver, weaving = given.artisan(name="Rahma Alaoui"), given.craft("weaving", names={"fr": "Tissage"})
    one = given.item(weaver, craft_=weaving, state=ItemState.PAUSED)
    given.item(weaver, craft_=weaving)
    given.item(weaver, craft_=given.craft("clay"), state=ItemState.PAUSED)
    given.item(craft_=weaving, state=ItemState.PAUSED)
    out = run(app, "export", file, "--state", "paused", "--craft", "tissage", "--artisan", weaver.slug)
    assert out.exit_code == 0
    with file.open("rb") as table:
        assert [found.cells["Référence"] for found in tables.read(table)] == [one.reference]


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("a.ods", (), "FILE: expected a name that ends in .csv or .xlsx"),
        ("a", (), "FILE: expected a name that ends in .csv or .xlsx"),
        ("a.csv", ("--craft", "Rien"), "--craft: nothing here is called 'Rien'"),
        ("a.csv", ("--artisan", "Personne"), "--artisan: nothing here is called 'Personne'"),
        ("a.csv", ("--state", "sold"), "Invalid value for '--state'"),
        ("missing/a.csv", (), "cannot be written"),
    ],
)
def test_a_wrong_export_is_told_and_leaves_no_file(
    app: Flask, tmp_path: Path, name: str, options: tuple[str, ...], sentence: str
) -> None:
    done = run(app, "export", tmp_path / name, *options)
    assert done.exit_code and sentence in done.stderr and not list(tmp_path.iterdir())


def test_an_export_that_breaks_leaves_the_file_that_was_there(
    app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(*_: Any) -> Iterator[bytes]:
        yield b"half of it"
        raise RuntimeError("the database went away")

    monkeypatch.setattr(commands, "table_blocks", some)
    file.write_bytes(b"before")
    done = run(app, "export", file)
    assert isinstance(done.exception, RuntimeError)
    assert {one.name: one.read_bytes() for one in file.parent.iterdir()} == {"pieces.csv": b"before"}
