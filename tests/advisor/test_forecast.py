"""What the coming weeks may bring, and how many to make: of a craft, a piece, an attribute, an artisan."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import pytest
import time_machine

from app.base.database import db
from app.domain.catalogue.models import Item, Kind, Material
from app.domain.demand import expected
from app.domain.demand.forecast_models import Subject
from app.domain.demand.models import SignalKind
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from app.domain.purchasing.models import AnswerKind
from app.domain.purchasing.offer_models import CapacityBooking, Hold
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_listening import answered, asked
from tests.domain.demand.test_nights import weekly
from tests.given import NOW
from tests.pages import Visitor


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


@pytest.fixture
def weaving(visitor: Visitor) -> Craft:
    return people.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"})


@pytest.fixture
def maker(weaving: Craft) -> Artisan:
    return people.artisan(crafts=[weaving], name="Rahma", weekly_capacity=5)


def mendil(maker: Artisan, **columns: object) -> Item:
    said = {"title": "Mendil bleu", "published_at": NOW - timedelta(days=400), **columns}
    piece = people.item(maker, **said)  # type: ignore[arg-type]  # columns of any kind
    weekly(piece, 40, 3)
    return piece


def test_past_sales_of_no_craft_are_shown_apart(nadia: Visitor, weaving: Craft) -> None:
    """A table taken in as it is: its seasons have a row, and its series can be chosen."""
    people.item(craft_=weaving)
    for days in range(7, 800, 7):
        given.day(SignalKind.PAST_SALE, days, 3, quantity=30, words="Jarre & bol")
        given.day(SignalKind.REQUEST_LINE, days, 1, craft_id=weaving.id)
    given.night()
    seasons = nadia.get("/advisor/demand").text.partition('id="seasons"')[2]
    assert re.search(r"Sans métier</th>\s*<td[^>]*>(<[^>]*>)*1[2-5]\d", seasons)
    assert "Sans métier" not in nadia.get("/advisor/demand?craft=weaving").text
    page = nadia.get("/advisor/demand/forecast").text
    assert "Ventes passées sans métier" in page and 'value="series:Jarre &amp; bol"' in page
    assert "Jarre &amp; bol" in nadia.get("/advisor/demand/forecast?about=series:Jarre %26 bol").text


def test_a_craft_is_shown_by_weeks_with_its_leading_pieces_and_a_table(nadia: Visitor, maker: Artisan) -> None:
    mendil(maker, reference="TIS-9001")
    given.day(SignalKind.PAST_SALE, 9, 4, words="Jarre & bol", craft_id=maker.crafts[0].id)
    given.night()
    page = nadia.get("/advisor/demand/forecast")
    assert 'class="fan"' in page.text and "Prévision : Tissage" in page.plain
    assert '<option value="craft:weaving" selected>' in page.text
    assert "Mendil bleu" in page.text and "about=item:TIS-9001" in page.text and "Jarre &amp; bol" in page.text
    kept = expected.of(Subject.CRAFT, maker.crafts[0].id)
    assert kept is not None
    kept_as = nadia.get("/advisor/demand/forecast.csv").response.get_data().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(kept_as), delimiter=";"))
    assert [row[1] for row in rows[1:27]] == [str(count) for count in kept.past[-26:]]
    assert len(rows) == 1 + 26 + 12 and all(int(row[5]) <= int(row[2]) <= int(row[6]) for row in rows[27:])
    assert len(page.queries) <= 20


@pytest.mark.parametrize("about", ["about=material:wool", "about=item:TIS-9001", "piece=tis-9001", "about=place:{}"])
def test_a_piece_and_an_attribute_have_their_own(nadia: Visitor, maker: Artisan, about: str) -> None:
    mendil(maker, reference="TIS-9001", materials=[Material(slug="wool", names={"fr": "Laine"})])
    given.night()
    page = nadia.get(f"/advisor/demand/forecast?{about.format(maker.place.slug)}")
    assert 'class="fan"' in page.text and "Les plus demandées" not in page.text


@pytest.mark.parametrize("query", ["about=item:TIS-9001", "piece=tis-9001"])
def test_a_piece_looked_at_is_what_is_chosen_until_something_else_is(
    nadia: Visitor, maker: Artisan, query: str
) -> None:
    mendil(maker, reference="TIS-9001")
    given.night()
    page = nadia.get(f"/advisor/demand/forecast?{query}").text
    assert re.findall(r'<option value="([^"]*)" selected>([^<]*)<', page) == [("item:TIS-9001", "Mendil bleu")]
    assert 'name="piece" value=""' in page


def test_where_nothing_is_the_likeliest_no_peak_is_written_on_the_chart(nadia: Visitor, maker: Artisan) -> None:
    mendil(maker, reference="TIS-9001")
    seldom = people.item(maker, reference="TIS-9002")
    given.day(SignalKind.REQUEST_LINE, 20, 1, item_id=seldom.id, craft_id=seldom.craft_id, artisan_id=maker.id)
    given.night()
    often, rarely = (nadia.get(f"/advisor/demand/forecast?about=item:TIS-900{number}").text for number in (1, 2))
    assert 'class="key"' in often and 'class="fan"' in rarely and 'class="key"' not in rarely


def test_a_past_series_is_found_by_its_name(nadia: Visitor, weaving: Craft) -> None:
    given.day(SignalKind.PAST_SALE, 9, 4, words="Jarre: 40 cm", craft_id=weaving.id)
    given.night()
    page = nadia.get(f"/advisor/demand/forecast?about={quote('series:Jarre: 40 cm')}")
    assert "Jarre: 40 cm" in page.text and 'class="fan"' in page.text


@pytest.mark.parametrize(
    "query", ["about=craft:nothing", "about=item:%00", "piece=" + "x" * 3000, "about=x", "about=colour:" + "y" * 3000]
)
def test_what_is_not_foreseen_is_told(nadia: Visitor, weaving: Craft, query: str) -> None:
    assert "Les premières prévisions se préparent" in nadia.get(f"/advisor/demand/forecast?{query}").text
    given.night()
    assert "Rien n’a été demandé" in nadia.get(f"/advisor/demand/forecast?{query}").text
    nadia.get(f"/advisor/demand/forecast.csv?{query}")


def test_the_demand_page_shows_the_craft_most_was_asked_of(nadia: Visitor, maker: Artisan) -> None:
    mendil(maker)
    other = people.item(title="Plateau")
    given.day(SignalKind.REQUEST_LINE, 5, 1, item_id=other.id, craft_id=other.craft_id)
    given.night()
    page = nadia.get("/advisor/demand")
    assert "Prévision : Tissage" in page.plain and "about=craft:weaving" in page.text


def test_how_many_to_make_stands_in_a_line_where_advice_begins(nadia: Visitor, maker: Artisan) -> None:
    wanted, other = mendil(maker, stock=0), people.item(maker, title="Châle", kind=Kind.MADE_TO_ORDER, stock=0)
    for piece in (wanted, other):
        facts = {"item_id": piece.id, "craft_id": piece.craft_id, "artisan_id": maker.id}
        given.day(SignalKind.VIEW, 3, 9, **facts, out_of_stock=True)
    given.night()
    line = r"En faire environ [1-9]\d* : \d+ à \d+ demandées en 8 semaines \(80 %\), 0 en rayon"
    for begun in (f"opportunity=stock:{wanted.id}", f"item={wanted.id}"):
        assert re.search(line, nadia.get(f"/advisor/advice/new?{begun}").plain), begun
    assert "semaines (80" not in nadia.get(f"/advisor/advice/new?item={other.id}").plain
    assert re.search(line, nadia.get(f"/advisor/demand/opportunities/stock:{wanted.id}").plain)


@pytest.mark.parametrize(("capacity", "said"), [(5, "pour 7 pièces. Il en faudrait"), (0, "On ne sait pas combien")])
def test_an_opportunity_says_how_many_there_is_time_for(
    nadia: Visitor, maker: Artisan, capacity: int, said: str
) -> None:
    wanted = mendil(maker, stock=0)
    maker.weekly_capacity = capacity
    given.day(SignalKind.VIEW, 3, 9, item_id=wanted.id, craft_id=wanted.craft_id, out_of_stock=True)
    of_it = {"artisan_id": maker.id, "answer_id": answered(asked(people.item()).lines[0], AnswerKind.AS_ASKED, 4)}
    for week, held in ((0, Hold.LIVE), (1, Hold.RELEASED), (9, Hold.LIVE)):
        monday = NOW.date() - timedelta(days=NOW.weekday() - 7 * week)
        db.session.add(CapacityBooking(**of_it, quantity=33, week=monday, at=NOW, state=held))
    given.night()
    page = nadia.get(f"/advisor/demand/opportunities/stock:{wanted.id}").plain
    assert said in page and "Peu de cas" not in page


def test_few_cases_and_the_crafts_word_for_a_new_piece_are_said(nadia: Visitor, maker: Artisan) -> None:
    mendil(maker)
    seldom, new = people.item(maker, title="Nappe", stock=0), people.item(maker, title="Châle", stock=0)
    given.day(SignalKind.REQUEST_LINE, 20, 1, item_id=seldom.id, craft_id=seldom.craft_id, artisan_id=maker.id)
    given.night()
    for piece, said, other in ((seldom, "Peu de cas", "c’est ce que dit"), (new, "c’est ce que dit", "Peu de cas")):
        page = nadia.get(f"/advisor/advice/new?item={piece.id}").plain
        line = page[page.index("demandées en 8 semaines") :][:300]
        assert said in line and other not in line, piece.reference


def test_how_many_to_make_of_each_piece_within_the_time_there_is(nadia: Visitor, maker: Artisan) -> None:
    wanted = mendil(maker, stock=1)
    wanted.main.reserved = 1
    mendil(maker, title="Plaid", kind=Kind.MADE_TO_ORDER)
    mendil(maker, title="Tapis unique", kind=Kind.UNIQUE)
    people.item(maker, title="Châle")
    answer = answered(asked(people.item()).lines[0], AnswerKind.AS_ASKED, 4)
    for week in (NOW.date() - timedelta(days=NOW.weekday()), NOW.date() + timedelta(days=100)):
        db.session.add(CapacityBooking(artisan_id=maker.id, answer_id=answer, quantity=33, week=week, at=NOW))
    given.night()
    page = nadia.get(f"/advisor/demand/making/{maker.id}")
    rows = page.plain.split("<tbody>")[1].split("<tr>")[1:]
    assert "Mendil bleu" in rows[0] and 'data-label="Promises">1<' in rows[0]
    assert "pour 7 pièces" in page.plain and 'data-label="En faire environ"><b>7</b>' in rows[0]
    assert "Il en faudrait" in rows[0]
    assert any("Plaid" in row and "Sur commande" in row for row in rows)
    assert any("Tapis unique" in row and "elle n’est pas refaite" in row for row in rows)
    assert any("Châle" in row and "c’est ce que dit son métier" in row for row in rows)
    assert len(page.queries) <= 20


def test_how_many_to_make_is_kept_as_a_table(nadia: Visitor, maker: Artisan) -> None:
    mendil(maker, stock=1, reference="TIS-9001")
    people.item(people.artisan(), title="Plateau d’une autre")
    given.night()
    kept_as = nadia.get(f"/advisor/demand/making/{maker.id}.csv").response.get_data().decode("utf-8-sig")
    columns, row = csv.reader(StringIO(kept_as), delimiter=";")
    assert row[:3] == ["Mendil bleu", "TIS-9001", "1"] and len(row) == len(columns) == len(set(columns)) == 11
    assert int(row[5]) <= int(row[4]) <= int(row[6]) and int(row[8]) <= int(row[7]) <= int(row[9])
    assert nadia.get(f"/advisor/demand/making/{maker.id}.xlsx").response.status_code == 200
    assert nadia.get(f"/advisor/demand/making/{maker.id}.pdf", status=404)


def test_an_artisan_without_pieces_or_before_the_first_night(nadia: Visitor, maker: Artisan) -> None:
    assert "Les premières prévisions se préparent" in nadia.get(f"/advisor/demand/making/{maker.id}").text
    given.night()
    assert "Aucune pièce en vente" in nadia.get(f"/advisor/demand/making/{maker.id}").text
    assert f"/advisor/demand/making/{maker.id}" in nadia.get(f"/advisor/artisans/{maker.id}").text
    nadia.get("/advisor/demand/making/99999999", status=404)


def test_the_pages_read_in_arabic(visitor: Visitor, maker: Artisan) -> None:
    mendil(maker)
    given.night()
    visitor.sign_in(people.advisor(language="ar"))
    assert "القطع المطلوبة" in visitor.get("/advisor/demand/forecast").text
    assert "كم قطعة تُصنع" in visitor.get(f"/advisor/demand/making/{maker.id}").text
    assert "رمضان" in visitor.get("/advisor/demand/feasts").text


def test_a_week_that_came_opens_to_what_it_adds_up(nadia: Visitor, maker: Artisan, weaving: Craft) -> None:
    piece, wool = mendil(maker, reference="TIS-9001"), Material(slug="wool", names={"fr": "Laine"})
    piece.materials = [wool]
    weekly(people.item(title="Autre"), 40, 9)
    for days_ago, pieces in ((1, 2), (7, 3), (8, 5)):
        given.day(SignalKind.PAST_SALE, days_ago, pieces, words="Jarre", craft_id=weaving.id)
    given.day(SignalKind.CUSTOM_WISH, 3, 4, craft_id=weaving.id)
    given.night()
    db.session.commit()
    for about, more in (("craft:weaving", 9), ("item:TIS-9001", 0), ("material:wool", 0), ("series:Jarre", 5)):
        page = nadia.get(f"/advisor/demand/forecast?about={about}")
        found = re.findall(r'href="(/advisor/demand/forecast/week\?[^"]*)">(\d+)</a>', page.text)
        for url, figure in found:
            week = nadia.get(url.replace("&amp;", "&"))
            pieces = [int(one) for one in re.findall(r'class="n" data-label="[^"]*"><bdi>(\d+)</bdi>', week.text)]
            assert sum(pieces) == int(figure) > 0, about
            assert "Autre" not in week.text
        assert int(found[0][1]) >= more and len(found) >= 2, about
    wish = nadia.get("/advisor/demand/forecast/week?about=craft:weaving&from=2026-11-13").text
    assert (
        "/advisor/demand/behind?what=asked&amp;from=2026-11-17&amp;to=2026-11-17&amp;item=none&amp;craft=weaving"
        in wish
    )
    nadia.get("/advisor/demand/forecast/week?about=craft:weaving&from=2026-11-14", status=404)
