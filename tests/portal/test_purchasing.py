"""Answering my lines of a request."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.base.database import db, new_key
from app.domain.catalogue.models import Kind, Variant
from app.domain.purchasing import deciding, locking
from app.domain.purchasing.models import AnswerKind, DeclineReason, LineAnswer, PurchaseRequest, RequestLine, State
from app.domain.purchasing.sending import Wanted
from tests import given
from tests.pages import Visitor


def live(line: RequestLine) -> LineAnswer | None:
    return db.session.scalar(select(LineAnswer).where(LineAnswer.line_id == line.id, LineAnswer.live))


def maker_of(line: RequestLine, visitor: Visitor) -> Visitor:
    assert line.artisan and line.artisan.user
    return visitor.sign_in(line.artisan.user)


def address(line: RequestLine) -> str:
    return f"/portal/requests/lines/{line.id}"


CHANGED = {"kind": "changed", "unit_price": "250", "quantity_ready": "1", "quantity_made": "1", "lead_days": "5"}


def test_the_oldest_line_comes_first_and_others_lines_never(visitor: Visitor) -> None:
    item, noise = given.item(title="Mendil rouge"), given.item(title="Bol bleu")
    newer = given.request(item, noise).lines[0]
    older = given.request(item, at=given.NOW.replace(day=12)).lines[0]
    page = maker_of(newer, visitor).get("/portal/requests/")
    order = [int(n) for n in re.findall(r"/portal/requests/lines/(\d+)", page.text)]
    assert order == [older.id, newer.id] and "Bol bleu" not in page.text


def test_yes_reserves_what_is_asked(visitor: Visitor) -> None:
    item = given.item(stock=3)
    line = given.request(Wanted(item.main, 2)).lines[0]
    maker_of(line, visitor).get(address(line))
    visitor.post(address(line), {"kind": "as_asked"})
    answer = live(line)
    assert answer and (answer.kind, answer.quantity_ready, answer.on_behalf) == (AnswerKind.AS_ASKED, 2, False)
    assert (item.main.reserved, line.request.state) == (2, State.ANSWERING)
    assert address(line) in visitor.get("/portal/requests/").text, "it can still be changed"


@pytest.mark.parametrize("before", [True, False], ids=["before it was read", "after it was read"])
def test_yes_promises_what_is_true_once_nobody_else_can_take_of_it(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """Another answer took the ready ones while this one waited: they are to be made, in the piece's usual days."""
    item = given.item(stock=3, kind=Kind.READY_THEN_MADE, variant={"lead_days": 40})
    line = given.request(Wanted(item.main, 2)).lines[0]
    hold = locking.hold_of

    def take() -> None:
        quietly = {"synchronize_session": False}
        db.session.execute(update(Variant).values(reserved=3), execution_options=quietly)

    def overtaken(asked: RequestLine) -> PurchaseRequest:
        if before:
            take()
        held = hold(asked)
        if not before:
            take()
        return held

    monkeypatch.setattr(locking, "hold_of", overtaken)
    visitor.most_queries = 50  # weeks and shelf are read again
    maker_of(line, visitor).post(address(line), {"kind": "as_asked"})
    answer = live(line)
    assert answer and (answer.quantity_ready, answer.quantity_made) == (0, 2)
    assert answer.lead_days >= 40


def test_yes_again_after_a_yes_keeps_what_it_held(visitor: Visitor) -> None:
    item = given.item(stock=3)
    line = given.request(Wanted(item.main, 3)).lines[0]
    maker_of(line, visitor)
    visitor.most_queries = 50  # an answer taken back and a new one
    for _time in range(2):
        visitor.post(address(line), {"kind": "as_asked"})
    answer = live(line)
    assert answer and (answer.quantity_ready, answer.quantity_made, item.main.reserved) == (3, 0, 3)


def test_yes_but_says_what_changes(visitor: Visitor) -> None:
    item = given.item(stock=1, kind=Kind.READY_THEN_MADE)
    line = given.request(Wanted(item.main, 2)).lines[0]
    maker_of(line, visitor).post(address(line), {**CHANGED, "note": "En rouge"})
    answer = live(line)
    assert answer and (answer.unit_price, answer.quantity_ready, answer.quantity_made) == (25000, 1, 1)
    assert answer.lead_days >= 5 and answer.note == "En rouge"
    page = visitor.get(address(line))
    assert 'value="250"' in page.text and "En rouge" in page.text


def test_no_needs_a_reason(visitor: Visitor) -> None:
    line = given.request().lines[0]
    maker_of(line, visitor).post(address(line), {"kind": "declined"}, status=422)
    visitor.post(address(line), {"kind": "declined", "reason": "no_time", "unit_price": "not looked at"})
    answer = live(line)
    assert answer and answer.reason is DeclineReason.NO_TIME
    assert line.request.state is State.DECLINED
    assert "as_asked" not in visitor.get(address(line)).text, "all declined: the request has ended"


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ({}, ""),
        ({"kind": "perhaps"}, ""),
        ({"kind": "declined", "reason": "bored"}, ""),
        ({"kind": "declined", "reason": " "}, ""),
        ({**CHANGED, "unit_price": "abc"}, "abc"),
        ({**CHANGED, "unit_price": "0"}, 'value="0"'),
        ({**CHANGED, "unit_price": "99999999999999"}, "99999999999999"),
        ({**CHANGED, "quantity_ready": "99999999999999"}, "99999999999999"),
        ({**CHANGED, "quantity_ready": "0", "quantity_made": "0"}, ""),
        ({**CHANGED, "quantity_ready": "4"}, 'value="4"'),
        ({**CHANGED, "lead_days": "-1"}, 'value="-1"'),
        ({**CHANGED, "lead_days": "1e5"}, "1e5"),
        ({**CHANGED, "note": "é" * 501}, "é" * 501),
    ],
)
def test_what_cannot_be_is_explained_and_kept(visitor: Visitor, said: dict[str, str], typed: str) -> None:
    item = given.item(stock=3)
    line = given.request(Wanted(item.main, 2)).lines[0]
    page = maker_of(line, visitor).post(address(line), said, status=422)
    assert typed in page.text and 'role="alert"' in page.text
    assert live(line) is None and item.main.reserved == 0


def test_the_same_answer_sent_twice_answers_once(visitor: Visitor) -> None:
    line, key = given.request().lines[0], new_key()
    maker_of(line, visitor)
    for _time in range(2):
        visitor.post(address(line), {"kind": "as_asked", "key": key})
    assert len(list(db.session.scalars(select(LineAnswer).where(LineAnswer.line_id == line.id)))) == 1


def test_someone_elses_line_does_not_exist(visitor: Visitor) -> None:
    mine, theirs = given.request().lines[0], given.request().lines[0]
    maker_of(mine, visitor).get(address(theirs), status=404)
    visitor.post(address(theirs), {"kind": "as_asked"}, status=404)
    visitor.get("/portal/requests/lines/99999999999999", status=404)
    assert live(theirs) is None


def test_an_answer_stays_once_the_offer_is_sent(visitor: Visitor) -> None:
    line = given.offer().request.lines[0]
    page = maker_of(line, visitor).get(address(line))
    assert 'name="kind"' not in page.text
    visitor.post(address(line), {"kind": "declined", "reason": "no_time"}, status=409)
    answer = live(line)
    assert answer and answer.kind is AnswerKind.AS_ASKED


def test_a_customer_has_no_name_and_no_number_here(visitor: Visitor) -> None:
    item = given.item()
    wish = "Appelez-moi au 06 12 34 56 78 ou claire@example.org. Est-ce que le rouge déteint ?"
    line = given.request(Wanted(item.main, 1, wish)).lines[0]
    page = maker_of(line, visitor).get(address(line))
    assert "le rouge déteint" in page.text and "France" in page.text
    for private in ("Claire", "Morel", "06 12", "example.org", "34 56"):
        assert private not in page.text


def test_what_was_accepted_is_to_be_prepared(visitor: Visitor) -> None:
    item, other = given.item(title="Mendil rouge"), given.item(title="Bol bleu")
    offer = given.offer(given.request(Wanted(item.main, 2), other))
    deciding.accept(offer, at=given.NOW)
    line = offer.request.lines[0]
    assert 'href="/portal/requests/prepare"' in maker_of(line, visitor).get("/portal/requests/").text
    page = visitor.get("/portal/requests/prepare")
    assert address(line) in page.text and "Mendil rouge" in page.text and "Bol bleu" not in page.text
    assert 'href="/portal/requests/prepare"' in visitor.get(address(line)).text, "and back again"


def test_nothing_to_prepare_leads_on(visitor: Visitor) -> None:
    line = given.request().lines[0]
    page = maker_of(line, visitor).get("/portal/requests/prepare")
    assert 'class="empty"' in page.text and 'href="/portal/requests/"' in page.text


def test_a_list_of_many_costs_no_more_queries(app: Flask, visitor: Visitor) -> None:
    item = given.item()
    for _n in range(25):
        line = given.request(item).lines[0]
    few = maker_of(line, visitor).get("/portal/requests/").queries
    given.request(*[given.item(item.artisan) for _n in range(10)])
    assert len(visitor.get("/portal/requests/").queries) <= len(few) + 1


def test_a_change_asked_for_waits_again_and_is_told(visitor: Visitor) -> None:
    offer = given.offer()
    line = offer.request.lines[0]
    deciding.ask_change(offer, "Plutôt en bleu. Mon numéro : 06 12 34 56 78", at=given.NOW + timedelta(hours=1))
    page = maker_of(line, visitor).get(address(line))
    assert "Plutôt en bleu" in page.text and "34 56" not in page.text
    assert page.text.count('class="flash wait') == 1
    assert address(line) in visitor.get("/portal/requests/").text.split("<h2")[0]
    visitor.most_queries = 50  # an answer taken back, a new one, and everybody told
    visitor.post(address(line), {"kind": "declined", "reason": "no_time"})
    assert 'class="flash wait' not in visitor.get(address(line)).text


def test_a_maker_writes_to_the_customer_and_reads_no_other_makers_words(visitor: Visitor) -> None:
    request = given.request(given.item(), given.item())
    mine, theirs = request.lines
    maker_of(theirs, visitor).post(f"{address(theirs)}/words", {"words": "Je peux le faire en bleu."})
    visitor.post(f"{address(theirs)}/words", {"words": ""}, status=422)
    visitor.post(f"{address(theirs)}/words", {"words": "x" * 1001}, status=422)
    assert "en bleu" in visitor.get(address(theirs)).text
    assert "en bleu" not in maker_of(mine, visitor).get(address(mine)).text
    visitor.post(f"{address(theirs)}/words", {"words": "Bonjour"}, status=404)
    assert [message.body for message in request.messages] == ["Je peux le faire en bleu."]
