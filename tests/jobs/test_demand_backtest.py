"""`flask demand backtest`: a table of past sales in, figures out; what is odd in it is a sentence."""

import gzip
import json
import os
import tracemalloc
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.jobs.demand import sales

MONDAY = date(2025, 1, 6)
WEEKS = "".join(
    f"{name},{MONDAY + timedelta(weeks=week)},{units}\n"
    for week in range(40)
    for name, units in (("mendil", week % 3), ("bol", 2 + week % 2))
)
TABLE = f"Series,Date,Units\n{WEEKS}"


def asked(app: Flask, file: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["demand", "backtest", str(file), *options])


@pytest.mark.parametrize("packed", [False, True])
def test_the_figures_of_a_file_as_json_and_as_a_table(app: Flask, tmp_path: Path, *, packed: bool) -> None:
    file = tmp_path / "sales.csv"
    file.write_bytes(gzip.compress(TABLE.encode()) if packed else TABLE.encode())
    told = json.loads(asked(app, file, "--horizon", "4", "--json").output)
    measures = {"rmsse", "pinball", "wql", "coverage", "below", "above", "expected"}
    assert set(told) == {"frequency", "horizon", "origins", "series", "pairs", "baseline", "placebo", *measures}
    assert set(told["placebo"]) == {"advised", "clearly_helped", "perhaps_helped", "may_have_hurt", "effect"}
    assert set(told["baseline"]) == measures
    assert (told["frequency"], told["horizon"], told["series"], told["pairs"]) == ("weeks", 4, 2, 8)
    assert told["coverage"] + told["below"] + told["above"] == pytest.approx(1)
    table = asked(app, file, "--horizon", "4").output
    assert f"{told['pinball']:.3f}" in table and "2 series by weeks" in table and "though nobody was" in table


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("series,date\na,2026-01-05\n", "named “units”"),
        ("series,date,units\na,yesterday,1\n", "Row 2: “yesterday” is no date"),
        ("series,date,units\na,2026-01-051,1\n", "Row 2: “2026-01-051” is no date"),
        ("series,date,units\na,2026-W02-1,1\n", "“2026-W02-1” is no date"),
        ("series,date,units\na,0001-01-01,1\nb,2026-01-05,2\n", "Row 2: 0001-01-01 is too far away"),
        ("series,date,units\na,2026-01-05,1\nb,9999-12-31 00:00:00,2\n", "Row 3: 9999-12-31"),
        ("series,date,units\na,2026-01-05,1_000\n", "“1_000” is no number"),
        ("series,date,units\na,2026-01-05,1\nb,2026-01-05,a few\n", "Row 3: “a few” is no number"),
        ("series,date,units\na,2026-01-05,-1\n", "“-1” is no number"),
        ("series,date,units\na,2026-01-05,1.5\n", "“1.5” is no number"),
        ("series,date,units\na,2026-01-05,nan\n", "“nan” is no number"),
        ("series,date,units\na,2026-01-05,9e99\n", "“9e99” is no number"),
        ("series,date,units\n,2026-01-05,1\n", "Row 2 does not say"),
        ("series,date,units\na,2026-01-05,1\n", "No series is long enough"),
        ("series,date,units\n", "no rows below"),
        ("", "must name the columns"),
        ("%PDF-1.7", "not a table"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(app: Flask, tmp_path: Path, table: str, said: str) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(table)
    answer = asked(app, file)
    assert answer.exit_code == 1 and said in answer.output, answer.output


def test_a_torn_or_swollen_packed_file_is_a_sentence(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sales.csv.gz"
    packed = gzip.compress(TABLE.encode())
    file.write_bytes(packed[: len(packed) // 2])
    assert "not a table" in asked(app, file).output
    file.write_bytes(packed)
    monkeypatch.setattr(sales, "LARGEST", 100)
    assert "too heavy" in asked(app, file).output


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_may_come_through_a_pipe(app: Flask, *, packed: bool) -> None:
    answer = through_a_pipe(app, gzip.compress(TABLE.encode()) if packed else TABLE.encode())
    assert answer.exit_code == 0 and "2 series by weeks" in answer.output, answer.output


def test_a_pipe_that_brings_nothing_or_too_much_ends_with_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = through_a_pipe(app, b"")
    assert answer.exit_code == 1 and "must name the columns" in answer.output, answer.output
    monkeypatch.setattr(sales, "LARGEST", 100)
    answer = through_a_pipe(app, TABLE.encode())
    assert answer.exit_code == 1 and "too heavy" in answer.output, answer.output


def through_a_pipe(app: Flask, body: bytes) -> Result:
    """What is said to a table whose writer has closed its end."""
    end, begin = os.pipe()
    try:
        os.write(begin, body)
        os.close(begin)
        return asked(app, Path(f"/dev/fd/{end}"))
    finally:
        os.close(end)


def test_a_packed_table_takes_no_more_memory_than_one_that_is_not(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv.gz"
    with gzip.open(file, "wb", compresslevel=1) as packed:
        packed.write(b"series,date,units\n")
        packed.write(b"a,2026-01-05,1\n" * 2_000_000)  # thirty megabytes
    tracemalloc.start()
    try:
        rows = sales.read(file)
        assert sum(sale.units for sale in islice(rows, 1000)) == 1000
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
