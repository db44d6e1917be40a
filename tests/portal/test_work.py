"""A maker shows how the work goes on: from the camera button to the photo that is taken back."""

from flask import Flask
from sqlalchemy import select

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Kind
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment import preparing, showing, work_photos
from app.domain.fulfilment.models import Fault, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.people.models import User
from app.domain.purchasing import deciding
from app.domain.purchasing.offer_models import Offer, OfferLine
from app.jobs import pictures
from tests import drawn, given
from tests.pages import Visitor
from tests.web.test_pieces import ask, piece


def accepted(kind: Kind = Kind.MADE_TO_ORDER) -> Offer:
    """Preparing has begun; the pieces are made to order unless told otherwise."""
    now = clock.now()
    item = given.item(given.artisan(weekly_capacity=5), kind=kind, stock=0 if kind is Kind.MADE_TO_ORDER else 5)
    made = given.offer(given.request(given.Wanted(item.main, 2), at=now), at=now)
    deciding.accept(made, at=now)
    preparing.prepare(made.request, deposit_share=0, by=given.advisor(), at=now)
    return made


def page_of(line: OfferLine) -> str:
    return f"/portal/requests/lines/{line.line_id}"


def maker_of(line: OfferLine) -> User:
    maker = line.line.artisan
    assert maker and maker.user
    return maker.user


def at_work(visitor: Visitor, line: OfferLine) -> Visitor:
    return visitor.sign_in(maker_of(line))


def the_photo() -> WorkPicture:
    return db.session.scalars(select(WorkPicture)).one()


def prepare() -> None:
    db.session.commit()
    while pictures.render_next():
        pass
    db.session.expire_all()


def test_a_photo_is_taken_sent_seen_and_taken_back(visitor: Visitor) -> None:
    line = accepted().lines[0]
    page = at_work(visitor, line).get(page_of(line)).text
    assert 'capture="environment"' in page and "Prendre une photo" in page and "/portal/requests/uploads" in page
    visitor.post(f"{page_of(line)}/work", {"photos": [drawn.file()]})
    page = visitor.get(page_of(line)).text
    assert "Les photos sont envoyées" in page and "Photo en préparation" in page
    prepare()
    photo = the_photo()
    assert (photo.line_id, photo.on_behalf) == (line.id, False)
    address = f"{page_of(line)}/work/{photo.key}"
    assert f"{address}/480" in visitor.get(page_of(line)).text
    answer = visitor.get(f"{address}/480").response
    assert answer.mimetype == "image/jpeg" and answer.headers["Cache-Control"] == "private, no-store"
    visitor.post(f"{address}/back", {})
    assert f"{address}/" not in visitor.get(page_of(line)).text
    visitor.get(f"{address}/480", status=404)
    visitor.post(f"{address}/back", {}, status=404)


def test_photos_come_in_pieces_and_none_of_them_is_ever_public(app: Flask, visitor: Visitor) -> None:
    line = accepted().lines[0]
    at_work(visitor, line)
    body = drawn.jpeg()
    there = ask(visitor, "POST", "/portal/requests/uploads", data={"size": str(len(body))}).headers["Location"]
    key = piece(visitor, there, 0, body).get_json()["photo"]
    assert piece(visitor, there, len(body), b"").get_json()["photo"] == key, "the answer was lost on the way"
    prepare()
    visitor.post(f"{page_of(line)}/work", {"kept": key})
    assert (the_photo().key, the_photo().line_id) == (key, line.id)
    place = storage.at(app.config["SETTINGS"].media_url)
    assert not [path for path in place.paths("public") if key in path]
    assert place.get(f"private/originals/{key}") is None, "it said where it was taken"
    visitor.get(f"/media/{key}/480.jpg", status=404)
    visitor.post(f"{page_of(line)}/work", {"kept": key}, status=422)


def test_hostile_files_and_too_many_get_a_sentence_and_what_was_good_is_kept(visitor: Visitor) -> None:
    line = accepted().lines[0]
    at_work(visitor, line)
    assert "Ajoutez au moins une photo" in visitor.post(f"{page_of(line)}/work", {}, status=422).text
    files = [drawn.file(), drawn.file(b"%PDF-1.4 not a picture", "devis.pdf")]
    back = visitor.post(f"{page_of(line)}/work", {"photos": files}, status=422).text
    photo = the_photo()
    assert "devis.pdf" in back and f'name="kept" value="{photo.key}" checked' in back and photo.line_id is None
    many = [drawn.file(name=f"{n}.jpg") for n in range(4)]
    assert "3 photos" in visitor.post(f"{page_of(line)}/work", {"photos": many}, status=422).text
    visitor.post(f"{page_of(line)}/work", {"kept": [photo.key, "../../etc/passwd", "x" * 90]})
    assert the_photo().line_id == line.id
    for _time in range(work_photos.MOST_OF_LINE - 1):
        given.work_picture(line)
    back = visitor.post(f"{page_of(line)}/work", {"photos": [drawn.file()]}, status=422).plain
    assert "a déjà 12 photos" in back


def test_a_double_tap_sends_once(visitor: Visitor) -> None:
    line = accepted().lines[0]
    at_work(visitor, line)
    for _tap in range(2):
        visitor.post(f"{page_of(line)}/work", {"key": "k" * 32, "photos": [drawn.file()]})
    db.session.expire_all()
    assert [one.line_id for one in db.session.scalars(select(WorkPicture).order_by(WorkPicture.id))] == [line.id, None]


def test_someone_elses_line_and_photo_do_not_exist(visitor: Visitor) -> None:
    line, other = accepted().lines[0], accepted().lines[0]
    theirs = given.work_picture(other)
    sent = work_photos.take_in(900, 700, by=maker_of(other), at=clock.now())
    at_work(visitor, line)
    visitor.post(f"{page_of(other)}/work", {"photos": [drawn.file()]}, status=404)
    for there in (page_of(other), page_of(line)):
        visitor.get(f"{there}/work/{theirs.key}/480", status=404)
        visitor.post(f"{there}/work/{theirs.key}/back", {}, status=404)
    visitor.get(f"{page_of(line)}/work/{'0' * 32}/480", status=404)
    visitor.post(f"{page_of(line)}/work", {"kept": sent.key}, status=422)
    assert {one.line_id for one in db.session.scalars(select(WorkPicture))} == {other.id, None}


def test_what_is_not_made_has_no_camera(visitor: Visitor) -> None:
    line = accepted(Kind.READY).lines[0]
    assert "Prendre une photo" not in at_work(visitor, line).get(page_of(line)).text
    back = visitor.post(f"{page_of(line)}/work", {"photos": [drawn.file()]}, status=409).plain
    assert "étaient déjà prêtes" in back
    waiting = given.offer(given.request(given.item(line.line.artisan), at=clock.now()), at=clock.now()).lines[0]
    db.session.commit()
    visitor.post(f"{page_of(waiting)}/work", {"photos": [drawn.file()]}, status=404)


def test_a_maker_sees_what_is_to_be_mended(visitor: Visitor) -> None:
    made, advisor = accepted(), given.advisor()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=clock.now())
    returned = {"fault": Fault.SIZE, "note": "Deux centimètres de trop"}
    sent = preparing.look_at(line, Verdict.RETURNED, **returned, by=advisor, at=clock.now())  # type: ignore[arg-type]  # as named
    photo, unread = given.work_picture(line, check_id=sent.id), given.work_picture(line, state=PhotoState.FAILED)
    page = at_work(visitor, line).get(page_of(line)).text
    assert f"{page_of(line)}/work/{photo.key}/480" in page and "#ruler" in page and "Deux centimètres" in page
    assert f"/work/{photo.key}/back" not in page, "the team's photo is not the maker's to take back"
    assert "n’a pas pu être lue" in page.replace("\u00a0", " ") and f"/work/{unread.key}/back" in page
    visitor.get(f"{page_of(line)}/work/{photo.key}/480")
    visitor.post(f"{page_of(line)}/work/{photo.key}/back", {}, status=403)
    preparing.say_ready(line, by=maker_of(line), at=clock.now())
    passed = preparing.look_at(line, Verdict.PASSED, by=advisor, at=clock.now())
    good = given.work_picture(line, check_id=passed.id)
    page = visitor.get(page_of(line)).text
    assert photo.key not in page and good.key not in page
    visitor.get(f"{page_of(line)}/work/{good.key}/480", status=404)


def test_a_form_sent_too_late_is_explained(visitor: Visitor) -> None:
    line = accepted().lines[0]
    at_work(visitor, line).get(page_of(line))
    preparing.say_ready(line, by=maker_of(line), at=clock.now())
    assert "prêt" in visitor.post(f"{page_of(line)}/work", {"photos": [drawn.file()]}, status=409).text
    assert showing.tell_customers(clock.now()) == 0
