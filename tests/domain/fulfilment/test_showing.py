"""Photos of pieces at work: who may send them and when, who sees which, who is told, and how they go."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Forbidden, Missing
from app.domain.catalogue.models import Kind
from app.domain.catalogue.photos import NoPhoto
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment import forgetting, preparing, shipping, showing, work_photos
from app.domain.fulfilment.models import Fault, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import RoleName, User
from app.domain.purchasing import arrows, deciding, private_pictures
from app.domain.purchasing.arrows import NoSuchArrow
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import PurchaseRequest, RequestEvent
from app.domain.purchasing.offer_models import Offer, OfferLine
from tests import given
from tests.domain.fulfilment import accepted
from tests.domain.fulfilment.accepted import HOUR
from tests.given import NOW

DAY = timedelta(days=1)


def maker_of(line: OfferLine) -> User:
    maker = line.line.artisan
    assert maker and maker.user
    return maker.user


def taken(by: User, count: int = 1) -> list[WorkPicture]:
    """Photos that came with a form."""
    return [work_photos.take_in(900, 700, by=by, at=NOW) for _one in range(count)]


def shown(line: OfferLine, count: int = 1) -> list[WorkPicture]:
    """Photos of a line that its maker sent, prepared."""
    photos = taken(maker_of(line), count)
    showing.show(line, photos, by=maker_of(line), at=NOW)
    for photo in photos:
        photo.state = PhotoState.READY
    db.session.flush()
    return photos


def letters() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.template).where(OutboxMessage.template == "work_shown")))


def log(request: PurchaseRequest) -> list[RequestEvent]:
    query = select(RequestEvent).where(RequestEvent.request_id == request.id)
    return list(db.session.scalars(query.order_by(RequestEvent.id)))


@pytest.mark.parametrize("begun", [False, True])
def test_a_maker_shows_what_is_being_made_once_the_customer_said_yes(app: Flask, begun: bool) -> None:
    made = accepted.preparing_offer() if begun else accepted.offer()
    noise = accepted.preparing_offer()
    photos = shown(made.lines[0], 2)
    assert work_photos.seen_by_maker(made.lines[0].line) == photos
    assert work_photos.seen_by_customer(made.request) == work_photos.seen_by_team(made.request) == photos
    assert not work_photos.seen_by_team(noise.request) and not work_photos.seen_by_maker(noise.lines[0].line)
    last = log(made.request)[-1]
    assert (last.deed, last.facts) == ("show", {"line_id": made.lines[0].line_id, "pictures": 2})
    assert last.on_behalf_of_id is None and not any(photo.on_behalf for photo in photos)
    assert arrows.replay(log(made.request)) is made.request.state


def test_the_team_shows_in_the_makers_name_and_it_is_on_record(app: Flask) -> None:
    made, advisor = accepted.preparing_offer(), given.advisor()
    (photo,) = taken(advisor)
    showing.show(made.lines[0], [photo], by=advisor, at=NOW)
    assert photo.on_behalf and log(made.request)[-1].on_behalf_of_id == made.lines[0].line.artisan_id


def test_nobody_else_shows_anything(app: Flask) -> None:
    made, other = accepted.preparing_offer(), given.user(RoleName.ARTISAN)
    with pytest.raises(Forbidden):
        showing.show(made.lines[0], taken(other), by=other, at=NOW)
    (photo,) = taken(maker_of(made.lines[0]))
    assert work_photos.unplaced(other, [photo.key]) == [], "another's photo is not found by its key"
    assert work_photos.unplaced(maker_of(made.lines[0]), ["x", photo.key]) == [photo]


def test_what_stood_ready_has_no_work_to_show_until_it_is_mended(app: Flask) -> None:
    made = accepted.preparing_offer(kind=Kind.READY, stock=3)
    line = made.lines[0]
    with pytest.raises(showing.NothingMade):
        showing.show(line, taken(maker_of(line)), by=maker_of(line), at=NOW)
    preparing.look_at(line, Verdict.RETURNED, fault=Fault.FLAW, by=given.advisor(), at=NOW)
    assert len(shown(line)) == 1


def test_work_that_is_over_is_not_shown(app: Flask) -> None:
    made, advisor = accepted.preparing_offer(), given.advisor()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=NOW)
    with pytest.raises(preparing.ReadyAlready):
        showing.show(line, taken(maker_of(line)), by=maker_of(line), at=NOW)
    deciding.cancel(made.request, CancelReason.MISTAKE, by=advisor, at=NOW)
    with pytest.raises(NoSuchArrow):
        showing.show(line, taken(advisor), by=advisor, at=NOW)


def test_so_many_photos_and_no_more(app: Flask) -> None:
    line = accepted.preparing_offer().lines[0]
    maker = maker_of(line)
    with pytest.raises(NoPhoto):
        showing.show(line, [], by=maker, at=NOW)
    with pytest.raises(work_photos.TooMany):
        showing.show(line, taken(maker, work_photos.MOST + 1), by=maker, at=NOW)
    for _time in range(work_photos.MOST_OF_LINE // work_photos.MOST):
        first, *_others = shown(line, work_photos.MOST)
    with pytest.raises(work_photos.Enough):
        showing.show(line, taken(maker), by=maker, at=NOW)
    showing.take_back(first, by=maker, at=NOW)
    assert len(shown(line)) == 1


def test_a_photo_is_taken_back_by_its_maker_or_the_team_and_its_files_go(app: Flask) -> None:
    made, advisor = accepted.preparing_offer(), given.advisor()
    line, other = made.lines[0], given.user(RoleName.ARTISAN)
    mine, theirs = shown(line, 2)
    with pytest.raises(Forbidden):
        showing.take_back(mine, by=other, at=NOW)
    showing.take_back(mine, by=maker_of(line), at=NOW)
    assert work_photos.seen_by_customer(made.request) == work_photos.seen_by_maker(line.line) == [theirs]
    assert private_pictures.leftover(WorkPicture, NOW, before=NOW) == [mine]
    with pytest.raises(Missing):
        showing.take_back(mine, by=maker_of(line), at=NOW)
    _pass(made, advisor)
    shipping.ship(made.request, carrier="Amana", by=advisor, at=NOW + 3 * HOUR)
    with pytest.raises(Forbidden):
        showing.take_back(theirs, by=maker_of(line), at=NOW)
    showing.take_back(theirs, by=advisor, at=NOW)
    assert arrows.replay(log(made.request)) is made.request.state


def _pass(made: Offer, by: User, photos: int = 0) -> list[WorkPicture]:
    preparing.say_ready(made.lines[0], by=maker_of(made.lines[0]), at=NOW)
    pictures = taken(by, photos)
    preparing.look_at(made.lines[0], Verdict.PASSED, pictures=pictures, by=by, at=NOW + 2 * HOUR)
    return pictures


def test_what_goes_back_is_seen_by_its_maker_what_passes_by_the_customer(app: Flask) -> None:
    made, advisor = accepted.preparing_offer(), given.advisor()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=NOW)
    (faulty,) = taken(advisor)
    preparing.look_at(line, Verdict.RETURNED, fault=Fault.FLAW, pictures=[faulty], by=advisor, at=NOW + HOUR)
    assert work_photos.seen_by_maker(line.line) == [faulty] and not faulty.is_of_making
    with pytest.raises(Forbidden):
        showing.take_back(faulty, by=maker_of(line), at=NOW)
    preparing.say_ready(line, by=maker_of(line), at=NOW + 2 * HOUR)
    with pytest.raises(work_photos.TooMany):
        preparing.look_at(line, Verdict.PASSED, pictures=taken(advisor, 4), by=advisor, at=NOW + 3 * HOUR)
    db.session.rollback()


def test_a_photo_of_a_passed_check_is_for_the_customer(app: Flask) -> None:
    made, advisor = accepted.preparing_offer(), given.advisor()
    good, bad = _pass(made, advisor, 2)
    good.state, bad.state = PhotoState.READY, PhotoState.FAILED
    db.session.flush()
    assert work_photos.seen_by_customer(made.request) == [good], "what cannot be read is not shown"
    assert good.has_passed and work_photos.seen_by_maker(made.lines[0].line) == []
    assert work_photos.seen_by_team(made.request) == [good, bad]


def test_a_customer_is_told_once_a_day_after_second_thoughts(app: Flask) -> None:
    made = accepted.preparing_offer()
    line = made.lines[0]
    (first,) = shown(line)
    assert showing.tell_customers(NOW) == 0, "it may still be taken back"
    waits = work_photos.take_in(900, 700, by=maker_of(line), at=NOW)
    showing.show(line, [waits], by=maker_of(line), at=NOW)
    assert showing.tell_customers(NOW + HOUR) == 1 and len(letters()) == 1
    assert first.told_at == NOW + HOUR and waits.told_at is None, "nobody is told of what cannot be seen yet"
    assert showing.tell_customers(NOW + 2 * HOUR) == 0
    waits.state = PhotoState.READY
    db.session.flush()
    assert showing.tell_customers(NOW + 2 * HOUR) == 0 and len(letters()) == 1
    assert showing.tell_customers(NOW + HOUR + DAY) == 1 and len(letters()) == 2
    assert showing.tell_customers(NOW + 3 * DAY) == 0


def test_photos_taken_back_and_parcels_that_left_tell_nobody(app: Flask) -> None:
    made, sent, advisor = accepted.preparing_offer(), accepted.preparing_offer(), given.advisor()
    (photo,) = shown(made.lines[0])
    showing.take_back(photo, by=maker_of(made.lines[0]), at=NOW)
    shown(sent.lines[0])
    _pass(sent, advisor)
    shipping.ship(sent.request, carrier="Amana", by=advisor, at=NOW + 3 * HOUR)
    assert showing.tell_customers(NOW + 4 * HOUR) == 0 and not letters()
    assert not db.session.scalars(work_photos.untold(NOW + 4 * HOUR)).all(), "it is over, not put off"


def test_erasing_the_customer_takes_the_photos_along(app: Flask) -> None:
    made, other = accepted.preparing_offer(), accepted.preparing_offer()
    (mine,), (kept,) = shown(made.lines[0]), shown(other.lines[0])
    deciding.cancel(made.request, CancelReason.MISTAKE, by=given.advisor(), at=NOW)
    forgetting.erase(made.request, at=NOW)
    assert (mine.line_id, mine.erased_at) == (None, NOW)
    assert private_pictures.leftover(WorkPicture, NOW, before=NOW) == [mine]
    assert work_photos.seen_by_team(made.request) == [] and work_photos.seen_by_team(other.request) == [kept]


def test_old_requests_lose_their_photos_too(app: Flask) -> None:
    made = accepted.preparing_offer()
    (photo,) = shown(made.lines[0])
    deciding.cancel(made.request, CancelReason.MISTAKE, by=given.advisor(), at=NOW)
    later = NOW + 400 * DAY
    assert forgetting.forget_old_requests(later) == 1
    assert (photo.line_id, photo.erased_at) == (None, later)


def test_what_came_with_a_form_nobody_sent_again_is_left_over_in_the_end(app: Flask) -> None:
    (photo,) = taken(given.user(RoleName.ARTISAN))
    assert private_pictures.leftover(WorkPicture, NOW, before=NOW) == []
    photo.leased_until = NOW + HOUR
    assert private_pictures.leftover(WorkPicture, NOW, before=NOW + HOUR) == [], "it is being prepared"
    assert private_pictures.leftover(WorkPicture, NOW + HOUR, before=NOW + HOUR) == [photo]
