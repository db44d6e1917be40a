"""Every figure of demand opens to what it rests on, and the rows come to the figure."""

import csv
import re
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine

from app.base.database import db
from app.domain.catalogue.models import Material
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.people.trades import Craft
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason, State
from app.domain.purchasing.offer_models import OfferState
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_figures import request
from tests.given import NOW
from tests.pages import Visitor

BEHIND = "/advisor/demand/behind"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


def rows(text: str) -> list[str]:
    body = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    return re.findall(r"<tr>(.*?)</tr>", body[0], re.DOTALL) if body else []


def test_every_headline_figure_opens_with_its_filters(nadia: Visitor) -> None:
    craft = people.craft("weaving")
    people.item(craft_=craft)
    page = nadia.get("/advisor/demand?craft=weaving&weeks=26&country=ES")
    for what in ("received", "decided", "answered", "in_vain", "advice", "declined", "refused"):
        (url,) = set(re.findall(rf'href="({BEHIND}\?what={what}&amp;[^"]*)"', page.text))
        assert "craft=weaving" in url and "weeks=26" in url and "country=ES" in url
        nadia.get(url.replace("&amp;", "&"))


def test_requests_received_decided_and_answered_with_their_days(nadia: Visitor) -> None:
    craft = people.craft()
    request(State.SENT, craft_id=craft.id, reference="TNG-1")
    request(State.ACCEPTED, craft_id=craft.id, reference="TNG-2", answer_days=1.5)
    request(State.REFUSED, craft_id=craft.id, reference="TNG-3", answer_days=2)
    request(State.ACCEPTED, craft_id=craft.id, reference="TNG-4", days_ago=100, answer_days=2)
    request(State.ACCEPTED, craft_id=people.craft().id, reference="TNG-5")
    people.item(craft_=craft)
    expected = {"received": {1, 2, 3}, "decided": {2, 3}, "answered": {2, 3}}
    for what, numbers in expected.items():
        page = nadia.get(f"{BEHIND}?what={what}&craft={craft.slug}")
        assert {int(one) for one in re.findall(r"TNG-(\d)</bdi>", page.text)} == numbers, what
        assert f"{len(numbers)} demandes" in page.plain
    assert "1,5" in page.text and 'href="/advisor/requests/TNG-2"' in page.text


def test_searches_in_vain_by_day_come_to_the_figure_and_a_day_to_its_signs(nadia: Visitor) -> None:
    given.day(SignalKind.SEARCH, 100, 9, words="trop tôt", without_result=9)
    given.day(SignalKind.SEARCH, 3, 5, words="mendil 220 cm", without_result=5)
    given.day(SignalKind.SEARCH, 3, 7, words="mendil", without_result=0)
    given.search("chapeau de paille", "somebody-secret", at=NOW - timedelta(hours=1), language="fr")
    given.search("babouches", "another-secret", results=3, at=NOW - timedelta(hours=1))
    page = nadia.get(f"{BEHIND}?what=in_vain")
    assert "mendil 220 cm" in page.text and "chapeau de paille" in page.text
    assert "trop tôt" not in page.text and len(rows(page.text)) == 2
    assert "Fois (6 en tout)" in page.plain and 'data-label="Fois (' not in page.text
    (day,) = set(re.findall(r'href="([^"]*day=2026-11-20)"', page.text))
    signs = nadia.get(day.replace("&amp;", "&"))
    assert len(rows(signs.text)) == 1 and "chapeau de paille" in signs.text and "Français" in signs.text
    assert "secret" not in signs.text and "babouches" not in signs.text


def declined(at: datetime = NOW) -> None:
    line = people.request(people.item(title="Mendil rouge"), at=at).lines[0]
    people.answer(line, at=at, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)


def test_a_reason_opens_to_its_lines_and_to_the_same_number_of_signs(nadia: Visitor) -> None:
    for _n in range(3):
        declined()
    line = people.request(people.item(title="Bol bleu")).lines[0]
    people.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK)
    declined(at=NOW - timedelta(days=200))
    page = nadia.get(f"{BEHIND}?what=declined&reason=no_time")
    assert len(rows(page.text)) == 3 and "Mendil rouge" in page.text and "Bol bleu" not in page.text
    assert "3 lignes, Pas le temps" in page.plain
    by_day = nadia.get(f"{BEHIND}?what=declined&reason=no_time&view=days")
    assert "Fois (3 en tout)" in by_day.plain
    assert len(rows(nadia.get(f"{BEHIND}?what=declined").text)) == 4


def test_what_customers_refused_with_and_without_a_reason(nadia: Visitor) -> None:
    offers = [people.offer(people.request(people.item(title=title))) for title in ("Prix", "Tu", "Part", "Pris")]
    for offer, state, reason, taken in zip(
        offers,
        (OfferState.REFUSED, OfferState.REFUSED, OfferState.ACCEPTED, OfferState.ACCEPTED),
        (RefusalReason.PRICE, None, None, None),
        (None, None, False, True),
        strict=True,
    ):
        offer.state, offer.refusal_reason, offer.decided_at = state, reason, NOW
        for line in offer.lines:
            line.accepted = taken
    db.session.flush()
    assert len(rows(nadia.get(f"{BEHIND}?what=refused").text)) == 3
    assert "Prix" in rows(nadia.get(f"{BEHIND}?what=refused&reason=price").text)[0]
    assert len(rows(nadia.get(f"{BEHIND}?what=refused&reason=unsaid").text)) == 2


def test_a_cell_of_the_seasons_opens_to_its_month_of_all_years(nadia: Visitor) -> None:
    craft: Craft = people.craft("weaving")
    piece = people.item(craft_=craft, title="Mendil bleu")
    for ago in (20, 25, 380, 60, 1):  # 31 and 26 October, 5 November a year before, 21 September, yesterday
        given.day(SignalKind.REQUEST_LINE, ago, 2, item_id=piece.id, craft_id=craft.id)
    given.day(SignalKind.REQUEST_LINE, 20, 9, item_id=people.item().id, craft_id=people.craft().id)
    page = nadia.get("/advisor/demand")
    (url,) = set(re.findall(rf'href="({BEHIND}\?what=asked&amp;month=10&amp;craft=weaving)">4<', page.text))
    found = nadia.get(url.replace("&amp;", "&") + "&view=days")
    assert "Fois (4 en tout)" in found.plain and "octobre" in found.text and len(rows(found.text)) == 2
    assert 'name="weeks"' not in found.text


def test_advice_followed_opens_to_each_artisans_answer(nadia: Visitor) -> None:
    rahma = people.artisan(name="Rahma")
    people.advice(rahma, people.artisan(name="Zohra"), title="Tisser plus grand")
    page = nadia.get(f"{BEHIND}?what=advice")
    assert len(rows(page.text)) == 2 and "Rahma" in page.text and "2 conseils" in page.plain


def test_place_and_attribute_narrow_figures_seasons_and_rows(nadia: Visitor) -> None:
    craft, wool = people.craft("weaving"), Material(slug="wool", names={"fr": "Laine fine"})
    asilah = people.place("asilah")
    here = people.item(people.artisan(place=asilah), craft_=craft, title="D’Asilah")
    woollen = people.item(craft_=craft, title="En laine")
    woollen.materials = [wool]
    db.session.flush()
    for piece in (here, woollen, people.item(craft_=craft, title="Autre")):
        people.request(piece)
        given.day(
            SignalKind.DECLINE, 3, 3, item_id=piece.id, craft_id=craft.id, artisan_id=piece.artisan_id, reason="other"
        )
    given.day(SignalKind.SEARCH, 3, 9, words="mendil 220 cm", without_result=9)
    assert len(rows(nadia.get(f"{BEHIND}?what=asked").text)) == 3
    for query, title in (("place=asilah", "D’Asilah"), ("attribute=material:wool", "En laine")):
        page = nadia.get(f"/advisor/demand?{query}")
        assert ">1</a>" in page.text and "Mendil 220" not in page.text and "ne comptent pas ici" in page.text
        assert title in page.text and "Autre</a>" not in page.text
        for view in ("lines", "days"):
            found = nadia.get(f"{BEHIND}?what=asked&view={view}&{query}")
            assert len(rows(found.text)) == 1 and title in found.text
    both = nadia.get(f"{BEHIND}?what=asked&place=asilah&attribute=material:wool")
    assert rows(both.text) == []


def test_chosen_days_are_kept_in_every_link_and_put_right(nadia: Visitor) -> None:
    people.item()
    request(State.ACCEPTED, days_ago=60, reference="TNG-60")
    request(State.ACCEPTED, days_ago=10, reference="TNG-10")
    page = nadia.get("/advisor/demand?from=2026-09-30&to=2026-09-01")
    assert ">1</a>" in page.text and 'value="2026-09-01"' in page.text and "Jours choisis" in page.text
    (url,) = set(re.findall(rf'href="({BEHIND}\?what=received[^"]*)"', page.text))
    found = nadia.get(url.replace("&amp;", "&"))
    assert "TNG-60" in found.text and "TNG-10" not in found.text


@pytest.mark.parametrize(
    "query", ["from=2026-13-45", "from=%00&to=x", "from=0001-01-01", "to=9999-12-31", "place=x&attribute=y:z"]
)
def test_days_and_places_that_nobody_offers_are_as_if_not_asked(nadia: Visitor, query: str) -> None:
    nadia.get(f"/advisor/demand?{query}")
    for page in ("behind?what=received", "supply?x=1", "prices?item=999"):
        nadia.get(f"/advisor/demand/{page}&{query}")


@pytest.mark.parametrize("query", ["what=", "what=x", "what=received&page=99", "what=views&artisan=99999"])
def test_what_cannot_be_opened_is_missing(nadia: Visitor, query: str) -> None:
    nadia.get(f"{BEHIND}?{query}", status=404)


def test_many_rows_come_in_pages_and_cost_no_more(nadia: Visitor) -> None:
    for number in range(60):
        given.day(SignalKind.SEARCH, 3, 4, words=f"chose rare {number}", without_result=4)
    first = nadia.get(f"{BEHIND}?what=in_vain")
    second = nadia.get(f"{BEHIND}?what=in_vain&page=2")
    assert (len(rows(first.text)), len(rows(second.text))) == (50, 10)
    assert len(first.queries) <= 12


def test_tables_are_kept_as_files_without_formulas(nadia: Visitor) -> None:
    piece = people.item(title="=HYPERLINK(1)")
    people.request(piece)
    response = nadia.get(f"{BEHIND}.csv?what=asked").response
    table = list(csv.reader(StringIO(response.get_data().decode("utf-8-sig")), delimiter=";"))
    assert response.mimetype == "text/csv" and "no-store" in response.headers["Cache-Control"]
    assert len(table) == 2 and table[1][2] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(BytesIO(nadia.get(f"{BEHIND}.xlsx?what=asked").response.get_data()))
    assert [cell.value for cell in list(book.active.rows)[1]][2] == "'=HYPERLINK(1)"
    for page in ("seasons", "supply", "prices"):
        for kind in ("csv", "xlsx"):
            nadia.get(f"/advisor/demand/{page}.{kind}")
        nadia.get(f"/advisor/demand/{page}.exe", status=404)


def test_supply_and_prices_have_a_chart_with_its_table(nadia: Visitor) -> None:
    piece = people.item(title="Mendil bleu", price=25_000, stock=3)
    offer = people.offer(people.request(piece))
    offer.state = OfferState.ACCEPTED
    db.session.flush()
    given.day(SignalKind.REQUEST_LINE, 3, 9, item_id=piece.id, craft_id=piece.craft_id)
    page = nadia.get("/advisor/demand/supply")
    assert 'class="bars"' in page.text and 'role="img"' in page.text and len(rows(page.text)) == 1
    assert f"{BEHIND}?what=asked&amp;craft={piece.craft.slug}" in page.text
    page = nadia.get(f"/advisor/demand/prices?item={piece.id}")
    assert "Mendil bleu" in page.text and 'class="mark"' in page.text and "1 sur 1, peu de cas" in page.text
    assert len(rows(page.text)) == 1 and len(page.queries) <= 12


def test_artisans_do_not_pass(visitor: Visitor) -> None:
    visitor.sign_in(people.artisan().user)
    for path in ("behind?what=received", "supply", "prices", "behind.csv?what=asked", "seasons.csv"):
        visitor.get(f"/advisor/demand/{path}", status=403)


def test_a_month_of_past_sales_opens_to_the_days_of_their_series(nadia: Visitor) -> None:
    craft, other = people.craft("pottery", names={"fr": "Poterie"}), people.craft("wool")
    people.item(craft_=craft)
    ago = (NOW.date() - timedelta(days=500)).replace(day=10)
    days = (NOW.date() - ago).days
    for number in range(30):  # the month is seen whole
        given.day(SignalKind.PAST_SALE, days - 25 + number, 7, words="bol 1", craft_id=craft.id, value=7 * 1250)
    given.day(SignalKind.PAST_SALE, days, 90, words="tapis", craft_id=other.id)
    given.day(SignalKind.REQUEST_LINE, 5, 3, craft_id=craft.id)
    url = f"{BEHIND}?what=asked&month={ago.month}&craft=pottery"
    assert url.replace("&", "&amp;") in nadia.get("/advisor/demand").text
    page = nadia.get(url)
    sold = db.session.query(DemandDay).filter_by(kind=SignalKind.PAST_SALE, craft_id=craft.id)
    pieces = sum(one.quantity for one in sold if one.day.month == ago.month)
    assert f"({pieces} " in page.plain and len(rows(page.text)) == pieces // 7
    assert "bol 1" in page.text and "tapis" not in page.text and "12,50" in page.plain
    assert len(rows(nadia.get(f"{url}&view=lines").text)) == 0
    table = nadia.get(url.replace("behind?", "behind.csv?"))
    assert table.text.count("bol 1") == pieces // 7
    elsewhere = nadia.get(url.replace(f"month={ago.month}", f"month={(ago.month + 5) % 12 + 1}"))
    assert "bol 1" not in elsewhere.text and "view=sales" not in elsewhere.text
