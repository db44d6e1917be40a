"""The customer's private page: one link, one cookie, one request; every deed is a form, no opening changes anything."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, new_key
from app.domain.purchasing import links, totals
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    Message,
    PurchaseRequest,
    RefusalReason,
    RequestEvent,
    State,
)
from app.domain.purchasing.offer_models import Offer, OfferState
from app.web.words import euro
from tests import given
from tests.pages import Visitor


def opened(visitor: Visitor, request: PurchaseRequest, language: str = "fr") -> str:
    """Open the secret link. Returns the private page's address."""
    return visitor.get(f"/{language}/requests/open/{links.token(request)}", status=303).location


def offered(*pieces: object) -> tuple[PurchaseRequest, Offer]:
    now = clock.now()
    request = given.request(*pieces, at=now)
    return request, given.offer(request, at=now)


def state_of(request: PurchaseRequest) -> State:
    return db.session.scalars(select(PurchaseRequest.state).where(PurchaseRequest.id == request.id)).one()


def test_the_link_gives_a_key_to_one_page_in_every_language(visitor: Visitor) -> None:
    request, other = given.request(), given.request()
    page = visitor.get(f"/fr/requests/open/{links.token(request)}", status=303)
    headers = page.response.headers.getlist("Set-Cookie")
    assert page.location == f"/fr/requests/{request.reference}"
    assert len(headers) == 5
    for header in headers:
        assert "HttpOnly" in header and "SameSite=Lax" in header
        assert re.search(rf"Path=/(fr|ar|en|es|zgh)/requests/{request.reference}(;|$)", header)
    visitor.get(f"/fr/requests/{request.reference}")
    visitor.get(f"/ar/requests/{request.reference}")
    visitor.get(f"/fr/requests/{other.reference}", status=404)
    Visitor(visitor.app).get(f"/fr/requests/{request.reference}", status=404)


def test_another_requests_key_opens_nothing_even_when_put_there_by_hand(visitor: Visitor) -> None:
    request, other = given.request(), given.request()
    visitor.client.set_cookie("request", links.token(other), domain="localhost", path="/")
    visitor.get(f"/fr/requests/{request.reference}", status=404)
    visitor.post(f"/fr/requests/{request.reference}/withdraw", status=404)
    assert state_of(request) is State.SENT


def test_on_https_the_key_travels_on_https_alone(app: Flask) -> None:
    request = given.request()
    app.config["SESSION_COOKIE_SECURE"] = True
    try:
        page = Visitor(app).get(f"/fr/requests/open/{links.token(request)}", status=303)
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False
    assert all("Secure" in header for header in page.response.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("token", ["x", "1-x", "1-", "-", "99999999999-x", "١-x", "1-é", "0-0", "a" * 3000, "1-%00"])
def test_a_made_up_link_is_no_page(visitor: Visitor, token: str) -> None:
    given.request()
    visitor.get(f"/fr/requests/open/{token}", status=404)


def test_an_ended_link_says_so(visitor: Visitor) -> None:
    request = given.request()
    old = links.token(request)
    page = opened(visitor, request)
    links.end_old_links(request)
    db.session.commit()
    assert Visitor(visitor.app).get(f"/fr/requests/open/{old}", status=410).is_html
    visitor.get(page, status=410)


def test_the_page_is_kept_by_nobody(visitor: Visitor) -> None:
    page = visitor.get(opened(visitor, given.request()))
    headers = page.response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert 'rel="alternate"' not in page.text


def test_opening_changes_nothing(visitor: Visitor) -> None:
    request, offer = offered(given.item(), given.item())
    before = (request.version, db.session.scalar(select(func.count(RequestEvent.id))))
    page = opened(visitor, request)
    for deed in ("", "/accept", "/accept_some", "/ask_change", "/refuse", "/withdraw", "/write", "/erase"):
        visitor.get(page + deed, status=302 if deed else 200)
    db.session.refresh(request)
    assert (request.version, db.session.scalar(select(func.count(RequestEvent.id)))) == before
    assert offer.state is OfferState.SENT


def test_an_offer_is_accepted_once_however_often_the_button_is_pressed(visitor: Visitor) -> None:
    request, _offer = offered()
    page = opened(visitor, request)
    assert "26" in visitor.get(page).text
    key = new_key()
    for _again in range(2):
        assert visitor.post(f"{page}/accept", {"key": key}).location == page
    assert state_of(request) is State.ACCEPTED
    visitor.post(f"{page}/accept", status=409)
    visitor.get(page)


def test_some_pieces_are_accepted_and_the_others_go_back_on_sale(visitor: Visitor) -> None:
    bowl, rug = given.item(stock=2), given.item(stock=2)
    request, offer = offered(bowl, rug)
    page = opened(visitor, request)
    none_chosen = visitor.post(f"{page}/accept_some", {}, status=422).text
    assert 'href="#lines"' in none_chosen and none_chosen.count('id="lines"') == 1
    assert 'aria-describedby="lines-error"' in none_chosen and 'id="lines-error"' in none_chosen
    visitor.post(f"{page}/accept_some", {"lines": "99999999999999"}, status=404)
    visitor.post(f"{page}/accept_some", {"lines": str(offer.lines[1].id)})
    assert state_of(request) is State.ACCEPTED
    db.session.refresh(bowl.main)
    db.session.refresh(rug.main)
    assert (bowl.main.reserved, rug.main.reserved) == (0, 1)
    paper = visitor.get(page).text
    with visitor.app.test_request_context("/fr/"):
        accepted, offered_at_first = euro(totals.accepted(offer)), euro(offer.total)
    assert accepted != offered_at_first
    assert accepted[1:] in paper and offered_at_first[1:] not in paper  # what is to be paid, and nothing else


def test_a_line_of_anothers_offer_cannot_be_accepted(visitor: Visitor) -> None:
    request, _mine = offered(given.item(), given.item())
    _other, foreign = offered(given.item(), given.item())
    visitor.post(f"{opened(visitor, request)}/accept_some", {"lines": str(foreign.lines[0].id)}, status=404)
    assert state_of(request) is State.OFFERED


def test_a_change_is_asked_for_in_words(visitor: Visitor) -> None:
    request, offer = offered()
    page = opened(visitor, request)
    visitor.post(f"{page}/ask_change", {"words": "  "}, status=422)
    visitor.post(f"{page}/ask_change", {"words": "x" * 4001}, status=422)
    visitor.post(f"{page}/ask_change", {"words": "Plutôt en bleu"})
    db.session.refresh(offer)
    assert (state_of(request), offer.state) == (State.ANSWERING, OfferState.REPLACED)
    assert "Plutôt en bleu" in visitor.get(page).text


def test_an_offer_is_refused_with_a_reason(visitor: Visitor) -> None:
    request, offer = offered()
    page = opened(visitor, request)
    for reason in ("", "because", "\x00"):
        visitor.post(f"{page}/refuse", {"reason": reason}, status=422)
    visitor.post(f"{page}/refuse", {"reason": "delivery_cost"})
    db.session.refresh(offer)
    assert (state_of(request), offer.refusal_reason) == (State.REFUSED, RefusalReason.DELIVERY_COST)
    visitor.get(page)


def test_a_message_is_written_and_kept_when_it_cannot_be_sent(visitor: Visitor) -> None:
    request = given.request()
    page = opened(visitor, request)
    too_long = "Bonjour " * 600
    assert "Bonjour Bonjour" in visitor.post(f"{page}/write", {"words": too_long}, status=422).text
    visitor.post(f"{page}/write", {"words": "<b>Bonjour</b>\x00 ١٢٣"})
    assert db.session.scalars(select(Message.body)).one() == "<b>Bonjour</b> ١٢٣"
    assert "&lt;b&gt;Bonjour" in visitor.get(page).text


def test_a_request_is_withdrawn_and_then_nothing_can_be_decided(visitor: Visitor) -> None:
    request, _offer = offered()
    page = opened(visitor, request)
    visitor.post(f"{page}/withdraw")
    assert state_of(request) is State.WITHDRAWN
    for deed, said in (
        ("accept", {}),
        ("withdraw", {}),
        ("ask_change", {"words": "Encore"}),
        ("refuse", {"reason": "price"}),
    ):
        visitor.post(f"{page}/{deed}", said, status=409)


def test_a_customer_is_forgotten_on_their_word(visitor: Visitor) -> None:
    request = given.request(given.Wanted(given.item().main, 1, "En bleu"), message="Je suis Claire")
    other = given.request(message="Autre")
    page = opened(visitor, request)
    visitor.post(f"{page}/write", {"words": "Appelez-moi"})
    link = f"/fr/requests/open/{links.token(request)}"
    farewell = visitor.post(f"{page}/erase")
    visitor.get(farewell.location)
    db.session.refresh(request)
    assert (request.name, request.email, request.phone, request.message, request.lines[0].wish) == (None,) * 5
    assert request.state is State.WITHDRAWN and request.messages == []
    visitor.get(page, status=404)
    visitor.get(link, status=410)
    db.session.refresh(other)
    assert (other.name, other.message) == ("Claire Morel", "Autre")


def test_an_accepted_request_still_needs_its_address(visitor: Visitor) -> None:
    request, _offer = offered()
    page = opened(visitor, request)
    visitor.post(f"{page}/accept")
    visitor.post(f"{page}/erase", status=409)
    db.session.refresh(request)
    assert request.name == "Claire Morel"


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es", "zgh"])
def test_the_page_reads_in_every_language_and_state(visitor: Visitor, language: str) -> None:
    visitor.most_queries = 60
    request = given.request(given.Wished("Un tapis", 1, artisan=given.artisan()), given.item(), at=clock.now())
    page = opened(visitor, request, language)
    visitor.get(page)
    given.answer(request.lines[0], kind=AnswerKind.CHANGED, unit_price=90000, note="Oui.", at=clock.now())
    db.session.commit()
    visitor.get(page)
    given.answer(request.lines[1], kind=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK, at=clock.now())
    db.session.commit()
    visitor.get(page)
    given.offer(request, at=clock.now())
    db.session.commit()
    visitor.get(page)
    for state in State:
        request.state = state
        request.closed_at = clock.now()
        db.session.commit()
        visitor.get(page)


def test_the_link_ends_half_a_year_after_the_request(app: Flask) -> None:
    request = given.request()
    token = links.token(request)
    request.closed_at = given.NOW
    assert links.open(token, at=given.NOW + timedelta(days=180)) is request
    with pytest.raises(links.LinkEnded):
        links.open(token, at=given.NOW + timedelta(days=180, seconds=1))


def test_a_token_is_good_for_its_request_alone(app: Flask) -> None:
    request, other = given.request(), given.request()
    proof = links.token(request).partition("-")[2]
    assert links.open(f"{other.id}-{proof}", at=given.NOW) is None
    assert links.open(f"{request.id}-{proof[:-1]}", at=given.NOW) is None
    assert links.token(request) != links.token(other)


def test_the_last_day_to_answer_stands_out(visitor: Visitor) -> None:
    request, offer = offered()
    page = visitor.get(opened(visitor, request)).text
    assert re.search(rf"<b>\w+ {offer.expires_on.day}(er)? \w+</b>\. Après cette date", page)


def test_what_was_wished_stands_on_the_offer_too(visitor: Visitor) -> None:
    request, _ = offered()
    request.lines[0].wish = "Sans franges <svp>"
    db.session.flush()
    assert '<bdi class="small">Sans franges &lt;svp&gt;</bdi>' in visitor.get(opened(visitor, request)).text


def test_without_its_key_the_page_says_who_can_send_a_new_one(visitor: Visitor) -> None:
    assert 'href="tel:' in visitor.get("/fr/requests/TNG-0001", status=404).text.split("</main>")[0]


def test_after_sending_the_address_to_keep_comes_first(visitor: Visitor) -> None:
    request = given.request(at=clock.now())
    page = visitor.get(opened(visitor, request)).text
    assert page.index('id="private-link"') < page.index('id="asked"')
    request, _ = offered()
    page = visitor.get(opened(visitor, request)).text
    assert page.index('id="private-link"') > page.index('id="offer-number"')


def test_one_step_is_always_the_one_that_is_awaited(visitor: Visitor) -> None:
    """Between the last answer and the offer it is the offer; once a change was asked for, the maker; then the offer."""

    def awaited() -> str:
        timeline = visitor.get(page).text.split('class="timeline"')[1]
        assert timeline.count('aria-current="step"') == 1
        return timeline.split('aria-current="step"')[1].split("</li>")[0]

    request, _offer = offered()
    page = opened(visitor, request)
    assert "Offre prête" in awaited()
    visitor.post(f"{page}/ask_change", {"words": "Plutôt en bleu"})
    assert "va répondre" in awaited()
    given.answer(request.lines[0], at=clock.now())
    db.session.commit()
    assert "Offre" in awaited()
