"""How much the pages of demand, of an opportunity and of an artisan ask of the database: twelve statements each."""

from typing import Any

import pytest
import time_machine

from app.base.database import db
from app.domain.advice.follow_up_models import Visit, VisitKind
from app.domain.catalogue.models import Colour, Item
from app.domain.demand.models import SignalKind
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_ledger import asked as asked_for
from tests.domain.demand.test_ledger import declined
from tests.given import NOW
from tests.pages import Visitor

MOST = 12


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


def busy() -> Item:
    """A piece of a busy workshop beside others: looked at, asked for, lost, searched for, advised about, visited."""
    craft = people.craft("weaving")
    maker = people.artisan(crafts=[craft])
    db.session.add(Colour(slug="blue", names={"fr": "Bleu"}))
    piece = people.item(maker, craft_=craft, title="Tapis rouge", stock=0, price=90_000)
    for number in range(6):
        other = people.item(maker if number % 2 else people.artisan(), craft_=craft, title=f"Tapis {number}", stock=0)
        _signs_of(other, number)
        people.request(other)
    _signs_of(piece, 9)
    for number in range(3):
        declined(asked_for(piece, 2, days_ago=4, who=f"{number}@example.org"))
        advice = people.advice(maker, people.artisan(), author=people.advisor(), item_id=piece.id, title="Tisser plus")
        people.judged(advice.responses[0])
        for response in advice.responses[:1]:
            visit = Visit(artisan_id=maker.id, by_id=advice.author_id, kind=VisitKind.CALL, at=NOW)
            visit.response_id = response.id
            db.session.add(visit)
    given.day(SignalKind.SEARCH, 3, 8, words="tapis bleu nuit", without_result=8)
    given.day(SignalKind.SEARCH, 9, 8, words="tapis geant", without_result=8)
    given.day(SignalKind.IMPRESSION, 3, 6, craft_id=craft.id, facet="colour:blue", without_result=6)
    for days in range(1, 700, 9):
        given.day(SignalKind.CUSTOM_WISH, days, 2, craft_id=craft.id, artisan_id=maker.id)
    for number in range(5):
        given.search("mendil 220", f"visitor{number}")
        given.signal(SignalKind.VIEW, item_id=piece.id, craft_id=craft.id, artisan_id=maker.id, out_of_stock=True)
    given.night()
    db.session.commit()
    return piece


def _signs_of(piece: Item, number: int) -> None:
    about = {"item_id": piece.id, "craft_id": piece.craft_id, "artisan_id": piece.artisan_id, "country": "ES"}
    given.day(SignalKind.VIEW, 3 + number, 20, out_of_stock=True, **{**about, "country": ""})
    given.day(SignalKind.REQUEST_LINE, 4 + number, 9, **about)
    given.day(SignalKind.DECLINE, 4 + number, 3, reason="no_stock", value=180_000, **about)
    given.day(SignalKind.OFFER_REFUSED, 5 + number, 3, reason="price", value=90_000, **about)
    given.day(SignalKind.REDUCTION, 6 + number, 3, value=90_000, **about)


def few(nadia: Visitor, address: str) -> str:
    """The page once more for whoever comes next: what follows from the catalogue alone is at hand by then."""
    nadia.get(address)
    nadia.most_queries = MOST
    page = nadia.get(address)
    nadia.most_queries = 30
    return page.text


@pytest.mark.parametrize("query", ["", "?weeks=52", "?weeks=4&country=ES", "?from=2025-01-01&to=2026-06-01", "?all=1"])
def test_the_page_of_demand(nadia: Visitor, query: str) -> None:
    piece = busy()
    text = few(nadia, f"/advisor/demand{query}")
    assert "Tapis rouge" in text and piece.craft.slug in text


def test_an_opportunity_of_each_kind(nadia: Visitor) -> None:
    piece = busy()
    keys = {
        f"decline:{piece.id}:no_stock": "Tisser plus",
        f"refused:{piece.id}:price": "Tapis rouge",
        f"reduced:{piece.id}": "Tapis rouge",
        f"stock:{piece.id}": "Tapis rouge",
        f"attribute:colour:blue:{piece.craft_id}": "bleu",
        "search:geant tapis": "Tapis geant",
    }
    for key, said in keys.items():
        assert said in few(nadia, f"/advisor/demand/opportunities/{key}"), key


def test_the_page_of_an_artisan(nadia: Visitor) -> None:
    piece = busy()
    text = few(nadia, f"/advisor/artisans/{piece.artisan_id}")
    for said in ("Tapis rouge", "Tisser plus", "/advisor/visits/", 'id="waiting"'):
        assert said in text, said
