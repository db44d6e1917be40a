"""Tables as people send them: every encoding and separator, odd rows, and files that are none."""

import io
import random
import tracemalloc
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from app.adapters import tables
from app.base.errors import Refusal

TEXTS = {
    "French": [["référence", "titre"], ["BR-1", "Théière à l’huile"], ["B2", "Mendil rayé"]],
    "Spanish": [["referencia", "título"], ["A1", "Señora con pañuelo"], ["A2", "Teñido con añil"]],
    "Arabic": [["المرجع", "العنوان"], ["BR-1", "براد من النحاس"], ["B2", "منديل من القطن"]],
    "Tifinagh": [["ref", "ⴰⵣⵡⵍ"], ["1", "ⵜⴰⵇⵔⴰⵄⵜ"]],
}
ENCODINGS = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 cp1252 cp1256 iso8859_15 mac_roman cp850"


def saved() -> list[tuple[str, str]]:
    """Each language in each encoding that has its letters."""
    pairs = [(language, encoding) for language in TEXTS for encoding in ENCODINGS.split()]
    return [(one, how) for one, how in pairs if "?" not in str(TEXTS[one]).encode(how, "replace").decode(how)]


def told(body: bytes, **options: int) -> list[list[str]]:
    """The columns and the rows."""
    table = tables.read(body, **options)
    return [list(table.columns), *(list(row.cells.values()) for row in table)]


def workbook(*rows: list[object], **options: object) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"strings_to_formulas": False, **options}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return body.getvalue()


@pytest.mark.parametrize(("language", "encoding"), saved())
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_understood_whatever_saved_it(language: str, encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in TEXTS[language])
    assert told(text.encode(encoding)) == TEXTS[language]


def test_quoted_cells_hold_separators_and_lines_and_rows_keep_the_numbers_of_a_spreadsheet() -> None:
    body = b'\xef\xbb\xbf\r\nname;text\r\n1;"a;b\r\nsecond ""line"""\r\n\r\n ; \r\n2;x;beyond\r\n3\r\n'
    rows = list(tables.read(body))
    assert [row.number for row in rows] == [3, 6, 7]
    assert rows[0].cells == {"name": "1", "text": 'a;b\nsecond "line"'}
    assert (rows[1].cells["text"], rows[1].beyond) == ("x", ("beyond",))
    assert rows[2].cells == {"name": "3", "text": ""}


def test_lone_carriage_returns_end_lines_too() -> None:
    assert told(b"a;b\r1;2\r3;4") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_the_separator_may_be_named_and_commas_in_the_words_do_not_count() -> None:
    assert told(b"sep=|\r\na|b\r\n1,2|3;4") == [["a", "b"], ["1,2", "3;4"]]
    assert told(b"a;b\r\nx, y, z;1\r\nu, v, w;2") == [["a", "b"], ["x, y, z", "1"], ["u, v, w", "2"]]
    assert told(b"only\r\none, two\r\n") == [["only"], ["one, two"]]


def test_columns_without_a_name_are_passed_over_and_names_are_tidied() -> None:
    assert told(b" a  b ;;c\r\n1;2;3") == [["a b", "c"], ["1", "3"]]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", tables.NoColumns),
        (b"\n\n;;\n", tables.NoColumns),
        (b"a;b;a\n1;2;3", tables.SameColumnTwice),
        (b";".join(b"c%d" % n for n in range(501)), tables.TooManyColumns),
        (b'a;b\n1;"' + b"x" * 40_000, tables.TooLongCell),
        (b"a\n" + b"x" * 40_000, tables.TooLongCell),
        (b"%PDF-1.7\n", tables.NotATable),
        (b"\x89PNG\r\n\x1a\n", tables.NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, tables.OldWorkbook),
        (b"<!DOCTYPE html><html></html>", tables.NotATable),
        (b"\0\1\2\3" * 50, tables.NotATable),
        (b"PK\x03\x04 and nothing behind it", tables.NotATable),
        (b"a;b\n" + bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 9, tables.UnknownLetters),
    ],
)
def test_what_is_no_table_gets_a_sentence(body: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        told(body)


def test_too_much_is_refused_before_it_costs() -> None:
    with pytest.raises(tables.TooManyRows):
        told(b"a\n" + b"1\n" * 11, most_rows=10)
    assert len(told(b"a\n" + b"1\n" * 10, most_rows=10)) == 11
    with pytest.raises(tables.TableTooHeavy):
        told(b"a\n" + b"1\n" * 1000, largest=1000)


def test_a_workbook_gives_what_one_would_have_typed() -> None:
    made = openpyxl.Workbook()
    made.active.append(["name", "price", "day", "when", "yes", "wrong", "none"])
    made.active.append(["Théière", 12.0, date(2026, 11, 29), datetime(2026, 11, 29, 8, 30), True, "#N/A", None])
    made.active.append(["براد", 0.1 + 0.2, None, None, None, None, None])
    body = io.BytesIO()
    made.save(body)
    assert told(body.getvalue())[1:] == [
        ["Théière", "12", "2026-11-29", "2026-11-29 08:30:00", "1", "", ""],
        ["براد", "0.3", "", "", "", "", ""],
    ]


def test_a_workbook_is_read_whatever_it_says_of_its_size_and_from_the_first_sheet_that_shows() -> None:
    made = openpyxl.Workbook()
    made.active.sheet_state = "hidden"
    made.active.append(["hidden"])
    made.create_sheet("shown").append(["a", "b"])
    made["shown"].append([1, 2])
    body = io.BytesIO()
    made.save(body)
    assert told(_changed(body.getvalue(), b'ref="A1:B2"', b'ref="A1"')) == [["a", "b"], ["1", "2"]]


def test_hostile_workbooks_get_a_sentence() -> None:
    whole = workbook(["a", "b"], ["1", "2"])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    for body in (
        _changed(whole, b"<worksheet", bomb),
        _changed(whole, b"</sheetData>", b"</sheet"),
        _changed(whole, b'r="A2"', b'r="$$$"'),
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        whole[: len(whole) // 2],
    ):
        with pytest.raises(tables.NotATable):
            told(body)
    with pytest.raises(tables.TableTooHeavy):
        told(zipped({"[Content_Types].xml": b"<x/>", "xl/sharedStrings.xml": b"<sst>" + b" " * (65 << 20)}))


def test_a_cell_far_away_costs_nothing() -> None:
    far = _changed(workbook(["a"], ["1"], ["2"]), b'r="A3"', b'r="XFD3"')
    assert told(far) == [["a"], ["1"]]


def test_a_thousand_damaged_files_cause_no_error() -> None:
    dice = random.Random(8)
    good = [
        workbook(["name", "price"], ["براد", 12.5], ["Théière", "x" * 50]),
        "name;price\r\nThéière;12\r\n".encode("cp1252"),
        'name,price\nبراد,"1\n2"\n'.encode("utf-16"),
    ]
    for _n in range(1000):
        body = bytearray(dice.choice(good))
        for _m in range(dice.randint(1, 12)):
            place = dice.randrange(len(body))
            match dice.randrange(3):
                case 0:
                    body[place] = dice.randrange(256)
                case 1:
                    del body[place : place + dice.randrange(1, 30)]
                case _:
                    body[place:place] = dice.randbytes(dice.randrange(1, 30))
            body = body or bytearray(b"x")
        try:
            told(bytes(body))
        except Refusal:
            continue


def test_a_long_table_is_read_in_bounded_memory() -> None:
    body = io.BytesIO()
    for block in tables.write(tables.CSV, ["ref", "text"], ((str(n), "théière " * 20) for n in range(50_000))):
        body.write(block)
    tracemalloc.start()
    try:
        rows = sum(1 for _row in tables.read(body))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == 50_000 and body.tell() > 0 and len(body.getvalue()) > 8_000_000
    assert peak < 2_000_000


def test_a_file_that_was_given_stays_open() -> None:
    body = io.BytesIO(b"a;b\n1;2")
    assert len(list(tables.read(body))) == 1
    assert not body.closed


def zipped(parts: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return body.getvalue()


def _changed(body: bytes, old: bytes, new: bytes) -> bytes:
    """The same workbook with something else in its sheets."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {n: text.replace(old, new) if n.startswith("xl/worksheets/") else text for n, text in parts.items()}
    assert changed != parts
    return zipped(changed)
