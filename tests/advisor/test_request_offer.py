"""The offer: looked at, sent once, and explained where it cannot be."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.database import db, new_key
from app.domain.purchasing.models import AnswerKind, DeclineReason, State
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.sending import Wanted
from tests import given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor


def test_the_offer_is_looked_at_then_sent_once(visitor: Visitor) -> None:
    request, key = given.request(given.item(price=26000)), new_key()
    given.answer(request.lines[0])
    at_desk(visitor).get(page_of(request, "/offer"))
    terms = {"delivery_cost": "145", "expires_on": (clock.today() + timedelta(days=5)).isoformat(), "note": "Merci"}
    terms["seen"] = str(request.version)
    looked = visitor.post(page_of(request, "/offer"), {**terms, "look": "1"}, status=200)
    assert "405" in looked.text and not list(db.session.scalars(select(Offer)))
    for _time in range(2):
        visitor.post(page_of(request, "/offer"), {**terms, "key": key})
    offer = db.session.scalars(select(Offer)).one()
    assert (offer.total, offer.delivery_cost, offer.note) == (40500, 14500, "Merci")
    assert request.state is State.OFFERED
    assert "405" in visitor.get(page_of(request, "/offers/1")).text
    visitor.post(page_of(request, "/offer"), terms, status=409)


@pytest.mark.parametrize(
    "wrong",
    [
        {"delivery_cost": ""},
        {"delivery_cost": "abc"},
        {"delivery_cost": "-1"},
        {"delivery_cost": "200000"},
        {"delivery_cost": "99999999999999"},
        {"expires_on": ""},
        {"expires_on": "31/12"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "9999-12-31"},
        {"note": "x" * 1001},
    ],
)
def test_an_offer_that_cannot_be_is_explained_and_kept(visitor: Visitor, wrong: dict[str, str]) -> None:
    request = given.request()
    given.answer(request.lines[0])
    terms = {"delivery_cost": "145", "expires_on": (clock.today() + timedelta(days=5)).isoformat(), **wrong}
    terms["seen"] = str(request.version)
    page = at_desk(visitor).post(page_of(request, "/offer"), terms, status=422)
    assert "msg-err" in page.text and next(iter(wrong.values())) in page.text
    assert request.state is State.ANSWERING


def test_what_was_declined_is_left_out_and_nothing_promised_is_no_offer(visitor: Visitor) -> None:
    request = given.request(given.item(title="Mendil rouge"), given.item(title="Bol bleu"))
    at_desk(visitor).get(page_of(request, "/offer"))
    given.answer(request.lines[0])
    given.answer(request.lines[1], kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    page = visitor.get(page_of(request, "/offer"))
    table = page.text[page.text.index("<table") : page.text.index("</table")]
    assert "Mendil rouge" in table and "Bol bleu" not in table and "Bol bleu" in page.text


def test_an_answer_given_while_the_offer_is_written_is_read_before_it_is_sent(visitor: Visitor) -> None:
    request = given.request(given.item(price=26000, stock=3))
    given.answer(request.lines[0])
    ends = (clock.today() + timedelta(days=5)).isoformat()
    terms = {"delivery_cost": "145", "expires_on": ends, "note": "Merci", "seen": str(request.version)}
    given.answer(
        request.lines[0], kind=AnswerKind.CHANGED, quantity_ready=1, unit_price=31000, at=given.NOW + timedelta(hours=1)
    )
    page = at_desk(visitor).post(page_of(request, "/offer"), terms, status=409).text
    assert "455" in page and "Merci" in page and not list(db.session.scalars(select(Offer)))
    visitor.post(page_of(request, "/offer"), {**terms, "seen": str(request.version)})
    assert db.session.scalars(select(Offer)).one().goods == 31000


def begun(page: str) -> str:
    found = re.search(r'name="delivery_cost"[^>]* value="([^"]*)"', page)
    assert found
    return found[1]


def test_an_offer_begins_with_what_its_delivery_is_reckoned_to_cost(visitor: Visitor) -> None:
    heavy, vase = given.item(weight_g=3000), given.item(title="Vase bleu", weight_g=None)
    request = given.request(Wanted(heavy.main, 1), Wanted(vase.main, 2), given.Wished("Un tapis"))
    given.answer(request.lines[0])
    at_desk(visitor, language="fr")
    page = visitor.get(page_of(request, "/offer")).text
    assert begun(page) == "420" and "3 kg" in re.sub(r"\s", " ", page) and "Pas encore pesé" not in page
    given.answer(request.lines[1])
    page = visitor.get(page_of(request, "/offer")).text
    assert begun(page) == "420" and re.search(r"Pas encore pesé[^<]*: Vase bleu\.", page)
    terms = {"delivery_cost": "99", "expires_on": "nonsense", "seen": str(request.version)}
    assert begun(visitor.post(page_of(request, "/offer"), terms, status=422).text) == "99"


def test_who_collects_pays_no_delivery(visitor: Visitor) -> None:
    request = given.request(contact=given.contact(pickup=True))
    given.answer(request.lines[0])
    page = at_desk(visitor, language="fr").get(page_of(request, "/offer")).text
    assert begun(page) == "0" and "rien à payer" in page
