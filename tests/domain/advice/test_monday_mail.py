"""The Monday list by mail: to whom, in which language, once a week whatever the clock and the workers do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice import monday_mail
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import User
from app.jobs import clockwork
from app.web import languages, letters
from tests import given as people

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Seven o'clock in Casablanca."""
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def spoken(app: Flask) -> Iterator[None]:
    """What a letter speaks does not stay behind."""
    with languages.speaking("fr"):
        yield


def someone_to_call(advisor: User | None = None, name: str = "Rahma Bakkali") -> None:
    people.request(people.item(people.artisan(advisor=advisor, name=name)), at=MONDAY - timedelta(days=3))


def tell(at: datetime) -> int:
    told = monday_mail.tell(at)
    db.session.commit()
    return told


def mails() -> list[OutboxMessage]:
    chosen = select(OutboxMessage).where(OutboxMessage.template == "monday_list")
    return list(db.session.scalars(chosen.order_by(OutboxMessage.id)))


def test_it_comes_from_seven_on_once_a_week(app: Flask) -> None:
    someone_to_call(people.advisor())
    assert tell(MONDAY - timedelta(minutes=1)) == 0
    assert tell(MONDAY) == 1
    for later in (0, 1, 5, 23):
        assert tell(MONDAY + later * HOUR) == 0
    assert tell(MONDAY + timedelta(days=7)) == 1
    assert len(mails()) == 2


def test_a_day_without_a_worker_makes_it_late_and_two_make_it_void(app: Flask) -> None:
    someone_to_call(people.advisor())
    assert tell(MONDAY + 24 * HOUR) == 0
    assert tell(MONDAY + 23 * HOUR) == 1
    assert tell(MONDAY + timedelta(days=8)) == 0


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 2, 9), 6),  # an hour ahead of Greenwich
        (date(2026, 2, 16), 7),  # in Ramadan the clock goes back
        (date(2026, 3, 16), 7),
        (date(2026, 3, 23), 6),
        (date(2026, 9, 14), 6),
        (date(2026, 9, 21), 7),  # by decree, for good
    ],
)
def test_seven_is_seven_in_casablanca_also_in_ramadan(app: Flask, day: date, hour: int) -> None:
    someone_to_call(people.advisor())
    due = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert clock.local(due).hour == 7
    assert tell(due - timedelta(minutes=1)) == 0 and tell(due) == 1


def test_weeks_across_a_ramadan_bring_one_each(app: Flask) -> None:
    someone_to_call(people.advisor())
    start = datetime(2026, 1, 29, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(80)]
    moments = [day + n * HOUR for day in days if day.weekday() in (6, 0, 1) for n in (0, 5, 6, 7, 8, 23)]
    assert sum(tell(moment) for moment in moments) == sum(day.weekday() == 0 for day in days)


def test_each_hears_of_their_own_and_coordinators_of_those_of_nobody(app: Flask) -> None:
    nadia, idle, away = people.advisor(), people.advisor(), people.advisor(active=False)
    karim = people.coordinator(language="ar")
    someone_to_call(nadia)
    someone_to_call(away, "Aïcha Tabiz")
    someone_to_call(None, "Zohra Amrani")
    assert tell(MONDAY) == 2
    told = {mail.user_id: mail for mail in mails()}
    assert told.keys() == {nadia.id, karim.id}
    assert [call["name"] for call in told[nadia.id].facts["calls"]] == ["Rahma Bakkali"]
    assert {call["name"] for call in told[karim.id].facts["calls"]} == {"Zohra Amrani", "Aïcha Tabiz"}
    assert told[karim.id].language == "ar"
    someone_to_call(idle)
    assert tell(MONDAY + HOUR) == 0  # what comes up later waits for the page


def test_who_wants_none_gets_none_not_even_after_a_change_of_mind_on_the_same_day(app: Flask) -> None:
    nadia = people.advisor(monday_mail=False)
    someone_to_call(nadia)
    assert tell(MONDAY) == 0
    nadia.monday_mail = True
    assert tell(MONDAY + HOUR) == 0
    assert tell(MONDAY + timedelta(days=7)) == 1


def test_two_workers_at_once_write_once(own_app: Flask) -> None:
    """Both have read who waits; the one that is slower to mark it writes nothing."""
    with own_app.app_context():
        nadia = people.advisor()
        db.session.commit()
        user = db.session.get_one(User, nadia.id)
        this = clock.local(MONDAY).date()
        assert monday_mail._taken(user, this)
        db.session.commit()
        assert not monday_mail._taken(user, this)
        assert monday_mail._taken(user, this + timedelta(days=7))


def test_what_a_failed_run_marked_is_undone_with_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    someone_to_call(people.advisor())
    db.session.commit()

    def fail(*_given: object) -> None:
        raise ValueError("no such list")

    with time_machine.travel(MONDAY, tick=False) as travel:
        clockwork.plan()
        with monkeypatch.context() as broken:
            broken.setattr(monday_mail.monday, "of", fail)
            while clockwork.run_next("a worker"):
                pass
        assert mails() == []
        travel.shift(HOUR)
        while clockwork.run_next("another worker"):
            pass
        assert len(mails()) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("Qui appeler cette semaine", "1 ligne attend une réponse", "Puis 1 personne.")),
        ("ar", ("من يجب الاتصال به هذا الأسبوع", "سطر واحد ينتظر جوابا", "ثم شخص واحد.")),
        ("en", ("Whom to call this week", "1 line waits for an answer", "Then 1 person.")),
        ("es", ("A quién llamar esta semana", "1 línea espera una respuesta", "Después, 1 persona.")),
    ],
)
def test_it_is_written_in_the_readers_language(app: Flask, language: str, said: tuple[str, ...]) -> None:
    nadia = people.advisor(language=language)
    for number in range(6):
        someone_to_call(nadia, f"Artisane {number} evil.example")
    assert tell(MONDAY) == 1
    (mail,) = mails()
    letter = letters.written(mail)
    whole = f"{letter.subject}\n{letter.text}"
    for words in said:
        assert words in whole, whole
    assert "/advisor/monday" in letter.text and letter.html and "/advisor/monday" in letter.html
    assert letter.text.count("Artisane") == 5 and "evil.example" not in letter.text
    assert "+212" not in letter.text
    assert letter.text.count("\n– ") == 5 * 3, letter.text
    assert len(letter.text.splitlines()) < 60
