"""Tables as they leave: nothing a spreadsheet would reckon with, and what was written comes back as it was."""

import io
from collections.abc import Iterator

import openpyxl
import pytest

from app.adapters import tables

ODD = [
    "=1+1", "+1", "-5", "-", "@SUM(A1)", "\tx", "'=1", "''+x", "'quoted'", "＝1+1", "- bullet\n- two", "a;b", 'say "x"',
    "+212 600", "#NAME?", "'#N/A", "#NAME?s", "براد", "ⴰⵣⵡⵍ", "https://maalem.example", "007", "", "'",
]  # fmt: skip


def written(kind: str, *rows: list[tables.writing.Cell], **options: bool) -> bytes:
    return b"".join(tables.write(kind, ["a", "=b"], rows, **options))


@pytest.mark.parametrize("kind", tables.KINDS)
def test_what_is_written_comes_back(kind: str) -> None:
    body = written(kind, *([text, "x"] for text in ODD), [12, 1.5])
    table = tables.read(body)
    assert (table.kind, table.columns) == (kind, ("a", "=b"))
    assert [row.cells["a"] for row in table] == [*(text.strip() for text in ODD), "12"]


def test_no_cell_is_a_formula() -> None:
    body = written(tables.CSV, *([text, None] for text in ODD)).decode("utf-8-sig")
    starts = [line[:1] for line in body.replace('"', "").splitlines()]
    assert not {"=", "@", "\t"} & set(starts)
    assert "\n-5;" in body and "'- bullet" in body  # a number stays one
    sheet = openpyxl.load_workbook(io.BytesIO(written(tables.XLSX, *([text, 7] for text in ODD)))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=1) for cell in row} <= {"s", "inlineStr", "n"}
    assert sheet["A2"].value == "'=1+1" and sheet["B2"].value == 7


def test_a_file_comes_in_blocks_while_its_rows_are_made() -> None:
    made = 0

    def rows() -> Iterator[list[str]]:
        nonlocal made
        for _n in range(20_000):
            made += 1
            yield ["théière", "x" * 50]

    blocks = tables.write(tables.CSV, ["a", "b"], rows())
    assert len(next(blocks)) < 200_000
    assert made < 5_000
    assert sum(map(len, blocks)) > 1_000_000


def test_what_no_spreadsheet_holds_is_not_lost_without_a_word() -> None:
    with pytest.raises(ValueError, match="row 2"):
        written(tables.XLSX, ["x" * 32_768, ""])


def test_a_workbook_in_arabic_begins_on_the_right() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(tables.XLSX, ["براد", ""], right_to_left=True))).active
    assert sheet is not None and sheet.sheet_view.rightToLeft
