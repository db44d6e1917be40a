"""Search insight: the lists, what is behind a row, and the three things that can be done about it."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
import time_machine
from sqlalchemy import select

from app.base.database import db
from app.domain.demand.models import SignalKind
from app.domain.demand.wish_models import WishedPiece, WishState
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW
from tests.pages import Visitor

HERE = "/advisor/demand/searches"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    """An advisor; one search that found nothing, one hardly opened, one of a piece that is gone, and a happy one."""
    given.day(SignalKind.SEARCH, 3, 7, words="grande fouta", language="fr", without_result=7)
    given.day(SignalKind.SEARCH, 3, 4, words="=fouta grande", language="es", without_result=4)
    given.day(SignalKind.SEARCH, 3, 9, words="zellige", language="fr")
    given.day(SignalKind.SEARCH, 3, 5, words="pouf", language="ar", out_of_stock=True)
    given.day(SignalKind.SEARCH, 3, 6, words="miel", language="fr")
    given.day(SignalKind.CLICK, 3, 6, words="miel", language="fr", item_id=1)
    given.day(SignalKind.SEARCH, 3, 2, words="", without_result=2)
    people.item()
    return visitor.sign_in(people.advisor(language="en"))


def test_each_search_stands_in_the_list_of_how_it_ended(nadia: Visitor) -> None:
    found = {end: nadia.get(f"{HERE}?list={end}").text for end in ("none", "poor", "unavailable")}
    for end, said in (("none", "Grande fouta"), ("poor", "Zellige"), ("unavailable", "Pouf")):
        assert [other for other, page in found.items() if said in page] == [end]
    assert all("Miel" not in page for page in found.values())
    assert "11 people looked, 0 pieces" in found["none"] and "=fouta grande" in found["none"]
    assert "9 people found pieces, 0 opened one" in found["poor"]
    assert "2 searches are not shown" in found["none"]


def test_filters_keep_what_was_chosen_and_odd_ones_are_not_asked(nadia: Visitor) -> None:
    assert "Grande fouta" not in nadia.get(f"{HERE}?language=ar").text
    assert '<option value="es" selected>' in nadia.get(f"{HERE}?language=es").text
    for odd in ("list=x%00", "language=%F0%9F%A7%BA", "weeks=1e9", "craft=" + "x" * 3000, "all=" + "y" * 3000):
        assert "Grande fouta" in nadia.get(f"{HERE}?{odd}").text


def test_a_row_opens_to_its_days_and_spellings(nadia: Visitor) -> None:
    page = nadia.get(f"{HERE}/of/fouta%20grande").text
    assert page.count("17 November") == 2 and "Español" in page and "11 people in ninety days" in page
    assert "/advisor/demand/opportunities/search:fouta" in page
    nadia.get(f"{HERE}/of/jamais%20vu", status=404)
    nadia.get(f"{HERE}/of/%00", status=404)


def test_a_row_is_given_to_the_glossary_with_its_spellings(nadia: Visitor) -> None:
    page = nadia.get(HERE).text
    (address,) = set(re.findall(r'href="(/advisor/glossary/add\?[^"]*fouta[^"]*)"', page))
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert asked == {"fr": ["grande fouta"], "es": ["=fouta grande"]}
    form = nadia.get(address.replace("&amp;", "&")).text
    assert 'value="grande fouta"' in form and 'value="=fouta grande"' in form


def test_a_wish_is_kept_taken_and_opened_again(nadia: Visitor) -> None:
    kept = nadia.post("/advisor/demand/wishes", {"sought": "fouta grande"})
    assert kept.location.endswith("list=kept")
    page = nadia.get(f"{HERE}?list=kept")
    assert "The wish is kept." in page.text and "grande fouta" in page.text
    wish = db.session.scalars(select(WishedPiece)).one()
    nadia.post(f"/advisor/demand/wishes/{wish.id}/take")
    page = nadia.get(f"{HERE}?list=kept")
    assert "grande fouta”: somebody makes it." in page.text
    nadia.post(f"/advisor/demand/wishes/{wish.id}/open")
    db.session.expire_all()
    assert wish.state is WishState.OPEN
    assert "Kept as a wish" in nadia.get(HERE).text


def test_what_too_few_search_for_is_not_kept_and_says_so(nadia: Visitor) -> None:
    answer = nadia.post("/advisor/demand/wishes", {"sought": "jamais vu"}, status=409)
    assert "Too few people searched for this" in answer.text
    assert db.session.scalars(select(WishedPiece)).all() == []


def test_the_tables_hold_the_list_and_no_formula(nadia: Visitor) -> None:
    answer = nadia.get(f"{HERE}/export?kind=csv").response
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "grande fouta" and rows[1][5] == "11" and len(rows) == 2
    assert all(len(row) == len(rows[0]) == 22 for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    book = openpyxl.load_workbook(BytesIO(nadia.get(f"{HERE}/export?kind=xlsx&list=poor").response.get_data()))
    assert [cell.value for cell in book.active[2]][:1] == ["zellige"]


def test_an_empty_cooperative_has_honest_pages(visitor: Visitor) -> None:
    visitor.sign_in(people.advisor(language="en"))
    assert "No such search in this period." in visitor.get(HERE).text
    assert "not recorded yet" in visitor.get(f"{HERE}?list=poor").text
    assert "No wish is kept yet." in visitor.get(f"{HERE}?list=kept").text


def test_the_page_asks_no_more_of_the_database_with_more_to_show(nadia: Visitor) -> None:
    for number in range(60):
        given.day(SignalKind.SEARCH, 3, 4, words=f"chose{number} rare{number * 7}", without_result=4)
    page = nadia.get(f"{HERE}?all=1")
    assert page.text.count("people looked, 0 pieces") == 61
    assert len(page.queries) <= 12, "\n".join(map(str, page.queries))


def test_languages_are_named_in_the_readers_own(nadia: Visitor) -> None:
    reader = Visitor(nadia.app).sign_in(people.advisor(language="ar"))
    for path in ("", "/of/fouta%20grande"):
        page = reader.get(f"{HERE}{path}").text
        assert "الفرنسية" in page and "الإسبانية" in page, path
    assert "الفرنسية" in reader.get(f"{HERE}/export").response.get_data().decode("utf-8-sig")


def test_the_pages_read_in_arabic(nadia: Visitor) -> None:
    reader = Visitor(nadia.app).sign_in(people.advisor(language="ar"))
    for path in ("", "?list=poor", "?list=unavailable", "?list=kept", "/of/fouta%20grande"):
        reader.get(f"{HERE}{path}")
