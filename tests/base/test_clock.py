"""One clock for rules and for words, and it knows what Morocco decreed."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.base import clock
from app.web import languages, words


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (datetime(2026, 2, 1, 12, tzinfo=UTC), 13),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), 12),  # Ramadan
        (datetime(2026, 7, 1, 12, tzinfo=UTC), 13),
        (datetime(2026, 11, 1, 12, tzinfo=UTC), 12),  # since 20 September 2026 on Greenwich time all year
    ],
)
def test_the_hour_in_casablanca(app: Flask, moment: datetime, hour: int) -> None:
    assert clock.local(moment).hour == hour
    with app.test_request_context():
        languages.speak("fr")
        assert words.daytime(moment).replace("\N{NO-BREAK SPACE}", " ").endswith(f"{hour} h 00")


def test_a_day_ends_when_it_ends_there() -> None:
    assert clock.end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)
    assert clock.end_of_day(date(2026, 11, 1)) == datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC)
