"""The request desk: what waits for whom, late ones first."""

import re
from datetime import timedelta

from flask import Flask

from app.domain.purchasing import deciding, desk
from app.domain.purchasing.desk import Patience, Turn
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.sending import Wished
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor

NOW = given.NOW
PATIENCE = Patience(artisan_hours=48, soon_days=2)


def turn_of(request: PurchaseRequest, days: int = 0) -> tuple[Turn, bool]:
    place = desk.standing([request], NOW + timedelta(days=days), PATIENCE)[0]
    return place.turn, place.late


def test_it_is_told_whose_turn_it_is_and_when_that_is_late(app: Flask) -> None:
    both = given.request(given.item(), given.item())
    assert turn_of(both) == (Turn.ARTISANS, False) and turn_of(both, days=2) == (Turn.ARTISANS, True)
    given.answer(both.lines[0])
    assert desk.standing([both], NOW, PATIENCE)[0].artisans == (both.lines[1].artisan,)
    given.answer(both.lines[1])
    assert turn_of(both) == (Turn.OFFER_TO_MAKE, False) and turn_of(both, days=1) == (Turn.OFFER_TO_MAKE, True)
    offer = given.offer(both)
    assert turn_of(both) == (Turn.CUSTOMER, False) and turn_of(both, days=9) == (Turn.CUSTOMER, True)
    deciding.ask_change(offer, "En bleu", at=NOW + timedelta(hours=1))
    assert turn_of(both) == (Turn.ARTISANS, False)
    wish = given.request(Wished("Un tapis de 4 m", 1))
    assert turn_of(wish) == (Turn.MAKER_TO_CHOOSE, False)
    accepted = given.offer()
    deciding.accept(accepted, at=NOW)
    assert turn_of(accepted.request) == (Turn.WORKSHOP, False)
    deciding.cancel(accepted.request, deciding.CancelReason.MISTAKE, by=given.advisor(), at=NOW)
    assert turn_of(accepted.request) == (Turn.NOBODY, False)


def test_late_requests_come_first_and_what_is_over_stands_apart(app: Flask) -> None:
    fresh, stale = given.request(), given.request(at=NOW - timedelta(days=4))
    fine = given.request(at=NOW - timedelta(days=2))
    gone = given.request()
    deciding.withdraw(gone, at=NOW)
    assert [place.request.id for place in desk.under_way(NOW, PATIENCE)] == [stale.id, fine.id, fresh.id]
    assert [place.request.id for place in desk.over(NOW, PATIENCE)[0]] == [gone.id]
    mine = fresh.lines[0].artisan_id
    assert [place.request.id for place in desk.under_way(NOW, PATIENCE, artisan_id=mine)] == [fresh.id]
    assert [place.request.id for place in desk.under_way(NOW, PATIENCE, state=State.ANSWERING)] == []


def test_the_desk_filters_by_state_artisan_and_turn(visitor: Visitor) -> None:
    one, other = given.request(given.item()), given.request(given.item())
    given.answer(other.lines[0])
    at_desk(visitor)
    everything = visitor.get("/advisor/requests/")
    assert one.reference in everything.text and other.reference in everything.text and "Claire Morel" in everything.text
    for query in ("state=sent", f"artisan={one.lines[0].artisan_id}", "turn=artisans"):
        page = visitor.get(f"/advisor/requests/?{query}")
        assert one.reference in page.text and other.reference not in page.text, query
    for odd in ("state=x", "artisan=99999999999999", "turn=%00", "state=over&page=99999999999", "page=-1&state=over"):
        visitor.get(f"/advisor/requests/?{odd}")


def test_a_long_desk_costs_no_more_queries(visitor: Visitor) -> None:
    at_desk(visitor)
    given.request()
    few = len(visitor.get("/advisor/requests/").queries)
    for _n in range(12):
        given.request(given.item(), given.item())
    assert len(visitor.get("/advisor/requests/").queries) <= few + 1


def test_makers_and_strangers_stay_outside(visitor: Visitor) -> None:
    request = given.request()
    visitor.get(page_of(request), status=303)
    maker = request.lines[0].artisan
    assert maker and maker.user
    visitor.sign_in(maker.user).get(page_of(request), status=403)
    visitor.post(page_of(request, "/cancel"), {"reason": "mistake"}, status=403)
    assert request.state is State.SENT


def test_an_advisor_sees_their_own_artisans_and_what_names_nobody(visitor: Visitor) -> None:
    me, colleague = given.advisor(), given.advisor()
    ours, theirs = (
        given.request(given.item(given.artisan(advisor=me))),
        given.request(given.item(given.artisan(advisor=colleague))),
    )
    wish = given.request(Wished("Un tapis de 4 m", 1))
    mixed = given.request(given.item(given.artisan(advisor=colleague)), given.item(given.artisan(advisor=me)))
    found = {place.request.id for place in desk.under_way(NOW, PATIENCE, advisor_id=me.id)}
    assert found == {ours.id, wish.id, mixed.id}
    visitor.sign_in(me)
    page = visitor.get("/advisor/requests/?mine=1")
    assert ours.reference in page.text and theirs.reference not in page.text
    deciding.withdraw(ours, at=NOW)
    deciding.withdraw(theirs, at=NOW)
    over = visitor.get("/advisor/requests/?mine=1&state=over")
    assert ours.reference in over.text and theirs.reference not in over.text


def test_the_tabs_count_whom_requests_wait_for_and_keep_the_other_filters(visitor: Visitor) -> None:
    maker = given.artisan()
    for _number in range(2):
        given.request(given.item(maker))
    answered = given.request(given.item(maker))
    given.answer(answered.lines[0])
    at_desk(visitor)
    page = visitor.get(f"/advisor/requests/?artisan={maker.id}")
    tabs = dict(re.findall(rf'artisan={maker.id}&amp;turn=(\w+)"[^>]*>[^<]*<span class="num quiet">(\d+)', page.text))
    assert tabs == {"offer_to_make": "1", "artisans": "2"}
    assert answered.reference in visitor.get("/advisor/requests/?turn=offer_to_make").text
