"""A translator's file: what leaves comes back, row by row and all or nothing, over nothing that changed meanwhile."""

import csv
import io

import pytest
from werkzeug.datastructures import FileStorage

from app.adapters import tables
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import TextState
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor

DESK = "/advisor/translations/"
Rows = list[dict[str, str]]


@pytest.fixture
def bowls(desk: Visitor) -> list[Item]:
    craft = given.craft("pottery")
    return [given.item(title=f"=Bol {n}; à « oreilles »", craft_=craft) for n in range(3)]


def sent_out(desk: Visitor, kind: str = "csv") -> Rows:
    body = desk.client.get(f"{DESK}export.{kind}?craft=pottery&target=ar").data
    return [row.cells for row in tables.read(body)]


def written(rows: Rows, kind: str = "csv") -> bytes:
    return b"".join(tables.write(kind, list(rows[0]), (list(row.values()) for row in rows)))


def receive(desk: Visitor, body: bytes, status: int = 303, **more: str) -> str:
    """The address of its report."""
    file = FileStorage(io.BytesIO(body), filename="texts.csv")
    page = desk.post(f"{DESK}import", {"file": file, "state": "draft", **more}, status=status)
    return page.location if status == 303 else page.plain


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("state", ["draft", "machine"])
def test_what_leaves_comes_back_translated(desk: Visitor, bowls: list[Item], kind: str, state: str) -> None:
    rows = sent_out(desk, kind)
    assert [row["source_title"] for row in rows] == [f"=Bol {n}; à « oreilles »" for n in range(3)]
    rows[0] |= {"target_title": "=زلافة", "target_description": "سطر\nوسطر"}
    rows[1] |= {"target_title": "زلافة ثانية"}
    report = receive(desk, written(rows, kind), state=state)
    page = desk.get(report)
    assert "Reprendre 2 textes" in page.plain
    assert texts.in_language(bowls[0], "ar").pending is None  # it was only looked at
    desk.post(report, {}, status=303)
    first, second, third = (texts.in_language(bowl, "ar") for bowl in bowls)
    assert first.pending and second.pending and third.pending is None
    assert (first.pending.title, first.pending.description) == ("=زلافة", "سطر\nوسطر")
    assert first.pending.state is TextState(state)
    assert first.pending.made_from_id == texts.in_language(bowls[0], "fr").seen
    assert first.approved is None
    desk.get(report, status=404)  # it is done with


def test_what_changed_meanwhile_is_never_written_over(desk: Visitor, bowls: list[Item], nadia: User) -> None:
    rows = sent_out(desk)
    for row in rows[:2]:
        row["target_title"] = "زلافة"
    texts.propose(bowls[0], "ar", Words("نص نادية"), by=nadia, at=given.NOW)
    report = receive(desk, written(rows))
    assert "Changé entre-temps" in desk.get(report).plain
    assert "Laissez ces lignes de côté" in desk.post(report, {}, status=409).plain
    assert texts.in_language(bowls[1], "ar").pending is None
    desk.post(report, {"leave_out": "y"}, status=303)
    kept, came = (texts.in_language(bowl, "ar").pending for bowl in bowls[:2])
    assert kept and kept.title == "نص نادية" and came and came.title == "زلافة"


def test_what_changes_between_the_look_and_the_deed_counts(desk: Visitor, bowls: list[Item], nadia: User) -> None:
    rows = sent_out(desk)
    rows[0]["target_title"] = "زلافة"
    report = receive(desk, written(rows))
    desk.get(report)
    texts.propose(bowls[0], "ar", Words("نص نادية"), by=nadia, at=given.NOW)
    desk.post(report, {}, status=409)
    kept = texts.in_language(bowls[0], "ar").pending
    assert kept and kept.title == "نص نادية"


def test_a_changed_source_is_told_and_marks_the_translation(desk: Visitor, bowls: list[Item], nadia: User) -> None:
    rows = sent_out(desk)
    rows[0]["target_title"] = "زلافة"
    texts.propose(bowls[0], "fr", Words("Neuf", description="x"), by=nadia, at=given.NOW)
    report = receive(desk, written(rows))
    assert "Le texte d’origine a changé depuis." in desk.get(report).plain


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reference": "TIS-9999"}, "Aucune pièce"),
        ({"target": "xx"}, "cette langue"),
        ({"target": "fr"}, "deux langues différentes"),
        ({"source_revision": "999999"}, "numéros de révision"),
        ({"target_revision": "abc"}, "numéros de révision"),
        ({"target_title": ""}, "Écrivez un titre."),
        ({"target_title": "x" * 161}, "trop long"),
    ],
)
def test_one_wrong_row_and_nothing_is_taken_in(
    desk: Visitor, bowls: list[Item], wrong: dict[str, str], sentence: str
) -> None:
    rows = sent_out(desk)
    for row in rows[:2]:
        row |= {"target_title": "زلافة", "target_description": "وصف"}
    rows[0] |= wrong
    report = receive(desk, written(rows))
    assert sentence in desk.get(report).plain
    assert "Rien n’est repris" in desk.post(report, {}, status=422).plain
    assert all(texts.in_language(bowl, "ar").pending is None for bowl in bowls)


def test_a_text_twice_and_a_row_out_of_step_are_errors(desk: Visitor, bowls: list[Item]) -> None:
    rows = sent_out(desk)
    rows[0]["target_title"] = "زلافة"
    twice = written([rows[0], rows[0]])
    assert "deux fois" in desk.get(receive(desk, twice)).plain
    head, row, *_rest = written(rows).splitlines(keepends=True)
    assert "plus de cellules" in desk.get(receive(desk, head + row.rstrip() + b";x\r\n")).plain


def test_a_column_taken_away_leaves_its_field_alone(desk: Visitor, bowls: list[Item], nadia: User) -> None:
    texts.propose(bowls[0], "ar", Words("قديم", care="بالماء"), by=nadia, at=given.NOW)
    rows = sent_out(desk)[:1]
    rows[0]["target_title"] = "جديد"
    del rows[0]["target_care"], rows[0]["source_care"]
    desk.post(receive(desk, written(rows)), {}, status=303)
    now = texts.in_language(bowls[0], "ar").pending
    assert now and (now.title, now.care) == ("جديد", "بالماء")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "Choisissez un fichier."),
        (b"a;b\n1;2", "La colonne « reference » manque"),
        (b"%PDF-1.7", "pas un tableau lisible"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien ou verrouillé"),
        (b"PK\x03\x04broken", "pas un tableau lisible"),
    ],
)
def test_a_file_that_is_none_of_ours_gets_a_sentence(desk: Visitor, body: bytes, sentence: str) -> None:
    assert sentence in receive(desk, body, status=422)


def test_an_unchanged_file_changes_nothing(desk: Visitor, bowls: list[Item]) -> None:
    report = receive(desk, written(sent_out(desk)))
    assert "Ce fichier ne change rien." in desk.get(report).plain
    desk.post(report, {}, status=422)


def test_old_letters_and_commas_are_understood(desk: Visitor, bowls: list[Item]) -> None:
    rows = sent_out(desk)[:1]
    rows[0] |= {"target_title": "زلافة من الطين", "source_title": "Bol", "source_description": "", "source_lead": ""}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    desk.post(receive(desk, text.getvalue().encode("cp1256")), {}, status=303)
    came = texts.in_language(bowls[0], "ar").pending
    assert came and came.title == "زلافة من الطين"
