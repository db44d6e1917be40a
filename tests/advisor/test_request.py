"""One request at the desk: read, answered in a maker's name, offered, written about, cancelled."""

import pytest
from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.notices.models import OutboxMessage
from app.domain.purchasing import links
from app.domain.purchasing.models import AnswerKind, LineAnswer, State
from app.domain.purchasing.sending import Wished
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor


def test_the_page_shows_contacts_lines_answers_and_what_happened(visitor: Visitor) -> None:
    request = given.request(message="Appelez-moi au 06 12 34 56 78")
    given.answer(request.lines[0])
    page = at_desk(visitor).get(page_of(request))
    for shown in ("Claire Morel", "claire@example.org", "06 12 34 56 78", "France"):
        assert shown in page.text
    assert page.text.count('<li class="done">') == 2, "sent, answered"


@pytest.mark.parametrize("reference", ["TNG-0", "x", "a%00b", "é" * 30, "1' OR 1=1 --", "TNG-99999999999999"])
def test_a_request_that_is_not_there(visitor: Visitor, reference: str) -> None:
    at_desk(visitor).get(f"/advisor/requests/{reference}", status=404)


def test_an_answer_on_behalf_is_shown_as_such(visitor: Visitor) -> None:
    item = given.item(stock=3)
    request = given.request(item)
    line = request.lines[0]
    at_desk(visitor).get(page_of(request, f"/lines/{line.id}"))
    visitor.post(page_of(request, f"/lines/{line.id}"), {"kind": "declined", "reason": "", "seen": "0-0"}, status=422)
    visitor.post(page_of(request, f"/lines/{line.id}"), {"kind": "as_asked", "seen": "0-0"})
    answer = db.session.scalars(select(LineAnswer).where(LineAnswer.line_id == line.id)).one()
    assert answer.on_behalf and answer.kind is AnswerKind.AS_ASKED and item.main.reserved == 1
    assert "Nadia Temsamani" in visitor.get(page_of(request)).text
    assert line.artisan and line.artisan.user
    maker = Visitor(visitor.app).sign_in(line.artisan.user).get(f"/portal/requests/lines/{line.id}")
    assert 'class="tag note"' in maker.text, "the maker sees who answered"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "x"},
        {"kind": "changed", "unit_price": "abc", "quantity_ready": "1"},
        {"kind": "changed", "unit_price": "99999999999999", "quantity_ready": "1"},
        {"kind": "changed", "unit_price": "100", "quantity_ready": "99999999999999"},
        {"kind": "changed", "unit_price": "100", "quantity_ready": "9"},
        {"kind": "declined", "reason": "bored"},
        {"kind": "as_asked", "note": "x" * 501},
    ],
)
def test_an_answer_that_cannot_be_is_explained(visitor: Visitor, said: dict[str, str]) -> None:
    request = given.request(given.item(stock=3))
    line = request.lines[0]
    page = at_desk(visitor).post(page_of(request, f"/lines/{line.id}"), {"seen": "0-0", **said}, status=422)
    assert 'role="alert"' in page.text
    for typed in said.values():
        assert typed in page.text or typed in ("x", "bored")
    assert not list(db.session.scalars(select(LineAnswer)))


def test_an_answer_the_maker_gives_meanwhile_is_not_replaced_unread(visitor: Visitor) -> None:
    line = given.request(given.item(stock=3)).lines[0]
    there = page_of(line.request, f"/lines/{line.id}")
    their = given.answer(line, kind=AnswerKind.CHANGED, quantity_ready=1, unit_price=31000)
    said = {"kind": "as_asked", "note": "Elle a dit oui.", "seen": "0-0"}
    page = at_desk(visitor).post(there, said, status=409)
    assert "Elle a dit oui." in page.text and "a changé" in page.text and page.seen == f"{their.id}-0"
    assert db.session.scalars(select(LineAnswer)).one() is their


def test_a_line_of_another_request_is_not_found(visitor: Visitor) -> None:
    one, other = given.request(), given.request()
    at_desk(visitor).get(page_of(one, f"/lines/{other.lines[0].id}"), status=404)
    visitor.post(page_of(one, f"/lines/{other.lines[0].id}"), {"kind": "as_asked"}, status=404)
    visitor.get(page_of(one, "/offers/1"), status=404)


def test_a_wish_is_given_to_an_artisan(visitor: Visitor) -> None:
    request, maker = given.request(Wished("Un tapis de 4 m", 1)), given.artisan()
    address = page_of(request, f"/lines/{request.lines[0].id}/entrust")
    at_desk(visitor).get(address)
    for wrong in ("", "x", "99999999999999"):
        visitor.post(address, {"artisan": wrong}, status=422)
    visitor.post(address, {"artisan": str(maker.id)})
    assert request.lines[0].artisan_id == maker.id


def test_the_team_writes_to_the_customer(visitor: Visitor) -> None:
    request = given.request()
    at_desk(visitor).post(page_of(request, "/messages"), {"words": "  "}, status=422)
    visitor.post(page_of(request, "/messages"), {"words": "x" * 4001}, status=422)
    visitor.post(page_of(request, "/messages"), {"words": "Le rouge\0 ne déteint pas."})
    assert [message.body for message in request.messages] == ["Le rouge ne déteint pas."]
    assert "ne déteint pas" in visitor.get(page_of(request)).text


def test_cancelling_needs_a_reason_and_gives_back(visitor: Visitor) -> None:
    item = given.item()
    request = given.offer(given.request(item)).request
    at_desk(visitor).post(page_of(request, "/cancel"), {}, status=422)
    assert item.main.reserved == 1
    visitor.post(page_of(request, "/cancel"), {"reason": "customer_asked"})
    assert request.state is State.CANCELLED and item.main.reserved == 0
    visitor.post(page_of(request, "/cancel"), {"reason": "customer_asked"}, status=409)


def test_a_new_link_ends_the_old_one_and_is_sent(visitor: Visitor) -> None:
    request = given.request()
    before = links.token(request)
    at_desk(visitor).get(page_of(request, "/link"))
    visitor.post(page_of(request, "/link"))
    assert links.token(request) != before
    sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "new_link")).one()
    assert sent.secret == {"token": links.token(request)}
    assert db.session.scalar(select(AuditEvent.deed).where(AuditEvent.subject == "purchase_request")) == "link.renewed"


def test_a_line_says_when_its_maker_was_reminded(visitor: Visitor) -> None:
    request = given.request(given.item(), given.item())
    request.lines[0].reminded_at = given.NOW
    page = at_desk(visitor, language="fr").get(page_of(request)).text
    assert page.count("Rappel envoyé le 20 novembre.") == 1
