"""Whose requests the sign itself counts: no more makers than that, or it would tell of one or two as if of many."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.base.database import db
from app.domain.advice import proofs
from app.domain.advice.proof_offered import Candidate, tells_of_few
from app.domain.advice.proofs import Subject
from app.domain.catalogue.models import ItemState, Material
from app.domain.demand import unmet
from app.domain.demand.models import SignalKind
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from app.domain.purchasing import sending
from app.domain.purchasing.models import AnswerKind, DeclineReason
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW

YESTERDAY = given.TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def workshops() -> tuple[Craft, Artisan, list[Artisan], Artisan]:
    """A craft, me, three others who declined requests for pieces of theirs, and one who is to be made out."""
    craft = people.craft("weaving")
    me, alone, *others = (people.artisan(crafts=[craft]) for _ in range(5))
    for one in [me, *others]:
        piece = people.item(one, craft_=craft)
        for kind, reason in (
            (SignalKind.DECLINE, "no_stock"), (SignalKind.REDUCTION, ""), (SignalKind.OFFER_REFUSED, "price")
        ):  # fmt: skip
            given.day(kind, 9, 2, item_id=piece.id, craft_id=craft.id, artisan_id=one.id, reason=reason)
    return craft, me, others, alone


def declined_wish(craft: Craft, maker: Artisan, words: str) -> None:
    """As the rules leave it: a line that names no piece, its decline, and the sign of it."""
    at = NOW - timedelta(days=4)
    request = people.request(sending.Wished(words, 1, artisan=maker, craft=craft), at=at)
    people.answer(request.lines[0], at=at, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    about = {"craft_id": craft.id, "artisan_id": maker.id, "reason": "no_time", "country": request.country}
    given.day(SignalKind.DECLINE, 4, 1, **about)


def wool() -> None:
    db.session.add(Material(slug="wool", names={"fr": "Laine", "en": "Wool"}))
    db.session.flush()


def offered(key: str) -> list[Candidate]:
    db.session.flush()
    found = unmet.find(key, now=NOW)
    assert found is not None, [one.key for one in unmet.ranked(now=NOW)]
    return proofs.candidates(Subject(found.craft_id or None, found.item_id or None, found), on=YESTERDAY)


@pytest.mark.parametrize(
    ("kind", "reason", "key"),
    [
        (SignalKind.DECLINE, "no_time", "decline:c{}:no_time"),
        (SignalKind.DECLINE, "no_stock", "decline:c{}:no_stock"),
        (SignalKind.REDUCTION, "", "reduced:c{}"),
        (SignalKind.OFFER_REFUSED, "delay", "refused:c{}:delay"),
    ],
)
@pytest.mark.parametrize("when", ["lately", "today"])
def test_what_a_craft_alone_was_asked_counts_no_maker_of_a_piece_that_is_shown(
    app: Flask, kind: SignalKind, reason: str, key: str, when: str
) -> None:
    craft, me, _others, alone = workshops()
    about = {"craft_id": craft.id, "artisan_id": alone.id, "reason": reason}
    if when == "lately":
        given.day(kind, 5, 4, **about)
    else:
        given.signal(kind, **about)
    sign, *more = offered(key.format(craft.id))
    assert sign.makers == {alone.id} and tells_of_few(sign.makers, me.id)
    assert not any(one.source.startswith("declines:") for one in more if kind is not SignalKind.OFFER_REFUSED)


def test_a_piece_that_is_gone_still_is_its_makers(app: Flask) -> None:
    craft, me, _others, alone = workshops()
    gone = people.item(alone, craft_=craft, state=ItemState.ARCHIVED)
    given.day(SignalKind.DECLINE, 5, 4, item_id=gone.id, craft_id=craft.id, artisan_id=alone.id, reason="no_time")
    sign = offered(f"decline:c{craft.id}:no_time")[0]
    assert sign.makers == {alone.id} and tells_of_few(sign.makers, me.id)


def test_three_others_are_told_of_and_of_a_piece_its_maker_alone(app: Flask) -> None:
    craft, me, others, _alone = workshops()
    for one in [me, *others]:
        given.day(SignalKind.DECLINE, 5, 1, craft_id=craft.id, artisan_id=one.id, reason="no_time")
    sign = offered(f"decline:c{craft.id}:no_time")[0]
    assert sign.makers == {me.id, *(one.id for one in others)} and not tells_of_few(sign.makers, me.id)
    piece = people.item(me, craft_=craft)
    given.signal(SignalKind.DECLINE, item_id=piece.id, craft_id=craft.id, artisan_id=me.id, reason="no_time")
    assert offered(f"decline:{piece.id}:no_time")[0].makers == {me.id}


def test_views_of_what_is_gone_are_no_part_of_what_rises(app: Flask) -> None:
    craft, me, others, alone = workshops()
    seen = people.item(alone, craft_=craft)
    for ago in range(3, 40):
        given.day(SignalKind.VIEW, ago, 9, item_id=seen.id, craft_id=craft.id, artisan_id=alone.id)
    for one in others:
        empty = people.item(one, craft_=craft, stock=0)
        given.day(SignalKind.VIEW, 5, 3, item_id=empty.id, craft_id=craft.id, artisan_id=one.id, out_of_stock=True)
    sign = offered(f"rising:{craft.id}")[0]
    assert sign.makers == {alone.id} and tells_of_few(sign.makers, me.id)


def test_a_wish_counted_with_its_material_is_no_longer_the_crafts(app: Flask) -> None:
    wool()
    craft, me, others, alone = workshops()
    for one in others:
        declined_wish(craft, one, "un sac en laine")
    declined_wish(craft, alone, "un sac")
    sign = offered(f"decline:c{craft.id}:no_time")[0]
    assert sign.makers == {alone.id} and tells_of_few(sign.makers, me.id)


def test_a_material_wished_from_one_maker_is_told_to_no_other_unless_people_look_for_it_too(app: Flask) -> None:
    wool()
    craft, me, _others, alone = workshops()
    declined_wish(craft, alone, "un sac en laine")
    key = f"attribute:material:wool:{craft.id}"
    assert tells_of_few(offered(key)[0].makers, me.id)
    given.day(SignalKind.IMPRESSION, 5, 3, craft_id=craft.id, facet="material:wool", without_result=3)
    assert not tells_of_few(offered(key)[0].makers, me.id)
