"""The private page: how the work goes on, in photos that nobody else can open."""

from datetime import timedelta

from sqlalchemy import select

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Kind
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment import forgetting, preparing, showing
from app.domain.fulfilment.models import Fault, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.notices.models import OutboxMessage
from app.domain.purchasing import deciding, links
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import PurchaseRequest
from app.jobs import pictures
from app.web import letters
from tests import given
from tests.pages import Visitor
from tests.portal.test_work import accepted, maker_of


def opened(visitor: Visitor, request: PurchaseRequest, language: str = "fr") -> str:
    db.session.commit()
    return visitor.get(f"/{language}/requests/open/{links.token(request)}", status=303).location


def test_photos_stand_under_their_line_with_the_day(visitor: Visitor) -> None:
    made = accepted()
    photo, unready = given.work_picture(made.lines[0], at=clock.now()), given.work_picture(made.lines[0], renditions={})
    unready.state = PhotoState.WAITING
    noise = given.work_picture(accepted().lines[0])
    page = opened(visitor, made.request)
    shown = visitor.get(page)
    assert "Le travail en photos" in shown.text and f"{page}/work/{photo.key}/480" in shown.text
    assert unready.key not in shown.text and noise.key not in shown.text
    answer = visitor.get(f"{page}/work/{photo.key}/480").response
    assert answer.mimetype == "image/jpeg" and answer.headers["Cache-Control"] == "private, no-store"
    for key, width in ((photo.key, 481), (unready.key, 480), (noise.key, 480), ("0" * 32, 480)):
        visitor.get(f"{page}/work/{key}/{width}", status=404)
    Visitor(visitor.app).get(f"{page}/work/{photo.key}/480", status=404)
    other = opened(visitor, accepted().request)
    visitor.get(f"{other}/work/{photo.key}/480", status=404)


def test_of_checks_the_customer_sees_what_passed(visitor: Visitor) -> None:
    made, advisor, now = accepted(), given.advisor(), clock.now()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=now)
    back = preparing.look_at(line, Verdict.RETURNED, fault=Fault.FLAW, by=advisor, at=now)
    preparing.say_ready(line, by=maker_of(line), at=now + timedelta(hours=1))
    passed = preparing.look_at(line, Verdict.PASSED, by=advisor, at=now + timedelta(hours=2))
    faulty, good = given.work_picture(line, check_id=back.id), given.work_picture(line, check_id=passed.id)
    page = opened(visitor, made.request)
    shown = visitor.get(page).text
    assert good.key in shown and "Contrôlé" in shown and faulty.key not in shown
    visitor.get(f"{page}/work/{good.key}/480")
    visitor.get(f"{page}/work/{faulty.key}/480", status=404)


def test_many_photos_cost_no_more_queries(visitor: Visitor) -> None:
    now = clock.now()
    maker = given.artisan(weekly_capacity=40)
    items = [given.Wanted(given.item(maker, kind=Kind.MADE_TO_ORDER).main, 1) for _one in range(4)]
    made = given.offer(given.request(*items, at=now), at=now)
    deciding.accept(made, at=now)
    page = opened(visitor, made.request)
    before = len(visitor.get(page).queries)
    for line in made.lines:
        for _photo in range(5):
            given.work_picture(line)
    assert len(visitor.get(page).queries) == before


def test_the_notice_is_in_the_customers_language_and_leads_to_the_page(visitor: Visitor) -> None:
    made = accepted()
    made.request.language = "ar"
    given.work_picture(made.lines[0], at=clock.now() - timedelta(hours=1))
    assert showing.tell_customers(clock.now()) == 1
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "work_shown")).one()
    with visitor.app.test_request_context():
        letter = letters.written(message)
    assert "صور جديدة لقطعك" in letter.subject and f"/ar/requests/open/{links.token(made.request)}" in letter.text


def test_whoever_is_forgotten_takes_the_photos_and_their_files_along(visitor: Visitor) -> None:
    made = accepted()
    photo = given.work_picture(made.lines[0])
    page, place = opened(visitor, made.request), storage.at(visitor.app.config["SETTINGS"].media_url)
    deciding.cancel(made.request, CancelReason.MISTAKE, by=given.advisor(), at=clock.now())
    assert [path for path in place.paths("private") if photo.key in path]
    visitor.get(f"{page}/work/{photo.key}/480")
    forgetting.erase(made.request, at=clock.now())
    db.session.commit()
    assert pictures.forget_private(clock.now()) == 1
    db.session.commit()
    assert not [path for path in place.paths() if photo.key in path]
    assert not db.session.scalars(select(WorkPicture)).all()
