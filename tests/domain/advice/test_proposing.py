"""What is proposed: what is asked in vain and nobody advised on, with a kind, a priority and who could make it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.base.database import db
from app.domain.advice import proposing
from app.domain.advice.models import AdviceKind, Priority
from app.domain.advice.put_off_models import NotNow
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.people.models import Standing
from tests import given


def _chance(key: str = "search:mendil", value: int = 50_000, **columns: object) -> Opportunity:
    made = {"kind": Kind.NO_RESULT, "weeks": (1,) * 12, "count": 12, "low": 10_000, "high": 90_000, **columns}
    return Opportunity(key=key, value=value, **made)


@pytest.mark.parametrize(
    ("kind", "reason", "advice"),
    [
        (Kind.NO_RESULT, "", AdviceKind.NEW_PIECE),
        (Kind.OUT_OF_STOCK, "", AdviceKind.MAKE_MORE),
        (Kind.REFUSED, "price", AdviceKind.PRICE),
        (Kind.REFUSED, "delay", AdviceKind.DELAY),
        (Kind.DECLINED, "no_time", AdviceKind.DELAY),
        (Kind.DECLINED, "materials_missing", AdviceKind.MATERIALS_TOGETHER),
        (Kind.RISING, "", AdviceKind.MAKE_MORE),
    ],
)
def test_the_kind_follows_from_the_sign(kind: Kind, reason: str, advice: AdviceKind) -> None:
    assert proposing.kind_for(_chance(kind=kind, reason=reason)) is advice


def test_priority_is_what_it_is_worth_and_of_few_cases_never_high() -> None:
    found = [proposing.priority_for(one) for one in (_chance(value=100_000), _chance(), _chance(value=19_999))]
    assert found == [Priority.HIGH, Priority.NORMAL, Priority.LOW]
    assert proposing.priority_for(_chance(value=900_000, count=4)) is Priority.NORMAL


def test_what_was_advised_lately_is_not_proposed_again(app: Flask) -> None:
    piece = given.item()
    given.advice(sent=False, opportunity="search:drafted")
    given.advice(given.artisan(), opportunity="search:told", sent_at=given.NOW - timedelta(weeks=11))
    given.advice(given.artisan(), opportunity="search:long-ago", sent_at=given.NOW - timedelta(weeks=13))
    given.advice(given.artisan(), item_id=piece.id)
    keys = ("search:drafted", "search:told", "search:long-ago", "search:new")
    ranked = [*(_chance(key) for key in keys), _chance(f"stock:{piece.id}", item_id=piece.id, kind=Kind.OUT_OF_STOCK)]
    found = proposing.from_ranked(ranked, now=given.NOW)
    assert [one.opportunity.key for one in found] == ["search:long-ago", "search:new"]


def test_what_was_put_off_comes_back_once_it_is_worth_clearly_more(app: Flask) -> None:
    me = given.advisor()
    proposing.put_off(_chance(), NotNow.LATER, by=me, at=given.NOW)
    db.session.flush()

    def is_there(value: int) -> bool:
        return bool(proposing.from_ranked([_chance(value=value)], now=given.NOW))

    assert [is_there(value) for value in (50_000, 74_999, 75_000)] == [False, False, True]
    proposing.put_off(_chance(value=75_000), NotNow.TOO_FEW, by=me, at=given.NOW)
    db.session.flush()
    assert not is_there(80_000)


def test_who_could_make_it_has_time_and_something_like_it_first(app: Flask) -> None:
    weaving, pottery = given.craft("weaving"), given.craft("pottery")
    free, skilled, full = (
        given.artisan(name=name, crafts=[weaving], weekly_capacity=number)
        for name, number in (("Free", 9), ("Skilled", 4), ("Full", 0))
    )
    given.item(skilled, craft_=weaving)
    given.item(full, craft_=weaving)
    given.artisan(crafts=[pottery], weekly_capacity=50)
    given.artisan(crafts=[weaving], weekly_capacity=50, standing=Standing.SUSPENDED)
    (proposal,) = proposing.from_ranked([_chance(craft_id=weaving.id)], now=given.NOW)
    assert [one.artisan for one in proposal.makers] == [skilled, free, full]
    assert [(one.free, one.similar) for one in proposal.makers] == [(16, 1), (36, 0), (0, 1)]


def test_what_is_about_a_piece_is_for_whoever_makes_it(app: Flask) -> None:
    weaving = given.craft("weaving")
    given.artisan(crafts=[weaving], weekly_capacity=50)
    piece = given.item(given.artisan(crafts=[weaving], weekly_capacity=1), craft_=weaving)
    chance = _chance(craft_id=weaving.id, item_id=piece.id, kind=Kind.OUT_OF_STOCK)
    (proposal,) = proposing.from_ranked([chance], now=given.NOW)
    assert [one.artisan.id for one in proposal.makers] == [piece.artisan_id] and proposal.more == 0
