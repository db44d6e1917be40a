"""Where a piece may not go: its craft's list or its own, refused when asked for and when answered."""

import pytest
from flask import Flask

from app.base.database import db
from app.base.errors import Stale
from app.domain.catalogue import destinations
from app.domain.purchasing.destinations import NotThere, NotToThisCustomer, may_go
from app.domain.purchasing.models import AnswerKind, DeclineReason
from tests import given


def test_a_piece_follows_its_craft_unless_it_says_otherwise(app: Flask) -> None:
    cheese = given.craft("cheese", not_to=["FR", "US"])
    usual, own = given.item(craft_=cheese), given.item(craft_=cheese, not_to=[])
    assert destinations.closed(usual) == {"FR", "US"} and destinations.closed(own) == set()
    destinations.keep_from(usual, ["ES"], seen=usual.version, by=given.advisor(), at=given.NOW)
    assert (may_go(usual.main, "FR"), may_go(usual.main, "ES")) == (True, False)
    destinations.keep_from(usual, None, seen=usual.version, by=given.advisor(), at=given.NOW)
    assert not may_go(usual.main, "FR")


def test_only_countries_that_there_are(app: Flask) -> None:
    item = given.item()
    with pytest.raises(destinations.UnknownCountry):
        destinations.keep_from(item, ["FR", "XX"], seen=item.version, by=given.advisor(), at=given.NOW)
    with pytest.raises(Stale):
        destinations.keep_from(item, ["FR"], seen=item.version + 1, by=given.advisor(), at=given.NOW)
    assert destinations.EUROPEAN_UNION < destinations.ABROAD and len(destinations.EUROPEAN_UNION) == 27


def test_a_request_from_there_is_refused_beside_its_line(app: Flask) -> None:
    item, other = given.item(not_to=["FR"]), given.item()
    with pytest.raises(NotThere) as refused:
        given.request(other, item)
    assert refused.value.field == f"qty-{item.main.id}"
    assert given.request(item, contact=given.contact(country="ES")).lines


def test_an_answer_for_there_can_only_be_no(app: Flask) -> None:
    item = given.item()
    line = given.request(item).lines[0]
    item.not_to = ["FR"]
    db.session.flush()
    with pytest.raises(NotToThisCustomer):
        given.answer(line)
    assert given.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.OTHER)


def test_who_collects_a_piece_here_may_have_what_may_not_leave(app: Flask) -> None:
    item = given.item(not_to=["FR"])
    asked = given.request(item, contact=given.contact(pickup=True))
    assert asked.destination == "MA" and given.answer(asked.lines[0]).kind is AnswerKind.AS_ASKED
    item.not_to = ["MA"]
    db.session.flush()
    with pytest.raises(NotToThisCustomer):
        given.answer(asked.lines[0], at=given.NOW)
