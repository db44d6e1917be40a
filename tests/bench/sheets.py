"""Importing a table of a hundred thousand rows: seconds and memory, beside the same rows by the bare driver."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from app.base.database import db
from app.domain.catalogue.models import Colour, Material
from app.domain.people.crafts import that_hold_items
from app.domain.people.models import Artisan
from tests.bench.databases import loaded
from tests.bench.measuring import measured
from tests.bench.rules import application

ROWS = 100_000
COLUMNS = (
    *("reference", "artisan", "craft", "title_fr", "description_fr", "title_ar", "description_ar", "sku", "kind"),
    *("price", "stock", "length", "width", "weight", "materials", "colours"),
)
COPIED = ("item", "variant", "item_text", "item_material", "item_colour", "search_entry")
NOUNS = ("Mendil", "Tapis", "Plateau", "Théière", "Panier", "Coussin", "Lanterne", "Babouche")
ARABIC = ("منديل", "زربية", "صينية", "براد", "قفة", "وسادة", "فانوس", "بلغة")


def write_table(file: Path, rows: int, names: dict[str, list[str]], seed: int = 1) -> None:
    """names: what can stand in the columns artisan, craft, materials and colours."""
    dice = random.Random(seed)
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(rows):
            kind = number % len(NOUNS)
            writer.writerow(
                (
                    f"IMP-{number:06d}",
                    dice.choice(names["artisan"]),
                    dice.choice(names["craft"]),
                    f"{NOUNS[kind]} rayé no {number}",
                    f"Fait à la main, en {dice.randint(2, 40)} heures. Les bords sont cousus deux fois, puis lavés.",
                    f"{ARABIC[kind]} مخطط {number}",
                    f"صنعت باليد في {dice.randint(2, 40)} ساعة. تخاط الحواف مرتين ثم تغسل.",
                    f"IMP-{number:06d}-A",
                    "ready",
                    dice.randint(40, 4000),
                    dice.randint(0, 12),
                    dice.randint(5, 300),
                    dice.randint(5, 300),
                    dice.randint(50, 9000),
                    ", ".join(sorted(set(dice.choices(names["materials"], k=2)))),
                    dice.choice(names["colours"]),
                )
            )


def tables(engine: str, _sizes: list[str]) -> dict[str, object]:
    """The command itself in a process of its own, on a loaded demonstration; then its rows alone, by the driver."""
    with loaded(engine, []) as made, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pieces.csv"
        with application(made) as app:
            write_table(file, ROWS, _names())
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "catalogue", "import", str(file)]
        environment = {**os.environ, **made.environment}
        began = time.perf_counter()
        spent, peak = measured(lambda: subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True))
        took = time.perf_counter() - began
        with app.app_context():
            floor = _by_hand()
    return {
        "import": {
            "rows": ROWS,
            "seconds": round(took, 1),
            "cpu_seconds": round(spent / 1000, 1),
            "peak_mib": peak,
            "floor_seconds": round(floor, 1),
            "ratio": round(took / floor, 1),
        }
    }


def _names() -> dict[str, list[str]]:
    crafts = [craft.slug for craft in that_hold_items()]
    things = {"artisan": Artisan, "materials": Material, "colours": Colour}
    return {"craft": crafts, **{name: list(db.session.scalars(select(thing.slug))) for name, thing in things.items()}}


def _by_hand() -> float:
    """Seconds for the same rows written again into bare copies of their tables, their triggers and indexes left out."""
    with db.engine.begin() as connection:
        last = connection.scalar(text("SELECT min(id) FROM item WHERE reference LIKE 'IMP-%'"))
        rows = {}
        for name in COPIED:
            column = "id" if name == "item" else "item_id"
            rows[name] = connection.exec_driver_sql(f"SELECT * FROM {name} WHERE {column} >= {last}").fetchall()
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE bare_{name} AS SELECT * FROM {name} WHERE 1 = 0")
        driver = connection.connection.driver_connection
        cursor = driver.cursor()
        began = time.perf_counter()
        for name, some in rows.items():
            mark = "?" if connection.dialect.name == "sqlite" else "%s"
            marks = ", ".join([mark] * len(some[0]))
            cursor.executemany(f"INSERT INTO bare_{name} VALUES ({marks})", [_plain(row) for row in some])
        return time.perf_counter() - began


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(json.dumps(value) if isinstance(value, dict | list) else value for value in row)
