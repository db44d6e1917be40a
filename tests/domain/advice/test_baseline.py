"""What a measure was before advice is frozen with it, and so are the pieces it will be compared with."""

from datetime import timedelta

import pytest
from flask import Flask

from app.base.database import db
from app.domain.advice import baseline, sending
from app.domain.advice.models import AdviceState, Measure, Recommendation
from app.domain.catalogue.models import Item
from app.domain.demand.models import SignalKind
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from tests import given
from tests.domain.demand.given import TODAY, day

LONG_AGO = given.NOW - timedelta(days=300)


def old_item(maker: Artisan, craft: Craft, **columns: object) -> Item:
    return given.item(maker, craft_=craft, **{"published_at": LONG_AGO, **columns})


def draft_on(item: Item | None, craft: Craft, **columns: object) -> Recommendation:
    return given.advice(sent=False, item_id=item.id if item else None, craft_id=craft.id, **columns)


def asked(
    item: Item, days_ago: int, count: int = 1, kind: SignalKind = SignalKind.OFFER_ACCEPTED, **columns: object
) -> None:
    day(kind, days_ago, count, item_id=item.id, craft_id=item.craft_id, artisan_id=item.artisan_id, **columns)


def test_eight_whole_weeks_before_the_day_are_counted_and_no_day_more(app: Flask) -> None:
    weaving, maker = given.craft("weaving"), given.artisan()
    piece, other = old_item(maker, weaving), old_item(maker, weaving)
    for days_ago in (0, 1, 30, 56, 57):
        asked(piece, days_ago)
    asked(other, 10, 50)
    asked(piece, 10, 50, SignalKind.REQUEST_LINE)
    before = baseline.measured(draft_on(piece, weaving), [maker.id], at=given.NOW)
    assert (before.first, before.last) == (TODAY - timedelta(days=56), TODAY - timedelta(days=1))
    assert (before.days, before.count, before.makers) == (56, 3, {maker.id: 3})


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        (Measure.REQUESTS, SignalKind.REQUEST_LINE),
        (Measure.ACCEPTED_REQUESTS, SignalKind.OFFER_ACCEPTED),
        (Measure.VIEWS, SignalKind.VIEW),
        (Measure.DECLINES, SignalKind.DECLINE),
    ],
)
def test_each_measure_counts_its_own_signals(app: Flask, measure: Measure, kind: SignalKind) -> None:
    piece = old_item(given.artisan(), given.craft("weaving"))
    for number, one in enumerate(SignalKind, 1):
        asked(piece, 3, number, one)
    draft = draft_on(piece, piece.craft, measure=measure)
    assert baseline.measured(draft, [piece.artisan_id], at=given.NOW).count == list(SignalKind).index(kind) + 1


def test_without_a_piece_each_artisan_is_measured_on_the_craft(app: Flask) -> None:
    family = given.craft("textiles")
    weaving, pottery = given.craft("weaving", parent_id=family.id), given.craft("pottery")
    one, two, stranger = given.artisan(), given.artisan(), given.artisan()
    asked(old_item(one, weaving), 3, 2)
    asked(old_item(one, pottery), 3, 7)
    asked(old_item(two, weaving), 3)
    asked(old_item(stranger, weaving), 3, 9)
    for craft in (weaving, family):
        before = baseline.measured(draft_on(None, craft), [one.id, two.id], at=given.NOW)
        assert (before.count, before.makers) == (3, {one.id: 2, two.id: 1}), craft.slug
    assert before.a_month_of(one.id) == pytest.approx(2 / 56 * 30.4375) and before.a_month_of(stranger.id) == 0
    no_craft = given.advice(sent=False)
    assert baseline.measured(no_craft, [one.id, two.id], at=given.NOW).makers == {one.id: 9, two.id: 1}


def test_similar_pieces_are_of_the_craft_on_sale_all_the_time_and_unadvised(app: Flask) -> None:
    weaving, maker, told = given.craft("weaving"), given.artisan(), given.artisan()
    piece, similar = old_item(maker, weaving), old_item(given.artisan(), weaving)
    advised = old_item(given.artisan(), weaving)
    old_item(maker, weaving)
    old_item(told, weaving)
    old_item(given.artisan(), given.craft("pottery"))
    old_item(given.artisan(), weaving, published_at=given.NOW - timedelta(days=20))
    given.item(given.artisan(), craft_=weaving, published=False)
    given.advice(advised.artisan, item_id=advised.id, craft_id=weaving.id)
    given.advice(told, craft_id=weaving.id)
    forgotten = old_item(given.artisan(), weaving)
    given.advice(forgotten.artisan, item_id=forgotten.id, sent_at=given.NOW - timedelta(days=113))
    asked(similar, 5, 4)
    before = baseline.measured(draft_on(piece, weaving), [maker.id], at=given.NOW)
    assert before.similar == {similar.id: 4, forgotten.id: 0}


def test_the_nearest_of_many_similar_pieces_are_kept(app: Flask) -> None:
    weaving, maker = given.craft("weaving"), given.artisan()
    piece = old_item(maker, weaving)
    asked(piece, 2, 6)
    others = [old_item(given.artisan(account=False), weaving) for _ in range(12)]
    for count, other in enumerate(others):
        asked(other, 2, count) if count else None
    before = baseline.measured(draft_on(piece, weaving), [maker.id], at=given.NOW)
    assert sorted(before.similar.values()) == list(range(1, 11))


def test_what_was_sent_keeps_what_was_measured_whatever_is_counted_later(app: Flask) -> None:
    weaving, maker = given.craft("weaving"), given.artisan()
    piece = old_item(maker, weaving)
    other = old_item(given.artisan(), weaving)
    asked(piece, 3, 4)
    draft = draft_on(piece, weaving)
    assert baseline.frozen(draft) is None
    before = baseline.measured(draft, [maker.id], at=given.NOW)
    sending.send(draft, [maker], before=before, by=draft.author, at=given.NOW)
    asked(piece, 4, 30)
    db.session.flush()
    db.session.expire_all()
    assert draft.state is AdviceState.SENT
    assert baseline.frozen(draft) == before and before.similar == {other.id: 0}
    assert before.a_month == pytest.approx(4 / 56 * 30.4375) and before.similar_a_month == 0
