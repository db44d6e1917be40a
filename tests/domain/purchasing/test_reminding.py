"""Reminders: one for each line and each asking, and nobody is told twice."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.notices.models import Channel, OutboxMessage
from app.domain.purchasing import answering, deciding, desk, reminding
from app.domain.purchasing.desk import Patience, Turn
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from tests import given
from tests.given import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def told(template: str) -> int:
    db.session.flush()
    wanted = select(func.count(OutboxMessage.id)).where(OutboxMessage.template == template)
    return db.session.scalar(wanted) or 0


def clock_strikes(at: datetime) -> tuple[int, int]:
    """Both jobs about makers; each twice, as after a restart that forgot the first."""
    first = reminding.remind_makers(at, 24), reminding.tell_advisors(at, 48)
    db.session.flush()
    db.session.expire_all()
    assert (reminding.remind_makers(at, 24), reminding.tell_advisors(at, 48)) == (0, 0)
    return first


def test_a_maker_is_reminded_once_and_then_their_advisor_is_told_once(app: Flask) -> None:
    nadia = given.advisor(name="Nadia")
    given.advisor(name="Somebody else")
    rahma = given.artisan(name="Rahma Bakkali", advisor=nadia)
    asked = given.request(given.item(rahma), given.item(rahma), given.item())
    given.answer(asked.lines[2])
    assert clock_strikes(NOW + 24 * HOUR - timedelta(seconds=1)) == (0, 0)
    assert clock_strikes(NOW + 24 * HOUR) == (1, 0)
    assert clock_strikes(NOW + 48 * HOUR - timedelta(seconds=1)) == (0, 0)
    assert clock_strikes(NOW + 48 * HOUR) == (0, 1)
    assert clock_strikes(NOW + 30 * DAY) == (0, 0)
    sms = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "lines_still_wait")).one()
    assert (sms.channel, sms.recipient, sms.facts["count"]) == (Channel.SMS, rahma.user.phone, 2)
    email = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "lines_late")).one()
    assert (email.recipient, email.facts["makers"], email.facts["count"]) == (nadia.email, ["Rahma Bakkali"], 2)


def test_who_was_away_for_days_is_told_all_at_once(app: Flask) -> None:
    given.advisor()
    given.request(given.item())
    assert clock_strikes(NOW + 5 * DAY) == (1, 1)


def test_an_answer_or_an_end_stops_reminders(app: Flask) -> None:
    answered, withdrawn = given.request(), given.request()
    given.answer(answered.lines[0])
    deciding.withdraw(withdrawn, at=NOW)
    assert clock_strikes(NOW + 5 * DAY) == (0, 0)


def test_a_change_asked_for_begins_anew(app: Flask) -> None:
    given.advisor()
    asked = given.request()
    clock_strikes(NOW + 2 * DAY)
    later = NOW + 3 * DAY
    deciding.ask_change(given.offer(asked, at=NOW + 2 * DAY + HOUR), "En bleu", at=later)
    assert clock_strikes(later + 23 * HOUR) == (0, 0)
    assert clock_strikes(later + 24 * HOUR) == (1, 0)
    assert clock_strikes(later + 48 * HOUR) == (0, 1)
    assert told("lines_still_wait") == 2


def test_a_wish_waits_for_its_maker_from_the_day_it_was_entrusted(app: Flask) -> None:
    advisor = given.advisor()
    wish = given.request(given.Wished("Un tapis")).lines[0]
    assert clock_strikes(NOW + 5 * DAY) == (0, 0)
    entrusted = NOW + 5 * DAY
    answering.entrust(wish, given.artisan(), by=advisor, at=entrusted)
    assert standing(wish.request, entrusted + 47 * HOUR) == (Turn.ARTISANS, entrusted, False)
    assert clock_strikes(entrusted + 23 * HOUR) == (0, 0)
    assert clock_strikes(entrusted + 24 * HOUR) == (1, 0)
    answering.entrust(wish, given.artisan(), by=advisor, at=entrusted + 30 * HOUR)
    assert wish.reminded_at is None
    assert clock_strikes(entrusted + 53 * HOUR) == (0, 0), "the second maker has a day of their own"
    assert clock_strikes(entrusted + 54 * HOUR) == (1, 0)


def test_who_has_no_phone_is_not_said_to_be_reminded(app: Flask) -> None:
    given.advisor()
    asked = given.request(given.item(given.artisan(account=False)))
    assert clock_strikes(NOW + 24 * HOUR) == (0, 0)
    assert asked.lines[0].reminded_at is None
    assert clock_strikes(NOW + 48 * HOUR) == (0, 1)


def test_without_anybody_to_tell_it_is_told_when_somebody_comes(app: Flask) -> None:
    given.request()
    assert clock_strikes(NOW + 2 * DAY) == (1, 0)
    given.advisor()
    assert clock_strikes(NOW + 2 * DAY + HOUR) == (0, 1)


def standing(asked: PurchaseRequest, at: datetime) -> tuple[Turn, datetime, bool]:
    place = desk.standing([asked], at, Patience(48, 2))[0]
    return place.turn, place.since, place.late


@pytest.mark.parametrize(("hours", "late"), [(47, False), (48, True)])
def test_a_request_is_late_on_the_desk_when_its_advisors_are_told(app: Flask, hours: int, late: bool) -> None:
    given.advisor()
    asked = given.request()
    at = NOW + hours * HOUR
    assert standing(asked, at) == (Turn.ARTISANS, NOW, late)
    assert clock_strikes(at)[1] == int(late)


ENDS = datetime(2026, 11, 30, tzinfo=UTC).date()
MORNING = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        (MORNING - timedelta(seconds=1), 0),
        (MORNING, 1),
        (MORNING + 9 * HOUR + timedelta(minutes=59), 1),
        (MORNING + 10 * HOUR, 0),
        (MORNING + 17 * HOUR, 0),
        (MORNING + 24 * HOUR, 1),
        (MORNING + 58 * HOUR, 0),
    ],
)
def test_a_customer_is_reminded_of_an_offer_in_the_light_of_day(app: Flask, at: datetime, reminded: int) -> None:
    offer = given.offer(expires_on=ENDS)
    assert reminding.remind_customers(at, 2) == reminded
    db.session.flush()
    db.session.expire_all()
    assert reminding.remind_customers(at, 2) == 0
    assert told("offer_ends_soon") == reminded and bool(offer.reminded_at) == bool(reminded)


@pytest.mark.parametrize(
    ("ends", "morning"),
    [
        (datetime(2026, 2, 12, tzinfo=UTC), datetime(2026, 2, 10, 9, tzinfo=UTC)),
        (datetime(2026, 3, 12, tzinfo=UTC), datetime(2026, 3, 10, 10, tzinfo=UTC)),  # in Ramadan the clock goes back
    ],
)
def test_ten_in_the_morning_is_ten_in_casablanca(app: Flask, ends: datetime, morning: datetime) -> None:
    given.offer(at=morning - 5 * DAY, expires_on=ends.date())
    assert reminding.remind_customers(morning - timedelta(seconds=1), 2) == 0
    assert reminding.remind_customers(morning, 2) == 1


def test_an_offer_in_fresh_memory_or_decided_is_not_spoken_of(app: Flask) -> None:
    short = given.offer(expires_on=NOW.date() + DAY)
    decided = given.offer(expires_on=ENDS)
    deciding.accept(decided, [decided.lines[0].id], at=NOW)
    assert reminding.remind_customers(NOW + HOUR, 2) == 0
    assert reminding.remind_customers(MORNING, 2) == 0
    assert short.reminded_at is None


def test_each_version_of_an_offer_is_reminded_of(app: Flask) -> None:
    first = given.offer(expires_on=ENDS)
    assert reminding.remind_customers(MORNING, 2) == 1
    deciding.ask_change(first, "En bleu", at=MORNING)
    line = db.session.get_one(RequestLine, first.request.lines[0].id)
    given.answer(line, at=MORNING + HOUR)
    given.offer(first.request, at=MORNING + HOUR, expires_on=ENDS + timedelta(days=5))
    assert reminding.remind_customers(MORNING + DAY, 2) == 0
    assert reminding.remind_customers(MORNING + 5 * DAY, 2) == 1
