"""Quiet hours on a Casablanca clock, which shifts in Ramadan."""

from datetime import UTC, datetime

import pytest

from app.domain.notices import quiet
from app.domain.notices.quiet import Hours


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ((21, 8), "2026-11-20 20:59:59", None),
        ((21, 8), "2026-11-20 21:00:00", "2026-11-21 08:00:00"),
        ((21, 8), "2026-11-20 23:59:59", "2026-11-21 08:00:00"),
        ((21, 8), "2026-11-21 00:00:00", "2026-11-21 08:00:00"),
        ((21, 8), "2026-11-21 07:59:59", "2026-11-21 08:00:00"),
        ((21, 8), "2026-11-21 08:00:00", None),
        ((21, 8), "2026-12-31 22:00:00", "2027-01-01 08:00:00"),
        ((13, 15), "2026-11-20 12:59:59", None),
        ((13, 15), "2026-11-20 13:00:00", "2026-11-20 15:00:00"),
        ((13, 15), "2026-11-20 15:00:00", None),
        ((0, 8), "2026-11-20 00:00:00", "2026-11-20 08:00:00"),
        ((21, 0), "2026-11-20 22:00:00", "2026-11-21 00:00:00"),
        (None, "2026-11-20 23:00:00", None),
        # an hour ahead of UTC before Ramadan of 2026, not within; the clock goes back in the night to 15 February
        ((21, 8), "2026-02-10 20:00:00", "2026-02-11 07:00:00"),
        ((21, 8), "2026-02-14 20:00:00", "2026-02-15 08:00:00"),
        ((21, 8), "2026-03-10 20:00:00", None),
        ((21, 8), "2026-03-10 21:00:00", "2026-03-11 08:00:00"),
    ],
)
def test_when_the_quiet_ends(hours: Hours, at: str, until: str | None) -> None:
    assert quiet.until(utc(at), hours) == (utc(until) if until else None)
