"""What stands beside the words: pictures that pass an advisor, translations, and who is told when a customer writes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Forbidden, Missing
from app.domain.catalogue.photos import StillPrepared
from app.domain.catalogue.revisions import PhotoState
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import RoleName
from app.domain.purchasing import deciding, forgetting, picturing, private_pictures, talking, telling, translating
from app.domain.purchasing.models import AnswerKind, DeclineReason, PurchaseRequest
from app.domain.purchasing.sending import Wanted
from app.domain.purchasing.talk_models import RequestPicture, Verdict
from tests import given
from tests.given import NOW


def told(request: PurchaseRequest) -> list[str]:
    """Whom of the makers was told that the customer wrote."""
    template = OutboxMessage.template == "customer_wrote_maker"
    query = select(OutboxMessage).where(template, OutboxMessage.request_id == request.id).order_by(OutboxMessage.id)
    return [message.recipient for message in db.session.scalars(query)]


def test_makers_with_something_left_to_do_are_told_that_the_customer_wrote(app: Flask) -> None:
    open_, declined, elsewhere = given.item(), given.item(), given.item()
    request = given.request(open_, declined)
    given.request(elsewhere)
    given.answer(request.lines[1], kind=AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    talking.customer_writes(request, "Appelez-moi au 06 12 34 56 78", at=NOW)
    assert told(request) == [open_.artisan.user.phone]
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "customer_wrote_maker")).one()
    assert message.facts["line_id"] == request.lines[0].id
    assert "Appelez" not in str(message.facts) and "Claire" not in str(message.facts)


def test_who_writes_often_sends_makers_one_sms_in_half_a_day(app: Flask) -> None:
    request = given.request()
    for minutes in (0, 5, 11 * 60, 13 * 60):
        talking.customer_writes(request, "Bonjour", at=NOW + timedelta(minutes=minutes))
    assert len(told(request)) == 2
    assert timedelta(hours=12) == telling.QUIET


def test_after_the_decision_makers_of_accepted_lines_alone_are_told(app: Flask) -> None:
    offer = given.offer(given.request(given.item(), given.item()))
    deciding.accept(offer, [offer.lines[1].id], at=NOW)
    talking.customer_writes(offer.request, "Merci", at=NOW)
    assert told(offer.request) == [offer.lines[1].line.artisan.user.phone]
    withdrawn = given.request()
    deciding.withdraw(withdrawn, at=NOW)
    talking.customer_writes(withdrawn, "Pardon", at=NOW)
    assert told(withdrawn) == []


def test_a_picture_is_seen_by_the_maker_of_its_line_once_it_passed(app: Flask) -> None:
    request, by = given.request(given.item(), given.item()), given.advisor()
    mine, other = request.lines
    picture = given.picture(request, mine, verdict=Verdict.WAITING, judged_at=None)
    assert picturing.shown_to_maker(mine) == []
    picturing.judge(picture, Verdict.PASSED, by=by, at=NOW)
    assert picturing.shown_to_maker(mine) == [picture] and picturing.shown_to_maker(other) == []
    assert (picture.judged_by_id, picture.judged_at) == (by.id, NOW)
    picturing.judge(picture, Verdict.REFUSED, by=by, at=NOW)
    assert picturing.shown_to_maker(mine) == []


def test_a_picture_with_a_message_is_for_all_makers_concerned(app: Flask) -> None:
    request = given.request(given.item(), given.item())
    message = talking.customer_writes(request, "Voici la place", at=NOW)
    picture = given.picture(request, line_id=None, message_id=message.id)
    assert all(picturing.shown_to_maker(line) == [picture] for line in request.lines)


def test_nobody_but_staff_judges_and_nobody_what_was_not_seen(app: Flask) -> None:
    request = given.request()
    picture = given.picture(request, state=PhotoState.WAITING, renditions={}, verdict=Verdict.WAITING, judged_at=None)
    with pytest.raises(StillPrepared):
        picturing.judge(picture, Verdict.PASSED, by=given.advisor(), at=NOW)
    picture.state = PhotoState.FAILED
    with pytest.raises(picturing.Unreadable):
        picturing.judge(picture, Verdict.PASSED, by=given.advisor(), at=NOW)
    with pytest.raises(Forbidden):
        picturing.judge(picture, Verdict.REFUSED, by=given.user(RoleName.ARTISAN), at=NOW)
    assert picture.verdict is Verdict.WAITING


def test_a_picture_of_one_request_is_not_found_in_another_nor_taken_twice(app: Flask) -> None:
    request, other = given.request(), given.request()
    kept = picturing.take_in(800, 600, at=NOW)
    picturing.place(picturing.unplaced([kept.key, "x"]), request, line=request.lines[0])
    assert picturing.unplaced([kept.key]) == []
    assert picturing.of(request, kept.key) is kept
    with pytest.raises(Missing):
        picturing.of(other, kept.key)


def test_there_is_an_end_to_pictures(app: Flask) -> None:
    request = given.request()
    with pytest.raises(picturing.TooMany):
        picturing.place([picturing.take_in(800, 600, at=NOW) for _one in range(picturing.MOST + 1)], request)
    for _time in range(picturing.MOST_OF_A_REQUEST // picturing.MOST):
        picturing.place([picturing.take_in(800, 600, at=NOW) for _one in range(picturing.MOST)], request)
    with pytest.raises(picturing.TooMany):
        picturing.place([picturing.take_in(800, 600, at=NOW)], request)


def test_erasing_parts_pictures_and_translations_from_the_request(app: Flask) -> None:
    request, noise = given.request(message="Bonjour"), given.request(message="Salut")
    mine, theirs = given.picture(request), given.picture(noise)
    for one in (request, noise):
        translating.translate(one, "request", "ar", "مرحبا", by=given.advisor(), at=NOW)
    forgetting.erase(request, at=NOW)
    db.session.flush()
    assert (request.pictures, request.translations, len(noise.translations)) == ([], [], 1)
    assert private_pictures.leftover(RequestPicture, NOW, before=NOW) == [mine]
    assert theirs.request_id == noise.id


def test_a_picture_that_is_being_prepared_is_removed_once_that_is_over(app: Flask) -> None:
    request = given.request()
    given.picture(request, state=PhotoState.WAITING, leased_until=NOW + timedelta(minutes=5))
    forgetting.erase(request, at=NOW)
    assert private_pictures.leftover(RequestPicture, NOW, before=NOW) == []
    assert len(private_pictures.leftover(RequestPicture, NOW + timedelta(minutes=5), before=NOW)) == 1


def test_words_are_translated_anew_or_taken_away_by_staff_alone(app: Flask) -> None:
    request = given.request(Wanted(given.item().main, 1, "En bleu"), message="Bonjour")
    answer = given.answer(request.lines[0], note="Dans un mois")
    said = talking.staff_write(request, "Merci", by=given.advisor(), at=NOW)
    known = ["request", f"line-{request.lines[0].id}", f"answer-{answer.id}", f"message-{said.id}"]
    assert list(translating.words_of(request)) == known
    by = given.advisor()
    for about in known:
        translating.translate(request, about, "ar", "نص", by=by, at=NOW)
    translating.translate(request, known[0], "ar", " مرحبا ", by=by, at=NOW)
    assert [one.body for one in translating.of(request, known[0])] == ["مرحبا"]
    assert translating.translate(request, known[0], "ar", "  ", by=by, at=NOW) is None
    assert translating.of(request, known[0]) == [] and len(translating.of(request, known[3])) == 1
    for wrong in ("message-999999", "line-0", "", "request-1"):
        with pytest.raises(Missing):
            translating.translate(request, wrong, "ar", "نص", by=by, at=NOW)
    with pytest.raises(translating.NothingTranslated):
        translating.translate(request, known[0], "es", " ", by=by, at=NOW)
    with pytest.raises(talking.TooLong):
        translating.translate(request, known[0], "es", "x" * (talking.LONGEST + 1), by=by, at=NOW)
    with pytest.raises(Forbidden):
        translating.translate(request, known[0], "es", "Hola", by=given.user(RoleName.ARTISAN), at=NOW)


def test_an_abandoned_picture_is_left_over_after_a_while(app: Flask) -> None:
    kept = picturing.take_in(800, 600, at=NOW)
    assert private_pictures.leftover(RequestPicture, NOW, before=NOW) == []
    assert private_pictures.leftover(RequestPicture, NOW, before=NOW + timedelta(seconds=1)) == [kept]
    assert isinstance(kept, RequestPicture)


def test_where_a_customer_was_forgotten_nobody_writes_any_more(app: Flask) -> None:
    """It would name them again, and nobody would take it out."""
    request = given.request()
    maker = request.lines[0].artisan
    assert maker and maker.user
    forgetting.erase(request, at=NOW)
    with pytest.raises(talking.NobodyReads):
        talking.artisan_writes(request, maker, "Chère Claire", by=maker.user, at=NOW)
    with pytest.raises(talking.NobodyReads):
        talking.staff_write(request, "Chère Claire", by=given.advisor(), at=NOW)
    assert request.messages == []
