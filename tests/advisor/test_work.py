"""Photos of pieces at work on the request desk: seen, sent for a maker, attached to a check, taken back."""

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.fulfilment import preparing
from app.domain.fulfilment.models import QualityCheck
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.people.models import RoleName
from tests import drawn, given
from tests.advisor.steps import at_desk, page_of
from tests.pages import Visitor
from tests.portal.test_work import accepted, maker_of, prepare
from tests.web.test_pieces import ask, piece


def photos() -> list[WorkPicture]:
    db.session.expire_all()
    return list(db.session.scalars(select(WorkPicture).order_by(WorkPicture.id)))


def test_the_team_sends_photos_for_a_maker_and_takes_them_back(visitor: Visitor) -> None:
    made = accepted()
    line = made.lines[0]
    team, desk = at_desk(visitor), page_of(made.request)
    assert f"/accepted/{line.id}/show" in team.get(desk).text
    form = team.get(f"{desk}/accepted/{line.id}/show").text
    assert "/advisor/requests/uploads" in form and 'type="file"' in form
    team.post(f"{desk}/accepted/{line.id}/show", {}, status=422)
    team.post(f"{desk}/accepted/{line.id}/show", {"photos": [drawn.file()]})
    prepare()
    (photo,) = photos()
    assert photo.on_behalf and photo.line_id == line.id
    shown = team.get(desk).text
    assert f"{desk}/work/{photo.key}/480" in shown and "envoyée pour l’artisan" in shown
    assert "Photos du travail envoyées" in shown
    team.get(f"{desk}/work/{photo.key}/480")
    team.get(f"{desk}/work/{'0' * 32}/480", status=404)
    team.post(f"{desk}/work/{photo.key}/back", {})
    assert f"/work/{photo.key}/" not in team.get(desk).text
    team.get(f"{desk}/work/{photo.key}/480", status=404)


def test_a_check_carries_photos_that_came_with_it_or_in_pieces(visitor: Visitor) -> None:
    made = accepted()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=clock.now())
    team, desk = at_desk(visitor), page_of(made.request)
    address, body = f"{desk}/accepted/{line.id}/check", drawn.jpeg()
    there = ask(team, "POST", "/advisor/requests/uploads", data={"size": str(len(body))}).headers["Location"]
    key = piece(team, there, 0, body).get_json()["photo"]
    back = team.post(address, {"kept": key, "photos": [drawn.file()]}, status=422).text
    assert f'name="kept" value="{key}" checked' in back and "data-sending" in back, "what was seen is not said yet"
    kept = [photo.key for photo in photos()]
    assert len(kept) == 2 and all(f'value="{one}"' in back for one in kept)
    returned = {"verdict": "returned", "fault": "flaw", "note": "Un fil tiré", "kept": kept}
    team.post(address, {**returned, "fault": ""}, status=422)
    team.post(address, returned)
    check = db.session.scalars(select(QualityCheck)).one()
    assert [photo.check_id for photo in photos()] == [check.id, check.id]
    prepare()
    shown = team.get(desk).text
    assert all(f"/work/{one}/480" in shown for one in kept) and "Retourné à l’artisan" in shown
    workshop = Visitor(visitor.app).sign_in(maker_of(line))
    assert kept[0] in workshop.get(f"/portal/requests/lines/{line.line_id}").text
    workshop.post(f"/portal/requests/lines/{line.line_id}/ready", {})
    team.post(address, {"verdict": "passed"})
    assert len(photos()) == 2, "a check needs no photo"


def test_a_check_with_too_many_or_hostile_files_is_not_recorded(visitor: Visitor) -> None:
    made = accepted()
    line = made.lines[0]
    preparing.say_ready(line, by=maker_of(line), at=clock.now())
    team, address = at_desk(visitor), f"{page_of(made.request)}/accepted/{line.id}/check"
    many = [drawn.file(name=f"{n}.jpg") for n in range(4)]
    assert "3 photos" in team.post(address, {"verdict": "passed", "photos": many}, status=422).text
    wrong = {"verdict": "passed", "photos": [drawn.file(b"GIF89a", "x.gif")]}
    assert "x.gif" in team.post(address, wrong, status=422).text
    other = given.user(RoleName.ARTISAN)
    theirs = given.work_picture(line, line_id=None, by_id=other.id)
    team.post(address, {"verdict": "passed", "kept": theirs.key})
    assert [photo.line_id for photo in photos()] == [None], "another's photo is not found by its key"
    assert len(db.session.scalars(select(QualityCheck)).all()) == 1
