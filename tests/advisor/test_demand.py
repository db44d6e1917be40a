"""The advisors' demand page: figures, opportunities with their way to advice, filters, export, one opportunity."""

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
import time_machine

from app.advisor import demand_words
from app.base.database import db
from app.domain.advice.models import AdviceKind, Recommendation
from app.domain.catalogue import search
from app.domain.catalogue.models import Colour
from app.domain.demand.models import SignalKind
from app.domain.people.trades import Craft
from app.domain.purchasing.models import AnswerKind
from app.domain.purchasing.offer_models import CapacityBooking
from app.storefront import signals
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_figures import request
from tests.domain.demand.test_ledger import asked as asked_for
from tests.domain.demand.test_ledger import declined
from tests.domain.demand.test_listening import answered, asked
from tests.given import NOW
from tests.pages import Visitor

BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) Chrome/120"}


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


def weaving() -> Craft:
    craft = people.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"})
    search.index(people.item(people.artisan(crafts=[craft], name="Rahma"), craft_=craft, title="Mendil bleu"))
    return craft


def test_what_a_visitor_searched_in_vain_stands_there_at_once_and_leads_to_advice(nadia: Visitor) -> None:
    weaving()
    somebody = Visitor(nadia.app)
    somebody.get("/fr/search?q=mendil+220+cm", headers=BROWSER)
    signals.flush()
    page = nadia.get("/advisor/demand")
    assert "Mendil 220 cm" in page.text and "Recherche sans résultat" in page.text
    assert f"/advisor/advice/new?opportunity={quote('search:220 cm mendil', safe=':')}" in page.text.replace("+", "%20")


def test_an_empty_cooperative_has_an_honest_page(nadia: Visitor) -> None:
    page = nadia.get("/advisor/demand")
    assert "–" in page.text and "Les premières prévisions se préparent" in page.text


def test_figures_stand_beside_the_period_before(nadia: Visitor) -> None:
    for days in (1, 2, 3, 40):
        request(days_ago=days)
    page = nadia.get("/advisor/demand?weeks=4")
    assert ">3</a> <span" in page.text and "+200" in page.text


def test_filters_narrow_and_keep_what_was_chosen(nadia: Visitor) -> None:
    craft, other = weaving(), people.item(title="Plateau ciselé")
    given.day(SignalKind.DECLINE, 3, 3, item_id=other.id, craft_id=other.craft_id, reason="no_time", country="ES")
    given.day(SignalKind.SEARCH, 3, 5, words="mendil 220 cm", without_result=5)
    page = nadia.get(f"/advisor/demand?craft={craft.slug}")
    assert "Mendil 220 cm" in page.text and "Plateau ciselé" not in page.text
    assert f'<option value="{craft.slug}" selected>' in page.text
    page = nadia.get("/advisor/demand?country=ES")
    assert "Plateau ciselé" in page.text and '<option value="ES" selected>Espagne' in page.text


@pytest.mark.parametrize(
    "query",
    ["weeks=99999999999999", "weeks=abc", "craft=%00", "craft=" + "x" * 5000, "country=%F0%9F%A7%BA", "country=12"],
)
def test_filters_that_nobody_offers_are_as_if_not_asked(nadia: Visitor, query: str) -> None:
    weaving()
    assert '<option value="12" selected>' in nadia.get(f"/advisor/demand?{query}").text
    nadia.get(f"/advisor/demand/opportunities.csv?{query}")


def test_the_page_asks_no_more_of_the_database_with_more_to_show(nadia: Visitor) -> None:
    craft = weaving()
    for number in range(20):
        piece = people.item(people.artisan(crafts=[craft]), craft_=craft, stock=0)
        given.day(SignalKind.VIEW, 3, 4, item_id=piece.id, craft_id=craft.id, out_of_stock=True)
        given.day(SignalKind.SEARCH, 3, 4, words=f"chose{number} rare{number * 7}", without_result=4)
    for days in range(1, 300):
        given.day(SignalKind.REQUEST_LINE, days, 2, craft_id=craft.id)
    given.night()
    page = nadia.get("/advisor/demand?all=1")
    assert page.text.count('class="rank num"') >= 40 and 'class="fan"' in page.text
    assert len(page.queries) <= 30


def test_the_export_is_for_spreadsheets_and_holds_no_formula(nadia: Visitor) -> None:
    weaving()
    piece = people.item(title="=HYPERLINK(1)")
    given.day(SignalKind.DECLINE, 3, 3, item_id=piece.id, craft_id=piece.craft_id, reason="no_time", value=90000)
    given.day(SignalKind.SEARCH, 3, 5, words="@mendil 220", without_result=5)
    response = nadia.get("/advisor/demand/opportunities.csv").response
    rows = list(csv.reader(StringIO(response.get_data().decode("utf-8-sig")), delimiter=";"))
    assert response.mimetype == "text/csv" and "no-store" in response.headers["Cache-Control"]
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)", "'@mendil 220"}
    assert all(len(row) == len(rows[0]) == 22 for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_one_opportunity_tells_words_makers_with_their_time_and_earlier_advice(nadia: Visitor) -> None:
    craft = weaving()
    busy = people.artisan(crafts=[craft], name="Zohra", weekly_capacity=5)
    answer = answered(asked(people.item()).lines[0], AnswerKind.AS_ASKED, 4)
    for week in (NOW.date() - timedelta(days=NOW.weekday()), NOW.date() + timedelta(days=60)):
        db.session.add(CapacityBooking(artisan_id=busy.id, answer_id=answer, quantity=3, week=week, at=NOW))
    for said in ("mendil 220 cm", "mendils de 220cm"):
        given.day(SignalKind.SEARCH, 3, 4, words=said, without_result=4)
    given.day(SignalKind.SEARCH, 3, 4, words="autre chose", without_result=4)
    advice = Recommendation(
        kind=AdviceKind.NEW_PIECE, title="Tisser plus grand", sentences={"fr": "x"}, opportunity="search:220 cm mendil",
        author=people.advisor(), created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    db.session.add(advice)
    db.session.flush()
    page = nadia.get("/advisor/demand/opportunities/search:220%20cm%20mendil")
    assert "mendils de 220cm" in page.text and "autre chose" not in page.text
    assert "17 sur 20" in page.text and "24 sur 24" in page.text
    assert "Tisser plus grand" in page.text


def test_one_opportunity_opens_every_figure_and_the_requests_behind_it(nadia: Visitor) -> None:
    piece = people.item(people.artisan(), title="Tapis rouge", stock=3, price=90000)
    request = declined(asked_for(piece, 2, days_ago=4))
    other = declined(asked_for(people.item(), 1, days_ago=4, who="b@example.org"))
    facts = {"item_id": piece.id, "craft_id": piece.craft_id, "reason": "no_stock", "value": 180000}
    given.day(SignalKind.DECLINE, 3, 1, **facts)
    advice = people.advice(piece.artisan, item_id=piece.id, title="Tisser deux tapis")
    page = (
        Visitor(nadia.app)
        .sign_in(people.advisor(language="en"))
        .get(f"/advisor/demand/opportunities/decline:{piece.id}:no_stock")
    )
    for said in ("Lines lost, a month", "Of which become an accepted order", "What one order comes to, MAD"):
        assert said in page.text, said
    assert f"/advisor/requests/{request.reference}" in page.text and other.reference not in page.text
    assert "Tisser deux tapis" in page.text and f"/advisor/advice/{advice.id}" in page.text
    assert "Not opened yet" in page.text
    assert f"/advisor/demand/lost?craft={piece.craft.slug}" in page.text
    assert len(page.queries) <= 19, "\n".join(page.queries)


def test_a_material_asked_for_is_an_opportunity_by_its_name(nadia: Visitor) -> None:
    craft = weaving()
    db.session.add(Colour(slug="blue", names={"fr": "Bleu", "ar": "أزرق"}))
    given.day(SignalKind.IMPRESSION, 3, 6, craft_id=craft.id, facet="colour:blue", without_result=6)
    page = nadia.get(f"/advisor/demand/opportunities/attribute:colour:blue:{craft.id}")
    assert "Tissage, bleu" in page.text
    assert "Tissage, bleu" in nadia.get("/advisor/demand").text


@pytest.mark.parametrize("known", [24, 13])
def test_a_strong_season_ahead_stands_in_the_row_once_two_years_are_known(nadia: Visitor, known: int) -> None:
    craft = weaving()
    given.day(SignalKind.SEARCH, 2, 4, words="mendil 220", without_result=4)
    for months_ago in range(1, known + 1):
        day = NOW.date() - timedelta(days=round(months_ago * 30.4))
        count = 12 if day.month in (12, 1) else 2
        given.day(SignalKind.CUSTOM_WISH, (NOW.date() - day).days, count, craft_id=craft.id)
    assert ("Forte saison à venir" in nadia.get("/advisor/demand").plain) is (known == 24)


def test_a_season_in_which_hardly_anything_is_asked_for_is_not_said_as_nought(nadia: Visitor) -> None:
    with nadia.app.test_request_context():
        said = {factor: demand_words.season(factor) for factor in (0.04, 0.06, 1.0, 2.0)}
    assert [("0.0" in words or "0,0" in words) for words in said.values()] == [False] * 4
    assert said[0.04] and said[0.04] != said[0.06] and not said[1.0]


@pytest.mark.parametrize(
    "key",
    [
        "search:x",
        "poor:",
        "attribute:colour:x:1",
        "unavailable:\U0001f9fa",
        "stock:99999999999999",
        "rising:abc",
        "%00",
        "a/b/c",
        "search:" + "x" * 3000,
    ],
)
def test_an_opportunity_that_is_not_there_is_missing(nadia: Visitor, key: str) -> None:
    weaving()
    nadia.get(f"/advisor/demand/opportunities/{key}", status=404)


def test_the_page_reads_in_arabic(nadia: Visitor) -> None:
    given.day(SignalKind.SEARCH, 3, 5, words="صابون بلدي", without_result=5)
    weaving()
    reader = Visitor(nadia.app).sign_in(people.advisor(language="ar"))
    assert "بحث دون نتيجة" in reader.get("/advisor/demand").text


def test_artisans_do_not_pass(visitor: Visitor) -> None:
    visitor.sign_in(people.artisan().user)
    for path in (
        "",
        "/opportunities.csv",
        "/forecast",
        "/forecast.csv",
        "/feasts",
        "/making/1",
        "/opportunities/search:x",
    ):
        visitor.get(f"/advisor/demand{path}", status=403)


def test_seasons_say_when_ramadan_and_the_eids_come(visitor: Visitor) -> None:
    given.day(SignalKind.REQUEST_LINE, 70, craft_id=people.craft("weaving").id)
    people.item(craft_=people.craft("weaving"))
    page = visitor.sign_in(people.advisor(language="en")).get("/advisor/demand").text
    heads = re.findall(r"<th[^>]*>(.*?)</th>", re.findall(r'<tr class="marks">.*?</tr>', page)[0])
    assert [re.sub("<[^>]*>", "", head) for head in heads] == ["R", "R F", "A"]
    assert 'title="R: Ramadan, from about 8 February 2027"' in heads[0]
    for said in ("Ramadan, from about 8 February 2027", "Eid al-Fitr, about 9 March 2027", "about 16 May 2027"):
        assert said in page, said
