"""The figures of an opportunity open to rows that add up to them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.base.database import db
from app.domain.catalogue.models import Colour, ItemState, MovementKind, StockMovement
from app.domain.demand.models import SignalKind
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason
from app.domain.purchasing.offer_models import OfferState
from tests import given as people
from tests.advisor.test_demand_behind import rows
from tests.domain.demand import given
from tests.given import NOW
from tests.pages import Visitor

OPPORTUNITY = "/advisor/demand/opportunities/"
BEHIND = "/advisor/demand/behind"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor())


def opened(nadia: Visitor, key: str) -> list[tuple[int, int, str]]:
    """The count and each week: the figure, the sum that the page behind it says, its text."""
    page = nadia.get(f"{OPPORTUNITY}{key}")
    found = re.findall(rf'href="({BEHIND}\?[^"]*)">(\d+)</a>', page.text)
    assert len(found) > 2, "the count and at least two weeks"
    pages = [(int(figure), nadia.get(url.replace("&amp;", "&"))) for url, figure in found]
    sums = [(figure, re.search(r"\((\d+) (?:en tout|in all)\)", behind.plain), behind.text) for figure, behind in pages]
    return [(figure, int(said[1]) if said else -1, text) for figure, said, text in sums]


def agree(found: list[tuple[int, int, str]]) -> str:
    """The text of what the count opens to."""
    assert [figure for figure, _sum, _text in found] == [one for _figure, one, _text in found]
    assert found[0][0] == sum(figure for figure, _sum, _text in found[1:])
    return found[0][2]


def test_people_who_came_while_a_piece_was_gone(nadia: Visitor) -> None:
    piece, other = people.item(title="Tapis bleu", stock=0), people.item(title="Autre", stock=0)
    for one, times in ((piece, 1), (other, 7)):
        about = {"item_id": one.id, "craft_id": one.craft_id}
        given.day(SignalKind.VIEW, 30, 5 * times, out_of_stock=True, **about)
        given.day(SignalKind.VIEW, 30, 50, **about)
        given.day(SignalKind.VIEW, 9, 4 * times, out_of_stock=True, **about)
        given.day(SignalKind.STOCK_ALERT, 9, 6 * times, **about)
        given.day(SignalKind.REQUEST_LINE, 4, 2 * times, **about)
        given.signal(SignalKind.VIEW, visitor="x", out_of_stock=True, at=NOW - timedelta(hours=1), **about)
    found = opened(nadia, f"stock:{piece.id}")
    assert found[0][0] == 5 + (6 - 2) + 1
    text = agree(found)
    assert "Tapis bleu" in text and len(rows(text)) == 3
    (day,) = set(re.findall(r'href="([^"]*day=2026-11-20)"', text))
    assert len(rows(nadia.get(day.replace("&amp;", "&")).text)) == 1


def test_a_craft_that_rises(nadia: Visitor) -> None:
    craft = people.craft("weaving")
    pieces = [people.item(craft_=craft, title=f"Tapis {number}") for number in range(2)]
    gone = people.item(craft_=craft, stock=0)
    for ago in (2, 3, 9, 16, 60):
        for piece in pieces:
            given.day(SignalKind.VIEW, ago, 90, visitors=80 if ago < 40 else 2, item_id=piece.id, craft_id=craft.id)
        given.day(SignalKind.VIEW, ago, 30, out_of_stock=True, item_id=gone.id, craft_id=craft.id)
    given.day(SignalKind.VIEW, 3, 70, item_id=people.item().id, craft_id=people.craft().id)
    assert len(rows(agree(opened(nadia, f"rising:{craft.id}")))) == 10


def test_what_was_lost_of_a_piece(nadia: Visitor) -> None:
    piece, other = people.item(title="Mendil bleu"), people.item(title="Autre")
    for one, times in ((piece, 1), (other, 7)):
        about = {"item_id": one.id, "craft_id": one.craft_id}
        for ago in (3, 20):
            given.day(SignalKind.DECLINE, ago, 2 * times, reason="no_time", **about)
            given.day(SignalKind.DECLINE, ago, 3, reason="no_stock", **about)
            given.day(SignalKind.REDUCTION, ago, 4 * times, **about)
            given.day(SignalKind.OFFER_REFUSED, ago, 3 * times, reason="price", **about)
            given.day(SignalKind.OFFER_REFUSED, ago, 1, reason="delay", **about)
    for key, count in (
        (f"decline:{piece.id}:no_time", 4),
        (f"reduced:{piece.id}", 8),
        (f"refused:{piece.id}:price", 6),
    ):
        found = opened(nadia, key)
        assert found[0][0] == count and "Mendil bleu" in agree(found), key


def test_a_loss_of_a_piece_opens_to_its_requests(nadia: Visitor) -> None:
    piece, other = people.item(title="Mendil bleu"), people.item(title="Autre")
    for one in (piece, other):
        line = people.request(people.Wanted(one.main, 2)).lines[0]
        people.answer(line, kind=AnswerKind.CHANGED, quantity_ready=1, unit_price=9000)
        given.day(SignalKind.REDUCTION, 1, 1, item_id=one.id, craft_id=one.craft_id)
    page = nadia.get(f"{BEHIND}?what=reduced&item={piece.id}&view=lines")
    (row,) = rows(page.text)
    assert "Mendil bleu" in row and ">1<" in re.sub(r"</?bdi>", "", row)
    assert "view=days" in page.text


def test_wishes_without_a_piece_less_those_of_a_colour(nadia: Visitor) -> None:
    craft = people.craft("weaving")
    db.session.add(Colour(slug="blue", names={"fr": "Bleu"}))
    db.session.flush()
    archived = people.item(craft_=craft, title="Parti")
    archived.state = ItemState.ARCHIVED
    maker = people.artisan()
    for description in ("Un tapis bleu", "Un tapis rond"):
        line = people.request(people.Wished(description, craft=craft, artisan=maker), at=NOW - timedelta(days=9)).lines[
            0
        ]
        people.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME, at=NOW - timedelta(days=9))
    given.day(SignalKind.DECLINE, 9, 2, reason="no_time", craft_id=craft.id, country="FR")
    given.day(SignalKind.DECLINE, 2, 3, reason="no_time", craft_id=craft.id, item_id=archived.id)
    given.day(SignalKind.DECLINE, 2, 5, reason="no_time", craft_id=craft.id, item_id=people.item(craft_=craft).id)
    key = f"decline:c{craft.id}:no_time"
    found = opened(nadia, key)
    agree(found)
    assert found[0][0] == 1 + 3
    lines = nadia.get(f"{BEHIND}?what=declined&item=none&craft=weaving&reason=no_time&view=lines").text
    assert len(rows(lines)) == 1 and "tapis rond" in lines
    assert "pas de ligne ici" in lines and "pas de ligne ici" not in found[0][2]


def test_a_colour_wished_for(nadia: Visitor) -> None:
    craft = people.craft("weaving")
    db.session.add(Colour(slug="blue", names={"fr": "Bleu"}))
    db.session.flush()
    people.item(craft_=craft)
    maker = people.artisan()
    for description in ("Un tapis bleu", "Un tapis rond"):
        line = people.request(people.Wished(description, craft=craft, artisan=maker), at=NOW - timedelta(days=9)).lines[
            0
        ]
        people.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME, at=NOW - timedelta(days=9))
    given.day(SignalKind.DECLINE, 9, 2, reason="no_time", craft_id=craft.id, country="FR")
    for ago in (3, 20):
        given.day(SignalKind.IMPRESSION, ago, 9, visitors=6, craft_id=craft.id, facet="colour:blue", without_result=7)
        given.day(SignalKind.IMPRESSION, ago, 4, craft_id=craft.id, facet="colour:red", without_result=4)
    found = opened(nadia, f"attribute:colour:blue:{craft.id}")
    text = agree(found)
    assert found[0][0] == 1 + 6 + 6
    assert len(rows(text)) == 3 and "Un tapis bleu" in text and "Un tapis rond" not in text


@pytest.mark.parametrize(
    "query", ["what=missed", "what=missed&item=none", "what=attribute&facet=%00", "what=attribute"]
)
def test_what_says_nothing_of_which_piece_is_missing(nadia: Visitor, query: str) -> None:
    nadia.get(f"{BEHIND}?{query}", status=404)


def test_offers_of_a_price_band_open_by_what_became_of_them(nadia: Visitor) -> None:
    piece = people.item(title="Mendil bleu", price=25_000, stock=9)
    said = [
        (OfferState.ACCEPTED, None, True),
        (OfferState.ACCEPTED, None, None),
        (OfferState.REFUSED, RefusalReason.PRICE, None),
        (OfferState.REFUSED, None, None),
        (OfferState.ACCEPTED, None, False),
        (OfferState.EXPIRED, None, None),
        (OfferState.REPLACED, None, None),
    ]
    for state, reason, taken in said:
        offer = people.offer(people.request(piece))
        offer.state, offer.refusal_reason, offer.lines[0].accepted = state, reason, taken
    dear = people.offer(people.request(people.item(title="Tapis", price=90_000)))
    dear.state = OfferState.ACCEPTED
    db.session.flush()
    for query, bands in (("", 2), (f"item={piece.id}&craft=x", 1)):
        page = nadia.get(f"/advisor/demand/prices?{query}")
        found = re.findall(rf'href="({BEHIND}\?[^"]*what=offered[^"]*)"><bdi>(\d+)</bdi>', page.text)
        assert [int(figure) for _url, figure in found] == [6, 2, 1, 2, 1, 6, 1, 1, 1][: 6 if bands == 1 else 9]
        for url, figure in found:
            behind = nadia.get(url.replace("&amp;", "&"))
            assert len(rows(behind.text)) == int(figure)
            assert re.search(rf"\({figure} (?:en tout|in all)\)", behind.plain)
            assert ("Mendil bleu" in behind.text) == ("low=25000" in url or "low=20000" in url or bands == 1)


def test_what_was_made_opens_to_what_was_counted_in(nadia: Visitor) -> None:
    craft = people.craft("weaving")
    for piece, count in (
        (people.item(craft_=craft, title="Mendil", stock=5), 3),
        (people.item(title="Bol", stock=5), 7),
    ):
        for kind, ago in ((MovementKind.MADE, 3), (MovementKind.MADE, 200), (MovementKind.COUNTED, 3)):
            at = NOW - timedelta(days=ago)
            db.session.add(StockMovement(variant=piece.main, change=count, kind=kind, at=at))
    db.session.flush()
    page = nadia.get("/advisor/demand/supply")
    found = re.findall(rf'href="({BEHIND}\?what=made&amp;craft=weaving)"><bdi>(\d+)</bdi>', page.text)
    ((url, figure),) = found
    behind = nadia.get(url.replace("&amp;", "&"))
    assert re.search(rf"\({figure} (?:en tout|in all)\)", behind.plain)
    made = [int(row.rpartition("<bdi>")[2].partition("<")[0]) for row in rows(behind.text)]
    assert sorted(made) == [3, 5] and sum(made) == int(figure) and "Bol" not in behind.text
    assert nadia.get(url.replace("behind?", "behind.csv?").replace("&amp;", "&")).text.count("Mendil") == len(made)
