"""Tables to keep: of an opportunity, of the Monday list, of the board of advice."""

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine

from app.domain.advice import outcomes
from app.domain.advice.models import ResponseState
from app.domain.demand.models import SignalKind
from app.domain.people.models import User
from tests import given as people
from tests.advisor.test_advice_follow import measured
from tests.advisor.test_monday import fresh, maker
from tests.domain.demand import given
from tests.domain.demand.test_ledger import asked as asked_for
from tests.domain.demand.test_ledger import declined
from tests.given import NOW
from tests.pages import Visitor


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> User:
    made = people.advisor()
    visitor.sign_in(made)
    return made


def test_each_table_of_an_opportunity_is_kept_as_a_file(visitor: Visitor, nadia: User) -> None:
    craft = people.craft()
    weaver = people.artisan(name="=Zohra", crafts=[craft], weekly_capacity=5)
    piece = people.item(weaver, craft_=craft, title="Tapis rouge", stock=3, price=90000)
    request = declined(asked_for(piece, 2, days_ago=4))
    facts = {"item_id": piece.id, "craft_id": piece.craft_id, "reason": "no_stock", "value": 180000}
    given.day(SignalKind.DECLINE, 3, 1, **facts)
    key = f"decline:{piece.id}:no_stock"
    page = visitor.get(f"/advisor/demand/opportunities/{key}")

    def kept(table: str) -> list[list[str]]:
        address = f"/advisor/demand/opportunity/{table}/{key}.csv"
        assert address in page.text, table
        written = visitor.get(address).response.get_data().decode("utf-8-sig")
        heads, *rows = csv.reader(StringIO(written), delimiter=";")
        assert len(heads) == len(set(heads)) and all(len(row) == len(heads) for row in rows), table
        return rows

    assert [int(row[1]) for row in kept("weeks")] == [0] * 11 + [2]
    factors = [[float(cell.replace(",", ".")) for cell in row[1:]] for row in kept("value")]
    assert len(factors) == 4 and all(low < mean < high for mean, low, high in factors)
    product = factors[0][0] * factors[1][0] * factors[2][0]
    assert product == pytest.approx(factors[3][0], rel=0.02), "the three are multiplied, in dirhams"
    assert kept("makers") == [["'=Zohra", weaver.place.names["fr"], "20", "20"]]
    ((reference, *_rest, units, value),) = kept("lines")
    assert (reference, units, value) == (request.reference, "2", "1800")
    assert visitor.get(f"/advisor/demand/opportunity/weeks/{key}.xlsx").body[:2] == b"PK"
    for wrong in (f"other/{key}.csv", "weeks/stock:99.csv", f"weeks/{key}.pdf"):
        visitor.get(f"/advisor/demand/opportunity/{wrong}", status=404)


def test_the_list_is_kept_as_a_table_with_those_who_are_folded(visitor: Visitor, nadia: User) -> None:
    for number in range(7):
        people.request(fresh(maker(nadia, f"=Artisane {number}"), price=10000 * (number + 1)))
    people.request(fresh(maker(people.advisor(), "Une autre")))
    assert "/advisor/monday.csv?of=mine" in visitor.get("/advisor/monday").text
    written = visitor.get("/advisor/monday.csv").response.get_data().decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(written), delimiter=";")
    assert len(set(heads)) == len(heads) and all(len(row) == len(heads) for row in rows)
    assert [row[1] for row in rows] == [f"'=Artisane {number}" for number in (6, 5, 4, 3, 2, 1, 0)]
    phone = rows[0][3].lstrip("'")
    assert phone.startswith("+212") and f"tel:{phone}" in visitor.get("/advisor/monday").text
    assert rows[0][0] == "1" and "1 ligne attend" in rows[0][4]
    assert int(rows[0][7]) < int(rows[0][6]) < int(rows[0][8]) and "\u2068" not in written
    assert "Une autre" in visitor.get("/advisor/monday.csv?of=all").response.get_data().decode()
    assert visitor.get("/advisor/monday.xlsx").body[:2] == b"PK"
    visitor.get("/advisor/monday.pdf", status=404)


def test_the_board_is_kept_as_a_table(visitor: Visitor) -> None:
    me = people.advisor(language="en", name="=Nadia")
    visitor.sign_in(me)
    measured(author=me)
    done = people.advice(people.artisan(name="Aïcha"), title="Une photo").responses[0]
    done.state, done.done_at = ResponseState.DONE, NOW
    people.advice(people.artisan(name="Zohra"), title="Brouillon", sent=False)
    page = visitor.get("/advisor/advice/?view=table").text
    assert "/advisor/advice/board.csv" in page and "clearly helped: 1" in page and "too early: 1" in page
    heads, *rows = openpyxl.load_workbook(BytesIO(visitor.get("/advisor/advice/board.xlsx").body)).active.values
    assert len(set(heads)) == len(heads) == 9 and {row[-1] for row in rows} == {
        "'=Nadia",
        done.recommendation.author.name,
    }
    said = {row[0]: (row[1], row[4], row[7]) for row in rows}
    assert said["Une photo"][::2] == ("Aïcha", "Too early") and said["Brouillon"][1] == "Draft"
    assert "Clearly helped" in {row[7] for row in rows}
    assert b"\n=Nadia" not in visitor.get("/advisor/advice/board.csv").body
    visitor.get("/advisor/advice/board.exe", status=404)


def test_opportunities_say_where_cases_are_few_as_their_page_does(visitor: Visitor, nadia: User) -> None:
    given.day(SignalKind.SEARCH, 2, 9, words="mendil 220", without_result=9)
    given.day(SignalKind.SEARCH, 2, 3, words="grande fouta", without_result=3)
    written = visitor.get("/advisor/demand/opportunities.csv").response.get_data().decode("utf-8-sig")
    rows = {row["Pièce"]: row["Peu de cas"] for row in csv.DictReader(StringIO(written), delimiter=";")}
    assert rows == {"Mendil 220": "non", "Grande fouta": "oui"}
    book = openpyxl.load_workbook(BytesIO(visitor.get("/advisor/demand/opportunities.xlsx").response.get_data()))
    assert "Peu de cas" in [cell.value for cell in book.active[1]]


def test_outcomes_say_where_cases_are_few_as_their_page_does(visitor: Visitor, nadia: User) -> None:
    for _number in range(outcomes.FEW):
        measured(author=nadia)
    measured(author=people.advisor(name="Une autre"))
    written = visitor.get("/advisor/advice/outcomes/table?kind=csv").response.get_data().decode("utf-8-sig")
    rows = {row["Conseils"]: row["Peu de cas"] for row in csv.DictReader(StringIO(written), delimiter=";")}
    assert (rows[nadia.name], rows["Une autre"], rows["Toute la coopérative"]) == ("non", "oui", "non")
