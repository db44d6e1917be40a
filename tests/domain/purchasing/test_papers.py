"""Pro formas, delivery notes, receipts, refunds: who issues them, for what, and what stays in them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.base.database import db
from app.base.errors import Forbidden, Missing
from app.domain.purchasing import deciding, forgetting, papers
from app.domain.purchasing.document_models import Document, DocumentKind
from app.domain.purchasing.models import AnswerKind
from app.domain.purchasing.offer_models import Offer
from tests import given
from tests.given import NOW


def accepted(*wanted: Any, **columns: Any) -> Offer:
    offer = given.offer(given.request(*wanted, **columns))
    deciding.accept(offer, at=NOW)
    db.session.commit()
    return offer


def test_all_that_was_accepted_goes_unless_told_otherwise(app: Flask) -> None:
    bowl, rug = given.item(title="Bol"), given.item(title="Tapis")
    offer = given.offer(given.request(given.Wanted(bowl.main, 2), rug))
    deciding.accept(offer, [offer.lines[0].id], at=NOW)
    whole = given.delivery_note(offer).facts["lines"]
    assert [(line["titles"], line["quantity"], line["of"]) for line in whole] == [({"fr": "Bol"}, 2, 2)]
    part = given.delivery_note(offer, quantities={offer.lines[0].id: 1}).facts["lines"]
    assert [(line["quantity"], line["of"]) for line in part] == [(1, 2)]


def test_nothing_goes_that_was_not_accepted(app: Flask) -> None:
    bowl, rug = given.item(), given.item()
    offer = given.offer(given.request(given.Wanted(bowl.main, 2), rug))
    with pytest.raises(papers.NothingToDeliver):
        given.delivery_note(offer)
    deciding.accept(offer, [offer.lines[0].id], at=NOW)
    yes, no = (line.id for line in offer.lines)
    for quantities in ({}, {no: 1}, {yes: 3}, {yes: 0}, {yes: -1}, {10**9: 1}):
        with pytest.raises(papers.NothingToDeliver):
            given.delivery_note(offer, quantities=quantities)
    with pytest.raises(Missing):
        papers.issue_delivery_note(given.request(), offer, by=given.advisor(), at=NOW)


def test_the_team_alone_issues_papers(app: Flask) -> None:
    offer = accepted()
    maker = offer.lines[0].line.artisan
    assert maker and maker.user
    with pytest.raises(Forbidden):
        given.delivery_note(offer, by=maker.user)
    for issue in (given.receipt, given.refund):
        with pytest.raises(Forbidden):
            issue(offer.request, by=maker.user)
    assert [one.number for one in papers.of_request(offer.request)] == [offer.number]


@pytest.mark.parametrize("issue", [given.receipt, given.refund])
def test_a_receipt_is_for_a_sum_that_has_moved(app: Flask, issue: Callable[..., Document]) -> None:
    offer = accepted()
    for amount in (0, -1):
        with pytest.raises(papers.WrongSum):
            issue(offer.request, amount=amount)
    with pytest.raises(papers.NotYetPaid):
        issue(offer.request, paid_on=NOW.date() + timedelta(days=1))
    facts = issue(offer.request).facts
    assert (facts["amount"], facts["owed"], facts["offer"]) == (10000, offer.total, offer.number)


def test_a_refund_names_the_receipts_of_its_own_request(app: Flask) -> None:
    offer, other = accepted(), accepted()
    numbers = [given.receipt(offer.request).number for _ in range(2)]
    given.receipt(other.request)
    assert given.refund(offer.request).facts["receipts"] == numbers
    assert [given.refund(one.request).number for one in (offer, other)] == ["RR-2026-0002", "RR-2026-0003"]


def test_a_pro_forma_bears_the_number_of_its_offer_and_says_what_it_says(app: Flask) -> None:
    offer = given.offer(given.request(given.Wanted(given.item(price=20000).main, 2)), note="Merci")
    (issued,) = papers.of_request(offer.request)
    assert (issued.kind, issued.number, issued.offer_id) == (DocumentKind.PRO_FORMA, offer.number, offer.id)
    facts = issued.facts
    assert (facts["goods"], facts["delivery"], facts["total"]) == (offer.goods, offer.delivery_cost, offer.total)
    assert [(line["quantity"], line["unit_price"], line["amount"]) for line in facts["lines"]] == [(2, 20000, 40000)]
    assert issued.personal is not None and issued.personal["note"] == "Merci"


@pytest.mark.parametrize("column", ["number", "facts", "issued_at", "year", "kind"])
def test_what_was_issued_cannot_be_written_anew(app: Flask, column: str) -> None:
    issued = given.receipt(accepted().request)
    with pytest.raises(ValueError, match="was issued"):
        setattr(issued, column, getattr(issued, column))


def test_once_the_years_of_the_law_are_over_no_paper_names_anybody(app: Flask) -> None:
    offer = accepted()
    note = given.delivery_note(offer)
    db.session.commit()
    papers.end_keeping(NOW.replace(year=NOW.year + papers.YEARS_KEPT))
    db.session.refresh(note)
    assert note.personal
    papers.end_keeping(NOW.replace(year=NOW.year + papers.YEARS_KEPT + 1))
    db.session.refresh(note)
    assert note.personal is None and note.facts["lines"]


def test_what_changes_later_does_not_touch_what_was_issued(app: Flask) -> None:
    bowl = given.item(title="Bol bleu", price=26000)
    offer = accepted(bowl)
    bowl.main.price, bowl.texts[0].title = 50000, "Bol vert"  # between the offer and its papers
    db.session.commit()
    given.delivery_note(offer), given.receipt(offer.request)
    before = [dict(document.facts) for document in papers.of_request(offer.request)]
    bowl.main.price = 99900
    bowl.texts[0].title = "Bol rouge"
    bowl.artisan.name = "Un autre nom"
    db.session.commit()
    db.session.expire_all()
    assert [document.facts for document in papers.of_request(offer.request)] == before
    for facts in before[:2]:
        assert facts["lines"][0]["titles"] == {"fr": "Bol bleu"} and facts["lines"][0]["unit_price"] == 26000


def test_a_paper_is_found_in_its_own_request_alone(app: Flask) -> None:
    offer, other = accepted(), accepted()
    mine = given.delivery_note(offer)
    assert papers.of_number(offer.request, mine.number) is mine
    assert papers.of_number(offer.request, offer.number).offer is offer
    for number in (mine.number, offer.number, "", "BL-2026-9999", "%"):
        with pytest.raises(Missing):
            papers.of_number(other.request, number)


def test_who_is_forgotten_stays_on_the_papers_of_a_sale_alone(app: Flask) -> None:
    contact = given.contact(name="Canari Jaune", city="Lyon", address="3 rue du Canari")
    wish = given.Wished("Un tapis pour Canari", 1, artisan=given.artisan())
    request = given.request(wish, contact=contact)
    given.answer(request.lines[0], kind=AnswerKind.CHANGED, quantity_made=1, unit_price=90000, lead_days=3)
    replaced = given.offer(request)
    deciding.ask_change(replaced, "Moins cher ?", at=NOW)
    sold = given.offer(request)
    deciding.accept(sold, at=NOW)
    given.delivery_note(sold), given.receipt(request, reference="VIR CANARI"), given.refund(request)
    issued = papers.of_request(request)
    assert len(issued) == 5 and all("anari" in str(document.personal).lower() for document in issued)
    assert all("anari" not in str(document.facts).lower() for document in issued), "of a person, personal alone"
    kept = [(document.number, document.facts, document.personal) for document in issued]
    db.session.commit()
    forgetting.anonymise(request, at=NOW)
    db.session.commit()
    db.session.expire_all()
    found = papers.of_request(request)
    assert found[0].number == replaced.number and found[0].personal is None
    assert [(document.number, document.facts, document.personal) for document in found[1:]] == kept[1:]
    assert given.receipt(request).personal is None, "who is forgotten cannot be named on a new one"


def test_what_was_never_sold_names_nobody_once_they_are_forgotten(app: Flask) -> None:
    offer = given.offer(given.request(contact=given.contact(name="Canari Jaune")))
    forgetting.erase(offer.request, at=NOW)
    assert [document.personal for document in papers.of_request(offer.request)] == [None]
