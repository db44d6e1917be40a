"""Who did how much: a table by week or month, each figure with its rows, and a file without formulas."""

import csv
from io import StringIO

import pytest

from app.base import clock
from app.domain.catalogue import publishing, texts
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor

WORK = "/advisor/catalogue/work"


def test_each_figure_opens_to_its_rows(desk: Visitor, nadia: User) -> None:
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None, title="Bol à soupe")
    texts.propose(bowl, "ar", Words("زبدية"), by=nadia, at=clock.now())
    publishing.publish(bowl, by=nadia, at=clock.now())
    page = desk.get(WORK)
    for what in ("translated.ar", "published"):
        rows = desk.get(f"{WORK}/rows?person={nadia.id}&what={what}")
        assert f"person={nadia.id}&amp;what={what}" in page.text
        assert "Bol à soupe" in rows.text
    assert "Rien dans cette période" in desk.get(f"{WORK}/rows?person={nadia.id}&what=sent_back").text
    alone = desk.get(f"{WORK}?person={nadia.id}&unit=month")
    assert alone.text.count("<tr>") == 13
    assert len(alone.queries) <= len(page.queries)


@pytest.mark.parametrize(
    "query", ["unit=x&day=9999-99-99", "day=0001-01-01", "person=999999", "day=2999-12-31&unit=month"]
)
def test_what_nobody_offered_does_no_harm(desk: Visitor, query: str) -> None:
    desk.get(f"{WORK}?{query}")
    assert desk.get(f"{WORK}/rows?{query}", status=302).location.startswith(WORK)
    desk.get(f"{WORK}.csv?{query}")


def test_the_file_holds_no_formula(desk: Visitor, nadia: User) -> None:
    given.advisor(name="=HYPERLINK(1)")
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None)
    publishing.publish(bowl, by=nadia, at=clock.now())
    page = desk.get(f"{WORK}.csv")
    table = {row[1]: row for row in csv.reader(StringIO(page.text.lstrip("\ufeff")))}
    assert "'=HYPERLINK(1)" in table and "=HYPERLINK(1)" not in table
    assert sum(int(cell) for cell in table[nadia.name][2:]) == 1
