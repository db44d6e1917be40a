"""The ledger of lost demand as a page: causes, rows that open, what became of them, tables; and what was looked for."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine

from app.base.database import db
from app.domain.catalogue.models import Item, Material
from app.domain.demand.models import SignalKind
from app.domain.purchasing.models import AnswerKind, DeclineReason, PurchaseRequest
from app.domain.purchasing.sending import Wished
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_ledger import asked, declined, taken
from tests.given import NOW
from tests.pages import Page, Visitor

HERE = "/advisor/demand/lost"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor(language="en"))


def lost_rug(**columns: Any) -> tuple[Item, PurchaseRequest]:
    wool = Material(slug="wool", names={"fr": "Laine", "en": "Wool"})
    db.session.add(wool)
    rug = people.item(people.artisan(), title="Tapis rouge", stock=0, price=90000, texts={"en": "Red rug"}, **columns)
    rug.materials.append(wool)
    db.session.flush()
    return rug, declined(asked(rug, 2, days_ago=9))


def test_a_row_says_what_was_lost_and_opens_the_request(nadia: Visitor) -> None:
    _rug, request = lost_rug()
    served = people.item(title="Bol servi", stock=9)
    taken(asked(served, 1, who="noise@example.org"))
    page = nadia.get(HERE)
    assert "Red rug" in page.text and "Wool" in page.text and "None left" in page.text
    assert f"/advisor/requests/{request.reference}" in page.text
    assert "Still open" in page.text and "Bol servi" not in page.text
    assert "1,800" in page.text


def test_what_became_of_it(nadia: Visitor) -> None:
    rug, _request = lost_rug()
    advice = people.advice(rug.artisan, item_id=rug.id, title="Tisser deux tapis", sent_at=NOW - timedelta(days=2))
    back = people.item(title="Plat bleu", stock=5)
    declined(asked(back, 1, who="b@example.org"))
    got = people.item(title="Pouf brun", stock=5)
    declined(asked(got, 1, days_ago=9, who="c@example.org"))
    taken(asked(got, 1, days_ago=2, who="c@example.org"))
    page = nadia.get(HERE).text
    assert "Advice given: Tisser deux tapis" in page and f"/advisor/advice/{advice.id}" in page
    assert "Can be had again" in page and "The same customer got it later" in page
    assert "1 piece was asked for again by the same customer" in page


def test_advice_sent_before_it_was_lost_is_no_answer_to_it(nadia: Visitor) -> None:
    rug, _request = lost_rug()
    people.advice(rug.artisan, item_id=rug.id, title="Tisser deux tapis", sent_at=NOW - timedelta(days=30))
    assert "Still open" in nadia.get(HERE).text


def test_a_wish_in_words_stands_there_with_them_and_without_a_price(nadia: Visitor) -> None:
    request = people.request(Wished("Un plat bleu de 50 cm", 2, artisan=people.artisan()), at=NOW - timedelta(days=2))
    people.answer(request.lines[0], kind=AnswerKind.DECLINED, reason=DeclineReason.DO_NOT_MAKE)
    page = nadia.get(HERE).text
    assert "Un plat bleu de 50 cm" in page and "not known" in page and "Was not made" in page
    assert "and 2 pieces without a price" in page


def test_filters_keep_what_was_chosen_and_odd_ones_are_not_asked(nadia: Visitor) -> None:
    lost_rug()
    assert "Red rug" not in nadia.get(f"{HERE}?cause=too_dear").text
    assert "Red rug" in nadia.get(f"{HERE}?cause=none_left&country=ES").text
    assert "Red rug" not in nadia.get(f"{HERE}?country=FR").text
    for odd in ("cause=%00", "place=abc", "weeks=9e9", "page=99999999999", "list=" + "x" * 3000):
        assert "Red rug" in nadia.get(f"{HERE}?{odd}").text


def test_the_sums_stay_those_of_all_causes_where_one_is_chosen(nadia: Visitor) -> None:
    lost_rug()
    every, narrowed, none = (nadia.get(f"{HERE}{query}") for query in ("", "?cause=none_left", "?cause=delivery"))

    def sums(page: Page) -> str:
        return page.text.split('<dl class="figures')[1].split("</dl>")[0]

    assert ">1,800</a></dd>" in sums(every)
    assert sums(every) == sums(narrowed) == sums(none)
    assert "Nothing was lost for this cause in this period." in none.text
    assert "Nothing lost in this period." not in none.text


def test_not_found_stands_with_searches_alone(nadia: Visitor) -> None:
    lost_rug()
    given.day(SignalKind.SEARCH, 3, 8, words="zellige", language="fr")
    given.day(SignalKind.CLICK, 5, 1, words="autre", item_id=1)
    moved = nadia.get(f"{HERE}?cause=not_found&weeks=4", status=302)
    there = moved.response.headers["Location"]
    for part in ("list=vain", "cause=not_found", "weeks=4"):
        assert part in there, part
    page = nadia.get(there)
    assert "Zellige" in page.text and "Nothing lost" not in page.text
    rows = nadia.get(f"{HERE}/export?cause=not_found").response.get_data().decode("utf-8-sig")
    assert "Zellige" in rows and "Red rug" not in rows
    asked, _vain = tabs(page)
    assert "cause=not_found" not in asked and "weeks=4" in asked, "the way to the other list leads there"


def test_each_list_offers_the_causes_it_can_have(nadia: Visitor) -> None:
    def offered(query: str) -> str:
        return nadia.get(f"{HERE}{query}").text.split('id="cause"')[1].split("</select>")[0]

    assert 'value="too_dear"' in offered("") and 'value="not_found"' in offered("")
    assert 'value="too_dear"' not in offered("?list=vain") and 'value="not_found"' in offered("?list=vain")
    for chosen, carried in (("too_dear", False), ("none_left", True)):
        asked, vain = tabs(nadia.get(f"{HERE}?cause={chosen}"))
        assert chosen in asked and (chosen in vain) is carried


def tabs(page: Page) -> list[str]:
    """Where the two lists are found from a page."""
    return re.findall(r'<li><a href="([^"]+)"[^>]*>(?:Asked for and not served|Looked for in vain)</a>', page.text)


def test_a_file_adds_up_to_what_the_page_says(nadia: Visitor) -> None:
    piece = people.item(title="Pouf brun", stock=5, price=10000)
    declined(asked(piece, 1, days_ago=9, who="c@example.org"))
    declined(asked(piece, 3, days_ago=2, who="c@example.org"))
    page = nadia.get(HERE).text
    lost = re.search(r"<dt>Lost</dt><dd><a [^>]*>(\d+)</a>", page)
    worth = re.search(r"<dt>Value lost, MAD</dt><dd><a [^>]*>(\d+)</a>", page)
    assert lost and worth
    written = nadia.get(f"{HERE}/export?kind=csv").response.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(written), delimiter=";"))
    assert sum(int(row["Pieces"]) for row in rows) == int(lost[1]) == 3
    assert sum(int(row["Value, MAD"]) for row in rows) == int(worth[1]) == 300
    assert [row["Asked for again"] for row in rows] == ["no", "1 piece, counted with the later request"]
    book = openpyxl.load_workbook(BytesIO(nadia.get(f"{HERE}/export?kind=xlsx").response.get_data()))
    assert sum(row[6].value for row in book.active.iter_rows(min_row=2)) == 3


def test_the_tables_hold_all_rows_and_no_formula(nadia: Visitor) -> None:
    piece = people.item(title="=HYPERLINK(1)", stock=0, price=12345)
    declined(asked(piece, 2))
    for number in range(60):
        declined(asked(piece, 1, who=f"{number}@example.org"))
    answer = nadia.get(f"{HERE}/export?kind=csv").response
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 62 and "no-store" in answer.headers["Cache-Control"]
    assert rows[-1][3:8] == [rows[-1][3], "'=HYPERLINK(1)", "", "2", "246,9"]
    book = openpyxl.load_workbook(BytesIO(nadia.get(f"{HERE}/export?kind=xlsx").response.get_data()))
    assert book.active.max_row == 62 and book.active["H62"].value == 246.9
    assert "carmen@example.org" not in answer.get_data(as_text=True)


def test_what_was_looked_for_in_vain_stands_apart_and_is_counted_in_people(nadia: Visitor) -> None:
    gone = people.item(title="Pouf parti", stock=0)
    back = people.item(title="Plat revenu", stock=3)
    for piece in (gone, back):
        given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=piece.craft_id, out_of_stock=True)
    given.day(SignalKind.SEARCH, 3, 7, words="grande fouta", without_result=7)
    given.day(SignalKind.SEARCH, 3, 8, words="zellige", language="fr")
    given.day(SignalKind.CLICK, 5, 1, words="autre", item_id=1)
    page = nadia.get(f"{HERE}?list=vain").text
    for said in ("Pouf parti", "Plat revenu", "Grande fouta", "Zellige", "Not found", "Was not made"):
        assert said in page, said
    assert f"/advisor/demand/opportunities/stock:{gone.id}" in page
    assert f"/advisor/demand/opportunities/stock:{back.id}" not in page
    assert "Can be had again" in page
    assert "Zellige" not in nadia.get(f"{HERE}?list=vain&cause=none_left").text
    written = nadia.get(f"{HERE}/export?list=vain&kind=csv").response.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(written), delimiter=";"))
    assert len(rows) == 4 and {row["Few cases"] for row in rows} == {"no"}


def test_few_cases_are_said_in_the_table_of_what_was_looked_for_in_vain(nadia: Visitor) -> None:
    given.day(SignalKind.SEARCH, 3, 3, words="grande fouta", without_result=3)
    page = nadia.get(f"{HERE}?list=vain").text
    written = nadia.get(f"{HERE}/export?list=vain&kind=csv").response.get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(written), delimiter=";")
    assert "Few cases: be careful" in page and row["Few cases"] == "yes"


def test_the_pages_ask_no_more_of_the_database_with_more_to_show(nadia: Visitor) -> None:
    for number in range(55):
        piece = people.item(title=f"Pièce {number}", stock=0)
        declined(asked(piece, 1, who=f"{number}@example.org"))
        given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=piece.craft_id, out_of_stock=True)
    page = nadia.get(HERE)
    assert page.text.count("/advisor/requests/M") + page.text.count("/advisor/requests/T") >= 50
    assert len(page.queries) <= 12, "\n".join(page.queries)
    page = nadia.get(f"{HERE}?list=vain")
    assert len(page.queries) <= 16, "\n".join(page.queries)


def test_an_empty_cooperative_has_honest_pages(nadia: Visitor) -> None:
    assert "Nothing lost in this period." in nadia.get(HERE).text
    assert "Nothing lost in this period." in nadia.get(f"{HERE}?list=vain").text


def test_artisans_do_not_pass(visitor: Visitor) -> None:
    visitor.sign_in(people.artisan().user)
    for path in (HERE, f"{HERE}/export", "/advisor/demand/searches", "/advisor/demand/searches/of/x"):
        visitor.get(path, status=403)


def test_the_pages_read_in_arabic(nadia: Visitor) -> None:
    lost_rug()
    given.day(SignalKind.SEARCH, 3, 7, words="فوطة كبيرة", without_result=7)
    reader = Visitor(nadia.app).sign_in(people.advisor(language="ar"))
    reader.get(HERE)
    reader.get(f"{HERE}?list=vain")


def test_each_sum_opens_to_the_lines_that_add_up_to_it(nadia: Visitor) -> None:
    piece, other = people.item(title="Tapis rouge", stock=20, price=90000), people.item(title="Bol bleu", price=5000)
    declined(asked(piece, 2, days_ago=9))
    declined(asked(piece, 4, days_ago=8, who="a@example.org"), DeclineReason.NO_TIME)
    declined(asked(piece, 1, days_ago=8, who="twice@example.org"))
    asked(piece, 3, days_ago=2, who="twice@example.org")
    taken(asked(other, 1, days_ago=3, who="b@example.org"))
    page = nadia.get(HERE)
    found = re.findall(rf'href="({HERE}\?list=(\w+)[^"]*)">([\d,]+)</a>', page.text)
    assert [name for _url, name, _figure in found] == ["asked", "served", "open", "lost", "lost"]
    sums = {"asked": 10, "served": 1, "open": 3, "lost": 6}
    for url, name, figure in found[:4]:
        behind = nadia.get(url.replace("&amp;", "&"))
        pieces = [int(one) for one in re.findall(r'data-label="Pieces"><bdi>(\d+)<', behind.text)]
        assert int(figure) == sum(pieces) == sums[name], name
        assert f"({figure} in all)" in behind.plain
    worth = nadia.get(found[4][0].replace("&amp;", "&"))
    assert found[4][2] == "5,400" and "Value, MAD (5,400 in all)" in worth.plain
    assert f'href="{HERE}?list=lost">5,400</a>' in nadia.get(f"{HERE}?cause=too_slow").text
    assert "(4 in all)" in nadia.get(f"{HERE}?list=lost&cause=too_slow").plain
    kept = nadia.get(f"{HERE}/export?list=lost&kind=csv").response.get_data().decode("utf-8-sig").splitlines()
    assert len(kept) == 3
    nadia.get(f"{HERE}?list=lost&page=9", status=404)
