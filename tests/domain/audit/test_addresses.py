"""Network addresses are kept as keyed hashes, and counted over a night."""

from datetime import timedelta

import pytest
from flask import Flask

from app.domain.audit import addresses, keys, trail
from tests import given

DAY = timedelta(days=1)
KEY = b"k" * 32


def test_yesterday_is_still_recognised_and_the_day_before_is_not(app: Flask) -> None:
    for days in range(3):
        keys.key_of((given.NOW + days * DAY).date())
    known = keys.recent(given.NOW + 2 * DAY)
    assert len(known) == 2 and known[0] != known[1]


def test_an_address_lies_nowhere_in_the_clear(app: Flask) -> None:
    event = trail.record("test", subject="x", subject_id=1, by_id=None, at=given.NOW, address="203.0.113.9")
    assert event.origin == addresses.hashed_now("203.0.113.9", given.NOW)
    assert len(event.origin or "") == 32


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1", True),
        (None, "", True),
        ("a socket", "another", False),
    ],
)
def test_one_line_is_one_address(one: str | None, other: str | None, same: bool) -> None:
    assert (addresses.hashed(one, KEY) == addresses.hashed(other, KEY)) is same
