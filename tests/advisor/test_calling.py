"""The day list says whom to call: once, with the number, and nowhere else on the page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.notices.models import Delivery, OutboxMessage
from app.domain.people.models import Artisan
from app.domain.purchasing import deciding
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import Offer
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Page, Visitor

PHONE = "+33612345678"
HOURS = timedelta(hours=1)


def group(page: Page, name: str) -> str:
    """The rows of one group."""
    found = re.search(rf'<section class="panel" aria-labelledby="{name}">.*?</section>', page.text, re.DOTALL)
    return found[0] if found else ""


def called(page: Page) -> list[str]:
    return re.findall(r'href="tel:([^"]+)"', group(page, "call"))


def times(page: Page, request: PurchaseRequest) -> int:
    return page.text.count(f"{request.reference}<")


def accepted(*, days_ago: int, **columns: object) -> Offer:
    at = clock.now() - timedelta(days=days_ago)
    contact = given.contact(**{"address": None, "phone": PHONE, **columns})
    made = given.offer(given.request(given.item(stock=4), contact=contact, at=at), at=at)
    deciding.accept(made, at=at)
    return made


def fail(request: PurchaseRequest, template: str) -> None:
    told = select(OutboxMessage).where(OutboxMessage.request_id == request.id, OutboxMessage.template == template)
    db.session.scalars(told).one().state = Delivery.FAILED


def test_makers_are_called_once_they_are_silent_for_two_days(visitor: Visitor) -> None:
    """A day after the request they were reminded, which is seen; then they are called, where there is a number."""
    maker = given.artisan(name="Rahma Bakkali")
    silent = given.request(given.item(maker), at=clock.now() - 60 * HOURS)
    reminded = given.request(given.item(maker), at=clock.now() - 30 * HOURS)
    new = given.request(given.item(maker), at=clock.now() - 3 * HOURS)
    mute = given.request(given.item(given.artisan(account=False, phone=None)), at=clock.now() - 60 * HOURS)
    page = at_desk(visitor).get("/advisor/")
    number = db.session.get_one(Artisan, maker.id).user.phone  # type: ignore[union-attr]  # given one
    assert called(page) == [number] and silent.reference in group(page, "call")
    assert "sans réponse depuis 60 heures" in page.plain and "Répondre" in group(page, "call")
    silent.sent_at -= 48 * HOURS
    page = visitor.get("/advisor/")
    assert "sans réponse depuis 4 jours" in page.plain
    late = group(page, "late")
    assert reminded.reference in late and mute.reference in late and silent.reference not in late
    assert [times(page, one) for one in (silent, reminded, new, mute)] == [1, 1, 0, 1]


def test_a_customer_is_called_before_their_offer_ends_unanswered(visitor: Visitor) -> None:
    soon, at = clock.today() + timedelta(days=1), clock.now() - timedelta(days=3)
    with_number = given.request(contact=given.contact(phone=PHONE), at=at)
    without = given.request(at=at)
    for one in (with_number, without):
        given.offer(one, at=at, expires_on=soon)
    page = at_desk(visitor).get("/advisor/")
    assert called(page) == [PHONE] and "se termine sans réponse" in group(page, "call")
    assert without.reference in group(page, "ending") and with_number.reference not in group(page, "ending")
    assert times(page, with_number) == 1


def test_who_could_not_be_told_is_called(visitor: Visitor) -> None:
    """A failed message to the customer; of one to somebody else nobody calls the customer."""
    untold = given.request(contact=given.contact(phone=PHONE), at=clock.now())
    by_mail, makers = given.request(at=clock.now()), given.request(contact=given.contact(phone=PHONE), at=clock.now())
    for request, template in ((untold, "request_sent"), (by_mail, "request_sent"), (makers, "lines_waiting")):
        fail(request, template)
    page = at_desk(visitor).get("/advisor/")
    assert called(page) == [PHONE] and untold.reference in group(page, "call")
    listed = group(page, "undelivered")
    assert by_mail.reference in listed and makers.reference in listed and untold.reference not in listed
    visitor.post(page_of(untold, "/cancel"), {"reason": "no_answer"})
    assert called(visitor.get("/advisor/")) == []


@pytest.mark.parametrize(("days", "shown"), [(0, False), (4, True)])
def test_an_address_missing_for_long_is_asked_for(visitor: Visitor, days: int, *, shown: bool) -> None:
    made = accepted(days_ago=days)
    page = at_desk(visitor).get("/advisor/")
    assert (called(page) == [PHONE]) is shown
    if shown:
        assert f'href="{page_of(made.request, "/address")}"' in group(page, "call")
        visitor.post(page_of(made.request, "/address"), {"address": "5 venelle"})
        assert called(visitor.get("/advisor/")) == []


def test_who_has_no_number_is_written_to(visitor: Visitor) -> None:
    made = accepted(days_ago=4, phone=None)
    page = at_desk(visitor).get("/advisor/")
    assert called(page) == [] and "Demander l’adresse" in group(page, "ours") and times(page, made.request) == 1


def test_what_is_ready_to_leave_for_nowhere_is_asked_for_at_once(visitor: Visitor) -> None:
    """Before it nobody is called: the team has something else to do about it."""
    made = accepted(days_ago=4)
    request, line = made.request, made.lines[0]
    team = at_desk(visitor)
    team.post(page_of(request, "/prepare"), {"waived": "y"})
    team.post(page_of(request, f"/accepted/{line.id}/ready"), {})
    page = team.get("/advisor/")
    assert request.reference in group(page, "check") and called(page) == []
    team.post(page_of(request, f"/accepted/{line.id}/check"), {"verdict": "passed"})
    page = team.get("/advisor/")
    assert called(page) == [PHONE] and group(page, "ship") == ""
    team.post(page_of(request, "/address"), {"address": "5 venelle"})
    assert request.reference in group(team.get("/advisor/"), "ship")


def test_a_maker_never_reads_a_customers_number(visitor: Visitor) -> None:
    request = given.request(contact=given.contact(phone=PHONE), at=clock.now())
    line = request.lines[0]
    assert line.artisan and line.artisan.user
    visitor.sign_in(line.artisan.user)
    assert PHONE[-9:] not in visitor.get(f"/portal/requests/lines/{line.id}").text
    visitor.get("/advisor/", status=403)


def test_many_to_call_cost_as_many_statements_as_one(visitor: Visitor) -> None:
    def silent() -> None:
        given.request(given.item(given.artisan(crafts=[given.craft()])), at=clock.now() - 60 * HOURS)

    silent()
    silent()
    desk = at_desk(visitor)
    desk.get("/advisor/")
    two = len(desk.get("/advisor/").queries)
    for _ in range(4):
        silent()
    page = desk.get("/advisor/")
    assert len(called(page)) == 6 and len(page.queries) <= two
