"""The team's first page."""

import re
from datetime import timedelta

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice import commenting
from app.domain.notices.models import Delivery, OutboxMessage
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor


def test_the_first_page_says_what_waits(visitor: Visitor) -> None:
    late = given.request(at=clock.now() - timedelta(days=5))
    ready = given.request(at=clock.now())
    given.answer(ready.lines[0], at=clock.now())
    ending = given.offer(given.request(at=clock.now()), at=clock.now(), expires_on=clock.today() + timedelta(days=1))
    page = at_desk(visitor).get("/advisor/")
    figures = re.findall(r"<dd>(\d+)</dd>", page.text)
    assert figures == ["1", "0", "1", "1", "0"]
    for request in (late, ready, ending.request):
        assert request.reference in page.text


def test_the_first_page_begins_with_ones_own_artisans(visitor: Visitor) -> None:
    me = given.advisor()
    long_ago = clock.now() - timedelta(days=5)
    ours = given.request(given.item(given.artisan(name="Rahma Bakkali", advisor=me)), at=long_ago)
    theirs = given.request(given.item(given.artisan()), at=long_ago)
    visitor.sign_in(me)
    page = visitor.get("/advisor/")
    assert "Rahma Bakkali" in page.text and 'href="tel:+212' in page.text
    assert ours.reference in page.text and theirs.reference not in page.text
    assert theirs.reference in visitor.get("/advisor/?of=all").text
    visitor.sign_in(given.advisor())
    everything = visitor.get("/advisor/").text
    assert ours.reference in everything and theirs.reference in everything


def test_the_first_page_names_offers_about_to_end_and_messages_that_did_not_arrive(visitor: Visitor) -> None:
    ending = given.offer(at=clock.now() - timedelta(days=1), expires_on=clock.today() + timedelta(days=1)).request
    given.offer(at=clock.now())
    untold = given.request(contact=given.contact(name="Marta Jiménez"), at=clock.now())
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.request_id == untold.id)).first()
    message.state = Delivery.FAILED
    page = at_desk(visitor).get("/advisor/")
    assert page.text.count(f'href="{page_of(ending)}"') == 1 and page.text.count(f'href="{page_of(untold)}"') == 1


def test_the_first_page_counts_comments_on_ones_advice(visitor: Visitor) -> None:
    me = given.advisor()
    for advice in (given.advice(given.artisan(), author=me), given.advice(given.artisan())):
        commenting.comment(advice, "Plutôt en bleu ?", by=given.advisor(), at=clock.now())
    visitor.sign_in(me)
    page = visitor.get("/advisor/").text
    assert "1 commentaire sur vos conseils" in page
