"""The night's forecasts: every group once, from what was asked for of it, kept until the next night."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.base.database import begin_writing, db
from app.domain.catalogue.models import Item, Material
from app.domain.demand import expected, foreseeing, nights
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.foreseeing import Weeks
from app.domain.demand.models import SignalKind
from app.domain.people.trades import Craft
from app.domain.work.jobs import Rest
from app.jobs.demand.foreseeing import make_next
from tests import given as people
from tests.account.test_at_once import at_once
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW

LONG_AGO = NOW - timedelta(days=400)


def weekly(piece: Item, weeks: int, pieces: int = 2) -> None:
    for week in range(weeks):
        given.day(SignalKind.REQUEST_LINE, 3 + 7 * week, 1, quantity=pieces, item_id=piece.id, craft_id=piece.craft_id)


@pytest.fixture
def weaving(app: Flask) -> Craft:
    return people.craft("weaving")


def test_weeks_end_yesterday_and_begin_with_the_first_sign_or_the_shelf() -> None:
    weeks = Weeks(TODAY)
    signs = [(TODAY - timedelta(days=1), 3), (TODAY - timedelta(days=7), 1), (TODAY - timedelta(days=15), 2)]
    assert weeks.counts(signs) == [2, 0, 4]
    assert weeks.counts(signs, TODAY - timedelta(days=29)) == [0, 0, 2, 0, 4]
    assert weeks.counts([], TODAY) == [] and weeks.counts([], TODAY - timedelta(days=1)) == [0]
    assert len(weeks.counts([(date(2001, 1, 1), 5)])) == foreseeing.LOOKED_BACK


def test_a_piece_its_craft_its_material_and_its_place_are_foreseen_and_views_are_not_asked_for(weaving: Craft) -> None:
    maker = people.artisan(crafts=[weaving])
    wool = Material(slug="wool", names={"fr": "Laine"})
    piece = people.item(maker, craft_=weaving, published_at=LONG_AGO, materials=[wool])
    weekly(piece, 30)
    given.day(SignalKind.VIEW, 4, 90, item_id=piece.id, craft_id=weaving.id)
    given.signal(SignalKind.REQUEST_LINE, at=NOW - timedelta(days=1), item_id=piece.id, craft_id=weaving.id, quantity=5)
    given.day(SignalKind.CUSTOM_WISH, 10, 1, craft_id=weaving.id)
    given.day(SignalKind.PAST_SALE, 9, 4, words="Jarre", craft_id=weaving.id)
    given.night()
    kept = expected.of(Subject.ITEM, piece.id)
    assert kept is not None and kept.weeks_known == 58 and kept.asked == 65 and kept.past[-1] == 7
    assert 1 <= expected.total(kept, 8).mean / 8 <= 4
    assert [len(kept.steps), len(kept.past)] == [foreseeing.AHEAD, 52]
    whole, jar = expected.of(Subject.CRAFT, weaving.id), expected.of(Subject.SERIES, name="Jarre")
    assert whole is not None and whole.asked == 70 and jar is not None and jar.asked == 4
    for subject, id_ in ((Subject.MATERIAL, wool.id), (Subject.PLACE, maker.place_id)):
        value = expected.of(subject, id_)
        assert value is not None and value.asked == 65, subject
    assert [one.asked for one in expected.leading(weaving.id)] == [65, 4]


def test_what_nobody_asked_for_in_two_years_has_what_its_craft_tells_by_its_age(weaving: Craft) -> None:
    for _ in range(4):
        weekly(people.item(craft_=weaving, published_at=LONG_AGO), 40)
    old = people.item(craft_=weaving, published_at=LONG_AGO)
    given.day(SignalKind.REQUEST_LINE, 900, 7, item_id=old.id, craft_id=weaving.id)
    given.night()
    assert expected.of(Subject.ITEM, old.id) is None
    found = expected.of_newcomers([weaving.id])
    new, silent = expected.newcomer(found, weaving.id, 0), expected.newcomer(found, weaving.id, 40)
    assert new is not None and silent is not None and (new.name, silent.name) == ("0", "26")
    assert silent.expected < new.expected / 3
    assert expected.newcomer(found, weaving.id + 1, 0) is None


def test_a_craft_of_which_little_was_asked_says_nothing_of_a_new_piece(weaving: Craft) -> None:
    weekly(people.item(craft_=weaving), 2, 1)
    given.night()
    assert expected.of_newcomers([weaving.id]) == {}


def test_the_job_takes_one_group_at_a_time_goes_on_at_once_and_rests_when_all_are_made(weaving: Craft) -> None:
    weekly(people.item(craft_=weaving), 20)
    db.session.commit()
    groups = len(nights.waiting(TODAY))
    with time_machine.travel(NOW, tick=False):
        answers = [make_next(NOW) for _ in range(groups + 1)]
        assert answers == [Rest.NONE] * (groups - 1) + [Rest.AS_USUAL] * 2
        assert nights.waiting(TODAY) == []
    count = db.session.scalar(select(func.count()).select_from(Forecast))
    tomorrow = NOW + timedelta(days=1)
    assert len(nights.waiting(TODAY + timedelta(days=1))) == groups
    given.night(tomorrow)
    assert db.session.scalar(select(func.count()).select_from(Forecast)) == count
    assert expected.made_on() == TODAY + timedelta(days=1)


def test_a_shop_without_crafts_has_no_night(app: Flask) -> None:
    assert nights.waiting(TODAY) == [] and make_next(NOW) is Rest.AS_USUAL


def test_a_piece_that_changed_its_craft_is_foreseen_once(weaving: Craft) -> None:
    piece = people.item(craft_=weaving)
    weekly(piece, 20)
    given.night()
    piece.craft = people.craft("wool")
    db.session.flush()
    given.night(NOW + timedelta(days=1))
    kept = db.session.scalars(select(Forecast).where(Forecast.subject == Subject.ITEM)).all()
    assert [(one.subject_id, one.craft_id) for one in kept] == [(piece.id, piece.craft_id)]


def test_past_sales_that_come_make_all_groups_again(weaving: Craft) -> None:
    given.night()
    assert nights.waiting(TODAY) == []
    nights.forget_marks()
    assert len(nights.waiting(TODAY)) == 3


def test_two_workers_at_the_same_group_keep_it_once(own_app: Flask) -> None:
    """The lease of the first ran out while it was reckoning."""
    with own_app.app_context():
        begin_writing()
        group = nights.Group(people.craft("weaving").id)
        rows = nights.work_of(group, NOW, {}).rows()
        db.session.commit()
    assert at_once(own_app, 4, lambda _n: nights.keep(group, rows)) == [None] * 4
    with own_app.app_context():
        assert db.session.scalar(select(func.count(Forecast.id))) == len(rows)


def test_a_night_is_made_again_where_the_clock_goes_back(weaving: Craft) -> None:
    weekly(people.item(craft_=weaving, published_at=LONG_AGO), 30)
    given.night()
    given.night(NOW - timedelta(days=40))
    assert set(db.session.scalars(select(Forecast.made_on))) == {TODAY - timedelta(days=40)}
