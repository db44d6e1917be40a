"""Artisans at the desk: the list, a maker's page, and acting in their name."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import stock
from app.domain.catalogue.models import Item, Kind, MovementKind, StockMovement
from app.domain.demand.models import SignalKind
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import Artisan
from app.domain.purchasing import workshops
from app.domain.purchasing.models import AnswerKind, DeclineReason
from tests import given
from tests.advisor.steps import at_desk
from tests.domain.demand import given as demand
from tests.pages import Visitor


def page_of(item: Item, more: str) -> str:
    return f"/advisor/artisans/{item.artisan_id}/items/{item.id}/{more}"


def test_a_workshop_at_a_glance(visitor: Visitor) -> None:
    rahma, noise = given.artisan(name="Rahma Bakkali"), given.artisan(name="Hassan")
    old, new = given.item(rahma), given.item(rahma)
    given.item(rahma, kind=Kind.MADE_TO_ORDER)
    given.item(noise)
    advisor = given.advisor()
    stock.count(old.main, 3, by=advisor, at=given.NOW - timedelta(days=40))
    given.request(old, new)
    seen = workshops.of(rahma)
    assert (seen.pieces, seen.uncounted, seen.waiting) == (3, 1, 2)
    stock.count(new.main, 3, by=advisor, at=given.NOW)
    seen = workshops.of(rahma)
    assert (seen.oldest_count, seen.uncounted) == (given.NOW - timedelta(days=40), 0)
    page = at_desk(visitor).get("/advisor/artisans/")
    assert "Rahma Bakkali" in page.text and "Hassan" in page.text


def test_many_workshops_cost_no_more_queries(visitor: Visitor) -> None:
    at_desk(visitor)
    given.item()
    few = len(visitor.get("/advisor/artisans/").queries)
    for _n in range(10):
        given.item()
    assert len(visitor.get("/advisor/artisans/").queries) <= few


def test_a_makers_page_holds_contact_pieces_and_lines(visitor: Visitor) -> None:
    item, noise = given.item(title="Mendil rouge"), given.item(title="Bol bleu")
    request = given.request(item)
    assert item.artisan.user and item.artisan.user.phone
    page = at_desk(visitor).get(f"/advisor/artisans/{item.artisan_id}")
    for shown in (item.artisan.user.phone, "Mendil rouge", request.reference):
        assert shown in page.text
    assert noise.id != item.id and "Bol bleu" not in page.text
    visitor.get("/advisor/artisans/99999999999999", status=404)
    visitor.get("/advisor/artisans/999999", status=404)


def test_stock_in_a_makers_name_is_written_down_as_such(visitor: Visitor) -> None:
    item = given.item(stock=5)
    at_desk(visitor).get(page_of(item, "stock"))
    visitor.post(page_of(item, "stock"), {"kind": "sold_elsewhere", "number": "2"})
    movement = db.session.scalars(select(StockMovement).order_by(StockMovement.id.desc())).first()
    assert movement and (movement.change, movement.kind, movement.on_behalf) == (-2, MovementKind.SOLD_ELSEWHERE, True)
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "stock.adjusted")).one()
    assert (told.by_id, told.on_behalf_of_id) == (movement.by_id, item.artisan_id)
    visitor.post(page_of(item, "terms"), {"price": "300", "lead_days": "0", "seen": "26000-0"})
    priced = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "terms.changed")).one()
    assert item.main.price == 30000 and priced.on_behalf_of_id == item.artisan_id


@pytest.mark.parametrize(
    ("more", "data", "status"),
    [
        ("stock", {"kind": "sold_elsewhere", "number": "6"}, 422),
        ("stock", {"kind": "counted", "number": "1"}, 422),
        ("stock", {"kind": "counted", "number": "99999999999999"}, 422),
        ("stock", {"kind": "shipped", "number": "1"}, 422),
        ("stock", {}, 422),
        ("terms", {"price": "x", "lead_days": "0", "seen": "26000-0"}, 422),
        ("terms", {"price": "1", "lead_days": "0", "seen": "\0"}, 422),
        ("terms", {"price": "300", "lead_days": "0", "seen": "25000-0"}, 409),
    ],
)
def test_the_same_rules_hold_for_the_team(visitor: Visitor, more: str, data: dict[str, str], status: int) -> None:
    item = given.item(stock=5, variant={"reserved": 2})
    page = at_desk(visitor).post(page_of(item, more), data, status=status)
    assert 'role="alert"' in page.text
    assert (item.main.on_hand, item.main.price) == (5, 26000)


def test_a_piece_of_another_maker_is_not_found(visitor: Visitor) -> None:
    item, other = given.item(), given.item()
    at_desk(visitor).get(f"/advisor/artisans/{other.artisan_id}/items/{item.id}/stock", status=404)
    visitor.get(page_of(item, f"stock?variant={other.main.id}"), status=404)


def test_a_maker_without_an_account_is_invited_once(visitor: Visitor) -> None:
    maker = given.artisan(account=False)
    address = f"/advisor/artisans/{maker.id}/invite"
    at_desk(visitor).get(address)
    for wrong in ("", "abc", "1" * 500, "=0612345678", "\0"):
        visitor.post(address, {"phone": wrong, "language": "ar"}, status=422)
    visitor.post(address, {"phone": "0612345678", "language": "xx"}, status=422)
    visitor.post(address, {"phone": "0612345678", "language": "ar"})
    assert maker.user and (maker.user.phone, maker.user.language) == ("+212612345678", "ar")
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "invited_artisan")).one()
    visitor.post(address, {"phone": "0612345679", "language": "ar"}, status=422)
    other = given.artisan(account=False)
    visitor.post(f"/advisor/artisans/{other.id}/invite", {"phone": "0612345678", "language": "fr"}, status=422)


def test_the_age_of_a_count_is_told(visitor: Visitor) -> None:
    item = given.item(stock=5)
    stock.count(item.main, 5, by=given.advisor(), at=clock.now() - timedelta(days=45))
    page = at_desk(visitor).get(f"/advisor/artisans/{item.artisan_id}")
    assert "45" in page.text and 'class="tag wait"' in page.text


def names_on(visitor: Visitor, query: str) -> set[str]:
    text = visitor.get(f"/advisor/artisans/{query}").text
    return {name for name in ("Rahma Bakkali", "Hassan Raïssouni", "Latifa Achak") if name in text}


def test_the_list_is_narrowed_by_name_craft_and_what_wants_a_call(visitor: Visitor) -> None:
    me, weaving = given.advisor(), given.craft("weaving")
    rahma = given.artisan(name="Rahma Bakkali", name_ar="رحمة البقالي", crafts=[weaving], advisor=me)
    hassan, latifa = given.artisan(name="Hassan Raïssouni"), given.artisan(name="Latifa Achak", workshop="Dar Achak")
    for maker in (rahma, hassan, latifa):
        stock.count(given.item(maker).main, 3, by=me, at=clock.now())
    stock.count(given.item(hassan).main, 3, by=me, at=clock.now() - timedelta(days=31))
    given.request(given.item(latifa, kind=Kind.MADE_TO_ORDER))
    visitor.sign_in(me)
    for query, found in {
        "?q=raissouni": {"Hassan Raïssouni"},
        "?q=dar": {"Latifa Achak"},
        "?q=رحمة": {"Rahma Bakkali"},
        "?q=%00nobody": set(),
        "?craft=weaving": {"Rahma Bakkali"},
        "?craft=nonsense": set(),
        "?view=mine": {"Rahma Bakkali"},
        "?view=waiting": {"Latifa Achak"},
        "?view=old": {"Hassan Raïssouni"},
        "?view=old&q=rahma": set(),
        "?view=nonsense": {"Rahma Bakkali", "Hassan Raïssouni", "Latifa Achak"},
    }.items():
        assert names_on(visitor, query) == found, query


def test_a_workshop_shows_how_it_answers(visitor: Visitor) -> None:
    maker, noise = given.artisan(), given.artisan()
    since = given.NOW - timedelta(weeks=12)

    def asked(whose: Artisan, hours: int, *, days_ago: int = 5, **said: object) -> None:
        sent = given.NOW - timedelta(days=days_ago)
        line = given.request(given.item(whose), at=sent).lines[0]
        given.answer(line, at=sent + timedelta(hours=hours), **said)

    assert workshops.answers_of(maker, since=since).days is None
    asked(maker, 12)
    asked(maker, 24, on_behalf=True, by=given.advisor())
    asked(maker, 60, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    asked(maker, 1, days_ago=90)
    asked(noise, 1, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK)
    given.request(given.item(maker), at=given.NOW)
    seen = workshops.answers_of(maker, since=since)
    assert (seen.kinds, seen.reasons) == (
        {AnswerKind.AS_ASKED: 2, AnswerKind.DECLINED: 1},
        {DeclineReason.NO_TIME: 1},
    )
    assert (seen.for_them, seen.days) == (1, 1.0)


def test_a_makers_page_leads_to_a_piece_and_to_advice_in_their_name(visitor: Visitor) -> None:
    weaving = given.craft("weaving")
    maker = given.artisan(name="Rahma Bakkali", crafts=[weaving])
    told = given.advice(maker, title="Mendil de plus de 2 m")
    page = at_desk(visitor).get(f"/advisor/artisans/{maker.id}").text
    assert f"/advisor/catalogue/add?artisan={maker.id}" in page and f"/advisor/advice/{told.id}" in page
    begun = visitor.get(f"/advisor/advice/new?artisan={maker.id}").text
    assert re.search(rf'<input checked[^>]*value="{maker.id}"', begun), begun
    visitor.get("/advisor/advice/new?artisan=99999999999999")


def test_acting_in_somebodys_name_is_said_above_the_page(visitor: Visitor) -> None:
    item = given.item(given.artisan(name="Rahma Bakkali"))
    line = given.request(item).lines[0]
    at_desk(visitor)
    for address in (
        f"/advisor/artisans/{item.artisan_id}/items/{item.id}/stock",
        f"/advisor/catalogue/items/{item.id}/variants/{item.main.id}",
        f"/advisor/catalogue/add?artisan={item.artisan_id}",
        f"/advisor/requests/{line.request.reference}/lines/{line.id}",
    ):
        banner = re.search(r'<p class="acting">(.*?)</p>', visitor.get(address).text)
        assert banner and "Rahma Bakkali" in banner.group(1), address


def test_a_makers_page_says_how_their_pieces_are_asked_for_and_what_lacks(visitor: Visitor) -> None:
    item, noise = given.item(title="Mendil rouge", stock=1), given.item(title="Bol bleu")
    whose = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id}
    demand.day(SignalKind.VIEW, 3, 41, **whose)
    demand.day(SignalKind.REQUEST_LINE, 3, 9, **whose)
    demand.day(SignalKind.DECLINE, 3, 2, quantity=6, reason="no_time", **whose)
    demand.day(SignalKind.VIEW, 3, 77, item_id=noise.id, artisan_id=noise.artisan_id)
    with time_machine.travel(given.NOW, tick=False):
        page = at_desk(visitor).get(f"/advisor/artisans/{item.artisan_id}")
    assert "41 personnes ont regardé, 9 demandées" in page.plain and "77 personnes" not in page.plain
    assert "Moins qu’attendu" in page.text and "Sans texte : Arabe" in page.plain
    assert "Refusée : Pas le temps" in page.plain and "6 pièces" in page.plain
    (url,) = re.findall(r'href="([^"]*what=declined[^"]*)"', page.text)
    assert f"artisan={item.artisan_id}&" in url and "reason=no_time" in url


def test_a_makers_page_costs_no_more_with_more_to_show(visitor: Visitor) -> None:
    item = given.item(title="Mendil rouge")
    for number in range(12):
        piece = given.item(item.artisan, craft_=item.craft, title=f"Pièce {number}")
        demand.day(SignalKind.REQUEST_LINE, 3, 9, item_id=piece.id, craft_id=piece.craft_id, artisan_id=item.artisan_id)
        demand.day(SignalKind.SEARCH, 9, 9, words=f"chose{number} rare{number * 7}", without_result=9)
        given.request(piece)
    with time_machine.travel(given.NOW, tick=False):
        page = at_desk(visitor).get(f"/advisor/artisans/{item.artisan_id}")
    assert len(page.queries) <= 20


def test_the_pieces_of_an_artisan_are_kept_as_a_table_with_what_was_asked_of_them(visitor: Visitor) -> None:
    maker = given.artisan(name="Rahma")
    piece, noise = given.item(maker, title="Mendil bleu", stock=3, price=24000), given.item(title="Plateau")
    for item, people in ((piece, 41), (noise, 77)):
        whose = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id}
        demand.day(SignalKind.VIEW, 3, people, **whose)
        demand.day(SignalKind.REQUEST_LINE, 3, 9, **whose)
    with time_machine.travel(given.NOW, tick=False):
        at_desk(visitor)
        text = visitor.get(f"/advisor/artisans/{maker.id}/pieces.csv").response.get_data().decode("utf-8-sig")
        columns, row = csv.reader(StringIO(text), delimiter=";")
        assert visitor.get(f"/advisor/artisans/{maker.id}/pieces.xlsx").response.status_code == 200
        visitor.get(f"/advisor/artisans/{maker.id}/pieces.pdf", status=404)
    assert row[0] == "Mendil bleu" and row[3] == "3" and row[5] == "240,0" and row[6:8] == ["41", "9"]
    mean, low, high = (float(cell.replace(",", ".")) for cell in row[8:])
    assert len(columns) == len(row) and low < mean < high
