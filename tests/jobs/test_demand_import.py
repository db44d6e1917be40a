"""`flask demand import`: past sales become demand, once, whatever comes again."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.demand import past_sales
from app.domain.demand.forecasting.buckets import Sale
from app.domain.demand.models import DemandDay, SignalKind
from tests import given as people
from tests.account.test_at_once import at_once
from tests.domain.demand import given
from tests.given import NOW

TABLE = """Series,Date,Units,Price
bol-12,2026-10-01,3,"120,50"
bol-12,2026-10-01,2,100
bol-12,2026-10-03,0,
weaving,2026-10-01,4,10.25
Jarre 40 cm,2026-10-02,1,-3
"""


@pytest.fixture
def sold(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """Import a table, as a command."""

    def run(table: str, *options: str, packed: bool = False) -> Result:
        file = tmp_path / "sales.csv"
        file.write_bytes(gzip.compress(table.encode()) if packed else table.encode())
        db.session.commit()
        with time_machine.travel(NOW, tick=False):
            return app.test_cli_runner().invoke(args=["demand", "import", str(file), *options])

    return run


def kept() -> list[tuple[object, ...]]:
    day = DemandDay
    columns = (day.words, day.day, day.item_id, day.craft_id, day.artisan_id, day.signals, day.quantity, day.value)
    chosen = select(*columns).where(day.kind == SignalKind.PAST_SALE).order_by(day.words, day.day)
    return [tuple(row) for row in db.session.execute(chosen)]


def test_rows_become_days_of_the_piece_the_craft_or_the_name(app: Flask, sold: Callable[..., Result]) -> None:
    weaving = people.craft("weaving")
    bowl = people.item(slug="un-bol", reference="BOL-12")
    given.day(SignalKind.REQUEST_LINE, 50, 7, item_id=bowl.id)  # not a past sale: it stays
    told = json.loads(sold(TABLE, "--json", packed=True).output)
    assert told == {"rows": 5, "series": 3, "matched": 1, "adrift": 1, "days": 3, "units": 10}
    first, third = date(2026, 10, 1), date(2026, 10, 3)
    assert kept() == [
        ("Jarre 40 cm", date(2026, 10, 2), 0, 0, 0, 1, 1, 0),
        ("bol-12", first, bowl.id, bowl.craft_id, bowl.artisan_id, 2, 5, 56150),
        ("bol-12", third, bowl.id, bowl.craft_id, bowl.artisan_id, 0, 0, 0),
        ("weaving", first, 0, weaving.id, 0, 1, 4, 4100),
    ]
    told = sold(TABLE).output
    assert "10 pieces" in told and "1 series are of no craft" in told


def test_the_same_table_again_changes_nothing_and_a_corrected_one_its_own_days(
    app: Flask, sold: Callable[..., Result]
) -> None:
    sold(TABLE)
    before = kept()
    sold(TABLE)
    assert kept() == before
    sold("series,date,units\nbol-12,2026-10-01,9\n")
    assert [(row[0], row[1], row[6]) for row in kept()] == [
        ("Jarre 40 cm", date(2026, 10, 2), 1),
        ("bol-12", date(2026, 10, 1), 9),
        ("bol-12", date(2026, 10, 3), 0),
        ("weaving", date(2026, 10, 1), 4),
    ]


def test_the_craft_of_what_is_no_piece_of_ours(app: Flask, sold: Callable[..., Result]) -> None:
    pottery, other = people.craft("pottery"), people.item()
    sku = other.main.sku.lower()
    sold(TABLE.replace("bol-12", sku), "--craft", "pottery")
    assert {(row[0], row[2], row[3]) for row in kept()} == {
        ("Jarre 40 cm", 0, pottery.id),
        (sku, other.id, other.craft_id),
        ("weaving", 0, pottery.id),
    }
    assert "of no craft" not in sold(TABLE, "--craft", "pottery").output
    assert "nothing here is called" in sold(TABLE, "--craft", "glass").output


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("series,date\na,2026-01-05\n", "named “units”"),
        ("series,date,units\n", "no rows below"),
        ("\ufeffseries;date;units\r\n;;\r\n\r\n", "no rows below"),
        ("series,date,units\na,2026-01-05,1\nb,2027-01-05,1\n", "Row 3: 2027-01-05 has not come yet"),
        (f"series,date,units\n{'x' * 121},2026-01-05,1\n", "Row 2: the name of the series is too long"),
        ("series,date,units,price\na,2026-01-05,1,dear\n", "Row 2: “dear” is no price"),
        ("series,date,units\na,2026-01-05,1\n,2026-01-05,1\n", "Row 3 does not say"),
        ("series,date,units,price\na,2026-01-05,1000000,9999999\n", "“a” on 2026-01-05: so much cannot be right"),
        ("series,date,units\n" + "a,2026-01-05,1000000\n" * 2200, "“a” on 2026-01-05: so much cannot be right"),
        ("series,date,units,price\n" + "a,2026-01-05,2000,9999\n" * 2, "“a” on 2026-01-05: so much cannot be right"),
    ],
)
def test_what_cannot_be_demand_is_a_sentence_and_nothing_is_kept(
    app: Flask, sold: Callable[..., Result], table: str, said: str
) -> None:
    answer = sold(table)
    assert answer.exit_code == 1 and said in answer.output, answer.output
    assert kept() == []


def test_the_same_table_taken_in_twice_at_once_is_there_once(own_app: Flask) -> None:
    table = [Sale(f"jar {number}", date(2026, 1, 5), 2) for number in range(300)]
    answers = at_once(own_app, 4, lambda _n: past_sales.take_in(table).rows)
    assert answers == [300] * 4
    with own_app.app_context():
        assert len(kept()) == 300
